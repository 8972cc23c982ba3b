import type { AnyfastApi, CallOptions } from './AnyfastApi';
import { DEFAULT_MODEL, type Entity, listAssetGroups, type ListQuery } from './assets';
import type { Endpoint } from './endpoint';
import { type List, type Page, readOnce } from '../lists/readList';

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Entity): string => row.Id;

/** Rows in a page: the most that sibling list calls upstream document. */
const PAGE_SIZE = 100;

/** Requests under way at the same time, for a list that is only a part of the work. */
const MAX_IN_FLIGHT = 8;

/** A list of the API, to be read by `readList` or `readOnce`. */
export function listOf(
	api: Pick<AnyfastApi, 'call'>,
	endpoint: Endpoint<Page<Entity>>,
	query: ListQuery,
	options?: CallOptions,
): List<Entity> {
	return {
		keyOf,
		pageSize: PAGE_SIZE,
		maxInFlight: MAX_IN_FLIGHT,
		async fetchPage(PageNumber, PageSize) {
			const request = { ...query, PageNumber, PageSize };
			return await api.call(endpoint, request, options);
		},
	};
}

/** The group of an ID, as the list has it; undefined if it is not there. Groups of verified people are in no list. */
export async function findListedGroup(
	api: Pick<AnyfastApi, 'call'>,
	Id: string,
): Promise<Entity | undefined> {
	const query = { model: DEFAULT_MODEL, Filter: { GroupIds: [Id] } };
	const { rows } = await readOnce(listOf(api, listAssetGroups, query));
	return rows.find((row) => row.Id === Id);
}
