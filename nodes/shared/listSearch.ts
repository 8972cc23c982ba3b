import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { isKind } from './AnyfastError';
import { AnyfastApi } from './api/AnyfastApi';
import {
	type AssetType,
	type Entity,
	getAsset,
	getAssetGroup,
	isSoftDeleted,
	isWord,
} from './api/assets';
import {
	findListedGroup,
	listAssetGroups,
	listAssets,
	type ListEndpoint,
	readListOf,
} from './api/listOf';
import { nonBlank } from './json';
import { settle } from './settle';
import { toNodeError } from './toNodeError';
import { readOnce } from './lists/readList';

/** Groups whose name contains what the user typed, a page at a time; or the one of the ID that was pasted. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, GROUPS, filter, paginationToken);
}

/** Assets whose name contains what the user typed, a page at a time; or the one of the ID that was pasted. */
export async function searchAssets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, ASSETS, filter, paginationToken);
}

/** Assets of one type whose name contains what the user typed. */
const searchOfType = (type: AssetType) =>
	async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const isOfType = ({ AssetType: own }: Entity) => isWord(nonBlank(own) ?? type, type);
		return await search(this, { ...ASSETS, accepts: isOfType }, filter, paginationToken);
	};

export const searchImages = searchOfType('Image');
export const searchVideos = searchOfType('Video');
export const searchAudio = searchOfType('Audio');

/** All groups, for a drop-down: shown by name, kept by ID. Somebody waits for it, so the list is read once. */
export async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await inNodeTerms(this, async (api) => {
		const { rows } = await readListOf(api, listAssetGroups, {}, { read: readOnce });
		return rows.filter(isShown).map(({ Id, Name, GroupType }) => ({
			name: nonBlank(Name) ?? Id,
			value: Id,
			description: [nonBlank(GroupType), Id].filter(Boolean).join(' · '),
		}));
	});
}

/** Rows that are offered at a time; the editor asks for more. */
const AT_A_TIME = 100;

/** Give up after this many pages without a row to show. */
const MAX_EMPTY_PAGES = 20;

/** A list that can be searched in the editor. */
interface SearchableList {
	endpoint: ListEndpoint;
	/** Gives the thing of an ID that was pasted into the search; undefined if the text is none, or there is no such thing. */
	findById: (api: AnyfastApi, text: string) => Promise<Entity | undefined>;
	/** Which rows to show; the API documents no filter for the type of an asset. */
	accepts?: (row: Entity) => boolean;
}

/** @param paginationToken the number of the page to go on at */
async function search(
	context: ILoadOptionsFunctions,
	{ endpoint, findById, accepts = () => true }: SearchableList,
	filter?: string,
	paginationToken = '1',
): Promise<INodeListSearchResult> {
	return await inNodeTerms(context, async (api) => {
		const text = nonBlank(filter);
		const pasted = text === undefined ? undefined : await findById(api, text);
		if (pasted && accepts(pasted)) return { results: [asResult(pasted)] };

		const first = Number(paginationToken);
		for (let firstPage = first; ;) {
			const how = { read: readOnce<Entity>, firstPage, limit: AT_A_TIME };
			const { rows, nextPage } = await readListOf(api, endpoint, { Name: text }, how);
			const results = rows.filter(isShown).filter(accepts).map(asResult);
			// The editor takes an empty page for the end of the list.
			if (nextPage === undefined || results.length > 0 || nextPage - first > MAX_EMPTY_PAGES) {
				return { results, paginationToken: nextPage?.toString() };
			}
			firstPage = nextPage;
		}
	});
}

async function findAsset(api: AnyfastApi, text: string): Promise<Entity | undefined> {
	const Id = PASTED_ASSET.exec(text)?.[1];
	if (Id === undefined) return undefined;
	const got = await settle(api.call(getAsset, { Id }));
	return got.ok ? got.value : unlessMissing(got.cause);
}

/** Groups of verified people are in no list, so they are asked for by themselves, if the site has that. */
async function findGroup(api: AnyfastApi, text: string): Promise<Entity | undefined> {
	if (!PASTED_GROUP.test(text)) return undefined;
	const got = await settle(api.call(getAssetGroup, { Id: text }));
	if (got.ok) return got.value;
	unlessMissing(got.cause);
	return await findListedGroup(api, text);
}

const GROUPS: SearchableList = { endpoint: listAssetGroups, findById: findGroup };
const ASSETS: SearchableList = { endpoint: listAssets, findById: findAsset };

const PASTED_ASSET = /^(?:asset:\/\/)?(asset-[\w.-]+)$/i;
const PASTED_GROUP = /^group-[\w.-]+$/;

/** @throws any failure but that there is no such thing, or that the site cannot tell */
function unlessMissing(cause: unknown): undefined {
	if (!isKind(cause, 'asset not found', 'group not found', 'not served')) throw cause;
	return undefined;
}

/** Groups that the vendor's demo deleted are still in the lists. */
const isShown = (row: Entity) => !isSoftDeleted(row);

/** Drop-downs speak of errors in the same words as a run. */
async function inNodeTerms<T>(
	context: ILoadOptionsFunctions,
	work: (api: AnyfastApi) => Promise<T>,
): Promise<T> {
	try {
		// Somebody waits for a drop-down, and can open it again.
		return await work(await AnyfastApi.open(context, { maxRetries: 1 }));
	} catch (cause) {
		throw toNodeError(context.getNode(), cause);
	}
}

const asResult = (row: Entity) => ({ name: nameOf(row), value: row.Id });

/** The name, with the ID behind it, because several may have the same name. */
function nameOf({ Id, Name, GroupType, AssetType, Status }: Entity): string {
	return [Name, GroupType, AssetType, Status, Id]
		.flatMap((text) => nonBlank(text) ?? [])
		.join(' · ');
}
