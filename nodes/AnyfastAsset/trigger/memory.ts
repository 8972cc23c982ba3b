import { createHash } from 'crypto';

import { isObject } from '../../shared/json';

/*
 * What was seen, as text that a workflow's static data can keep. Each row has an entry `<key>[ <state>][!<day>]` of at
 * most 54 bytes, whatever its ID: 40 for the key, 1 + 9 for the state, 1 + 3 for the day since which it is missing.
 */

const PLAIN_KEY = /^[\w.-]{1,40}$/;
const ENTRY = /^([^ !]+)(?: ([^ !]+))?(?:!([0-9a-z]+))?$/;

/** What is known of a row. */
export interface Entry {
	/** What the event keeps of it; undefined if only the row itself is known. */
	state?: string;
	/** The day (since 1970, UTC) of the first read that lacked it, of those since it was last seen. */
	missingSince?: number;
}

/** What was there at first, as long as no read has proven that it was all. */
export interface Beginning {
	/** When it was read, by the clock of this machine, in milliseconds; a day later it counts as all there was. */
	readAt: number;
	/** The newest creation in it, by the list's clock, in milliseconds. If no row said: when it was read first. */
	newest: number;
}

/** What is kept between two polls, as the code uses it. */
export interface Memory {
	/** The hash of who watches. */
	watcher: string;
	/** The hash of what is watched: the event and the filter. */
	watched: string;
	/** The event whose states the entries hold. */
	event: string;
	/** The hash of the site and the account. */
	account: string;
	/** There only until it is certain. */
	beginning?: Beginning;
	known: Map<string, Entry>;
}

/** The same as JSON, which n8n stores with the workflow. */
export interface StoredMemory extends Omit<Memory, 'known'> {
	version: 1;
	known: string[];
}

/** An ID as it is kept: itself if it is short and plain, else a hash of 126 bits. */
export function keyOfId(id: string): string {
	return PLAIN_KEY.test(id) ? id : `#${hash(id, 21)}`;
}

/** A hash for what must not be mistaken for something else; what was hashed cannot be read from it. */
export const hashOfText = (text: string): string => hash(text, 22);

/** The memory as JSON gave it back; undefined if it is of a form that is not known here. */
export function readMemory(value: unknown): Memory | undefined {
	if (!isMemory(value)) return undefined;
	const known = readEntries(value.known);
	if (!known) return undefined;
	const { watcher, watched, event, account, beginning } = value;
	return { watcher, watched, event, account, beginning, known };
}

export function writeMemory({ known, ...memory }: Memory): StoredMemory {
	const entries = [...known].map(([key, { state, missingSince }]) => {
		const mark = missingSince === undefined ? '' : `!${missingSince.toString(36)}`;
		return `${key}${state === undefined ? '' : ` ${state}`}${mark}`;
	});
	return { version: 1, ...memory, known: entries };
}

function readEntries(entries: string[]): Map<string, Entry> | undefined {
	const known = new Map<string, Entry>();
	for (const entry of entries) {
		const [, key, state, day] = ENTRY.exec(entry) ?? [];
		if (key === undefined) return undefined;
		known.set(key, { state, missingSince: day === undefined ? undefined : parseInt(day, 36) });
	}
	return known;
}

function isMemory(value: unknown): value is StoredMemory {
	return (
		isObject(value) &&
		value.version === 1 &&
		[value.watcher, value.watched, value.event, value.account].every(isText) &&
		(value.beginning === undefined || isBeginning(value.beginning)) &&
		Array.isArray(value.known) &&
		value.known.every(isText)
	);
}

function isBeginning(value: unknown): value is Beginning {
	return isObject(value) && typeof value.readAt === 'number' && typeof value.newest === 'number';
}

const isText = (value: unknown) => typeof value === 'string';

function hash(text: string, characters: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
