import type { INodeProperties } from 'n8n-workflow';

import type { AssetType } from '../api/assets';
import type { IdShape, NodeParameters } from './NodeParameters';

const WITH_ARTICLE = { group: 'a group', asset: 'an asset' };

/*
 * The vendor shows IDs in examples and promises no form. So an ID may be anything without spaces and slashes that does
 * not begin as those of the other kind do. `asset://` before it, in any letters, is dropped.
 */
const shapeOf = (own: 'group' | 'asset', other: 'group' | 'asset'): IdShape => ({
	pattern: `^\\s*(?:[Aa][Ss][Ss][Ee][Tt]://)?((?!${other}-)[A-Za-z0-9][\\w.-]*)\\s*$`,
	example: `${own}-20260320141746-zsf6b`,
	of: WITH_ARTICLE[own],
	other: {
		pattern: new RegExp(`^\\s*(asset://)?${other}-[\\w.-]+\\s*$`, 'i'),
		of: WITH_ARTICLE[other],
	},
});

export const groupShape = shapeOf('group', 'asset');
const assetShape = shapeOf('asset', 'group');

function locator(
	{ pattern, example }: IdShape,
	searchListMethod: string,
	more: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
): INodeProperties {
	return {
		required: true,
		...more,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: { regex: pattern, errorMessage: `An ID looks like ${example}` },
					},
				],
			},
		],
	};
}

export const groupId = locator(groupShape, 'searchGroups', {
	displayName: 'Group',
	name: 'groupId',
});

export const assetId = locator(assetShape, 'searchAssets', {
	displayName: 'Asset',
	name: 'assetId',
});

/** The same for an operation that creates the group of a name if there is none. */
export const groupIdOrName: INodeProperties = {
	...groupId,
	modes: [
		...(groupId.modes ?? []),
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Product photos',
			hint: 'Uses the group of this name, and creates it if there is none',
		},
	],
	hint: 'No group yet? Choose By Name.',
};

/** The list of each type's assets. */
const SEARCHES: Record<AssetType, string> = {
	Image: 'searchImages',
	Video: 'searchVideos',
	Audio: 'searchAudio',
};

/** A locator of assets of one type. */
export const assetOfType = (
	type: AssetType,
	more: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
): INodeProperties => locator(assetShape, SEARCHES[type], more);

/** @throws AnyfastError if it is empty, or does not look like the ID of a group */
export const readGroupId = (parameters: NodeParameters): string =>
	parameters.id(groupId, groupShape);

/** @throws AnyfastError if it is empty, or does not look like the ID of an asset */
export const readAssetId = (
	parameters: NodeParameters,
	property: Pick<INodeProperties, 'displayName' | 'name'> = assetId,
): string => parameters.id(property, assetShape);

/** The ID in a text, with or without `asset://` before it; undefined if it does not look like the ID of an asset. */
export const assetIdIn = (text: string): string | undefined =>
	new RegExp(assetShape.pattern).exec(text)?.[1];
