// npm run e2e: proves in whole n8ns, as users run them, what nothing smaller can prove of the packed package.
//   -- --update-images   also takes the screenshots of docs/images anew
//   -- --only=<text>     only the cases whose name contains the text
import { parseArgs } from 'node:util';

import { agentUsesTool } from './cases/agent.mjs';
import { agentAsksAPerson } from './cases/approval.mjs';
import { badDayGivesAllVideos } from './cases/badDay.mjs';
import { cancelStops } from './cases/cancel.mjs';
import { editorWorks } from './cases/editor.mjs';
import { examplesRun } from './cases/examples.mjs';
import { faultsAreTold } from './cases/faults.mjs';
import { survivesAKill } from './cases/killed.mjs';
import { newcomerMakesAVideo } from './cases/newcomer.mjs';
import { packageLoads } from './cases/package.mjs';
import { queueModeWorks } from './cases/queue.mjs';
import {
	folderStaysInStep,
	groupsEveryMorning,
	nightlyUploadCatchesUp,
	uploadsAFolder,
} from './cases/runAgain.mjs';
import { scheduleRuns } from './cases/schedule.mjs';
import { tidiesUp } from './cases/tidyUp.mjs';
import { triggerEmitsOnce } from './cases/trigger.mjs';
import { uploadsFiles } from './cases/uploads.mjs';
import { onlyProofCounts } from './cases/verdicts.mjs';
import { verifiesAPerson } from './cases/verifyPerson.mjs';
import { videoOutlivesN8n } from './cases/video.mjs';
import {
	assetToVideo,
	chainOfClips,
	checkThenGenerate,
	firstVideo,
	longVideo,
	manyPrompts,
	videoFromForm,
} from './cases/videoExamples.mjs';
import { N8n } from './n8n/N8n.mjs';
import { Results } from './Results.mjs';
import { installPrograms } from './setup/debian.mjs';
import { installN8n, installNode } from './setup/install.mjs';
import { installProject } from './setup/pack.mjs';
import { onInterrupt, stopAll } from './setup/processes.mjs';
import { N8N_1, N8N_2 } from './setup/versions.mjs';
import { sideBySide } from './sideBySide.mjs';

const { values: flags } = parseArgs({
	options: { 'update-images': { type: 'boolean', default: false }, only: { type: 'string' } },
});

const IN_BOTH = [
	{ name: 'The package loads and the editor is told all of it', run: packageLoads },
	{ name: 'Examples run: list, look up, an asset from upload to deletion', run: examplesRun },
	{ name: 'Example: a first video, in an empty account', run: firstVideo },
	{ name: 'Example: the files of a folder are uploaded once', run: uploadsAFolder },
	{ name: 'Example: all groups are in a table every morning', run: groupsEveryMorning },
	{ name: 'Example: a group stays in step with a folder', run: folderStaysInStep },
	{ name: 'Example: a nightly upload catches up and pays once', run: nightlyUploadCatchesUp },
	{
		name: 'Example: files from a form are uploaded once, or the form says why not',
		run: uploadsFiles,
	},
	{ name: 'Example: old assets are deleted by who agrees', run: tidiesUp },
	{ name: 'Example: a person is verified, and their picture uploaded', run: verifiesAPerson },
	{ name: 'Example: an asset becomes a video in a file, paid once', run: assetToVideo },
	{ name: 'Example: a long video is looked at until it is ready', run: longVideo },
	{ name: 'Example: clips that begin where the one before ends', run: chainOfClips },
	{ name: 'Example: what is not ready is listed before anything is paid', run: checkThenGenerate },
	{ name: 'Example: of many prompts one is refused, the others become videos', run: manyPrompts },
	{ name: 'Example: a form shows its video, or why there is none', run: videoFromForm },
	{ name: 'An AI agent uses the node as its tool', run: agentUsesTool },
	{ name: 'A published schedule runs by itself', run: scheduleRuns },
	{ name: 'Whatever goes wrong, the same story is told', run: faultsAreTold },
	{ name: 'A bad day: ten videos, and whatever waits can meet', run: badDayGivesAllVideos },
	{ name: 'Only proof counts, whatever a submit is answered', run: onlyProofCounts },
	{ name: 'What is cancelled stops', run: cancelStops },
	{ name: 'The trigger emits each event once, over a kill of n8n too', run: triggerEmitsOnce },
	{ name: 'Uploads that n8n died in are run again, and billed once', run: survivesAKill },
	{ name: 'A video outlives the n8n that waited for it', run: videoOutlivesN8n },
];
const IN_N8N_2 = [
	{ name: 'Example: an agent asks a person before it makes a video', run: agentAsksAPerson },
];
/** Each of them alone: the editor chooses among the credentials of all cases. */
const NEWCOMER = [
	{ name: 'A newcomer gets from an empty account to a video', run: newcomerMakesAVideo },
];
const EDITOR = [{ name: 'A person uses the node in the editor', run: editorWorks }];

onInterrupt(stopAll);

const began = Date.now();
const results = new Results();
try {
	const programs = await installPrograms();
	const node = await installNode();
	const userFolder = await installProject();
	/** @param {string} version */
	const optionsOf = async (version) => ({
		...{ version, node, userFolder },
		script: await installN8n(version, node),
	});

	/** The same cases in both, in the newer n8n as the vendor documents the service, in the older as clients report it. */
	const lines = /** @type {const} */ ([
		[N8N_2, 'as-documented', [NEWCOMER, EDITOR, [...IN_BOTH, ...IN_N8N_2]]],
		[N8N_1, 'as-in-the-field', [NEWCOMER, IN_BOTH]],
	]);
	for (const [version, manner, groups] of lines) {
		const chosen = groups.map((cases) =>
			cases.map((one) => namedFor(version, one)).filter(isChosen),
		);
		if (chosen.flat().length === 0) continue;
		await inN8n(await optionsOf(version), async (n8n) => {
			const updateImages = flags['update-images'] && version === N8N_2;
			const shared = { programs, n8n, manner, updateImages };
			for (const cases of chosen) await sideBySide(cases, shared, results);
		});
	}
	const queue = namedFor(N8N_2, { name: 'Queue mode runs each execution once' });
	if (isChosen(queue)) {
		const options = await optionsOf(N8N_2);
		await results.run(queue.name, async () => await queueModeWorks(programs, options));
	}
} catch (error) {
	results.fail('setting up', error);
} finally {
	await stopAll();
}
console.log(`${((Date.now() - began) / 1000).toFixed(0)} s in all`);
results.print();
process.exit(results.failed > 0 ? 1 : 0);

/**
 * A case whose name says in which n8n it runs.
 *
 * @template {{ name: string }} C
 * @param {string} version
 * @param {C} one
 */
function namedFor(version, one) {
	return { ...one, name: `n8n ${version} · ${one.name}` };
}

/** @param {{ name: string }} one */
function isChosen({ name }) {
	return name.toLowerCase().includes((flags.only ?? '').toLowerCase());
}

/**
 * Starts an n8n, signs in, and stops it after the work.
 *
 * @param {import('./n8n/N8n.mjs').N8nOptions} options
 * @param {(n8n: N8n) => Promise<void>} work
 */
async function inN8n(options, work) {
	const n8n = await N8n.create(options);
	try {
		await n8n.start();
		await n8n.rest.setUpOwner();
		await work(n8n);
	} finally {
		await n8n.stop();
	}
}
