import type { INodeProperties } from 'n8n-workflow';

import {
	ASSET_TYPES,
	GROUP_TYPES,
	isWord,
	type ListFilter,
	STATUSES,
} from '../../../shared/api/assets';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import type { Accepts } from './rows';

const groupIds: INodeProperties = {
	displayName: 'Group Names or IDs',
	name: 'groupIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getGroups' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Whole names or IDs, with commas between. Groups of verified people are not in the list: give their IDs.',
};

const groupType: INodeProperties = {
	displayName: 'Group Type',
	name: 'groupType',
	type: 'options',
	options: [
		{
			name: 'AIGC',
			value: 'AIGC',
			description: 'Generated: the type of every group that Create Group makes',
		},
		{ name: 'Liveness Face', value: 'LivenessFace', description: 'Real people, verified' },
	],
	default: 'AIGC',
};

const name: INodeProperties = {
	displayName: 'Name Contains',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. cat',
};

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'multiOptions',
	options: STATUSES.map((value) => ({ name: value, value })),
	default: ['Active'],
	description: 'Only assets with one of these statuses',
};

const assetType: INodeProperties = {
	displayName: 'Asset Type',
	name: 'assetType',
	type: 'options',
	options: ASSET_TYPES.map((value) => ({ name: value, value })),
	default: 'Image',
	description: 'Only assets of this type',
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
		{ ...name, description: 'Only groups whose name contains this text' },
		{ ...groupType, description: 'Only groups of this type' },
	],
};

const ofAssets: INodeProperties[] = [
	groupIds,
	{ ...name, description: 'Only assets whose name contains this text' },
	{ ...groupType, description: 'Only assets in groups of this type' },
];

/** Which assets to watch. */
export const assetFilters: INodeProperties = {
	...filters,
	description: 'Which assets to list. Without a filter, all of them.',
	options: ofAssets,
};

/** Which assets to list. */
export const assetListFilters: INodeProperties = {
	...assetFilters,
	options: [...ofAssets, status, assetType],
};

/**
 * The filters that the API knows. A filter that is not set stays undefined, so that it is not sent.
 *
 * @returns in `GroupIds`, names or IDs as the user gave them, for `withGroupIds`
 */
export function readFilter(parameters: NodeParameters): ListFilter {
	const chosen = parameters.within(filters);
	return {
		GroupIds: chosen.texts(groupIds),
		Name: chosen.text(name),
		GroupType: chosen.choice(groupType, GROUP_TYPES),
	};
}

/**
 * The filters of which it is not known that the API has them; the node applies them to what came.
 *
 * @returns undefined if none is set
 */
export function readOwnFilters(parameters: NodeParameters): Accepts | undefined {
	const chosen = parameters.within(filters);
	const statuses = chosen.choices(status, STATUSES);
	const type = chosen.choice(assetType, ASSET_TYPES);
	if (statuses === undefined && type === undefined) return undefined;
	return ({ Status, AssetType }) =>
		(statuses === undefined || statuses.some((wanted) => isWord(Status, wanted))) &&
		(type === undefined || isWord(AssetType, type));
}
