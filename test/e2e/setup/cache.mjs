import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside node_modules, so that `npm ci` leaves it alone. */
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-anyfast');

/**
 * Fills a folder of the cache, unless that was done before. An install that was interrupted has no stamp and begins anew.
 *
 * @param {string} name
 * @param {string} cost what to expect of the first time
 * @param {(path: string) => Promise<void>} fill
 * @returns {Promise<string>} the folder
 */
export async function once(name, cost, fill) {
	const path = join(CACHE, name);
	const stamp = join(path, '.complete');
	if (existsSync(stamp)) return path;

	const began = Date.now();
	console.log(`Installing ${name} into ${CACHE} (once; ${cost}) …`);
	const ticking = setInterval(() => {
		console.log(`  still installing ${name}, ${seconds(began)} s so far …`);
	}, 30_000);
	try {
		rmSync(path, { recursive: true, force: true });
		await fill(path);
	} finally {
		clearInterval(ticking);
	}
	writeFileSync(stamp, '');
	console.log(`  done in ${seconds(began)} s`);
	return path;
}

/** @param {number} began */
const seconds = (began) => Math.round((Date.now() - began) / 1000);
