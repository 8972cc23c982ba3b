// npm run bench:lists: List Groups against the least that could list the same groups, side by side in one run, in n8n's engine.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import Table from 'cli-table3';

import { startStandIn } from './standInProcess.mjs';

const RUNS = 3;
const run = promisify(execFile);

/**
 * @typedef {object} Contestant
 * @property {'ours' | 'ours.assets' | 'bench.fetch' | 'bench.helper' | 'bench.helperAlone'} type
 * @property {number} inFlight
 */

/** @typedef {import('./listChild.mjs').Measured & { label: string, requests: number, refused: number }} Row */

/** Names a contestant as the table does. @param {Contestant} contestant */
const label = ({ type, inFlight }) =>
	({
		ours: `Anyfast Asset, ${inFlight} in flight`,
		'ours.assets': `Anyfast Asset, assets, ${inFlight} in flight`,
		'bench.fetch': `bare fetch, ${inFlight} in flight`,
		'bench.helper': inFlight === 1 ? 'page after page' : `n8n's helper, ${inFlight} in flight`,
		'bench.helperAlone': `n8n's helper alone, ${inFlight} in flight`,
	})[type];

/**
 * Measures one contestant in a process of its own; the requests are counted where they arrive.
 *
 * @param {import('./standInProcess.mjs').StandInProcess} standIn
 * @param {Contestant & { groups: number }} contestant
 * @returns {Promise<Row>}
 */
async function measure(standIn, contestant, runs = RUNS) {
	await standIn.reset();
	/** @type {import('./listChild.mjs').Task} */
	const task = { ...contestant, runs, url: standIn.url, apiKey: standIn.apiKey };
	const { stdout } = await run('npx', [
		'tsx',
		'test/benchmark/listChild.mjs',
		JSON.stringify(task),
	]);
	/** @type {import('./listChild.mjs').Measured} */
	const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
	const { received, refused } = await standIn.count();
	return {
		label: label(contestant),
		...measured,
		requests: received / runs,
		refused: refused / runs,
	};
}

/**
 * Runs a comparison and prints it; times are the median of the runs, ratios are to the first row.
 *
 * @param {string} title
 * @param {import('./standInProcess.mjs').Options & { groups: number }} options
 * @param {Contestant[]} contestants
 */
async function compare(title, options, contestants, runs = RUNS) {
	const standIn = await startStandIn(options);
	/** @type {Row[]} */
	const rows = [];
	try {
		for (const contestant of contestants) {
			rows.push(await measure(standIn, { groups: options.groups, ...contestant }, runs));
		}
	} finally {
		await standIn.stop();
	}
	print(title, rows);
	return rows;
}

/**
 * @param {string} title
 * @param {Row[]} rows
 */
function print(title, rows) {
	const table = new Table({
		head: [title, 'ms', 'ratio', 'requests', 'refused', 'groups', 'peak MB'],
		colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
		style: { head: [], border: [], compact: true },
	});
	for (const { label, ms, requests, refused, items, peakMB } of rows) {
		table.push([
			label,
			ms,
			(ms / (rows[0]?.ms ?? ms)).toFixed(2),
			requests,
			refused,
			items,
			Math.round(peakMB),
		]);
	}
	console.log(`${table}\n`);
}

/**
 * @param {...number} inFlight
 * @returns {Contestant[]}
 */
const ours = (...inFlight) => inFlight.map((number) => ({ type: 'ours', inFlight: number }));
/**
 * @param {...number} inFlight
 * @returns {Contestant[]}
 */
const fetch = (...inFlight) =>
	inFlight.map((number) => ({ type: 'bench.fetch', inFlight: number }));
/**
 * @param {...number} inFlight
 * @returns {Contestant[]}
 */
const helper = (...inFlight) =>
	inFlight.map((number) => ({ type: 'bench.helper', inFlight: number }));
/** @type {Contestant} */
const pageAfterPage = { type: 'bench.helper', inFlight: 1 };

await compare('10,000 groups, 50 ms', { groups: 10_000, latencyMs: 50 }, [
	pageAfterPage,
	...fetch(1, 4, 8, 16),
	...helper(4, 8, 16),
	...ours(1, 4, 8, 16),
	{ type: 'ours.assets', inFlight: 8 },
]);
await compare('1,000 groups, 200 ms', { groups: 1_000, latencyMs: 200 }, [
	pageAfterPage,
	...fetch(8),
	...ours(1, 8),
]);
await compare('100,000 groups, no latency', { groups: 100_000 }, [
	{ type: 'bench.helperAlone', inFlight: 8 },
	{ type: 'bench.helper', inFlight: 8 },
	...fetch(8),
	...ours(8),
]);
await compare(
	'100,000 groups, no latency, one run for the memory',
	{ groups: 100_000 },
	[...fetch(8), ...ours(8)],
	1,
);

console.log('How the cost grows, no latency:');
for (const groups of [1_000, 10_000, 100_000]) {
	await compare(`${groups} groups`, { groups }, ours(8));
}

const rate = { perSecond: 30, burst: 30 };
const limited = { groups: 30_000 - 1, latencyMs: 50 };
console.log('30 requests a second allowed, bursts of 30; 300 pages take at least 9000 ms:');
await compare('Retry-After: 1', { ...limited, rate: { ...rate, retryAfter: '1' } }, ours(8), 1);
await compare('no Retry-After', { ...limited, rate }, ours(8), 1);
