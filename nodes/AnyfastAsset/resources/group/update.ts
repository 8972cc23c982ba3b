import { updateAssetGroup } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';
import { newNameLike, prepareRename } from '../common/rename';

/** Group · Update Group: gives a group another name. */
export const update: Operation = {
	value: 'update',
	name: 'Update Group',
	action: 'Update a group',
	description: 'Rename a group',
	properties: [
		{ ...groupId, description: 'The group to rename' },
		newNameLike('Product photos'),
		optionsWith([]),
	],

	prepare: ({ parameters }) => prepareRename(updateAssetGroup, readGroupId(parameters), parameters),
};
