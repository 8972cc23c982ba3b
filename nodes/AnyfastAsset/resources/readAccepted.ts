import type { Entity, ListFilter } from '../../shared/api/assets';
import { type List, readListWithNotes, type ReadRows } from '../../shared/lists/readList';
import { settle } from '../../shared/settle';
import type { Accepts } from './filters';
import { isNoSuchList } from './inGroup';

/** How many times as many rows are read if those that came held too few that are accepted. */
const GROWTH = 4;

/**
 * Reads the first rows of a list that are accepted. If there are too few among the first rows of the list, more of it is
 * read, anew from the beginning: so what comes out is always of one read, and holds what `readList` guarantees.
 *
 * @param list.limit how many rows that are accepted; all of them unless given
 * @param atFirst how many rows to read at first, unless as many as are wanted
 * @throws what `readList` throws
 */
export async function readAccepted(
	list: List<Entity>,
	accepts: Accepts,
	atFirst = 0,
): Promise<ReadRows<Entity>> {
	const { limit: wanted = Infinity } = list;
	for (let most = Math.max(wanted, atFirst); ; most *= GROWTH) {
		const limit = most === Infinity ? undefined : most;
		const { rows, countsHiddenRows } = await readListWithNotes({ ...list, limit });
		const accepted = rows.filter(accepts);
		if (accepted.length >= wanted || rows.length < most) {
			return { rows: accepted.slice(0, wanted), countsHiddenRows };
		}
	}
}

/** Reads the rows that a filter finds, at most so many. */
type Read = (filter: ListFilter, most?: number) => Promise<Entity[]>;

/**
 * Reads assets by a filter. Groups of verified people give nothing unless they are asked for by their type (field report,
 * sections 2 and 6). So if the user named groups but no type, those that gave nothing are asked for once more like that.
 *
 * @throws what `read` throws
 */
export async function readAlsoLiveness(
	read: Read,
	filter: ListFilter,
	most = Infinity,
): Promise<Entity[]> {
	const limit = most === Infinity ? undefined : most;
	const rows = await read(filter, limit);
	const { GroupIds, GroupType } = filter;
	const given = new Set(rows.map(({ GroupId }) => GroupId));
	const silent = (GroupIds ?? []).filter((id) => !given.has(id));
	if (GroupType !== undefined || silent.length === 0 || rows.length >= most) return rows;

	const again = await settle(
		read({ ...filter, GroupIds: silent, GroupType: 'LivenessFace' }, limit && most - rows.length),
	);
	if (again.ok) return [...rows, ...again.value.filter((row) => !rows.some(isSameAs(row)))];
	// Not every key may ask for groups of verified people.
	if (isNoSuchList(again.cause)) return rows;
	throw again.cause;
}

const isSameAs =
	({ Id }: Entity) =>
	(row: Entity) =>
		row.Id === Id;
