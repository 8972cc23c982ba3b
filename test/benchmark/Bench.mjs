import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { anyfastCredential } from '../e2e/n8n/credentials.mjs';
import { N8n } from '../e2e/n8n/N8n.mjs';
import { installN8n, installNode } from '../e2e/setup/install.mjs';
import { pack } from '../e2e/setup/pack.mjs';
import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';
import { N8N_2 } from '../e2e/setup/versions.mjs';
import { START } from './nodes.mjs';
import { startStandIn } from './standInProcess.mjs';

/** How often each contestant runs; what counts is the run with the median time. */
const RUNS = 3;

/** How long n8n gets to let go of memory. */
const SETTLE_MS = 500;

const COLLECT = fileURLToPath(new URL('collectOnSignal.mjs', import.meta.url));

/** @typedef {import('./nodes.mjs').Workflow} Workflow */

/**
 * What one run of a workflow came to.
 *
 * @typedef {object} Measured
 * @property {number} ms from the start of the first node after Start to the end of the last one
 * @property {number} items that the last node gave
 * @property {number} failed those among them that are errors
 * @property {number} received requests that the stand-in got
 * @property {number} refused those answered with 429
 * @property {number} mostInFlight the most requests at the same time
 */

/** A whole n8n with the packed package in it, and the stand-in in a process of its own. */
export class Bench {
	/** Starts both. n8n keeps files on disk. */
	static async start() {
		const standIn = await startStandIn({});
		const node = await installNode();
		const script = await installN8n(N8N_2, node);
		const tarball = await pack(makeTemporaryFolder('package'));
		const env = {
			NODE_OPTIONS: `--import=${COLLECT}`,
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		};
		const n8n = await N8n.create({ version: N8N_2, script, node, tarball, env });
		await n8n.importCredentials([anyfastCredential(standIn.url, standIn.apiKey)]);
		await n8n.start();
		await n8n.rest.setUpOwner();
		return new Bench(n8n, standIn);
	}

	/**
	 * @param {N8n} n8n
	 * @param {import('./standInProcess.mjs').StandInProcess} standIn
	 */
	constructor(n8n, standIn) {
		this.n8n = n8n;
		this.standIn = standIn;
		/** @type {Map<Workflow, string>} */
		this.stored = new Map();
	}

	get url() {
		return this.standIn.url;
	}

	get apiKey() {
		return this.standIn.apiKey;
	}

	async stop() {
		await this.n8n.stop();
		await this.standIn.stop();
	}

	/**
	 * Runs each contestant three times, in turns.
	 *
	 * @template {string} Name
	 * @param {import('./standInProcess.mjs').Options} standInOptions
	 * @param {Record<Name, Workflow>} contestants
	 * @returns {Promise<Record<Name, Measured>>} of each the run with the median time
	 */
	async compare(standInOptions, contestants) {
		/** @type {Record<string, Measured[]>} */
		const runs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
		for (let run = 0; run < RUNS; run++) {
			for (const [name, workflow] of Object.entries(contestants)) {
				await this.standIn.reset(standInOptions);
				runs[name]?.push(await this.run(workflow));
			}
		}
		const medians = Object.fromEntries(
			Object.entries(runs).map(([name, measured]) => [name, median(measured, ({ ms }) => ms)]),
		);
		// The library's types forget the names.
		return /** @type {Record<Name, Measured>} */ (medians);
	}

	/**
	 * Runs a workflow to its end.
	 *
	 * @param {Workflow} workflow
	 * @returns {Promise<Measured>}
	 * @throws {Error} if it failed
	 */
	async run(workflow) {
		const { rest } = this.n8n;
		const id = await rest.startWorkflow(await this.store(workflow), { name: START });
		const { status, error, result } = await rest.execution(id);
		if (status !== 'success') throw new Error(`A workflow ended with ${status}: ${error}`);
		/** @type {import('n8n-workflow').IRunData} */
		const runData = result.runData;
		const runs = Object.entries(runData).flatMap(([name, ofNode]) =>
			name === START ? [] : ofNode.map((run) => ({ name, ...run })),
		);
		/** @param {import('n8n-workflow').ITaskData} run */
		const end = ({ startTime, executionTime }) => startTime + executionTime;
		const last = runs.reduce((one, other) => (end(other) >= end(one) ? other : one));
		const items = runs
			.filter(({ name }) => name === last.name)
			.flatMap(({ data }) => data?.main?.[0] ?? []);
		return {
			ms: end(last) - Math.min(...runs.map(({ startTime }) => startTime)),
			items: items.length,
			failed: items.filter(({ json, error }) => error !== undefined || json.error !== undefined)
				.length,
			...(await this.standIn.count()),
		};
	}

	/**
	 * Stores a workflow once.
	 *
	 * @param {Workflow} workflow
	 * @returns {Promise<string>} its ID
	 */
	async store(workflow) {
		const known = this.stored.get(workflow);
		if (known) return known;
		const name = `Benchmark ${this.stored.size + 1}`;
		const { id } = await this.n8n.rest.post('/rest/workflows', {
			name,
			active: false,
			...workflow,
		});
		this.stored.set(workflow, id);
		return id;
	}

	/**
	 * How much more memory n8n takes at most while it does something, in MB. Linux only.
	 *
	 * @param {() => Promise<unknown>} work
	 */
	async peakMB(work) {
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

/**
 * A line of /proc/<pid>/status, which is in kibibytes.
 *
 * @param {number} pid
 * @param {string} field
 */
function statusMB(pid, field) {
	const found = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(
		readFileSync(`/proc/${pid}/status`, 'utf8'),
	);
	if (!found) throw new Error(`/proc/${pid}/status has no ${field}`);
	return (Number(found[1]) * 1024) / 1e6;
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
	if (middle === undefined) throw new Error('There is nothing in the middle of nothing');
	return middle;
}
