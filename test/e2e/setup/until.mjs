import { setTimeout as pause } from 'node:timers/promises';

/** Generous, because it ends only what hangs: no case fails because the machine is busy. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits for something to come true, looking every 200 ms.
 *
 * @template T
 * @param {string} what for the error
 * @param {() => Promise<T | false | undefined> | T | false | undefined} look gives something truthy once it is so
 * @returns {Promise<T>}
 * @throws {Error} after five minutes, and what `look` throws
 */
export async function until(what, look) {
	const end = Date.now() + PATIENCE_MS;
	for (;;) {
		const seen = await look();
		if (seen) return seen;
		if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain until ${what}`);
		await pause(200);
	}
}
