import type { Resource } from '../../../shared/operation';
import { deleteAsset } from './delete';
import { get } from './get';
import { list } from './list';
import { update } from './update';
import { upload } from './upload';

/** Assets: images, videos and audio files. */
export const asset: Resource = {
	value: 'asset',
	operations: [upload, get, list, update, deleteAsset],
	defaultOperation: 'upload',
};
