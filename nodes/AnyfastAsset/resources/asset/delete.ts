import { deleteAsset as endpoint } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';

/** Asset · Delete Asset: exactly one asset; fails if it does not exist. */
export const deleteAsset: Operation = {
	value: 'delete',
	name: 'Delete Asset',
	action: 'Delete an asset',
	description: 'Permanently delete one asset',
	properties: [{ ...assetId, description: 'The asset to delete permanently' }, optionsWith([])],

	prepare({ parameters }) {
		const Id = readAssetId(parameters);
		return async ({ api }) => [await api.call(endpoint, { Id })];
	},
};
