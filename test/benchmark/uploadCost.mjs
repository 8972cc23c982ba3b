import { fileURLToPath } from 'node:url';

import { run } from '../e2e/setup/command.mjs';

const CHILD = fileURLToPath(new URL('uploadChild.mjs', import.meta.url));

/**
 * Where n8n keeps the files, how large they are, and how many items there are.
 *
 * @typedef {{ where: 'disk' | 'memory', megabytes: number, files?: number }} Uploads
 */

/** @typedef {Required<Uploads> & { url: string, apiKey: string }} Task */

/**
 * What uploads cost in memory besides the files themselves, at most, in MB; measured in a process of their own.
 *
 * @param {{ url: string, apiKey: string }} standIn with group 1 in it
 * @param {Uploads} what
 * @returns {Promise<number>}
 */
export async function costOfUploads({ url, apiKey }, what) {
	const task = JSON.stringify({ files: 1, ...what, url, apiKey });
	const { stdout } = await run(process.execPath, ['--expose-gc', '--import', 'tsx', CHILD, task]);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').costMB;
}
