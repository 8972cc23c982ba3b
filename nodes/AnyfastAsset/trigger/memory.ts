import { createHash } from 'crypto';

/*
 * What was seen, as text that a workflow's static data can keep: for each row its key, what was followed of it, and
 * whether the last read lacked it. An entry is `<key>[ <state>][!]`, at most 50 bytes, whatever the row's ID: 40 for the key, 1 + 8 for the state, 1 for the mark.
 */

const PLAIN_KEY = /^[\w.-]{1,40}$/;
const ENTRY = /^([^ !]+)(?: ([^ !]+))?(!)?$/;

/** What is known of a row. */
export interface Known {
	/** The hash of what is followed; undefined where only the row itself is. */
	state?: string;
	/** The last read lacked it. */
	missed: boolean;
}

/** What is kept between two reads; JSON takes it as it is. */
export interface Memory {
	version: 1;
	/** The hash of what was watched: another one means that the user changed it. */
	watched: string;
	known: string[];
}

/** An ID as it is kept: itself where it is short and plain, else a hash of 126 bits. */
export function keyOfId(id: string): string {
	return PLAIN_KEY.test(id) ? id : `#${hash(id, 21)}`;
}

/** A short hash; two different states are taken for the same once in 2^48 changes. */
export const hashOfState = (text: string): string => hash(text, 8);

export const hashOfWatched = (text: string): string => hash(text, 22);

/** The memory as JSON gave it back; undefined where this version cannot read it. */
export function readMemory(
	value: unknown,
): { watched: string; known: Map<string, Known> } | undefined {
	if (!isMemory(value)) return undefined;
	const known = new Map<string, Known>();
	for (const entry of value.known) {
		const [, key, state, mark] = ENTRY.exec(entry) ?? [];
		if (key === undefined) return undefined;
		known.set(key, { state, missed: mark !== undefined });
	}
	return { watched: value.watched, known };
}

export function writeMemory(watched: string, known: Map<string, Known>): Memory {
	const entries = [...known].map(
		([key, { state, missed }]) =>
			`${key}${state === undefined ? '' : ` ${state}`}${missed ? '!' : ''}`,
	);
	return { version: 1, watched, known: entries };
}

function isMemory(value: unknown): value is Memory {
	return (
		typeof value === 'object' &&
		value !== null &&
		'version' in value &&
		value.version === 1 &&
		'watched' in value &&
		typeof value.watched === 'string' &&
		'known' in value &&
		Array.isArray(value.known) &&
		value.known.every((entry) => typeof entry === 'string')
	);
}

function hash(text: string, characters: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
