// npm run bench:n8n: Return All against the HTTP Request node with its own paging and Split Out, in a whole n8n.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Table from 'cli-table3';

import { anyfastCredential } from '../e2e/n8n/credentials.mjs';
import { N8n } from '../e2e/n8n/N8n.mjs';
import { run } from '../e2e/setup/command.mjs';
import { installN8n, installNode } from '../e2e/setup/install.mjs';
import { pack } from '../e2e/setup/pack.mjs';
import { onInterrupt, stopAll } from '../e2e/setup/processes.mjs';
import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';
import { N8N_2 } from '../e2e/setup/versions.mjs';
import { messageOf } from '../messageOf.ts';
import { startStandIn } from './standInProcess.mjs';

const START = 'Start';
const OURS = 'Anyfast Asset';
const HTTP = 'HTTP Request';
const SPLIT = 'Split Out';

/** The nodes of each contestant. */
const CHAINS = { [OURS]: [OURS], [HTTP]: [HTTP, SPLIT] };

/** @typedef {keyof typeof CHAINS} Contestant */

onInterrupt(stopAll);
try {
	const node = await installNode();
	const script = await installN8n(N8N_2, node);
	const tarball = await pack(makeTemporaryFolder('package'));
	const results = makeTemporaryFolder('bench');
	const peakFile = join(results, 'peak-kB');
	const outputFile = join(results, 'output');
	const env = {
		NODE_OPTIONS: `--import=${fileURLToPath(new URL('peak.mjs', import.meta.url))} --max-old-space-size=8192`,
		BENCH_PEAK_FILE: peakFile,
		// Keeping 100,000 groups in n8n's database takes longer than what is measured.
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	};
	const n8n = await N8n.create({ version: N8N_2, script, node, tarball, env });

	await compare('10,000 groups, 50 ms', { groups: 10_000, latencyMs: 50 });
	await compare('100,000 groups, no latency', { groups: 100_000 });

	/**
	 * Both in one process for the times, each in one of its own for the memory.
	 *
	 * @param {string} title
	 * @param {import('./standInProcess.mjs').Options} options
	 */
	async function compare(title, options) {
		const standIn = await startStandIn(options);
		await n8n.importCredentials([anyfastCredential(standIn.url, standIn.apiKey)]);
		try {
			const both = await execute([HTTP, OURS], standIn.url);
			const http = await execute([HTTP], standIn.url);
			const ours = await execute([OURS], standIn.url);
			const { times } = both;
			print(title, [
				{
					label: `${HTTP} and ${SPLIT}`,
					ms: (times[HTTP] ?? NaN) + (times[SPLIT] ?? NaN),
					peakMB: http.peakMB,
				},
				{ label: OURS, ms: times[OURS] ?? NaN, peakMB: ours.peakMB },
			]);
		} finally {
			await standIn.stop();
		}
	}

	/**
	 * @param {Contestant[]} contestants
	 * @param {string} url
	 */
	async function execute(contestants, url) {
		const id = `bench-${contestants.length}-${contestants[0]?.length}`;
		await n8n.importWorkflows([workflow(id, contestants, url)]);
		// Through a file: n8n ends without waiting until all of 100,000 groups went through a pipe.
		const { node, script, env, folder } = n8n.options;
		const output = { env: { ...env, BENCH_OUTPUT: outputFile }, cwd: folder };
		const command = [node.program, script, 'execute', `--id=${id}`, '--rawOutput'];
		await run('sh', ['-c', 'exec "$0" "$@" > "$BENCH_OUTPUT"', ...command], output);
		const printed = readFileSync(outputFile, 'latin1');
		const names = contestants.flatMap((name) => CHAINS[name]);
		return {
			times: Object.fromEntries(names.map((name) => [name, executionTime(printed, name)])),
			peakMB: Number(readFileSync(peakFile, 'utf8')) / 1024,
		};
	}
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
} finally {
	await stopAll();
}

/**
 * What n8n prints is JSON with lines of its task runner in it, hence no parser.
 *
 * @param {string} printed
 * @param {string} name
 */
function executionTime(printed, name) {
	const found = new RegExp(`"${name}": \\[\\s*\\{[^]*?"executionTime": (\\d+)`).exec(printed);
	if (!found || !printed.slice(-500).includes('"status": "success"')) {
		throw new Error(`${name} did not run to its end in n8n`);
	}
	return Number(found[1]);
}

/**
 * @param {string} title
 * @param {{ label: string, ms: number, peakMB: number }[]} rows
 */
function print(title, rows) {
	const table = new Table({
		head: [title, 'ms', 'ratio', 'peak MB'],
		colAligns: ['left', 'right', 'right', 'right'],
		style: { head: [], border: [], compact: true },
	});
	for (const { label, ms, peakMB } of rows) {
		table.push([label, ms, (ms / (rows[0]?.ms ?? ms)).toFixed(2), Math.round(peakMB)]);
	}
	console.log(`${table}\n`);
}

/**
 * The contestants, each behind the trigger.
 *
 * @param {string} id
 * @param {Contestant[]} contestants
 * @param {string} url
 */
function workflow(id, contestants, url) {
	const nodes = [START, ...contestants.flatMap((name) => CHAINS[name])].map((name) => ({
		id: name,
		name,
		position: [0, 0],
		...nodeNamed(name, url),
	}));
	/** @param {string} name */
	const to = (name) => ({ node: name, type: 'main', index: 0 });
	return {
		id,
		name: id,
		nodes,
		active: false,
		settings: { executionOrder: 'v1' },
		connections: {
			[START]: { main: [contestants.map(to)] },
			...(contestants.includes(HTTP) ? { [HTTP]: { main: [[to(SPLIT)]] } } : {}),
		},
	};
}

/**
 * @param {string} name
 * @param {string} url
 */
function nodeNamed(name, url) {
	const credentials = { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } };
	switch (name) {
		case START:
			return { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
		case OURS:
			return {
				type: 'n8n-nodes-anyfast.anyfastAsset',
				typeVersion: 1,
				credentials,
				parameters: { resource: 'group', operation: 'list', returnAll: true },
			};
		case SPLIT:
			return {
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'Items', options: {} },
			};
		default:
			return {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				credentials,
				parameters: {
					method: 'POST',
					url: `${url}/volc/asset/ListAssetGroups`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'anyfastApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody:
						'={{ { model: "volc-asset", Filter: {}, PageNumber: $pageCount + 1, PageSize: 100 } }}',
					options: {
						pagination: {
							pagination: {
								parameters: {
									parameters: [
										{ type: 'body', name: 'PageNumber', value: '={{ $pageCount + 1 }}' },
									],
								},
								paginationCompleteWhen: 'other',
								completeExpression:
									'={{ $response.body.PageNumber * $response.body.PageSize >= $response.body.TotalCount }}',
							},
						},
					},
				},
			};
	}
}
