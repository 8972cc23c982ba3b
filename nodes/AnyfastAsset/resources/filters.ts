import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../shared/parameters/NodeParameters';
import { GROUP_TYPES, type ListFilter } from '../../shared/api/assets';

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
};

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
};

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
};

/** Which groups to list or to watch. */
export const groupFilters: INodeProperties = {
	...filters,
	description: 'Which groups to list. Without a filter, all of them.',
	options: [
		groupIds,
		{ ...groupType, description: 'Only groups of this type' },
		{ ...name, description: 'Only groups whose name contains this text' },
	],
};

/** Which assets to list or to watch. */
export const assetFilters: INodeProperties = {
	...filters,
	description: 'Which assets to list. Without a filter, all of them.',
	options: [
		groupIds,
		{ ...groupType, description: 'Only assets in groups of this type' },
		{ ...name, description: 'Only assets whose name contains this text' },
	],
};

/** A filter that is not set stays undefined, so that it is not sent. */
export function readFilter(parameters: NodeParameters): ListFilter {
	const chosen = parameters.within(filters);
	return {
		Name: chosen.text(name),
		GroupIds: chosen.ids(groupIds),
		GroupType: chosen.choice(groupType, GROUP_TYPES),
	};
}
