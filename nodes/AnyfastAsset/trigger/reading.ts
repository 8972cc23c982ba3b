import { type List, readOnce } from '../../shared/lists/readList';
import type { Reading } from './diff';

/** Passes over a list that is read to be learned; a list that changes all the time is not complete after these. */
export const MAX_PASSES = 3;

/**
 * Reads a list once, however it changes meanwhile: what was seen is there.
 *
 * @throws what `fetchPage` throws
 */
export async function readForNews<T>(list: List<T>): Promise<Reading<T>> {
	const { rows, complete } = await readOnce(list);
	return { rows, complete, at: Date.now() };
}

/**
 * Reads a list so that what it lacks can be called new later on: again, until two passes in a row saw the same rows.
 * Two passes see a creation and a deletion in the middle of one, which leave the total as it was; and pages that
 * contradict each other in the same way twice will not get better by a third. What one answer gave needs no second pass.
 *
 * @returns what any pass saw; `complete` if two agreed, or one answer held everything
 * @throws what `fetchPage` throws
 */
export async function readToLearn<T>(list: List<T>): Promise<Reading<T>> {
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
			return { rows, complete: true, at: Date.now() };
		}
		previous = keys;
	}
	return { rows, complete: false, at: Date.now() };
}

function isSame(some: Set<string>, others: Set<string>): boolean {
	return some.size === others.size && [...some].every((key) => others.has(key));
}
