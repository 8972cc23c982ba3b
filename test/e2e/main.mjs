// npm run e2e: proves the packed package in whole n8ns, as users run it.
//   -- --update-images   also takes the screenshots of docs/images anew
//   -- --only=<text>     only the cases whose name contains the text
import { parseArgs } from 'node:util';

import { agentUsesTool } from './cases/agent.mjs';
import { cancelStops, cancelStopsItems, cancelStopsWaits } from './cases/cancel.mjs';
import { editorWorks } from './cases/editor.mjs';
import { examplesRun } from './cases/examples.mjs';
import { faultsAreTold } from './cases/faults.mjs';
import { survivesAKill } from './cases/killed.mjs';
import { packageLoads } from './cases/package.mjs';
import { queueModeWorks } from './cases/queue.mjs';
import { restOfApiWorks } from './cases/restOfApi.mjs';
import { folderStaysInStep, nightlyUploadCatchesUp } from './cases/runAgain.mjs';
import { scheduleRuns } from './cases/schedule.mjs';
import { tidiesUp } from './cases/tidyUp.mjs';
import { triggerEmitsOnce } from './cases/trigger.mjs';
import { uploadsFiles } from './cases/uploads.mjs';
import { verifiesAPerson } from './cases/verifyPerson.mjs';
import { videoOutlivesN8n, videosAreMade } from './cases/video.mjs';
import { videoExamplesRun } from './cases/videoExamples.mjs';
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
	{ name: '2 A published schedule runs by itself', run: scheduleRuns },
	{
		name: '2 Published triggers emit each event once, over a restart too',
		run: triggerEmitsOnce,
	},
	{ name: '4 An AI agent uses the node as its tool', run: agentUsesTool },
	{ name: '6 A cancelled Return All stops within a second', run: cancelStops },
	{ name: '6 Cancelled items stop within a second', run: cancelStopsItems },
	{ name: '6 Cancelled waits stop within a second', run: cancelStopsWaits },
	{ name: '6 Whatever goes wrong, the same story is told', run: faultsAreTold },
	{ name: '7 Uploads that n8n died in are run again, and billed once', run: survivesAKill },
	{
		name: '7 Files from a form are uploaded once; a refusal is shown in the form',
		run: uploadsFiles,
	},
	{ name: '7 A group stays in step with a folder', run: folderStaysInStep },
	{ name: '7 A nightly upload catches up and pays once', run: nightlyUploadCatchesUp },
	{ name: '7 Old assets are deleted by who agrees', run: tidiesUp },
	{ name: '8 A person is verified, and their picture uploaded', run: verifiesAPerson },
	{
		name: '8 The rest of the asset API works, also on sites that lack a part of it',
		run: restOfApiWorks,
	},
	{ name: '9 Text and assets become a video in a file, paid once', run: videosAreMade },
	{ name: '9 A video outlives the n8n that waited for it', run: videoOutlivesN8n },
	{ name: '9 Every example with videos runs', run: videoExamplesRun },
];
/** What also runs on a service that behaves as clients report it, in an n8n that has no executions yet. */
const ALSO_IN_THE_FIELD = [
	examplesRun,
	triggerEmitsOnce,
	agentUsesTool,
	uploadsFiles,
	survivesAKill,
	folderStaysInStep,
	nightlyUploadCatchesUp,
	tidiesUp,
];
const IN_THE_FIELD = IN_BOTH.filter(({ run }) => ALSO_IN_THE_FIELD.includes(run)).map(
	({ name, run }) => ({ name: `${name}, in the field`, run: inTheField(run) }),
);
const IN_2 = [
	{ name: '3 A person uses the node in the editor', run: editorWorks },
	{ name: '5 Queue mode runs each execution once', run: queueModeWorks },
];
/**
 * @template {{ name: string }} C
 * @param {C[]} cases
 */
const sorted = (cases) => [...cases].sort((a, b) => a.name.localeCompare(b.name));
const PLAN = [
	{ version: N8N_2, cases: sorted([...IN_BOTH, ...IN_2]) },
	{ version: N8N_2, cases: sorted(IN_THE_FIELD) },
	{ version: N8N_1, cases: sorted(IN_BOTH) },
	{ version: N8N_1, cases: sorted(IN_THE_FIELD) },
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
