import { updateDisplayOptions } from 'n8n-workflow';

import { readRow } from '../../../shared/api/readRow';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import type { Operation } from '../../../shared/operation';
import { withUri } from '../../../shared/api/withUri';

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
