import {
	hashOfState,
	hashOfWatched,
	keyOfId,
	type Known,
	type Memory,
	readMemory,
	writeMemory,
} from './memory';

/** What makes an event of a row. */
export interface Event<T> {
	idOf: (row: T) => string;
	/** The part of a row that is followed; without it, only that the row is there. */
	stateOf?: (row: T) => string;
	/** Whether a row that is new, or has another state than before, is the event; without it, every one is. */
	counts?: (row: T, isNew: boolean) => boolean;
}

/** What is watched. */
export interface Watch<T> {
	event: Event<T>;
	/** Names the list, the filter and the event; where it changes, rows that come into view are only learned. */
	watched: string;
	/** In the very first read, every row is new; otherwise it is only learned. */
	emitExisting: boolean;
}

/**
 * Compares a whole read of a list with what was seen before. Rows are told apart by ID, never by time.
 *
 * 1. A row that is new, or whose state changed, is reported once: with the memory that comes back, not again.
 * 2. A known row is forgotten when two reads in a row lack it, so that a slip of one read cannot make it new.
 * 3. In the first read, and in the first after `watched` changed, rows that are not known are learned, not reported. What
 *    was known stays known, so its changes are still reported.
 * 4. A memory of a form that is not known here counts as no memory; then too, rows are only learned.
 *
 * @param rows the list, whole; a part of it would let rows be forgotten
 * @param before the memory the last call gave, undefined before the first
 * @returns what happened, in the order of the rows, and the memory to keep in place of the last
 */
export function compare<T>(
	rows: T[],
	before: unknown,
	{ event, watched, emitExisting }: Watch<T>,
): { happened: T[]; memory: Memory } {
	const name = hashOfWatched(watched);
	const last = readMemory(before);
	const learning = last?.watched !== name && !(before === undefined && emitExisting);
	const known = new Map<string, Known>();
	const happened: T[] = [];

	for (const row of rows) {
		const key = keyOfId(event.idOf(row));
		const state = event.stateOf && hashOfState(event.stateOf(row));
		const seen = last?.known.get(key);
		known.set(key, { state, missed: false });

		const isNew = seen === undefined;
		// A state that is not followed, or was not until now, changes nothing.
		const followed = state !== undefined && seen?.state !== undefined;
		const happens = isNew ? !learning : followed && seen.state !== state;
		if (happens && (event.counts?.(row, isNew) ?? true)) happened.push(row);
	}
	for (const [key, one] of last?.known ?? []) {
		if (!known.has(key) && !one.missed) known.set(key, { ...one, missed: true });
	}
	return { happened, memory: writeMemory(name, known) };
}
