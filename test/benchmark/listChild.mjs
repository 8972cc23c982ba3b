// One contestant in a process of its own, so that its peak memory is its own. Prints one line of JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What it is told.
 *
 * @typedef {object} Task
 * @property {import('./lists.mjs').Contestant['type']} type
 * @property {number} groups
 * @property {number} inFlight
 * @property {number} runs
 * @property {string} url
 * @property {string} apiKey
 */

/**
 * What it prints.
 *
 * @typedef {object} Measured
 * @property {number} ms
 * @property {number} items
 * @property {number} peakMB
 */

/** @type {Task} */
const { type, groups, inFlight, runs, url, apiKey } = JSON.parse(process.argv[2] ?? '');
const userFolder = mkdtempSync(join(tmpdir(), 'anyfast-bench-'));
Object.assign(process.env, { N8N_USER_FOLDER: userFolder, N8N_LOG_LEVEL: 'error' });
process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));

const { Engine, itemsOf } = await import('../engine/Engine.ts');
const { ANYFAST, workflowWith } = await import('../engine/workflow.ts');
const { contestants } = await import('./contestants.ts');

const engine = await Engine.load('.', { site: 'other', apiKey, baseUrl: url });
for (const [name, node] of Object.entries(contestants)) engine.add(name, node);

const isOurs = type.startsWith('ours');
const workflow = workflowWith(
	isOurs
		? {
				resource: type === 'ours.assets' ? 'asset' : 'group',
				returnAll: true,
				options: { maxConcurrentRequests: inFlight },
			}
		: { groups, inFlight },
	{ node: isOurs ? {} : { type } },
);
// Only the node under test: what follows it would be measured as well.
workflow.connections[ANYFAST] = { main: [] };

/** @type {number[]} */
const times = [];
let came = 0;
for (let run = 0; run < runs; run++) {
	const result = await engine.run(workflow);
	const { error, runData } = result.data.resultData;
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	const [ran] = runData[ANYFAST] ?? [];
	if (!ran) throw new Error(`${ANYFAST} did not run`);
	times.push(ran.executionTime);
	came = itemsOf(result, ANYFAST).length;
}
times.sort((one, other) => one - other);
console.log(
	JSON.stringify({
		ms: times[Math.floor(times.length / 2)],
		items: came,
		peakMB: process.resourceUsage().maxRSS / 1024,
	}),
);
