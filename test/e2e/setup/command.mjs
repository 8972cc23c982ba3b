import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { messageOf } from '../../messageOf.ts';
import { track } from './processes.mjs';

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ stdout: string, stderr: string }>}
 * @throws {Error} with the end of what it printed, where it fails
 */
export async function run(command, args, options = {}) {
	const child = track(spawn(command, args, { detached: true, ...options, stdio: 'pipe' }));
	child.stdin?.end();
	const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	const output = { stdout: stdout(), stderr: stderr() };
	if (code === 0) return output;
	const said = `${output.stdout}\n${output.stderr}`.trim().slice(-2000);
	throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`);
}

/**
 * Tries again with growing pauses, for what needs a network.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {number} [tries]
 * @returns {Promise<T>}
 */
export async function withTries(work, tries = 4) {
	for (let tried = 1; ; tried++) {
		try {
			return await work();
		} catch (error) {
			if (tried === tries) throw error;
			console.log(`  ${messageOf(error).split('\n')[0]}; trying again`);
			await pause(5000 * tried);
		}
	}
}

/** @param {import('node:stream').Readable | null} stream */
function collect(stream) {
	/** @type {Buffer[]} */
	const chunks = [];
	stream?.on('data', (chunk) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString();
}
