import { updateAsset } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';
import { newNameLike, prepareRename } from '../common/rename';

/** Asset · Update Asset: gives an asset another name. */
export const update: Operation = {
	value: 'update',
	name: 'Update Asset',
	action: 'Update an asset',
	description: 'Rename an asset',
	properties: [
		{ ...assetId, description: 'The asset to rename' },
		newNameLike('cat'),
		optionsWith([]),
	],

	prepare: ({ parameters }) => prepareRename(updateAsset, readAssetId(parameters), parameters),
};
