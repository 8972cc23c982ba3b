import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { AnyfastApi } from '../api/AnyfastApi';
import {
	type AssetType,
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

/** Assets of one type whose name contains what the user typed. */
const searchOfType = (type: AssetType) =>
	async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const isOfType = ({ AssetType: own }: Entity) =>
			(nonBlank(own) ?? type).toLowerCase() === type.toLowerCase();
		return await search(this, listAssets, filter, paginationToken, isOfType);
	};

export const searchImages = searchOfType('Image');
export const searchVideos = searchOfType('Video');
export const searchAudio = searchOfType('Audio');

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

/** So many pages are read in search of a first row that is accepted. */
const MAX_EMPTY_PAGES = 20;

/**
 * @param paginationToken the number of the page, from 1, and how many were read before: `2:100`
 * @param accepts which rows to show; the API documents no filter for the type of an asset
 */
async function search(
	context: ILoadOptionsFunctions,
	endpoint: Endpoint,
	filter?: string,
	paginationToken = '1:0',
	accepts: (row: Entity) => boolean = () => true,
): Promise<INodeListSearchResult> {
	return await inNodeTerms(context, async (api) => {
		const query = { model: DEFAULT_MODEL, Filter: { Name: nonBlank(filter) } };
		const fetchPage = fetchList(api, endpoint, query);
		const [first = 1, before = 0] = paginationToken.split(':').map(Number);
		let read = before;
		for (let page = first; ; page++) {
			const { items, totalCount } = await fetchPage(page, PAGE_SIZE);
			read += items.length;
			const isLast = items.length === 0 || (totalCount !== undefined && read >= totalCount);
			const accepted = items.filter(isShown).filter(accepts);
			// The editor takes an empty page for the end of the list.
			if (!isLast && accepted.length === 0 && page - first < MAX_EMPTY_PAGES) continue;
			return {
				results: accepted.map((row) => ({ name: nameOf(row), value: row.Id })),
				paginationToken: isLast ? undefined : `${page + 1}:${read}`,
			};
		}
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
