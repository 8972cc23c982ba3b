import type { Resource } from '../../../shared/operation';
import { deleteAsset } from './delete';
import { get, getInVersion1 } from './get';
import { list } from './list';
import { update } from './update';
import { upload, uploadInVersion1 } from './upload';

/** Assets: images, videos and audio files. */
export const asset: Resource = {
	value: 'asset',
	operations: [upload, get, list, update, deleteAsset],
	defaultOperation: 'upload',
};

/** The same in version 1 of the node. */
export const assetInVersion1: Resource = {
	...asset,
	operations: [uploadInVersion1, getInVersion1, list, update, deleteAsset],
	defaultOperation: 'list',
};
