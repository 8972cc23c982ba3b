import assert from 'node:assert/strict';

import { ODD_QUERY_ANSWERS } from '../../stand-in/answers/queries.ts';
import { MP4 } from '../../stand-in/samples/mp4.ts';
import { videoOfEach } from '../n8n/videoWorkflows.mjs';
import { startWith } from '../n8n/oneNode.mjs';

const VIDEOS = 10;

/**
 * One run of ten videos, in whose waits the service gives each odd answer once that was ever seen, such as 401, 404 or a web
 * page: there are ten videos in the end, and none was paid twice.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function badDayGivesAllVideos(context) {
	const { n8n, standIn } = context;
	standIn.reset({ video: { oddAnswers: 'each', readyAfter: { questions: 4 } } });
	const prompts = Array.from({ length: VIDEOS }, (_, index) => `Boat number ${index + 1} sails.`);
	const id = await context.add(videoOfEach);
	const items = prompts.map((prompt) => ({ json: { prompt } }));
	const execution = await n8n.rest.execution(await startWith(n8n, id, items));

	assert.equal(execution.status, 'success', execution.error);
	assert.equal(standIn.oddAnswersLeft, 0, 'there are odd answers that no request has met');
	assert.ok(Object.keys(ODD_QUERY_ANSWERS).length >= VIDEOS);
	const taskIds = execution.itemsOf('Generate Video').map(({ taskId }) => taskId);
	assert.deepEqual(
		taskIds.map((taskId) => standIn.videoTasks.find((task) => task.id === taskId)?.request.content),
		prompts.map((text) => [{ type: 'text', text }]),
	);
	for (const files of execution.filesOf('Generate Video')) {
		assert.ok(files?.data, 'there is no file');
		assert.ok((await n8n.rest.download(files.data)).equals(MP4), 'the file is not the video');
	}
	assert.equal(standIn.submitted, VIDEOS);
	assert.equal(standIn.storage.sawKey, false, 'the key came to the storage');
}
