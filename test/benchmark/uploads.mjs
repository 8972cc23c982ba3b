// npm run bench:uploads: what an upload costs in memory, side by side: a small file and the largest, on disk and in memory.
import Table from 'cli-table3';

import { startStandIn } from './standInProcess.mjs';
import { costOfUploads } from './uploadCost.mjs';

const standIn = await startStandIn({ groups: 1 });
const table = new Table({
	head: ["n8n's store", 'file MB', 'peak MB more', 'times the file'],
	colAligns: ['left', 'right', 'right', 'right'],
	style: { head: [], border: [], compact: true },
});
try {
	for (const where of /** @type {const} */ (['disk', 'memory'])) {
		for (const megabytes of [1, 50]) {
			const costMB = await costOfUploads(standIn, { where, megabytes });
			table.push([where, megabytes, costMB.toFixed(1), (costMB / megabytes).toFixed(2)]);
		}
	}
} finally {
	await standIn.stop();
}
console.log(table.toString());
