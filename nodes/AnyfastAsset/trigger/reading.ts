import { type List, type Pass, readOnce } from '../../shared/lists/readList';

/** Passes over a list that is read to be learned; a list that changes all the time is not complete after these. */
export const MAX_PASSES = 3;

/**
 * Reads a list so that what it lacks can be called new later on: again, until two passes in a row saw the same rows.
 * Two passes see a creation and a deletion in the middle of one, which leave the total as it was; and pages that
 * contradict each other in the same way twice will not get better by a third. What one answer gave needs no second pass.
 *
 * @returns what any pass saw, so a row may be in it several times; `complete` if two agreed, or one answer held everything
 * @throws what `fetchPage` throws
 */
export async function readToLearn<T>(list: List<T>): Promise<Pass<T>> {
	let requests = 0;
	const counted: List<T> = {
		...list,
		fetchPage: async (pageNumber, pageSize) => {
			requests++;
			return await list.fetchPage(pageNumber, pageSize);
		},
	};
	const rows: T[] = [];
	let previous: Set<string> | undefined;
	for (let pass = 1; pass <= MAX_PASSES; pass++) {
		const read = await readOnce(counted);
		const keys = new Set(read.rows.map(list.keyOf));
		rows.push(...read.rows);
		const isSnapshot = read.complete && requests === 1;
		if (isSnapshot || (previous && isSame(previous, keys))) {
			return { rows, complete: true };
		}
		previous = keys;
	}
	return { rows, complete: false };
}

function isSame(some: Set<string>, others: Set<string>): boolean {
	return some.size === others.size && [...some].every((key) => others.has(key));
}
