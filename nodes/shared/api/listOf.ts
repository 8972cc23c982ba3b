import type { IDataObject } from 'n8n-workflow';

import { Unexpected } from './answer';
import type { AnyfastApi, CallOptions } from './AnyfastApi';
import {
	DEFAULT_MODEL,
	type Entity,
	isEntity,
	listAssetGroups,
	type ListQuery,
	type PageRequest,
} from './assets';
import type { Endpoint } from './endpoint';
import type { FetchPage, Page } from '../lists/readList';

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Entity): string => row.Id;

/** A list of the API as the list engine wants it. */
export function fetchList(
	api: Pick<AnyfastApi, 'call'>,
	endpoint: Endpoint,
	query: ListQuery,
	options?: CallOptions,
): FetchPage<Entity> {
	return async (PageNumber, PageSize) => {
		const request = { ...query, PageNumber, PageSize };
		return await api.call(endpoint, request, (result) => readListPage(result, request), options);
	};
}

/** The group of an ID, as the list has it; undefined if it is not there. Groups of verified people are in no list. */
export async function findListedGroup(
	api: Pick<AnyfastApi, 'call'>,
	Id: string,
): Promise<Entity | undefined> {
	const query = { model: DEFAULT_MODEL, Filter: { GroupIds: [Id] } };
	const { items } = await fetchList(api, listAssetGroups, query)(1, 100);
	return items.find((item) => item.Id === Id);
}

/**
 * Reads the answer to a list call. Gateways leave out empty lists, so `Items` may be missing or null; but then it only
 * counts as an empty page if TotalCount confirms it.
 */
export function readListPage(
	result: IDataObject,
	{ PageNumber, PageSize }: PageRequest,
): Page<Entity> | Unexpected {
	const totalCount = count(result.TotalCount, 0);
	const page = {
		totalCount,
		pageNumber: count(result.PageNumber, 1),
		pageSize: count(result.PageSize, 1),
	};
	const items: unknown = result.Items ?? undefined;

	if (items === undefined && totalCount !== undefined) {
		if (totalCount <= (PageNumber - 1) * PageSize) return { ...page, items: [] };
	}
	if (!Array.isArray(items)) return new Unexpected('there is no list of Items in it');
	if (!items.every(isEntity)) return new Unexpected('one of the Items has no Id');
	return { ...page, items };
}

/** A whole number of at least `min`, also where the API sends it as text; anything else counts as not said. */
function count(value: unknown, min: number): number | undefined {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= min
		? number
		: undefined;
}
