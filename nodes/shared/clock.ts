import { sleep } from 'n8n-workflow';

/** Time in milliseconds. */
export interface Clock {
	now: () => number;
	wait: (ms: number) => Promise<void>;
}

/** Pauses are slept in slices, because `sleep` of n8n 1.x cannot be cut short when the execution is canceled. */
const SLICE_MS = 250;

/** The real time; its waits end early once the signal is aborted. */
export function clockUntil(signal: AbortSignal | undefined): Clock {
	return {
		now: () => Date.now(),
		async wait(ms) {
			for (let left = ms; left > 0 && !signal?.aborted; left -= SLICE_MS) {
				await sleep(Math.min(left, SLICE_MS));
			}
		},
	};
}
