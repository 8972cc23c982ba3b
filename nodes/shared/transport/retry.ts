/** Tries after the first, while the service is busy or out of reach. */
export const MAX_RETRIES = 4;

/** Tries in all. */
export const MAX_TRIES = MAX_RETRIES + 1;

/** The longest wait a server may ask for, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 60_000;

/** How long a call that came too fast is tried again, in milliseconds: it did nothing. */
const SLOWER_FOR_MS = 120_000;

/** The longest pause between two tries that came too fast, unless the server asks for more, in milliseconds. */
const LONGEST_PAUSE_MS = 4000;

const FIRST_PAUSE_MS = 1000;

/**
 * When another try may help.
 *
 * - `slower`: once fewer are sent. This one was refused for being too fast, and did nothing.
 * - `after the window`: the same, by a limit that counts the requests of some minutes, refused ones too.
 * - `later`: once the service or the network is well again.
 * - `once visible`: once the service sees what was created just now.
 */
export type Retry = 'slower' | 'after the window' | 'later' | 'once visible';

/** What a failed try means for another one. */
export interface FailedTry {
	/** No other try can help unless given. */
	retry?: Retry;
	/** How long to wait before it, in milliseconds, if the server says so. */
	waitMs?: number;
}

/** Counts the failed tries of one call, and says how long to wait before the next. */
export class Retries {
	private later = 0;

	private slower = 0;

	private invisible = 0;

	private slowerSince?: number;

	private letThroughAtWindow = -1;

	/** A run has minutes. If not, somebody waits at a drop-down, who can open it again. */
	private readonly hasTime: boolean;

	/**
	 * @param now the time in milliseconds
	 * @param maxRetries tries after the first; if not fewer than usual, those that came too fast do not count
	 * @param invisiblePausesMs pauses between tries while what the call names is not visible yet
	 * @param random draws the pauses that the server does not name
	 */
	constructor(
		private readonly now: () => number,
		private readonly maxRetries = MAX_RETRIES,
		private readonly invisiblePausesMs: readonly number[] = [],
		private readonly random = Math.random,
	) {
		this.hasTime = maxRetries >= MAX_RETRIES;
	}

	/**
	 * @param letThrough requests of the run so far that were not too fast
	 * @returns the wait before the next try, in milliseconds; undefined if there is to be none
	 */
	pauseAfter({ retry, waitMs }: FailedTry, letThrough = 0): number | undefined {
		if (retry === undefined) return undefined;
		if (retry === 'once visible') return this.invisiblePausesMs[this.invisible++];
		if (retry === 'after the window' && this.hasTime) {
			// Waited out once; again only if requests of others have got through since.
			if (letThrough <= this.letThroughAtWindow) return undefined;
			this.letThroughAtWindow = letThrough;
			return waitMs;
		}
		if (retry === 'slower' && this.hasTime) {
			this.slowerSince ??= this.now();
			if (this.now() - this.slowerSince >= SLOWER_FOR_MS) return undefined;
			const pause = pauseBefore(++this.slower, waitMs, this.random);
			return waitMs === undefined ? Math.min(pause, LONGEST_PAUSE_MS) : pause;
		}
		if (++this.later > this.maxRetries) return undefined;
		return pauseBefore(this.later, waitMs, this.random);
	}
}

/**
 * The wait before a retry, in milliseconds: what the server asked for, at most {@link MAX_RETRY_AFTER_MS}; otherwise
 * between half and all of 1, 2, 4, 8 seconds, so that it always grows and clients that failed together do not come back
 * together.
 */
export function pauseBefore(retry: number, waitMs?: number, random = Math.random): number {
	if (waitMs !== undefined) return Math.min(waitMs, MAX_RETRY_AFTER_MS);
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
