import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for something to come true, looking every 200 ms.
 *
 * @template T
 * @param {string} what for the error
 * @param {number} patienceMs
 * @param {() => Promise<T | false | undefined> | T | false | undefined} look gives something truthy once it is so
 * @returns {Promise<T>}
 * @throws {Error} when the patience is over, and what `look` throws
 */
export async function until(what, patienceMs, look) {
	const end = Date.now() + patienceMs;
	for (;;) {
		const seen = await look();
		if (seen) return seen;
		if (Date.now() > end) throw new Error(`Waited ${patienceMs / 1000} s in vain until ${what}`);
		await pause(200);
	}
}
