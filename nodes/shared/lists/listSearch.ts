import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { AnyfastApi } from '../api/AnyfastApi';
import { filledText } from '../json';
import { listPages } from './fetchList';
import { DEFAULT_MODEL, type ListAction, type Row } from '../api/assets';

const PAGE_SIZE = 100;

/** Groups whose name contains what the user typed, a page at a time. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, 'ListAssetGroups', filter, paginationToken);
}

/** Assets whose name contains what the user typed, a page at a time. */
export async function searchAssets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, 'ListAssets', filter, paginationToken);
}

/** @param paginationToken the number of the page, from 1, and how many were shown before: `2:100` */
async function search(
	context: ILoadOptionsFunctions,
	action: ListAction,
	filter?: string,
	paginationToken = '1:0',
): Promise<INodeListSearchResult> {
	const api = await AnyfastApi.open(context);
	const query = { model: DEFAULT_MODEL, Filter: { Name: filledText(filter) } };
	const [page = 1, before = 0] = paginationToken.split(':').map(Number);
	const { items, totalCount } = await listPages(api, action, query)(page, PAGE_SIZE);

	const shown = before + items.length;
	const isLast = items.length === 0 || (totalCount !== undefined && shown >= totalCount);
	return {
		results: items.map((row) => ({ name: nameOf(row), value: row.Id })),
		paginationToken: isLast ? undefined : `${page + 1}:${shown}`,
	};
}

/** The name, with the ID behind it, because several may have the same name. */
function nameOf({ Id, Name, GroupType, AssetType, Status }: Row): string {
	return [Name, GroupType, AssetType, Status, Id]
		.flatMap((text) => filledText(text) ?? [])
		.join(' · ');
}
