import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../parameters/ItemParameters';
import { type AssetGroupFilter, GROUP_TYPES } from '../../transport/wire';

const groupIds: INodeProperties = {
	displayName: 'Group Names or IDs',
	name: 'groupIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getGroups' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'An expression may give a list of IDs, or text with commas, spaces or new lines between them',
};

const groupType: INodeProperties = {
	displayName: 'Group Type',
	name: 'groupType',
	type: 'options',
	options: [
		{ name: 'AIGC', value: 'AIGC' },
		{ name: 'Liveness Face', value: 'LivenessFace' },
	],
	default: 'AIGC',
	description: 'Only groups of this type',
};

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'Only groups whose name contains this text',
};

/** Which groups: what List Groups and the trigger have in common. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description: 'Which groups to list. Without a filter, all of them.',
	options: [groupIds, groupType, name],
};

/** A filter that is not set stays undefined, so that it is not sent. */
export function readFilter(parameters: ItemParameters): AssetGroupFilter {
	const chosen = parameters.within(filters);
	return {
		Name: chosen.text(name),
		GroupIds: chosen.ids(groupIds),
		GroupType: chosen.choice(groupType, GROUP_TYPES),
	};
}
