import { updateDisplayOptions } from 'n8n-workflow';

import { readRow } from '../../transport/readRow';
import { assetId, readAssetId } from '../locators';
import type { Operation } from '../operation';
import { withUri } from './withUri';

/** Asset · Get Asset: the asset as the API gives it, with its address. */
export const get: Operation = {
	description: updateDisplayOptions({ show: { resource: ['asset'], operation: ['get'] } }, [
		{ ...assetId, description: 'The asset to get' },
	]),

	async execute({ parameters, api }) {
		const Id = readAssetId(parameters);
		return [withUri(await api.call('GetAsset', { Id }, readRow))];
	},
};
