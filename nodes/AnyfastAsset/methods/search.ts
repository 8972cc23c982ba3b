import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { AnyfastApi } from '../transport/AnyfastApi';
import { filledText } from '../transport/guards';
import { listPages } from '../transport/listPages';
import { DEFAULT_MODEL, type ListAction, type Row } from '../transport/wire';

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

/** @param paginationToken the number of the page, from 1; a list that changes meanwhile is searched anew by the user */
async function search(
	context: ILoadOptionsFunctions,
	action: ListAction,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const api = await AnyfastApi.open(context);
	const query = { model: DEFAULT_MODEL, Filter: { Name: filledText(filter) } };
	const page = Number(paginationToken ?? 1);
	const {
		items,
		totalCount,
		pageSize = PAGE_SIZE,
	} = await listPages(api, action, query)(page, PAGE_SIZE);

	const isLast = items.length === 0 || (totalCount !== undefined && page * pageSize >= totalCount);
	return {
		results: items.map((row) => ({ name: nameOf(row), value: row.Id })),
		paginationToken: isLast ? undefined : String(page + 1),
	};
}

/** The name, with the ID behind it, because several may have the same name. */
function nameOf({ Id, Name, GroupType, AssetType, Status }: Row): string {
	return [Name, GroupType, AssetType, Status, Id]
		.flatMap((text) => filledText(text) ?? [])
		.join(' · ');
}
