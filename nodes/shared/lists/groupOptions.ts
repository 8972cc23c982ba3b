import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { readList } from './readList';
import { AnyfastApi } from '../api/AnyfastApi';
import { filledText } from '../json';
import { keyOf, listPages } from './fetchList';
import { DEFAULT_MODEL } from '../api/assets';

/** All groups, for a drop-down: shown by name, kept by ID. */
export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const api = await AnyfastApi.open(this);
	const groups = await readList({
		fetchPage: listPages(api, 'ListAssetGroups', { model: DEFAULT_MODEL, Filter: {} }),
		keyOf,
		pageSize: 100,
		maxInFlight: 8,
	});
	return groups.map(({ Id, Name, GroupType }) => ({
		name: filledText(Name) ?? Id,
		value: Id,
		description: [filledText(GroupType), Id].filter(Boolean).join(' · '),
	}));
}
