import { AsyncLocalStorage } from 'node:async_hooks';

/** @type {Set<AsyncLocalStorage<unknown>>} */
const used = new Set();

const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (
	/** @type {unknown} */ store,
	/** @type {(...args: unknown[]) => unknown} */ work,
	/** @type {unknown[]} */ ...args
) {
	used.add(this);
	return run.call(this, store, work, ...args);
};

/**
 * Jest makes a storage for each test file and never gives it up, and Node.js 20 hands to each promise what all of them
 * hold: the more files a worker has run, the slower it is.
 */
export function giveUpStorages() {
	for (const storage of used) storage.disable();
	used.clear();
}
