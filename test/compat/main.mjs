// npm run compat: the packed package in the engines of many n8ns, on each Node that they allow.
//   -- --n8n=<version>    only in this n8n, which need not be among those of versions.mjs
//   -- --node=<20|22|24>  only on this Node
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installNode } from '../e2e/setup/install.mjs';
import { installProject } from '../e2e/setup/pack.mjs';
import { onInterrupt, stopAll } from '../e2e/setup/processes.mjs';
import { CASES } from './cases.mjs';
import { installEngine } from './installEngine.mjs';
import { differences, printDifferences, printFailures, printTable } from './report.mjs';
import { tryOut } from './tryOut.mjs';
import { N8NS, NODES } from './versions.mjs';

const { values: flags } = parseArgs({
	options: { n8n: { type: 'string' }, node: { type: 'string' } },
});

onInterrupt(stopAll);
let whole = false;
try {
	const packageFolder = join(await installProject(), '.n8n/nodes/node_modules/n8n-nodes-anyfast');
	const pairs = await installPairs();
	const results = await inLanes(pairs, async (pair) => {
		const result = await tryOut(pair, packageFolder, CASES);
		printFailures(result);
		return result;
	});
	const different = differences(results);
	printDifferences(different);
	printTable(results, CASES.length);
	whole =
		different.length === 0 &&
		results.length > 0 &&
		results.every(({ loadError, failures }) => !loadError && failures.length === 0);
} catch (error) {
	console.error(error);
} finally {
	await stopAll();
}
process.exit(whole ? 0 : 1);

/** Installs the n8ns and Nodes that were asked for. */
async function installPairs() {
	const chosen = flags.n8n
		? (N8NS.filter(({ n8n }) => n8n === flags.n8n)[0] ?? {
				n8n: flags.n8n,
				nodes: Object.keys(NODES),
			})
		: undefined;
	/** @type {import('./tryOut.mjs').Pair[]} */
	const pairs = [];
	for (const { n8n, nodes } of chosen ? [chosen] : N8NS) {
		const engineFolder = await installEngine(n8n);
		for (const node of nodes.filter((name) => !flags.node || name === flags.node)) {
			const { program } = await installNode(NODES[node]);
			pairs.push({ n8n, node, engineFolder, program });
		}
	}
	return pairs;
}

/**
 * Most of the time is pauses, so a few pairs go side by side.
 *
 * @template T, R
 * @param {T[]} queue
 * @param {(next: T) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
async function inLanes(queue, work) {
	/** @type {R[]} */
	const results = [];
	const waiting = queue.entries();
	const lane = async () => {
		for (const [index, next] of waiting) results[index] = await work(next);
	};
	await Promise.all(Array.from({ length: availableParallelism() + 1 }, lane));
	return results;
}
