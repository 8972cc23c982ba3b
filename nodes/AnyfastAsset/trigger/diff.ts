import {
	hashOfState,
	hashOfText,
	keyOfId,
	type Known,
	type Learning,
	type Memory,
	readMemory,
	type StoredMemory,
	writeMemory,
} from './memory';

/*
 * What happened between two reads of a list, told from the rows' IDs. The rules; docs/trigger.md argues for them:
 *
 * 1. A row that was seen is real. A row that is not known, or whose state changed, is reported once, by whatever read it
 *    was seen, complete or not. With the memory that comes back it is not reported again.
 * 2. The first read only learns what is there, unless `emitExisting`; so does the first after the event or the filter
 *    changed. If it was not certain to be complete, learning goes on until a read that is, or for a day. Meanwhile rows
 *    are reported, but not those older, by the list's own clock, than the newest that was there at the beginning.
 * 3. Another account is learned like that, too. It is the same one under another key if most of the rows are known, or
 *    most of the known rows are there.
 * 4. Forgetting only keeps the memory small. Below MOST_ENTRIES nothing is forgotten; above, rows that no read has seen
 *    for FORGET_DAYS, if this read is complete (or after FORGET_ANYWAY_DAYS). An empty read forgets nothing.
 */

const DAY_MS = 24 * 60 * 60 * 1000;

/** Learning that no read could prove complete ends after this time, in milliseconds. */
export const LEARNING_MS = DAY_MS;

/** A row may come into the list later than one created after it; half a minute was seen with new assets. */
export const LATE_MS = 60_000;

/** Entries up to which the memory counts as small. */
export const MOST_ENTRIES = 10_000;

/** Days without being seen after which a row that a complete read lacks may be forgotten. */
export const FORGET_DAYS = 30;

/** The same if no read is ever complete. */
export const FORGET_ANYWAY_DAYS = 90;

/** What makes an event of a row. */
export interface Event<T> {
	idOf: (row: T) => string;
	/** The part of a row that is followed; without it, only that the row is there. */
	stateOf?: (row: T) => string;
	/** Whether a row that is new, or has another state than before, is the event; without it, every one is. */
	isEvent?: (row: T, isNew: boolean) => boolean;
	/** When the row was created, by the list's own clock, in milliseconds; undefined if it does not say. */
	createdAt?: (row: T) => number | undefined;
}

/** What is watched. */
export interface Watch<T> {
	event: Event<T>;
	eventName: string;
	/** Names the event and the filter. */
	watched: string;
	/** Names the site and the account: a hash, because it is kept. */
	account: string;
	/** In the very first read, every row is new; otherwise the read only learns them. */
	emitExisting: boolean;
}

/** One read of the list. */
export interface Reading<T> {
	/** What was seen; if a row is in it twice, the last counts. */
	rows: T[];
	/** Nothing that was there all the time is missing. */
	complete: boolean;
	/** When it ended, in milliseconds. */
	at: number;
}

/**
 * Compares a read of a list with what was seen before.
 *
 * @param before the memory the last call gave, undefined before the first; one of an unknown form counts as none, but
 * then rows are learned whatever `emitExisting` says
 * @returns what happened, and the memory to keep in place of the last
 */
export function compare<T>(
	reading: Reading<T>,
	before: unknown,
	watch: Watch<T>,
): { happened: T[]; memory: StoredMemory } {
	const { event, eventName, account } = watch;
	const today = Math.floor(reading.at / DAY_MS);
	const last = readMemory(before);
	const rows = byKey(reading.rows, event);
	const isOther = isOtherAccount(last, rows, account);
	const learnsAll = isOther || startsLearning(before, last, watch);
	const learning = learnsAll ? beginning(rows, reading, event) : last?.learning;
	const statesFit = last !== undefined && !isOther && last.event === eventName;

	const known = new Map<string, Known>();
	const happened: T[] = [];
	for (const [key, row] of rows) {
		const state = event.stateOf && hashOfState(event.stateOf(row));
		const seen = last?.known.get(key);
		known.set(key, { state });

		const isNew = seen === undefined;
		const wasFollowed = statesFit && seen?.state !== undefined;
		const happens = isNew
			? !learnsAll && !isOlderThan(learning, row, event)
			: wasFollowed && state !== undefined && seen.state !== state;
		if (happens && (event.isEvent?.(row, isNew) ?? true)) happened.push(row);
	}
	for (const [key, { state, missingSince }] of last?.known ?? []) {
		if (known.has(key)) continue;
		known.set(key, {
			state: statesFit ? state : undefined,
			// An empty read is no sign that a row is missing.
			missingSince: missingSince ?? (rows.size === 0 ? undefined : today),
		});
	}
	if (rows.size > 0) forget(known, today, reading.complete);
	const memory = {
		watched: hashOfText(watch.watched),
		event: eventName,
		account: rows.size === 0 && !reading.complete ? (last?.account ?? account) : account,
		learning: learning && isOver(learning, reading) ? undefined : learning,
		known,
	};
	return { happened, memory: writeMemory(memory) };
}

/** Whether the next read learns, or may have to, so that it should be certain to be complete. */
export function mayLearn<T>(before: unknown, watch: Watch<T>): boolean {
	const last = readMemory(before);
	return startsLearning(before, last, watch) || hasOtherKey(last, watch.account);
}

function byKey<T>(rows: T[], { idOf }: Event<T>): Map<string, T> {
	return new Map(rows.map((row) => [keyOfId(idOf(row)), row]));
}

function startsLearning<T>(before: unknown, last: Memory | undefined, watch: Watch<T>): boolean {
	if (before === undefined) return !watch.emitExisting;
	return last?.watched !== hashOfText(watch.watched);
}

function hasOtherKey(last: Memory | undefined, account: string): boolean {
	return last !== undefined && last.account !== account;
}

/** Under another key: whether the rows are of another account. If there are none, there is nothing to learn either. */
function isOtherAccount<T>(
	last: Memory | undefined,
	rows: Map<string, T>,
	account: string,
): boolean {
	if (!last || !hasOtherKey(last, account) || rows.size === 0) return false;
	const present = [...last.known].flatMap(([key, { missingSince }]) =>
		missingSince === undefined ? key : [],
	);
	const stillThere = present.filter((key) => rows.has(key)).length;
	return stillThere * 2 < Math.min(present.length, rows.size) || stillThere === 0;
}

function beginning<T>(rows: Map<string, T>, { at }: Reading<T>, { createdAt }: Event<T>): Learning {
	let newest: number | undefined;
	for (const row of rows.values()) {
		const created = createdAt?.(row);
		if (created !== undefined && created > (newest ?? -Infinity)) newest = created;
	}
	return { began: at, newest };
}

function isOver<T>({ began }: Learning, { complete, at }: Reading<T>): boolean {
	return complete || at - began >= LEARNING_MS;
}

function isOlderThan<T>(learning: Learning | undefined, row: T, { createdAt }: Event<T>): boolean {
	const created = createdAt?.(row);
	if (learning?.newest === undefined || created === undefined) return false;
	return created < learning.newest - LATE_MS;
}

function forget(known: Map<string, Known>, today: number, isComplete: boolean): void {
	const tooMany = known.size - MOST_ENTRIES;
	if (tooMany <= 0) return;
	const patience = isComplete ? FORGET_DAYS : FORGET_ANYWAY_DAYS;
	const old = [...known].flatMap(([key, { missingSince = Infinity }]) =>
		today - missingSince >= patience ? { key, missingSince } : [],
	);
	old.sort((a, b) => a.missingSince - b.missingSince);
	for (const { key } of old.slice(0, tooMany)) known.delete(key);
}
