import type { IDataObject } from 'n8n-workflow';

import { isKind } from '../AnyfastError';
import type { List, ListResult, Page } from '../lists/List';
import { readList, readOnce } from '../lists/readList';
import { settle } from '../settle';
import type { AnyfastApi, CallOptions } from './AnyfastApi';
import { type Answer, isSameId, layersOf, Unproven } from './answer';
import { action, DEFAULT_MODEL, GROUP_TYPES, type GroupType, type ListFilter } from './assets';
import type { Endpoint } from './endpoint';
import { type Entity, entityIn } from './entity';

/*
 * Lists of groups and of assets. What is known of groups of verified people (field report):
 * - They are in no list of groups; GetAssetGroup knows them, where it is served.
 * - Their assets are in a list only if the filter names the type of their group.
 * - Some keys have to name a type of group in every filter. Some may not name this one.
 */

/** The type of the groups of verified people. */
export const OF_PEOPLE: GroupType = 'LivenessFace';

/** The types to name in the filter, one after another, to see all assets of a group. */
export const WAYS_TO_LIST: Array<GroupType | undefined> = [undefined, ...GROUP_TYPES];

/** A list of the API. */
export interface ListEndpoint extends Endpoint<Page<Entity>> {
	/** What it lists. */
	rows: 'groups' | 'assets';
}

/** Groups, in pages (vendor's page). */
export const listAssetGroups: ListEndpoint = {
	...action('ListAssetGroups', { read: readPage }),
	rows: 'groups',
};

/** Assets, in pages (vendor's page). */
export const listAssets: ListEndpoint = {
	...action('ListAssets', { read: readPage }),
	rows: 'assets',
};

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Entity): string => row.Id;

/** Rows in a page: the most that sibling list calls upstream document. */
export const PAGE_SIZE = 100;

/** Requests under way at the same time, for a list that is only a part of the work. */
const MAX_IN_FLIGHT = 8;

type Api = Pick<AnyfastApi, 'call'>;

/** How to read a list, if not whole, by pages of {@link PAGE_SIZE}, {@link MAX_IN_FLIGHT} of them at the same time. */
export interface HowToRead
	extends
		Partial<Pick<List<Entity>, 'pageSize' | 'limit' | 'firstPage' | 'maxInFlight' | 'verify'>>,
		CallOptions {
	/** What the calls are accounted to, unless {@link DEFAULT_MODEL}. */
	model?: string;
	/** What reads it, unless `readList`. */
	read?: (list: List<Entity>) => Promise<ListResult<Entity>>;
}

/** What came of a list of the API. */
export interface ListOfApi extends ListResult<Entity> {
	/** Whether it is several lists, one behind the other: then a later page of it is none of theirs. */
	isJoined?: boolean;
}

/**
 * Reads a list of the API: once for each type of group, if the key has to name one and the filter does not; then what comes
 * is joined.
 *
 * @throws what `read` throws
 */
export async function readListOf(
	api: Api,
	endpoint: ListEndpoint,
	Filter: ListFilter,
	{ read = readList, model = DEFAULT_MODEL, until, ...how }: HowToRead = {},
): Promise<ListOfApi> {
	const readBy = async (GroupType = Filter.GroupType) => {
		const query = { model, Filter: { ...Filter, GroupType } };
		return await read({
			keyOf,
			pageSize: PAGE_SIZE,
			maxInFlight: MAX_IN_FLIGHT,
			...how,
			async fetchPage(PageNumber, PageSize) {
				return await api.call(endpoint, { ...query, PageNumber, PageSize }, { until });
			},
		});
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
	return joinLists(parts, refusals.length === 0);
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
export function joinLists(parts: Array<ListResult<Entity>>, isAll: boolean): ListOfApi {
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
		isJoined: parts.length > 1,
	};
}

/** The first page of a list. */
export async function firstPageOf(
	api: Api,
	endpoint: ListEndpoint,
	Filter: ListFilter,
): Promise<Page<Entity>> {
	const query = { model: DEFAULT_MODEL, Filter };
	return await api.call(endpoint, { ...query, PageNumber: 1, PageSize: PAGE_SIZE });
}

/**
 * The group of an ID, as the list has it; undefined if it is not there.
 *
 * @param limit the most rows to read, should the service ignore the ID
 */
export async function findListedGroup(
	api: Api,
	Id: string,
	limit?: number,
): Promise<Entity | undefined> {
	const how = { read: readOnce<Entity>, limit };
	const { rows } = await readListOf(api, listAssetGroups, { GroupIds: [Id] }, how);
	return rows.find((row) => isSameId(Id, row.Id));
}

/** The fields by which an answer shows that it is a page of a list, even if it has no rows. */
const OWN_FIELDS = ['PageNumber', 'PageSize', 'TotalCount'];

/**
 * Reads the answer to a list call. Gateways leave out empty lists, so `Items` may be missing or null in a page that has
 * its other fields; under a total above 0 its rows are hidden.
 */
function readPage({ body, length }: Answer): Page<Entity> | Unproven {
	const layers = layersOf(body);
	const list = layers.find(({ Items }) => Array.isArray(Items)) ?? layers.find(hasOwnFields);
	if (!list) return new Unproven('there is no list of Items in it');
	const rows = Array.isArray(list.Items) ? list.Items : [];
	const items = rows.flatMap((row) => entityIn(row) ?? []);
	if (items.length < rows.length) return new Unproven('one of the Items has no Id');
	return {
		items,
		totalCount: count(list.TotalCount, 0),
		pageNumber: count(list.PageNumber, 1),
		pageSize: count(list.PageSize, 1),
		bytes: length,
	};
}

function hasOwnFields(body: IDataObject): boolean {
	const hasNoItems = (body.Items ?? undefined) === undefined;
	return hasNoItems && OWN_FIELDS.some((name) => body[name] !== undefined);
}

/** A whole number of at least `min`, also if the API sends it as text; anything else counts as not said. */
function count(value: unknown, min: number): number | undefined {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= min
		? number
		: undefined;
}
