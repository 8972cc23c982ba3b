import type { AnyfastApi, CallOptions } from './AnyfastApi';
import { DEFAULT_MODEL, type Entity, listAssetGroups, type ListQuery } from './assets';
import type { Endpoint } from './endpoint';
import type { FetchPage, Page } from '../lists/readList';

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Entity): string => row.Id;

/** A list of the API as the list engine wants it. */
export function fetchList(
	api: Pick<AnyfastApi, 'call'>,
	endpoint: Endpoint<Page<Entity>>,
	query: ListQuery,
	options?: CallOptions,
): FetchPage<Entity> {
	return async (PageNumber, PageSize) => {
		const request = { ...query, PageNumber, PageSize };
		return await api.call(endpoint, request, options);
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
