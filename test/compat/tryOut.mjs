import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { plainEnv } from '../e2e/setup/npm.mjs';
import { track } from '../e2e/setup/processes.mjs';
import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';
import { StandIn } from '../stand-in/StandIn.ts';
import { account, FILE } from './cases.mjs';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));

/**
 * @typedef {object} Pair an n8n and a Node
 * @property {string} n8n
 * @property {string} node its major version
 * @property {string} engineFolder
 * @property {string} program the `node` executable
 *
 * @typedef {object} Result
 * @property {Pair} pair
 * @property {string} [loadError] why the package did not load
 * @property {{ name: string, problem: string }[]} failures of the cases
 * @property {Map<string, string | undefined>} messages of the errors, by case
 */

/**
 * Runs all cases in one n8n on one Node. Each has a stand-in of its own, so they can run side by side.
 *
 * @param {Pair} pair
 * @param {string} packageFolder
 * @param {import('./cases.mjs').Case[]} cases
 * @returns {Promise<Result>}
 */
export async function tryOut(pair, packageFolder, cases) {
	const elsewhere = await StandIn.start();
	const standIns = new Map();
	try {
		for (const { name, faults } of cases) {
			const standIn = await StandIn.start(account());
			standIn.failNext(...(faults?.(elsewhere) ?? []));
			standIns.set(name, standIn);
		}
		const jobs = cases.map(({ name, parameters, timeoutMs, withFile }) => ({
			name,
			parameters,
			timeoutMs,
			binary: withFile ? { data: FILE } : undefined,
			credential: { apiKey: standIns.get(name).apiKey, baseUrl: standIns.get(name).url },
		}));
		const { engineFolder } = pair;
		const said = await runChild(pair, { engineFolder, packageFolder, jobs });
		const loadError = said.find((message) => message.loadError)?.loadError;
		const outcomes = new Map(said.map((message) => [message.name, message]));
		return {
			pair,
			loadError,
			messages: new Map(said.map(({ name, error }) => [name, error?.message])),
			failures: loadError
				? []
				: cases.flatMap(({ name, check }) => {
						const problem = problemOf(outcomes.get(name), (outcome) =>
							check(outcome, standIns.get(name), elsewhere),
						);
						return problem === undefined ? [] : [{ name, problem }];
					}),
		};
	} finally {
		await Promise.all(
			[elsewhere, ...standIns.values()].map(async (standIn) => await standIn.stop()),
		);
	}
}

/** What is wrong with an outcome, if anything is. */
function problemOf(outcome, check) {
	if (!outcome) return 'it never ended';
	if (outcome.broken) return outcome.broken;
	try {
		check(outcome);
		return undefined;
	} catch (error) {
		const said = outcome.error && ` (the node said: ${outcome.error.message})`;
		return `${error.message}${said ?? ''}`;
	}
}

/** The longest that all cases together may take, in milliseconds; they take about 16 seconds. */
const PATIENCE_MS = 120_000;

/**
 * @param {Pair} pair
 * @param {object} work
 * @returns {Promise<any[]>} what it reported
 */
async function runChild({ program, engineFolder }, work) {
	const child = track(
		spawn(program, [CHILD], {
			detached: true,
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			env: environment(engineFolder),
		}),
	);
	const said = [];
	let stderr = '';
	child.stderr?.on('data', (text) => (stderr += text));
	child.on('message', (message) => said.push(message));
	const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
	const ended = new Promise((resolve, reject) => {
		child.once('close', resolve);
		child.once('error', reject);
	});
	child.send(work);
	await ended;
	clearTimeout(patience);
	if (said.length === 0) said.push({ loadError: stderr.trim().slice(-500) || 'It ended at once' });
	return said;
}

/** As n8n's own script sets it: community packages find n8n-workflow by NODE_PATH. */
function environment(engineFolder) {
	const { NODE_OPTIONS: _ours, ...env } = plainEnv();
	return {
		...env,
		NODE_PATH: join(engineFolder, 'node_modules'),
		N8N_USER_FOLDER: makeTemporaryFolder('compat'),
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		// A proxy of this machine is not for servers on it.
		NO_PROXY: '127.0.0.1',
	};
}
