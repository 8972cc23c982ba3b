/** What one try came to. `again` says that another try may do better, and how long the server asked to wait first. */
export type Outcome<T, F> =
	{ ok: true; value: T } | { ok: false; failure: F; again?: { afterMs?: number } };

/** Tries after the first. */
const MAX_RETRIES = 4;

/** The longest wait a server may ask for, in milliseconds. */
export const MAX_RETRY_AFTER_MS = 60_000;

const FIRST_PAUSE_MS = 1000;

/**
 * The wait before a retry, in milliseconds: what the server asked for, at most {@link MAX_RETRY_AFTER_MS}; without a
 * wish of the server's between half and all of 1, 2, 4, 8 seconds, so that it always grows and clients that failed
 * together do not come back together.
 */
export function pauseBefore(retry: number, afterMs?: number, random = Math.random): number {
	if (afterMs !== undefined) return Math.min(afterMs, MAX_RETRY_AFTER_MS);
	return FIRST_PAUSE_MS * 2 ** (retry - 1) * (0.5 + random() / 2);
}

/**
 * Tries until an outcome is final or {@link MAX_RETRIES} retries are used up.
 *
 * @returns the last outcome, and how often it was tried
 * @throws what `tryOnce` or `wait` throws; a throw is final
 */
export async function withRetries<T, F>(
	tryOnce: () => Promise<Outcome<T, F>>,
	wait: (ms: number) => Promise<void>,
): Promise<{ outcome: Outcome<T, F>; tries: number }> {
	for (let tries = 1; ; tries++) {
		const outcome = await tryOnce();
		if (outcome.ok || !outcome.again || tries > MAX_RETRIES) return { outcome, tries };
		await wait(pauseBefore(tries, outcome.again.afterMs));
	}
}
