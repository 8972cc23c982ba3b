import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { isSameId } from '../../../shared/api/answer';
import { type Entity, isWord, type ListFilter } from '../../../shared/api/assets';
import {
	type HowToRead,
	isNoSuchList,
	joinLists,
	type ListOfApi,
	type ListEndpoint,
	OF_PEOPLE,
	PAGE_SIZE,
	readListOf,
} from '../../../shared/api/listOf';
import { idOf, nonBlank } from '../../../shared/json';
import { settle } from '../../../shared/settle';
import { visible } from './names';

/** Whether a row is to be kept. */
export type Accepts = (row: Entity) => boolean;

/** How many times as many rows are read if those that came held too few that are accepted. */
const GROWTH = 4;

/** What rows came of a list, after all filters. */
interface Rows extends ListOfApi {
	/** How many rows were left out because they do not fit a filter that the API was given. */
	leftOut: number;
}

/** Which rows to read, and how. */
interface RowsToRead {
	endpoint: ListEndpoint;
	Filter: ListFilter;
	/** How many rows are wanted, after all filters; more may come. */
	limit?: number;
	/** Filters that only the node applies. */
	accepts?: Accepts;
	/** Groups that no list shows, for the end of a list of groups; those of other types or names are left out. */
	unlisted?: Entity[];
	how?: HowToRead;
}

/**
 * Reads rows of groups or assets by a filter. The service may ignore a filter, and that must not widen the result, so what
 * came is held against it. If the filter names groups but no type, those that gave nothing are asked for once more as groups
 * of verified people. Of a list that is joined of several, all is read that is before a later page.
 *
 * @throws what reading the list throws
 */
export async function readRows(api: Pick<AnyfastApi, 'call'>, wanted: RowsToRead): Promise<Rows> {
	const { limit = Infinity, accepts = () => true, how = {} } = wanted;
	const { firstPage = 1, pageSize = PAGE_SIZE } = how;
	const found = await readParts(api, wanted);
	if (firstPage === 1 || !found.isJoined) return found;
	const before = (firstPage - 1) * pageSize;
	const all = await readParts(api, {
		...wanted,
		accepts: undefined,
		limit: wanted.accepts ? Infinity : before + limit,
		how: { ...how, firstPage: 1 },
	});
	return { ...all, rows: all.rows.slice(before).filter(accepts) };
}

async function readParts(api: Pick<AnyfastApi, 'call'>, wanted: RowsToRead): Promise<Rows> {
	const found = await readAccepted(api, wanted);
	const { endpoint, Filter, limit = Infinity, unlisted = [] } = wanted;
	if (unlisted.length > 0) {
		const rows = unlisted.filter(isGroupOf(Filter));
		const more = { rows, complete: true, countsHiddenRows: false };
		return { ...joinLists([found, more], true), leftOut: found.leftOut };
	}
	const given = new Set(found.rows.map(({ GroupId }) => GroupId));
	const silent = (Filter.GroupIds ?? []).filter((id) => !given.has(id));
	const isDone =
		Filter.GroupType !== undefined || silent.length === 0 || found.rows.length >= limit;
	if (endpoint.rows !== 'assets' || isDone) return found;

	const ofPeople = { ...Filter, GroupIds: silent, GroupType: OF_PEOPLE };
	const again = await settle(readAccepted(api, { ...wanted, Filter: ofPeople }));
	if (again.ok) {
		const leftOut = found.leftOut + again.value.leftOut;
		return { ...joinLists([found, again.value], true), leftOut };
	}
	if (isNoSuchList(again.cause)) return { ...found, complete: false };
	throw again.cause;
}

/**
 * Reads a list until enough rows are accepted. If there are too few among the first rows of the list, more of it is read,
 * anew from the beginning: so what comes out is always of one read, and holds what `readList` guarantees.
 */
async function readAccepted(
	api: Pick<AnyfastApi, 'call'>,
	{ endpoint, Filter, limit = Infinity, accepts, how }: RowsToRead,
): Promise<Rows> {
	const fits = endpoint.rows === 'groups' ? isGroupOf(Filter) : isAssetOf(Filter);
	const { pageSize = PAGE_SIZE } = how ?? {};
	for (let most = accepts ? Math.max(limit, pageSize) : limit; ; most *= GROWTH) {
		const list = await readListOf(api, endpoint, Filter, { ...how, limit: most });
		const asked = list.rows.filter(fits);
		const rows = accepts ? asked.filter(accepts) : asked;
		if (rows.length >= limit || list.rows.length < most) {
			return { ...list, rows, leftOut: list.rows.length - asked.length };
		}
	}
}

/** Whether a group fits what the API was asked for. */
const isGroupOf =
	({ Name, GroupIds, GroupType }: ListFilter): Accepts =>
	(row) =>
		hasText(row, Name) &&
		(GroupIds?.some((id) => isSameId(id, row.Id)) ?? true) &&
		// Groups that were created without a type say none (field report).
		(GroupType === undefined || isWord(nonBlank(row.GroupType) ?? 'AIGC', GroupType));

/** The same for an asset; of what type its group is it does not say, and of which group it is not always. */
const isAssetOf =
	({ Name, GroupIds }: ListFilter): Accepts =>
	(row) =>
		hasText(row, Name) &&
		(idOf(row.GroupId) === undefined ||
			(GroupIds?.some((id) => isSameId(id, row.GroupId)) ?? true));

/**
 * Whether a row has a text in one of the fields that the API may search, as a whole or by its words. How it searches is its
 * own affair, so the comparison is tolerant.
 */
function hasText({ Name, Title, Id }: Entity, text: string | undefined): boolean {
	if (text === undefined) return true;
	const fields = [Name, Title, Id].map(folded).join('\n');
	const words = folded(text).split(' ');
	return words.every((word) => fields.includes(word));
}

/** A text without what a search may overlook: letter case, accents, width, what nobody sees. */
function folded(text: unknown): string {
	const seen = visible(typeof text === 'string' ? text : '');
	return seen.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
