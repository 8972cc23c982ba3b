// npm run bench: how fast and how thrifty the package is, measured in a whole n8n beside HTTP Request with the same credential.
//   -- --only=<text>   only the figures whose line contains the text; the file is left alone
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { format } from 'prettier';

import { N8N_2, NODE } from '../e2e/setup/versions.mjs';
import { onInterrupt, stopAll } from '../e2e/setup/processes.mjs';
import { messageOf } from '../messageOf.ts';
import { Bench } from './Bench.mjs';
import { FIGURES } from './figures.mjs';
import { asTable } from './table.mjs';

const FILE = 'docs/benchmark.md';

const { values: flags } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const chosen = FIGURES.filter(({ what }) => what.toLowerCase().includes(flags.only.toLowerCase()));

onInterrupt(stopAll);
let bench;
/** @type {import('./table.mjs').Row[]} */
const rows = [];
try {
	bench = await Bench.start();
	for (const { what, measure } of chosen) {
		console.log(`${what} …`);
		rows.push({ what, ...(await measure(bench)) });
	}
	if (chosen.length === FIGURES.length) writeFileSync(FILE, await page());
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
} finally {
	console.log(asTable(rows));
	await bench?.stop();
	await stopAll();
}
if (rows.some(({ goals }) => goals.some(({ holds }) => !holds))) process.exitCode = 1;

/** What is measured, for people who read it. */
async function page() {
	const { model = 'an unknown processor', length } = { ...cpus()[0], length: cpus().length };
	const text = `# Benchmark

Written by \`npm run bench\`: n8n ${N8N_2} on Node.js ${NODE}, ${length} × ${model}. The service is the stand-in of the tests, in a process
of its own. HTTP Request uses the credential of this package, as people use it. Each number is the run with the median time of
three.

${asTable(rows)}
`;
	return await format(text, { parser: 'markdown' });
}
