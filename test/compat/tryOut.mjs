import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { plainEnv } from '../e2e/setup/npm.mjs';
import { track } from '../e2e/setup/processes.mjs';
import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';
import { messageOf } from '../messageOf.ts';
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
 * @typedef {object} Job a case, for a child
 * @property {string} name
 * @property {import('n8n-workflow').INodeParameters} parameters
 * @property {number} [timeoutMs]
 * @property {import('n8n-workflow').IBinaryKeyData} [binary]
 * @property {import('n8n-workflow').ICredentialDataDecryptedObject} credential
 *
 * @typedef {object} Work
 * @property {string} engineFolder
 * @property {string} packageFolder
 * @property {Job[]} jobs
 *
 * @typedef {import('./cases.mjs').Outcome} Outcome
 * @typedef {{ name: string, broken: string } | ({ name: string } & Outcome)} Ended what came of a case
 * @typedef {{ loadError: string } | Ended} Message what a child reports
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
	/** @type {(import('./cases.mjs').Case & { standIn: StandIn })[]} */
	const ready = [];
	try {
		for (const one of cases) {
			const standIn = await StandIn.start(account());
			standIn.failNext(...(one.faults?.(elsewhere) ?? []));
			ready.push({ ...one, standIn });
		}
		const jobs = ready.map(({ name, parameters, timeoutMs, withFile, standIn }) => ({
			name,
			parameters,
			timeoutMs,
			binary: withFile ? { data: FILE } : undefined,
			credential: { site: 'other', apiKey: standIn.apiKey, baseUrl: standIn.url },
		}));
		const { engineFolder } = pair;
		const said = await runChild(pair, { engineFolder, packageFolder, jobs });
		const [loadError] = said.flatMap((message) =>
			'loadError' in message ? [message.loadError] : [],
		);
		const ended = said.flatMap((message) => ('loadError' in message ? [] : [message]));
		const outcomes = new Map(ended.map((message) => [message.name, message]));
		return {
			pair,
			loadError,
			messages: new Map(
				ended.map((message) => [
					message.name,
					'broken' in message ? undefined : message.error?.message,
				]),
			),
			failures: loadError
				? []
				: ready.flatMap(({ name, check, standIn }) => {
						const problem = problemOf(outcomes.get(name), (outcome) =>
							check(outcome, standIn, elsewhere),
						);
						return problem === undefined ? [] : [{ name, problem }];
					}),
		};
	} finally {
		await Promise.all(
			[elsewhere, ...ready.map(({ standIn }) => standIn)].map(
				async (standIn) => await standIn.stop(),
			),
		);
	}
}

/**
 * What is wrong with an outcome, if anything is.
 *
 * @param {Ended | undefined} outcome
 * @param {(outcome: Outcome) => void} check
 */
function problemOf(outcome, check) {
	if (!outcome) return 'it never ended';
	if ('broken' in outcome) return outcome.broken;
	try {
		check(outcome);
		return undefined;
	} catch (error) {
		const said = outcome.error && ` (the node said: ${outcome.error.message})`;
		return `${messageOf(error)}${said ?? ''}`;
	}
}

/** The longest that all cases together may take, in milliseconds; they take about 16 seconds. */
const PATIENCE_MS = 120_000;

/**
 * @param {Pair} pair
 * @param {Work} work
 * @returns {Promise<Message[]>} what it reported
 */
async function runChild({ program, engineFolder }, work) {
	const child = track(
		spawn(program, [CHILD], {
			detached: true,
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			env: environment(engineFolder),
		}),
	);
	/** @type {Message[]} */
	const said = [];
	let stderr = '';
	child.stderr?.on('data', (text) => (stderr += text));
	child.on('message', (/** @type {Message} */ message) => said.push(message));
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

/** As n8n's own script sets it: community packages find n8n-workflow by NODE_PATH. @param {string} engineFolder */
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
