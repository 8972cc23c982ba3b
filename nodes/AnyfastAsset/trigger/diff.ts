import {
	type Beginning,
	type Entry,
	hashOfText,
	keyOfId,
	type Memory,
	readMemory,
	type StoredMemory,
	writeMemory,
} from './memory';

/*
 * What happened between two reads of a list, told from the rows' IDs. The rules; docs/trigger.md argues for them:
 *
 * 1. A row that was seen is real. A row that is not known, or to which the event happened, is reported once, by whatever
 *    read it was seen, complete or not. With the memory that comes back it is not reported again.
 * 2. The first read only learns what is there, unless `emitExisting`; so does the first after the event or the filter
 *    changed. If it was not certain to be complete, learning goes on until a read that is, or for a day. Meanwhile rows
 *    are reported, but not those older, by the list's own clock, than the newest that was there at the beginning.
 * 3. Another account is learned like that, too. It is the same one under another key if most of the rows are known, or
 *    most of the known rows are there.
 * 4. Forgetting only keeps the memory small. Below MOST_ENTRIES nothing is forgotten; above, rows that no read has seen
 *    for FORGET_DAYS, if this read is complete (or after FORGET_ANYWAY_DAYS). An empty read forgets nothing.
 * 5. If much happens at once, another read has to show it as well.
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

/** More events at once, and more than one to so many rows that are known, are so many that another read has to show them. */
export const MUCH = 10;
const MUCH_OF_KNOWN = 10;

/** What makes an event of a row. */
export interface RowEvent<T> {
	idOf: (row: T) => string;
	/**
	 * Follows a row from one read to the next.
	 *
	 * @param kept what is kept of the row; undefined if it is new
	 */
	follow: (row: T, kept: string | undefined) => Step;
	/** Whether the event may be told of a row as it is now. */
	fits: (row: T) => boolean;
	/** When the row was created, by the list's own clock, in milliseconds; undefined if it does not say. */
	createdAt: (row: T) => number | undefined;
}

/** What a row that was just seen comes to. */
export interface Step {
	/** What to keep of it: at most 9 characters, no space and no "!". Undefined if nothing but that it is there. */
	keep?: string;
	/** Whether the event happened. */
	happens: boolean;
}

/** What is watched. */
export interface Watch<T> {
	event: RowEvent<T>;
	eventName: string;
	/** Names the event and the filter. */
	watched: string;
	/** Names who watches: the memory of another counts as one of an unknown form. */
	watcher: string;
	/** Names the site and the account: a hash, because it is kept. */
	account: string;
	/** In the very first read, every row is new; otherwise the read only learns them. */
	emitExisting: boolean;
}

/** One read of the list. */
export interface ListRead<T> {
	/** What was seen; a row may be in it several times. */
	rows: T[];
	/** Nothing that was there all the time is missing. */
	complete: boolean;
	/** When it ended, in milliseconds. */
	at: number;
}

/** What is new in a list. */
interface News<T> {
	/** What happened, each row once. */
	happened: T[];
	/** What to keep in place of the last memory. */
	memory: StoredMemory;
}

/** What came before a read. */
interface Past {
	last?: Memory;
	/** Nothing was ever read of this event and filter. */
	isFirst: boolean;
	/** The rows are only learned: this is the first read, or the first of another event or filter. */
	learns: boolean;
}

/** How a read is looked at. */
interface View<T> {
	/** What is known of the rows that were there before; `state` only if this event is what it was kept for. */
	known: Map<string, Entry>;
	/** Whether a row that is not known is new, and not only learned. */
	isNew: (row: T) => boolean;
	/** What was there at first, if that is not certain after this read either. */
	beginning?: Beginning;
	/** The account that the memory is of from now on. */
	account: string;
}

/**
 * Reads a list, and finds what happened since it was read last; reads it once more if that is much.
 *
 * @param read reads the list; if `isCertain`, as well as it can, because rows may be learned from it; `isFirst` if nothing
 *   was ever read of this event and filter
 * @param before the memory that came back the last time, undefined at first; one of an unknown form counts as none, but
 *   then rows are learned whatever `emitExisting` says
 * @throws what `read` throws
 */
export async function findNews<T>(
	read: (isCertain: boolean, isFirst: boolean) => Promise<ListRead<T>>,
	before: unknown,
	watch: Watch<T>,
): Promise<News<T>> {
	const past = pastOf(before, watch);
	const { last, isFirst, learns } = past;
	const isCertain = learns || isOtherKey(last, watch) || last?.beginning !== undefined;
	const first = compare(await read(isCertain, isFirst), past, watch);
	const count = first.happened.length;
	if (count <= MUCH || count * MUCH_OF_KNOWN <= (last?.known.size ?? 0)) return first;
	return inBoth(first, await read(isCertain, isFirst), past, watch);
}

function pastOf<T>(before: unknown, { watcher, watched, emitExisting }: Watch<T>): Past {
	const memory = readMemory(before);
	const last = memory?.watcher === hashOfText(watcher) ? memory : undefined;
	const isFirst = last?.watched !== hashOfText(watched);
	const emits = before === undefined && emitExisting;
	return { last, isFirst, learns: isFirst && !emits };
}

/** What two reads show alike. What only one of them shows stays as it was, for a later read to tell. */
function inBoth<T>(first: News<T>, read: ListRead<T>, past: Past, watch: Watch<T>): News<T> {
	const { idOf } = watch.event;
	const shown = new Set(first.happened.map(idOf));
	const second = compare(read, past, watch).happened.map(idOf);
	const doubtful = new Set(second.filter((id) => !shown.has(id)));
	const rows = read.rows.filter((row) => !doubtful.has(idOf(row)));
	return compare({ ...read, rows }, past, watch);
}

/** What one read shows that was not known. */
function compare<T>(read: ListRead<T>, past: Past, watch: Watch<T>): News<T> {
	const { event, eventName, watched, watcher } = watch;
	const { known: before, isNew, beginning, account } = viewOf(read, past, watch);
	const known = new Map<string, Entry>();
	const happened = new Map<string, T>();
	for (const row of read.rows) {
		const key = keyOfId(event.idOf(row));
		const last = before.get(key);
		const { keep, happens } = event.follow(row, known.get(key)?.state ?? last?.state);
		known.set(key, { state: keep });
		const counts = last ? last.state !== undefined : isNew(row);
		if (happens && counts && event.fits(row)) happened.set(key, row);
	}

	const today = Math.floor(read.at / DAY_MS);
	// An empty read is no sign that a row is missing.
	const isEmpty = read.rows.length === 0;
	for (const [key, entry] of before) {
		if (!known.has(key)) known.set(key, isEmpty ? entry : missing(entry, today));
	}
	if (!isEmpty) forget(known, today, read.complete);

	const names = { watcher: hashOfText(watcher), watched: hashOfText(watched), event: eventName };
	return {
		happened: [...happened.values()],
		memory: writeMemory({ ...names, account, beginning, known }),
	};
}

function viewOf<T>(read: ListRead<T>, { last, learns }: Past, watch: Watch<T>): View<T> {
	const { event, eventName } = watch;
	const isOther = isOtherAccount(read, last, watch);
	const learnsAll = learns || isOther;
	const beginning = learnsAll ? beginningOf(read, event) : last?.beginning;
	return {
		known: isOther || last?.event !== eventName ? withoutStates(last) : last.known,
		isNew: (row) => !learnsAll && !isFromBefore(beginning, row, event),
		beginning: beginning && stillUncertain(beginning, read, last),
		account: saysWhose(read) ? watch.account : (last?.account ?? watch.account),
	};
}

/** An empty read that may lack something does not say whose list it is. */
const saysWhose = <T>({ rows, complete }: ListRead<T>) => rows.length > 0 || complete;

function isOtherKey<T>(last: Memory | undefined, { account }: Watch<T>): boolean {
	return last !== undefined && last.account !== account;
}

/** Under another key: whether the rows are of another account. If there are none, there is nothing to learn either. */
function isOtherAccount<T>(
	{ rows }: ListRead<T>,
	last: Memory | undefined,
	watch: Watch<T>,
): boolean {
	if (!last || !isOtherKey(last, watch) || rows.length === 0) return false;
	const keys = new Set(rows.map((row) => keyOfId(watch.event.idOf(row))));
	const present = [...last.known].flatMap(([key, { missingSince }]) =>
		missingSince === undefined ? key : [],
	);
	const stillThere = present.filter((key) => keys.has(key)).length;
	return stillThere * 2 < Math.min(present.length, keys.size) || stillThere === 0;
}

function withoutStates(last: Memory | undefined): Map<string, Entry> {
	const known = new Map<string, Entry>();
	for (const [key, { missingSince }] of last?.known ?? []) known.set(key, { missingSince });
	return known;
}

function beginningOf<T>({ rows, at }: ListRead<T>, { createdAt }: RowEvent<T>): Beginning {
	let newest: number | undefined;
	for (const row of rows) {
		const created = createdAt(row);
		if (created !== undefined && created > (newest ?? -Infinity)) newest = created;
	}
	return { readAt: at, newest: newest ?? at };
}

/** The beginning as it is kept: not at all once a read proved itself complete, or for longer than a day. */
function stillUncertain<T>(
	beginning: Beginning,
	{ rows, complete, at }: ListRead<T>,
	last: Memory | undefined,
): Beginning | undefined {
	if (complete) return undefined;
	// As long as no row was ever seen, nothing was learned, and the day has not begun.
	if (rows.length === 0 && !last?.known.size) return { ...beginning, readAt: at };
	return at - beginning.readAt < LEARNING_MS ? beginning : undefined;
}

/** Whether a row was there at the beginning, too, because it was created before another that was. */
function isFromBefore<T>(
	beginning: Beginning | undefined,
	row: T,
	{ createdAt }: RowEvent<T>,
): boolean {
	const created = createdAt(row);
	if (!beginning || created === undefined) return false;
	return created < beginning.newest - LATE_MS;
}

function missing({ state, missingSince }: Entry, today: number): Entry {
	return { state, missingSince: missingSince ?? today };
}

function forget(known: Map<string, Entry>, today: number, isComplete: boolean): void {
	const tooMany = known.size - MOST_ENTRIES;
	if (tooMany <= 0) return;
	const patience = isComplete ? FORGET_DAYS : FORGET_ANYWAY_DAYS;
	const old = [...known].flatMap(([key, { missingSince = Infinity }]) =>
		today - missingSince >= patience ? { key, missingSince } : [],
	);
	old.sort((a, b) => a.missingSince - b.missingSince);
	for (const { key } of old.slice(0, tooMany)) known.delete(key);
}
