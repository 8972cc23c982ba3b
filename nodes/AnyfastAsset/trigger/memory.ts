import { createHash } from 'crypto';

import { isObject } from '../../shared/json';

/*
 * What was seen, as text that a workflow's static data can keep. Each row has an entry `<key>[ <state>][!<day>]` of at
 * most 53 bytes, whatever its ID: 40 for the key, 1 + 8 for the state, 1 + 3 for the day since which it is missing.
 */

const PLAIN_KEY = /^[\w.-]{1,40}$/;
const ENTRY = /^([^ !]+)(?: ([^ !]+))?(?:!([0-9a-z]+))?$/;

/** What is known of a row. */
export interface Known {
	/** The hash of the state that is followed; undefined if only the row itself is. */
	state?: string;
	/** The day (since 1970, UTC) of the first read that lacked it, of those since it was last seen. */
	missingSince?: number;
}

/** The first learning has not been proven complete yet. */
export interface Learning {
	/** When it began, by the clock of this machine, in milliseconds. */
	began: number;
	/** The newest creation among the rows it began with, by the list's clock, in milliseconds, if any row says. */
	newest?: number;
}

/** What is kept between two polls, as the code uses it. */
export interface Memory {
	/** The hash of what is watched: the event and the filter. */
	watched: string;
	/** The event whose states the entries hold. */
	event: string;
	/** The hash of the site and the account. */
	account: string;
	/** There only as long as it lasts. */
	learning?: Learning;
	known: Map<string, Known>;
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

/** A short hash; two different states are taken for the same once in 2^48 changes. */
export const hashOfState = (text: string): string => hash(text, 8);

/** A hash for what must not be mistaken for something else; what was hashed cannot be read from it. */
export const hashOfText = (text: string): string => hash(text, 22);

/** The memory as JSON gave it back; undefined if it is of a form that is not known here. */
export function readMemory(value: unknown): Memory | undefined {
	if (!isMemory(value)) return undefined;
	const known = readKnown(value.known);
	if (!known) return undefined;
	const { watched, event, account, learning } = value;
	return { watched, event, account, learning, known };
}

export function writeMemory({ known, ...memory }: Memory): StoredMemory {
	const entries = [...known].map(([key, { state, missingSince }]) => {
		const mark = missingSince === undefined ? '' : `!${missingSince.toString(36)}`;
		return `${key}${state === undefined ? '' : ` ${state}`}${mark}`;
	});
	return { version: 1, ...memory, known: entries };
}

function readKnown(entries: string[]): Map<string, Known> | undefined {
	const known = new Map<string, Known>();
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
		typeof value.watched === 'string' &&
		typeof value.event === 'string' &&
		typeof value.account === 'string' &&
		(value.learning === undefined || isLearning(value.learning)) &&
		Array.isArray(value.known) &&
		value.known.every((entry) => typeof entry === 'string')
	);
}

function isLearning(value: unknown): value is Learning {
	return (
		isObject(value) &&
		typeof value.began === 'number' &&
		['number', 'undefined'].includes(typeof value.newest)
	);
}

function hash(text: string, characters: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
