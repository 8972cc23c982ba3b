// npm run bench:uploads: what an upload costs in memory, side by side: a small file and the largest, on disk and in memory.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import Table from 'cli-table3';

import { startStandIn } from './standInProcess.mjs';

const run = promisify(execFile);
const standIn = await startStandIn({ groups: 1 });
const table = new Table({
	head: ["n8n's store", 'file MB', 'peak MB more', 'times the file'],
	colAligns: ['left', 'right', 'right', 'right'],
	style: { head: [], border: [], compact: true },
});
try {
	for (const where of ['disk', 'memory']) {
		for (const megabytes of [1, 50]) {
			const task = JSON.stringify({ where, megabytes, url: standIn.url, apiKey: standIn.apiKey });
			const command = ['--expose-gc', '--import', 'tsx', 'test/benchmark/uploadChild.mjs', task];
			const { stdout } = await run(process.execPath, command);
			const { costMB } = JSON.parse(stdout.trim().split('\n').at(-1));
			table.push([where, megabytes, costMB.toFixed(1), (costMB / megabytes).toFixed(2)]);
		}
	}
} finally {
	await standIn.stop();
}
console.log(table.toString());
