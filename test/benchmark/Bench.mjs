import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { anyfastCredential, withCredentials } from '../e2e/n8n/credentials.mjs';
import { N8n } from '../e2e/n8n/N8n.mjs';
import { installN8n, installNode } from '../e2e/setup/install.mjs';
import { installProject } from '../e2e/setup/pack.mjs';
import { N8N_2 } from '../e2e/setup/versions.mjs';
import { startStandIn } from './standInProcess.mjs';
import { START } from './workflows.mjs';

/** How often each contestant runs; what counts is the run with the median time. */
const RUNS = 3;

/** How long n8n gets to let go of memory. */
const SETTLE_MS = 500;

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** @typedef {import('./workflows.mjs').Workflow} Workflow */

/**
 * What one run of a workflow came to.
 *
 * @typedef {object} Measured
 * @property {number} ms from the start of the first node after Start to the end of the last one
 * @property {number} failed items of the last node that are errors
 * @property {number} received requests that the stand-in got
 * @property {number} refused those answered with 429
 * @property {number} mostInFlight the most requests at the same time
 */

/** A whole n8n with the packed package in it, and the stand-in in a process of its own. */
export class Bench {
	/** Starts both. n8n keeps files on disk. */
	static async start() {
		const standIn = await startStandIn();
		const node = await installNode();
		const script = await installN8n(N8N_2, node);
		const userFolder = await installProject();
		const env = {
			NODE_OPTIONS: `--import=${FOLDER}collectOnSignal.mjs`,
			N8N_CUSTOM_EXTENSIONS: FOLDER,
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		};
		const n8n = await N8n.create({ version: N8N_2, script, node, userFolder, env });
		await n8n.start();
		await n8n.rest.setUpOwner();
		const anyfastApi = await n8n.rest.addCredential(anyfastCredential(standIn.url, standIn.apiKey));
		return new Bench(n8n, standIn, { anyfastApi });
	}

	/**
	 * @param {N8n} n8n
	 * @param {import('./standInProcess.mjs').StandInProcess} standIn
	 * @param {Record<string, string>} credentials IDs by types
	 */
	constructor(n8n, standIn, credentials) {
		this.n8n = n8n;
		this.standIn = standIn;
		this.credentials = credentials;
	}

	async stop() {
		await this.n8n.stop();
		await this.standIn.stop();
	}

	/**
	 * Runs each contestant three times, in turns.
	 *
	 * @template {string} Name
	 * @param {import('./standInProcess.mjs').Options} service
	 * @param {Record<Name, Workflow>} contestants
	 * @returns {Promise<Record<Name, Measured>>} of each the run with the median time
	 */
	async compare(service, contestants) {
		const { rest } = this.n8n;
		/** @type {{ name: string, id: string, runs: Measured[] }[]} */
		const all = [];
		for (const [name, workflow] of Object.entries(contestants)) {
			const id = await rest.addWorkflow(
				withCredentials(/** @type {Workflow} */ (workflow), this.credentials),
			);
			all.push({ name, id, runs: [] });
		}
		for (let run = 0; run < RUNS; run++) {
			for (const { id, runs } of all) {
				await this.standIn.reset(service);
				runs.push(await this.#run(id));
			}
		}
		const medians = all.map(({ name, runs }) => [name, median(runs, ({ ms }) => ms)]);
		// Object.fromEntries forgets the names.
		return /** @type {Record<Name, Measured>} */ (Object.fromEntries(medians));
	}

	/**
	 * How much more memory n8n takes at most while a workflow runs, in MB. Linux only.
	 *
	 * @param {import('./standInProcess.mjs').Options} service
	 * @param {Workflow} workflow
	 */
	async peakMB(service, workflow) {
		const id = await this.n8n.rest.addWorkflow(withCredentials(workflow, this.credentials));
		/** @type {number[]} */
		const peaks = [];
		for (let run = 0; run < RUNS; run++) {
			await this.standIn.reset(service);
			peaks.push(await this.#peakMB(async () => void (await this.#run(id))));
		}
		return median(peaks);
	}

	/**
	 * Runs a workflow to its end.
	 *
	 * @param {string} id
	 * @returns {Promise<Measured>}
	 * @throws {Error} if it failed
	 */
	async #run(id) {
		const { rest } = this.n8n;
		const execution = await rest.execution(await rest.startWorkflow(id, { name: START }));
		const { status, error, result } = execution;
		if (status !== 'success') throw new Error(`A workflow ended with ${status}: ${error}`);
		const runs = Object.entries(result.runData)
			.filter(([name]) => name !== START)
			.flatMap(([, ofNode]) => ofNode);
		const items = execution.itemsOf(result.lastNodeExecuted ?? '');
		return {
			ms:
				Math.max(...runs.map(({ startTime, executionTime }) => startTime + executionTime)) -
				Math.min(...runs.map(({ startTime }) => startTime)),
			failed: items.filter((json) => json.error !== undefined).length,
			...(await this.standIn.count()),
		};
	}

	/** @param {() => Promise<void>} work */
	async #peakMB(work) {
		const { pid } = this.n8n;
		if (pid === undefined) throw new Error('n8n does not run');
		process.kill(pid, 'SIGUSR2');
		await pause(SETTLE_MS);
		const before = statusMB(pid, 'VmRSS');
		// proc(5): resets the peak to what is in use now.
		writeFileSync(`/proc/${pid}/clear_refs`, '5');
		await work();
		return statusMB(pid, 'VmHWM') - before;
	}
}

/** A line of /proc/<pid>/status, which is in kibibytes. @param {number} pid @param {string} field */
function statusMB(pid, field) {
	const text = readFileSync(`/proc/${pid}/status`, 'utf8');
	const [, kB] = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(text) ?? [];
	if (!kB) throw new Error(`/proc/${pid}/status has no ${field}`);
	return (Number(kB) * 1024) / 1e6;
}

/**
 * The one in the middle, by a number.
 *
 * @template T
 * @param {T[]} values
 * @param {(value: T) => number} [numberOf]
 * @returns {T}
 */
export function median(values, numberOf = Number) {
	const sorted = [...values].sort((one, other) => numberOf(one) - numberOf(other));
	const middle = sorted[Math.floor(sorted.length / 2)];
	if (middle === undefined) throw new Error('Nothing was measured');
	return middle;
}
