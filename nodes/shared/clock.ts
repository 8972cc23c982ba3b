import { sleep } from 'n8n-workflow';

/** Time in milliseconds. */
export interface Clock {
	now: () => number;
	wait: (ms: number) => Promise<void>;
}

/** The one way in which the package learns the time and lets it pass. The tests put a time of their own in its place. */
export const time = {
	/** Now, in milliseconds since 1970. */
	now: (): number => Date.now(),
	sleep: async (ms: number): Promise<void> => await sleep(ms),
	/** A signal that is aborted after so many milliseconds. */
	deadline: (ms: number): AbortSignal => AbortSignal.timeout(ms),
};

/** Pauses are slept in slices, because `sleep` of n8n 1.x cannot be cut short when the execution is canceled. */
const SLICE_MS = 250;

/** A clock whose waits end early once the signal is aborted. */
export function clockUntil(signal: AbortSignal | undefined): Clock {
	return {
		now: () => time.now(),
		async wait(ms) {
			for (let left = ms; left > 0 && !signal?.aborted; left -= SLICE_MS) {
				await time.sleep(Math.min(left, SLICE_MS));
			}
		},
	};
}
