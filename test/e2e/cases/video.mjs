import assert from 'node:assert/strict';

import { MP4 } from '../../stand-in/samples/mp4.ts';
import { PNG } from '../../stand-in/samples/png.ts';
import { finishVideo, START, textToVideo } from '../n8n/videoWorkflows.mjs';
import { until } from '../setup/until.mjs';

/**
 * n8n is killed while it waits for a video: its log names the task, and Get Video with that ID finishes the job in the
 * n8n that is started afterwards. The video is submitted, and so paid, once.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {import('../Context.mjs').KillN8n} killN8n
 */
export async function videoOutlivesN8n(context, killN8n) {
	const { n8n, standIn } = context;
	standIn.reset({ video: { outcomes: ['never'] } });
	await n8n.rest.startWorkflow(await context.add(textToVideo), { name: START });
	await until('n8n waits for the video', () => standIn.actions.includes('GetVideo'));
	const [task] = standIn.videoTasks;
	assert.ok(task);
	await killN8n(() => (task.outcome = 'succeeded'));

	const { id: taskId } = task;
	const log = n8n.wholeLog();
	assert.match(
		log,
		new RegExp(`submitted the task ${taskId}\\b`),
		'the log does not name the task',
	);
	const finished = await context.run(await context.add(finishVideo(taskId)), START);
	assert.equal(finished.status, 'success', finished.error);
	await assertFiles(n8n, finished, { data: MP4, lastFrame: PNG });
	assertPaidOnceAndKeyKept(standIn);
}

/**
 * The one item of the last node has exactly these files.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
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

/** @param {import('../../stand-in/StandIn.ts').StandIn} standIn */
export function assertPaidOnceAndKeyKept(standIn) {
	assert.equal(standIn.submitted, 1, 'the video was not submitted once');
	assert.ok(standIn.storage.received.length > 0, 'nothing was fetched from the storage');
	assert.equal(standIn.storage.sawKey, false, 'the key came to the storage');
}
