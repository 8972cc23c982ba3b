import type { IDataObject } from 'n8n-workflow';

/** A JSON object: not null, not a list. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is text with something in it, without the space around it. */
export function nonBlank(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' ? undefined : text;
}

/** The longest text from outside that is searched, shown or stored, in characters. */
const MAX_TEXT = 1000;

/** Cuts a text from outside to a length that can be searched, shown and stored. */
export function cut(text: string, length = MAX_TEXT): string {
	return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** An ID or a code, which may come as a number; without the space around it. */
export function idOf(value: unknown): string | undefined {
	return typeof value === 'number' ? String(value) : nonBlank(value);
}

/** The value of a JSON text; undefined if it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The same object, without the fields that have no value. */
export function withoutGaps<T extends object>(fields: T): T {
	for (const [name, value] of Object.entries(fields)) {
		if (value === undefined) Reflect.deleteProperty(fields, name);
	}
	return fields;
}
