import { getAsset, readEntity, withUri } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';

/** Asset · Get Asset: the asset as the API gives it, with its URI. */
export const get: Operation = {
	value: 'get',
	name: 'Get Asset',
	action: 'Get an asset',
	description: 'Get one asset, with its status',
	properties: [{ ...assetId, description: 'The asset to get' }, optionsWith([])],

	prepare({ parameters }) {
		const Id = readAssetId(parameters);
		return async ({ api }) => [withUri(await api.call(getAsset, { Id }, readEntity))];
	},
};
