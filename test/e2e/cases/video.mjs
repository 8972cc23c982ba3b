import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { MP4 } from '../../stand-in/samples/mp4.ts';
import { PNG } from '../../stand-in/samples/png.ts';
import { assetToVideo, finishVideo, PROMPT, textToVideo } from '../n8n/videoWorkflows.mjs';
import { until } from '../setup/until.mjs';

/**
 * @typedef {import('../n8n/N8n.mjs').N8n} N8n
 * @typedef {import('../../stand-in/StandIn.ts').StandIn} StandIn
 */

const START = { name: 'Start' };

const PATIENCE_MS = 60_000;

/**
 * A text, and an asset that was just uploaded, become a video in a binary file; each is submitted once, and the key stays
 * with the API.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function videosAreMade({ n8n, standIn }) {
	standIn.reset({ storage: { redirects: 1 } });
	const fromText = await runToItsEnd(n8n, textToVideo);
	const [video] = fromText.itemsOf('Generate Video');
	assert.ok(video);
	assert.equal(video.status, 'succeeded');
	assert.equal(video.taskId, standIn.videoTasks[0]?.id);
	assert.ok(!('error' in video), 'a video that succeeded has the key "error"');
	await assertFiles(n8n, fromText, { data: MP4, lastFrame: PNG });
	assert.deepEqual(contentOf(standIn, 0), [{ type: 'text', text: PROMPT }]);
	assertPaidOnceAndKeyKept(standIn);

	standIn.reset({
		statuses: ['Processing', 'Active'],
		video: { assetsUsableAfter: { questions: 1 } },
	});
	const fromAsset = await runToItsEnd(n8n, assetToVideo);
	const [uploaded] = fromAsset.itemsOf('Upload Asset');
	await assertFiles(n8n, fromAsset, { data: MP4 });
	assert.deepEqual(contentOf(standIn, 0), [
		{ type: 'text', text: 'The boat of @image1 drifts into a wide river.' },
		{ type: 'image_url', image_url: { url: uploaded?.AssetUri }, role: 'reference_image' },
	]);
	assertPaidOnceAndKeyKept(standIn);
}

/**
 * n8n is stopped while it waits for a video: its log names the task, and Get Video with that ID finishes the job in the
 * n8n that is started afterwards. The video is submitted, and so paid, once.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function videoOutlivesN8n({ n8n, standIn }) {
	standIn.reset({ video: { outcomes: ['never'] } });
	await n8n.rest.startWorkflow(await n8n.rest.addWorkflow(textToVideo), START);
	await until('n8n waits for the video', PATIENCE_MS, () => standIn.actions.includes('GetVideo'));
	await n8n.stop();
	const [task] = standIn.videoTasks;
	assert.ok(task);
	task.outcome = 'succeeded';
	await n8n.start();

	const [, taskId = ''] = /submitted the task (\S+?)\./.exec(readFileSync(n8n.log, 'utf8')) ?? [];
	assert.equal(taskId, task.id, 'the log does not name the task');
	const finished = await runToItsEnd(n8n, finishVideo(taskId));
	await assertFiles(n8n, finished, { data: MP4, lastFrame: PNG });
	assertPaidOnceAndKeyKept(standIn);
}

/**
 * @param {N8n} n8n
 * @param {Parameters<N8n['rest']['addWorkflow']>[0]} workflow
 */
async function runToItsEnd(n8n, workflow) {
	const workflowId = await n8n.rest.addWorkflow(workflow);
	const execution = await n8n.rest.execution(await n8n.rest.startWorkflow(workflowId, START));
	assert.equal(execution.status, 'success', execution.error);
	return execution;
}

/**
 * The one item of the last node has exactly these files.
 *
 * @param {N8n} n8n
 * @param {import('../n8n/Rest.mjs').Execution} execution
 * @param {Record<string, Buffer>} expected
 */
export async function assertFiles(n8n, execution, expected) {
	const [files] = execution.filesOf(execution.result.lastNodeExecuted ?? '');
	assert.deepEqual(Object.keys(files ?? {}).sort(), Object.keys(expected).sort());
	for (const [field, content] of Object.entries(expected)) {
		const file = files?.[field];
		assert.ok(file);
		const stored = await n8n.rest.download(file);
		assert.ok(stored.equals(content), `${field}: ${stored.length} bytes, not the stand-in's`);
	}
}

/** What the submit with that number, from 0, was made of. @param {StandIn} standIn @param {number} index */
const contentOf = (standIn, index) => standIn.videoTasks[index]?.request.content;

/** @param {StandIn} standIn */
function assertPaidOnceAndKeyKept(standIn) {
	assert.equal(standIn.submitted, 1, 'the video was not submitted once');
	assert.ok(standIn.storage.received.length > 0, 'nothing was fetched from the storage');
	assert.equal(standIn.storage.sawKey, false, 'the key came to the storage');
}
