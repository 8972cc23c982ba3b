import { sleep } from 'n8n-workflow';

/** When tests begin, in milliseconds. */
export const START = Date.UTC(2026, 5, 1);

/**
 * Lets time pass in pauses alone, and at once. For tests that mock `sleep` of n8n-workflow; `jest.restoreAllMocks` brings
 * the real time back.
 *
 * @param requests how many there have been, to tell the pauses apart
 * @returns the milliseconds slept after the first request, the second, and so on
 */
export function passTimeInPauses(requests: () => number): number[] {
	const pauses: number[] = [];
	let now = START;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	jest.mocked(sleep).mockImplementation(async (ms) => {
		now += ms;
		const after = requests() - 1;
		pauses[after] = (pauses[after] ?? 0) + ms;
	});
	return pauses;
}
