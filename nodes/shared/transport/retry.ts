/** Tries after the first, while the service is busy or out of reach. */
export const MAX_RETRIES = 4;

/** Tries in all. */
export const MAX_TRIES = MAX_RETRIES + 1;

/** The longest wait a server may ask for, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 60_000;

/** How long a call is tried again that was refused for being too fast, in milliseconds: what is refused did nothing. */
const REFUSED_FOR_MS = 120_000;

/** The longest pause between two tries that were refused, unless the server asks for more, in milliseconds. */
const LONGEST_REFUSED_PAUSE_MS = 4000;

const FIRST_PAUSE_MS = 1000;

/** Why a try failed, as far as it matters for another one. */
export interface FailedTry {
	/**
	 * `refused`: it was too fast, and did nothing. `window`: the same, by a limit that lasts for minutes. `invisible`: what
	 * it names was created just now.
	 */
	why: 'refused' | 'window' | 'failed' | 'invisible';
	/** How long the server asked to wait, in milliseconds. */
	askedMs?: number;
	/** Requests of the run that got through so far. */
	letThrough?: number;
}

/** Counts the tries of one call by what they failed of, and says how long to wait before the next. */
export class Retries {
	private failed = 0;

	private refused = 0;

	private invisible = 0;

	private firstRefusal?: number;

	private letThroughAtWindow = -1;

	/**
	 * @param now the time in milliseconds
	 * @param maxRetries tries after the first, apart from those that were refused for being too fast
	 * @param invisiblePausesMs pauses between tries while what the call names is not visible yet
	 * @param random draws the pauses that the server does not name
	 */
	constructor(
		private readonly now: () => number,
		private readonly maxRetries = MAX_RETRIES,
		private readonly invisiblePausesMs: readonly number[] = [],
		private readonly random = Math.random,
	) {}

	/** @returns the wait before the next try, in milliseconds; undefined if it has been tried often, or long, enough */
	pauseAfter({ why, askedMs, letThrough = 0 }: FailedTry): number | undefined {
		if (why === 'invisible') return this.invisiblePausesMs[this.invisible++];
		if (why === 'window' && this.maxRetries >= MAX_RETRIES) {
			// Waited out once; again only if requests of others have got through since.
			if (letThrough <= this.letThroughAtWindow) return undefined;
			this.letThroughAtWindow = letThrough;
			return askedMs;
		}
		if (why === 'refused' && this.maxRetries >= MAX_RETRIES) {
			this.firstRefusal ??= this.now();
			if (this.now() - this.firstRefusal >= REFUSED_FOR_MS) return undefined;
			const pause = pauseBefore(++this.refused, askedMs, this.random);
			return askedMs === undefined ? Math.min(pause, LONGEST_REFUSED_PAUSE_MS) : pause;
		}
		if (++this.failed > this.maxRetries) return undefined;
		return pauseBefore(this.failed, askedMs, this.random);
	}
}

/**
 * The wait before a retry, in milliseconds: what the server asked for, at most {@link MAX_RETRY_AFTER_MS}; otherwise
 * between half and all of 1, 2, 4, 8 seconds, so that it always grows and clients that failed together do not come back
 * together.
 */
export function pauseBefore(retry: number, askedMs?: number, random = Math.random): number {
	if (askedMs !== undefined) return Math.min(askedMs, MAX_RETRY_AFTER_MS);
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
