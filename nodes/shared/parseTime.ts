import { nonBlank } from './json';

/** Times outside these are nonsense: before there were such services, and after this century. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);

/**
 * A time in milliseconds. It may come in seconds, milliseconds, microseconds or nanoseconds, as a number or as text, or in
 * ISO 8601. What is no time is undefined, 0 too: something has not happened. No value can throw.
 */
export function millisecondsOf(value: unknown): number | undefined {
	const text = typeof value === 'number' ? String(value) : nonBlank(value);
	if (text === undefined) return undefined;
	const number = Number(text);
	const ms = Number.isNaN(number) ? Date.parse(inUtc(text)) : inMilliseconds(number);
	return ms >= EARLIEST && ms <= LATEST ? Math.round(ms) : undefined;
}

/** In this century, seconds have ten digits, and each smaller unit has three more. */
function inMilliseconds(number: number): number {
	if (number < 1e11) return number * 1000;
	if (number < 1e14) return number;
	return number < 1e17 ? number / 1e3 : number / 1e6;
}

/** A time that names no zone is one of the API's, not of n8n's. */
const inUtc = (text: string) => (/^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text}Z` : text);

/** As in `2026-01-01T00:00:00.000Z`. */
export const isoTime = (ms: number | undefined): string | undefined =>
	ms === undefined ? undefined : new Date(ms).toISOString();
