import type { Resource } from '../../../shared/operation';
import { deleteAsset } from './delete';
import { get } from './get';
import { list } from './list';
import { upload } from './upload';

/** Assets: images, videos and audio files. */
export const asset: Resource = {
	value: 'asset',
	operations: [upload, get, list, deleteAsset],
	defaultOperation: 'list',
};
