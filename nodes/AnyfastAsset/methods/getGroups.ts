import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { readList } from '../paging/readList';
import { AnyfastApi } from '../transport/AnyfastApi';
import { filledText } from '../transport/guards';
import { keyOf, listPages } from '../transport/listPages';
import { DEFAULT_MODEL } from '../transport/wire';

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
