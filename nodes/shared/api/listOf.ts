import { isKind } from '../AnyfastError';
import type { List, ListResult, Page } from '../lists/List';
import { readList, readOnce } from '../lists/readList';
import { settle } from '../settle';
import type { AnyfastApi, CallOptions } from './AnyfastApi';
import { isSameId } from './answer';
import { DEFAULT_MODEL, type Entity, GROUP_TYPES, listAssetGroups, type ListQuery } from './assets';
import type { Endpoint } from './endpoint';

type Api = Pick<AnyfastApi, 'call'>;
type ListEndpoint = Endpoint<Page<Entity>>;

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Entity): string => row.Id;

/** Rows in a page: the most that sibling list calls upstream document. */
export const PAGE_SIZE = 100;

/** Requests under way at the same time, for a list that is only a part of the work. */
const MAX_IN_FLIGHT = 8;

/** How a list is read, if not whole, by pages of 100, 8 of them at the same time. */
export interface HowToRead extends Partial<List<Entity>>, CallOptions {
	read?: (list: List<Entity>) => Promise<ListResult<Entity>>;
}

/**
 * Reads a list of the API. Some tokens have a channel that wants a type of group in every filter: then the list is read
 * once for each type, if the filter names none, and what comes is joined.
 *
 * @throws what `read` throws
 */
export async function readListOf(
	api: Api,
	endpoint: ListEndpoint,
	{ model, Filter }: ListQuery,
	{ read = readList, until, ...how }: HowToRead = {},
): Promise<ListResult<Entity>> {
	const readBy = async (GroupType = Filter.GroupType) => {
		const query = { model, Filter: { ...Filter, GroupType } };
		return await read({ ...listOf(api, endpoint, query, { until }), ...how });
	};
	const whole = await settle(readBy());
	if (whole.ok) return whole.value;
	if (Filter.GroupType !== undefined || !isKind(whole.cause, 'group type missing')) {
		throw whole.cause;
	}
	const parts: Array<ListResult<Entity>> = [];
	const refusals: unknown[] = [];
	for (const type of GROUP_TYPES) {
		const part = await settle(readBy(type));
		if (part.ok) parts.push(part.value);
		else if (isNoSuchList(part.cause)) refusals.push(part.cause);
		else throw part.cause;
	}
	if (parts.length === 0) throw refusals[0];
	// Not every key may ask for groups of verified people; what is in them stays unknown.
	return join(parts, refusals.length === 0);
}

/** Whether a list could not be read because its group is not there, or the key may not see such groups. */
export const isNoSuchList = (cause: unknown): boolean =>
	isKind(cause, 'group not found', 'not for this key');

/**
 * What lists hold together: of each row what the first list with it showed, which is several times if that list was read
 * by `readToLearn`.
 *
 * @param isAll whether none is left out
 */
export function join(parts: Array<ListResult<Entity>>, isAll: boolean): ListResult<Entity> {
	const known = new Set<string>();
	const rows = parts.flatMap((part) => {
		const more = part.rows.filter((row) => !known.has(keyOf(row)));
		for (const row of more) known.add(keyOf(row));
		return more;
	});
	const next = parts.flatMap(({ nextPage }) => nextPage ?? []);
	return {
		rows,
		complete: isAll && parts.every(({ complete }) => complete),
		countsHiddenRows: parts.some(({ countsHiddenRows }) => countsHiddenRows),
		nextPage: next.length > 0 ? Math.min(...next) : undefined,
	};
}

/** A list of the API, page by page. */
function listOf(
	api: Api,
	endpoint: ListEndpoint,
	query: ListQuery,
	options?: CallOptions,
): List<Entity> {
	return {
		keyOf,
		pageSize: PAGE_SIZE,
		maxInFlight: MAX_IN_FLIGHT,
		async fetchPage(PageNumber, PageSize) {
			return await api.call(endpoint, { ...query, PageNumber, PageSize }, options);
		},
	};
}

/**
 * The group of an ID, as the list has it; undefined if it is not there. Groups of verified people are in no list.
 *
 * @param limit the most rows to read, should the service ignore the ID
 */
export async function findListedGroup(
	api: Api,
	Id: string,
	limit?: number,
): Promise<Entity | undefined> {
	const query = { model: DEFAULT_MODEL, Filter: { GroupIds: [Id] } };
	const { rows } = await readListOf(api, listAssetGroups, query, { read: readOnce, limit });
	return rows.find((row) => isSameId(Id, row.Id));
}
