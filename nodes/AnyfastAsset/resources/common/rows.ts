import type { Entity } from '../../../shared/api/assets';
import { type List, readListWithNotes, type ReadRows } from '../../../shared/lists/readList';
import type { Accepts } from './filters';

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
