import { isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	type Entity,
	listAssetGroups,
	listAssets,
	type ListQuery,
} from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import { keyOf, listOf } from '../../../shared/api/listOf';
import { type List, type Page, type Pass, readListWithNotes } from '../../../shared/lists/readList';
import { settle } from '../../../shared/settle';
import { type Accepts, acceptsAsset, acceptsGroup } from './filters';

/** How many times as many rows are read if those that came held too few that are accepted. */
const GROWTH = 4;

/** What rows came of a list, after all filters. */
export type Rows = Pass<Entity>;

/** Which rows to read, and how. */
export interface RowsToRead {
	endpoint: Endpoint<Page<Entity>>;
	query: ListQuery;
	/** The most rows, after all filters. */
	limit: number;
	/** Filters that only the node applies. */
	accepts?: Accepts;
	/** How to read the list, if not as `listOf` says. */
	list?: Partial<List<Entity>>;
	/** Reads one list: `readListWithNotes` unless given. */
	read?: (list: List<Entity>) => Promise<Rows>;
}

/**
 * Reads rows of groups or assets by a filter. The service may ignore a filter, and that must not widen the result, so it
 * is applied once more. Assets of verified people come only if they are asked for by the type of their group (field
 * report): if the filter names groups but no type, those that gave nothing are asked for once more like that.
 *
 * @throws what `read` throws
 */
export async function readRows(api: Pick<AnyfastApi, 'call'>, wanted: RowsToRead): Promise<Rows> {
	const found = await readAccepted(api, wanted);
	const { endpoint, query, limit } = wanted;
	const { GroupIds, GroupType } = query.Filter;
	const given = new Set(found.rows.map(({ GroupId }) => GroupId));
	const silent = (GroupIds ?? []).filter((id) => !given.has(id));
	const isDone = GroupType !== undefined || silent.length === 0 || found.rows.length >= limit;
	if (endpoint !== listAssets || isDone) return found;

	const Filter = { ...query.Filter, GroupIds: silent, GroupType: 'LivenessFace' as const };
	const again = await settle(readAccepted(api, { ...wanted, query: { ...query, Filter } }));
	if (again.ok) return joined(found, again.value, limit);
	// Not every key may ask for groups of verified people; what is in them stays unknown.
	if (isNoSuchList(again.cause)) return { ...found, complete: false };
	throw again.cause;
}

/**
 * Reads the first rows of a list that are accepted. If there are too few among the first rows of the list, more of it is
 * read, anew from the beginning: so what comes out is always of one read, and holds what `readList` guarantees.
 */
async function readAccepted(
	api: Pick<AnyfastApi, 'call'>,
	{ endpoint, query, limit, accepts, list, read = readListWithNotes }: RowsToRead,
): Promise<Rows> {
	const isAsked = (endpoint === listAssetGroups ? acceptsGroup : acceptsAsset)(query.Filter);
	const whole = { ...listOf(api, endpoint, query), ...list };
	for (let most = accepts ? Math.max(limit, whole.pageSize) : limit; ; most *= GROWTH) {
		const pass = await read({ ...whole, limit: most });
		const rows = pass.rows.filter((row) => isAsked(row) && (accepts?.(row) ?? true));
		if (rows.length >= limit || pass.rows.length < most) {
			return { ...pass, rows: rows.slice(0, limit) };
		}
	}
}

function joined(some: Rows, more: Rows, limit: number): Rows {
	const known = new Set(some.rows.map(keyOf));
	const rows = [...some.rows, ...more.rows.filter((row) => !known.has(keyOf(row)))];
	return {
		rows: rows.slice(0, limit),
		complete: some.complete && more.complete,
		countsHiddenRows: some.countsHiddenRows || more.countsHiddenRows,
	};
}

/** Whether a list could not be read because its group is not there, or the key may not see such groups. */
export const isNoSuchList = (cause: unknown): boolean =>
	isKind(cause, 'group not found', 'not for this key');
