import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {string[]} */
const folders = [];

/**
 * Makes a folder that is removed when this process ends.
 *
 * @param {string} what
 */
export function makeTemporaryFolder(what) {
	const folder = mkdtempSync(join(tmpdir(), `anyfast-${what}-`));
	folders.push(folder);
	return folder;
}

process.on('exit', () => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
