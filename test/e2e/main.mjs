// npm run e2e: proves the packed package in whole n8ns, as users run it.
//   -- --update-images   also takes the screenshots of docs/images anew
//   -- --only=<text>     only the cases whose name contains the text
import { parseArgs } from 'node:util';

import { agentUsesTool } from './cases/agent.mjs';
import { cancelStops, cancelStopsItems, cancelStopsWaits } from './cases/cancel.mjs';
import { editorWorks } from './cases/editor.mjs';
import { examplesRun } from './cases/examples.mjs';
import { faultsAreTold } from './cases/faults.mjs';
import { packageLoads } from './cases/package.mjs';
import { queueModeWorks } from './cases/queue.mjs';
import { runsAgain } from './cases/runAgain.mjs';
import { scheduleRuns } from './cases/schedule.mjs';
import { triggerEmitsOnce } from './cases/trigger.mjs';
import { uploadsFiles } from './cases/uploads.mjs';
import { withContext } from './Context.mjs';
import { inTheField } from './inTheField.mjs';
import { Results } from './Results.mjs';
import { installPrograms } from './setup/debian.mjs';
import { installN8n, installNode } from './setup/install.mjs';
import { pack } from './setup/pack.mjs';
import { onInterrupt, stopAll } from './setup/processes.mjs';
import { makeTemporaryFolder } from './setup/temporary.mjs';
import { N8N_1, N8N_2 } from './setup/versions.mjs';

const { values: flags } = parseArgs({
	options: { 'update-images': { type: 'boolean', default: false }, only: { type: 'string' } },
});

const only = (flags.only ?? '').toLowerCase();

const IN_BOTH = [
	{ name: '1 The package loads and the editor is told all of it', run: packageLoads },
	{ name: '2 Every example imports and runs', run: examplesRun },
	{ name: '2 Every example runs in the field', run: inTheField(examplesRun) },
	{ name: '2 A published schedule runs by itself', run: scheduleRuns },
	{
		name: '2 Published triggers emit each event once, over a restart too',
		run: triggerEmitsOnce,
	},
	{ name: '4 An AI agent uses the node as its tool', run: agentUsesTool },
	{ name: '6 A cancelled Return All stops within a second', run: cancelStops },
	{ name: '6 Cancelled items stop within a second', run: cancelStopsItems },
	{ name: '6 Cancelled waits stop within a second', run: cancelStopsWaits },
	{ name: '7 Files from a form are uploaded, their group found or made', run: uploadsFiles },
	{ name: '7 Files from a form are uploaded in the field', run: inTheField(uploadsFiles) },
	{ name: '8 Whatever goes wrong, the same story is told', run: faultsAreTold },
	{ name: '9 Uploads that n8n died in are run again, and billed once', run: runsAgain },
	{
		name: '9 Uploads that n8n died in are run again, and billed once, in the field',
		run: inTheField(runsAgain),
	},
];
const IN_2 = [
	{ name: '3 A person uses the node in the editor', run: editorWorks },
	{ name: '5 Queue mode runs each execution once', run: queueModeWorks },
];
const PLAN = [
	{ version: N8N_2, cases: [...IN_BOTH, ...IN_2].sort((a, b) => a.name.localeCompare(b.name)) },
	{ version: N8N_1, cases: IN_BOTH },
];

onInterrupt(stopAll);

const results = new Results();
try {
	const programs = await installPrograms();
	const node = await installNode();
	const tarball = await pack(makeTemporaryFolder('package'));

	for (const { version, cases } of PLAN) {
		const chosen = cases.filter(({ name }) => name.toLowerCase().includes(only));
		if (chosen.length === 0) continue;
		const script = await installN8n(version, node);
		const more = { programs, updateImages: flags['update-images'] };
		await results.group(`n8n ${version}`, chosen, async (work) => {
			await withContext({ version, script, node, tarball }, more, work);
		});
	}
} catch (error) {
	results.fail('setting up', error);
} finally {
	await stopAll();
}
results.print();
process.exit(results.failed > 0 ? 1 : 0);
