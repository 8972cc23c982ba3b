import { nonBlank } from '../../../shared/json';

/*
 * Times as answers and links give them, in milliseconds. What is no time is undefined; no value can throw.
 */

/** Times outside these are nonsense: before there were such services, and after this century. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);

/**
 * Reads a time in seconds, milliseconds, microseconds or nanoseconds, as a number or as text, or in ISO 8601. 0 means
 * that something has not happened.
 */
export function timeOf(value: unknown): number | undefined {
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

/**
 * When a signed link ends, by its own signature: `X-Tos-Date` with `X-Tos-Expires`, the same of `X-Amz` and others, in
 * seconds; or the end itself in `Expires`.
 */
export function endOfLink(url: string): number | undefined {
	if (!URL.canParse(url)) return undefined;
	const entries = [...new URL(url).searchParams].map(([name, value]) => [
		name.toLowerCase(),
		value,
	]);
	const query = new Map(entries.map(([name = '', value = '']) => [name, value]));
	for (const [name, value] of query) {
		if (!/(^|-)expires$/.test(name)) continue;
		const signedAt = signatureTime(query.get(name.replace(/expires$/, 'date')));
		const end = timeOf(signedAt === undefined ? value : signedAt + 1000 * Number(value));
		if (end !== undefined) return end;
	}
	return undefined;
}

/** A time as signatures write it: `20260101T000000Z`. */
function signatureTime(text = ''): number | undefined {
	const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
	return timeOf(text.replace(digits, '$1-$2-$3T$4:$5:$6Z'));
}
