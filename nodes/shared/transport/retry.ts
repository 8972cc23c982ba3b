import type { Endpoint } from '../api/endpoint';
import type { Failure } from '../api/failure';

/** Tries after the first, while the service is busy or out of reach. */
export const MAX_RETRIES = 4;

/** Tries in all. */
export const MAX_TRIES = MAX_RETRIES + 1;

/** The longest wait a server may ask for, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 60_000;

const FIRST_PAUSE_MS = 1000;

/** Counts the tries of one call by what they failed of, and says how long to wait before the next. */
export class Retries {
	private busy = 0;

	private propagating = 0;

	constructor(
		private readonly endpoint: Endpoint,
		private readonly now: () => number,
		private readonly maxRetries = MAX_RETRIES,
	) {}

	/**
	 * @returns the wait before the next try, in milliseconds; undefined if there is to be none: another try cannot help,
	 *   has been made often enough, or could do a second time what may have been done
	 */
	pauseAfter({ retry, done, retryAfter }: Failure): number | undefined {
		const { change, propagationPausesMs = [] } = this.endpoint;
		if (retry === undefined || (done !== 'no' && change?.repeatable === false)) return undefined;
		if (retry === 'propagating') return propagationPausesMs[this.propagating++];
		if (++this.busy > this.maxRetries) return undefined;
		return pauseBefore(this.busy, retryAfterMs(retryAfter, this.now()));
	}
}

/**
 * The wait before a retry, in milliseconds: what the server asked for, at most {@link MAX_RETRY_AFTER_MS}; otherwise
 * between half and all of 1, 2, 4, 8 seconds, so that it always grows and clients that failed together do not come back
 * together.
 */
export function pauseBefore(retry: number, afterMs?: number, random = Math.random): number {
	if (afterMs !== undefined) return Math.min(afterMs, MAX_RETRY_AFTER_MS);
	return FIRST_PAUSE_MS * 2 ** (retry - 1) * (0.5 + random() / 2);
}

/**
 * How long a `Retry-After` header asks to wait.
 *
 * @param value the header: seconds, or an HTTP date (RFC 9110, section 10.2.3)
 * @param now the current time in milliseconds
 * @returns milliseconds, never negative; undefined if there is no such header or it says neither
 */
export function retryAfterMs(value: unknown, now: number): number | undefined {
	if (typeof value !== 'string') return undefined;

	const text = value.trim().slice(0, 100);
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;

	// Date.parse also takes "-5" for a year, hence the weekday that every HTTP date begins with.
	const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
