// npm run bench: what the package promises to be as fast and as thrifty as, measured in a whole n8n beside HTTP Request.
//   -- --only=<text>   only the figures whose name contains the text; the chart is left alone
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { onInterrupt, stopAll } from '../e2e/setup/processes.mjs';
import { messageOf } from '../messageOf.ts';
import { Bench } from './Bench.mjs';
import { drawChart } from './chart.mjs';
import { listsOfGroups, rateLimit, sideBySide, waits } from './figures/items.mjs';
import { longList } from './figures/lists.mjs';
import { idlePoll } from './figures/trigger.mjs';
import { uploadsFromMemory } from './figures/uploads.mjs';
import { largeVideo, tenClips } from './figures/videos.mjs';
import { asTable, isForChart } from './rows.mjs';

const FIGURES = [
	sideBySide,
	listsOfGroups,
	longList,
	rateLimit,
	waits,
	tenClips,
	uploadsFromMemory,
	largeVideo,
	idlePoll,
];

const CHART = 'docs/images/benchmark.svg';

const { values: flags } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const chosen = FIGURES.filter(({ name }) => name.toLowerCase().includes(flags.only.toLowerCase()));

onInterrupt(stopAll);
let bench;
/** @type {import('./rows.mjs').Row[]} */
const rows = [];
try {
	bench = await Bench.start();
	for (const figure of chosen) {
		console.log(`${figure.name} …`);
		rows.push(...(await figure.measure(bench)));
	}
	console.log(asTable(rows));
	if (chosen.length === FIGURES.length) {
		writeFileSync(CHART, drawChart(rows.filter(isForChart)));
		console.log(`${CHART} shows it.`);
	}
} catch (error) {
	if (rows.length > 0) console.log(asTable(rows));
	console.error(messageOf(error));
	process.exitCode = 1;
} finally {
	await bench?.stop();
	await stopAll();
}
