import { at, isObject } from '../stand-in/json';
import type { Answer } from './Service';

/** A row of a list, or the one thing that an answer is about. */
export type Row = Record<string, unknown>;

/** What an answer holds, however it is wrapped. */
export function contentOf({ body }: Answer): Row {
	const inner = [at(body, 'Result'), at(body, 'data'), body].find(isObject);
	return inner ?? {};
}

/** Whether the content is in a wrapper. */
export const isWrapped = ({ body }: Answer): boolean =>
	isObject(at(body, 'Result')) || isObject(at(body, 'data'));

/** The rows of a list; none if the answer has none. */
export function rowsOf(answer: Answer): Row[] {
	const { Items } = contentOf(answer);
	return Array.isArray(Items) ? Items.filter(isObject) : [];
}

/** A field as text; empty if there is none. */
export const textOf = (row: Row | undefined, field: string): string => {
	const value = row?.[field];
	return typeof value === 'string' ? value : '';
};

/** The error in an answer, wherever it stands; undefined if there is none. */
export function errorIn({ body }: Answer): unknown {
	const found = at(body, 'error') ?? at(body, 'ResponseMetadata', 'Error');
	if (found) return found;
	const code = at(body, 'code');
	const isRelayed = code !== undefined && code !== 'success' && at(body, 'message') !== undefined;
	return isRelayed ? body : undefined;
}

/** Whether the service refused, under whatever status. */
export const isRefused = (answer: Answer): boolean =>
	answer.status >= 300 || errorIn(answer) !== undefined;

/** Whether the gateway does not serve the address at all. */
export const isUnserved = (answer: Answer): boolean =>
	isRefused(answer) && (/invalid url/i.test(flat(answer)) || answer.status === 405);

/** Whether it was refused because something does not exist: `asset` or `group`, or a thing of either kind. */
export const isNotFound = (answer: Answer, kind: 'asset' | 'group' | '' = ''): boolean =>
	isRefused(answer) && flat(answer).includes(`NotFound.${kind}`);

/** An answer in a few words, for the table: its status, and what it says if it refuses. */
export function inShort(answer: Answer): string {
	if (!isRefused(answer)) return `${answer.status}`;
	const error = errorIn(answer) ?? answer.body;
	const words = [
		at(error, 'code') ?? at(error, 'Code'),
		at(error, 'message') ?? at(error, 'Message'),
	];
	const said = words.filter((word) => typeof word === 'string' && word !== '').join(': ');
	return `${answer.status} ${(said || flat({ ...answer, body: error })).slice(0, 120)}`;
}

/** The names of the fields that an answer has. */
export const fieldsOf = (row: Row): string => Object.keys(row).join(', ') || 'nothing';

/** The fields that are missing. */
export const missingIn = (row: Row, fields: readonly string[]): string[] =>
	fields.filter((field) => row[field] === undefined);

const flat = ({ body }: Answer): string => (typeof body === 'string' ? body : JSON.stringify(body));
