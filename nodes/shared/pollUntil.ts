import type { Clock } from './clock';

/** How often to ask, and for how long, in milliseconds. */
interface Patience {
	/** Before the first question. */
	firstMs: number;
	/** Between the first question and the second; each pause is half as long again as the one before. */
	pauseMs: number;
	longestPauseMs: number;
	/** For all of it; the last question is asked at its end. */
	timeoutMs: number;
}

const GROWTH = 1.5;

/**
 * Asks with growing pauses until there is an answer or the time is up.
 *
 * @param ask gives undefined to be asked again; `until` is the time by the clock at which its answer must be there
 * @returns undefined if the time was up before
 * @throws what `ask` throws
 */
export async function pollUntil<T>(
	ask: (until: number) => Promise<T | undefined>,
	clock: Clock,
	{ firstMs, pauseMs, longestPauseMs, timeoutMs }: Patience,
): Promise<T | undefined> {
	const end = clock.now() + timeoutMs;
	let pause = firstMs;
	for (let next = pauseMs; ; next = Math.min(next * GROWTH, longestPauseMs)) {
		const left = end - clock.now();
		await clock.wait(Math.min(pause, left));
		const answer = await ask(end);
		if (answer !== undefined) return answer;
		if (clock.now() >= end) return undefined;
		pause = next;
	}
}
