import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { AnyfastApi } from '../api/AnyfastApi';
import {
	DEFAULT_MODEL,
	type Entity,
	isSoftDeleted,
	listAssetGroups,
	listAssets,
} from '../api/assets';
import type { Endpoint } from '../api/endpoint';
import { nonBlank } from '../json';
import { toNodeError } from '../toNodeError';
import { fetchList, keyOf } from './fetchList';
import { readList } from './readList';

const PAGE_SIZE = 100;

/** Groups whose name contains what the user typed, a page at a time. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, listAssetGroups, filter, paginationToken);
}

/** Assets whose name contains what the user typed, a page at a time. */
export async function searchAssets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, listAssets, filter, paginationToken);
}

/** All groups, for a drop-down: shown by name, kept by ID. */
export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inNodeTerms(this, async (api) => {
		const groups = await readList({
			fetchPage: fetchList(api, listAssetGroups, { model: DEFAULT_MODEL, Filter: {} }),
			keyOf,
			pageSize: PAGE_SIZE,
			maxInFlight: 8,
		});
		return groups.filter(isShown).map(({ Id, Name, GroupType }) => ({
			name: nonBlank(Name) ?? Id,
			value: Id,
			description: [nonBlank(GroupType), Id].filter(Boolean).join(' · '),
		}));
	});
}

/** @param paginationToken the number of the page, from 1, and how many were shown before: `2:100` */
async function search(
	context: ILoadOptionsFunctions,
	endpoint: Endpoint,
	filter?: string,
	paginationToken = '1:0',
): Promise<INodeListSearchResult> {
	return await inNodeTerms(context, async (api) => {
		const query = { model: DEFAULT_MODEL, Filter: { Name: nonBlank(filter) } };
		const [page = 1, before = 0] = paginationToken.split(':').map(Number);
		const { items, totalCount } = await fetchList(api, endpoint, query)(page, PAGE_SIZE);

		const shown = before + items.length;
		const isLast = items.length === 0 || (totalCount !== undefined && shown >= totalCount);
		return {
			results: items.filter(isShown).map((row) => ({ name: nameOf(row), value: row.Id })),
			paginationToken: isLast ? undefined : `${page + 1}:${shown}`,
		};
	});
}

/** Groups that the vendor's demo deleted are still in the lists. */
const isShown = (row: Entity) => !isSoftDeleted(row);

/** Drop-downs speak of errors in the same words as a run. */
async function inNodeTerms<T>(
	context: ILoadOptionsFunctions,
	work: (api: AnyfastApi) => Promise<T>,
): Promise<T> {
	try {
		return await work(await AnyfastApi.open(context));
	} catch (cause) {
		throw toNodeError(context.getNode(), cause);
	}
}

/** The name, with the ID behind it, because several may have the same name. */
function nameOf({ Id, Name, GroupType, AssetType, Status }: Entity): string {
	return [Name, GroupType, AssetType, Status, Id]
		.flatMap((text) => nonBlank(text) ?? [])
		.join(' · ');
}
