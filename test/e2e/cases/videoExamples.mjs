import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { isObject } from '../../stand-in/json.ts';
import { MP4 } from '../../stand-in/samples/mp4.ts';
import { exampleWithId, MANUALLY, nodeOf } from '../n8n/examples.mjs';
import { Form } from '../n8n/Form.mjs';
import { assertFiles, assertPaidOnceAndKeyKept } from './video.mjs';

/** @typedef {import('../n8n/examples.mjs').Example} Example */

/** The examples that these cases run. */
export const VIDEO_EXAMPLES = [
	'asset-to-video',
	'chain-of-clips',
	'check-then-generate',
	'first-video',
	'long-video',
	'many-prompts',
	'video-from-form',
];

/** An image of the stand-in's, as a user picks it from the list. */
const IMAGE = makeAsset(3);

const PICTURE = new File([Buffer.from('a picture')], 'image.png', { type: 'image/png' });

/** What a moderated prompt says in these tests. */
const REFUSED_WORD = 'forbidden';

/** @param {import('../../stand-in/videoRequest.ts').SubmitRequest} request */
const moderates = ({ content }) =>
	JSON.stringify(content).includes(REFUSED_WORD)
		? {
				code: 'InputTextSensitiveContentDetected',
				message: 'The request failed because content[0] may contain sensitive information',
			}
		: undefined;

/** @typedef {import('../Context.mjs').Context} Context */

/** In an empty account, a picture becomes an asset of a new group, and a video in a file; later only a video. @param {Context} context */
export async function firstVideo(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: [], assets: [], statuses: ['Processing', 'Active'] });
	const id = await context.add(exampleWithId('first-video'));
	for (const videos of [1, 2]) {
		const execution = await context.run(id, MANUALLY);
		assert.equal(execution.status, 'success', execution.error);
		await assertFiles(n8n, execution, { data: MP4 });
		const [group, ...otherGroups] = standIn.groups;
		const [asset, ...otherAssets] = standIn.assets;
		assert.equal(group?.Name, 'My pictures');
		assert.deepEqual([asset?.Name, asset?.GroupId], ['paper-boat', group.Id]);
		assert.deepEqual([...otherGroups, ...otherAssets], [], 'something was made, and paid, twice');
		assert.deepEqual(standIn.videoTasks.at(-1)?.request.content[1], {
			type: 'image_url',
			image_url: { url: `asset://${asset?.Id}` },
			role: 'first_frame',
		});
		assert.equal(standIn.submitted, videos);
	}
}

/** A picked asset becomes a video in a file, paid once; the key stays with the API. @param {Context} context */
export async function assetToVideo(context) {
	const { n8n, standIn } = context;
	standIn.reset({ assets: makeAssets(12) });
	const example = exampleWithId('asset-to-video');
	/** @type {unknown} */
	const firstFrameAsset = nodeOf(example, 'Asset to Video').parameters.firstFrameAsset;
	assert.ok(isObject(firstFrameAsset));
	assert.equal(firstFrameAsset.value, '', 'the note says to pick an asset');
	firstFrameAsset.value = IMAGE.Id;

	const execution = await runToItsEnd(context, example);
	const [task] = standIn.videoTasks;
	assert.ok(task);
	assert.deepEqual(task.request.content[1], {
		type: 'image_url',
		image_url: { url: `asset://${IMAGE.Id}` },
		role: 'first_frame',
	});
	const [file] = execution.itemsOf('Video File');
	const [{ videoUrl, expiresAt } = {}] = execution.itemsOf('Asset to Video');
	assert.deepEqual(file, {
		taskId: task.id,
		videoUrl,
		expiresAt,
		fileName: `${task.id}.mp4`,
	});
	assert.ok(String(videoUrl).startsWith(standIn.storage.url));
	await assertFiles(n8n, execution, { data: MP4 });
	assertPaidOnceAndKeyKept(standIn);
}

/** It sleeps, looks, and sleeps again until the video is ready. @param {Context} context */
export async function longVideo(context) {
	const { n8n, standIn } = context;
	standIn.reset({ video: { readyAfter: { questions: 2 } } });
	const example = exampleWithId('long-video');
	nodeOf(example, 'Wait 2 Minutes').parameters = { amount: 1, unit: 'seconds' };

	const execution = await runToItsEnd(context, example);
	const looks = execution.result.runData['Look at Video']?.length ?? 0;
	assert.ok(looks >= 2, `it looked ${looks} times`);
	await assertFiles(n8n, execution, { data: MP4 });
	assert.equal(standIn.submitted, 1);
}

/** Each clip begins with the last frame of the one before. @param {Context} context */
export async function chainOfClips(context) {
	const { standIn } = context;
	standIn.reset();
	const execution = await runToItsEnd(context, exampleWithId('chain-of-clips'));
	const clips = ['First Clip', 'Second Clip', 'Third Clip'].map(
		(name) => execution.itemsOf(name)[0],
	);
	const firstFrames = standIn.videoTasks.map(
		({ request }) => request.content.find(({ role }) => role === 'first_frame')?.image_url?.url,
	);
	assert.deepEqual(firstFrames, [undefined, clips[0]?.lastFrameUrl, clips[1]?.lastFrameUrl]);
	assert.deepEqual(execution.itemsOf('Clips in Order'), [
		{ clips: clips.map((clip) => clip?.videoUrl) },
	]);
	assert.equal(new Set(clips.map((clip) => clip?.videoUrl)).size, 3);
}

/** One refused prompt stops no other, and comes out with the reason. @param {Context} context */
export async function manyPrompts(context) {
	const { n8n, standIn } = context;
	standIn.reset({ video: { moderates } });
	const example = exampleWithId('many-prompts');
	const { parameters } = nodeOf(example, 'Prompts');
	const prompts = JSON.parse(String(parameters.jsonOutput));
	prompts.prompts.splice(1, 0, { name: 'refused', prompt: `Something ${REFUSED_WORD}` });
	parameters.jsonOutput = JSON.stringify(prompts);

	const execution = await runToItsEnd(context, example);
	const made = execution.itemsOf('Videos');
	assert.deepEqual(
		made.map(({ name }) => name),
		['harbor', 'market', 'night'],
	);
	assert.equal(new Set(made.map(({ videoUrl }) => videoUrl)).size, 3);
	for (const files of execution.filesOf('Videos')) {
		assert.ok(files?.data);
		assert.ok((await n8n.rest.download(files.data)).equals(MP4));
	}
	const [notMade, ...others] = execution.itemsOf('Not Made');
	assert.equal(others.length, 0);
	assert.equal(notMade?.name, 'refused');
	assert.match(String(notMade?.reason), /content check refused this: .*the prompt may contain/);
	assert.equal(standIn.submitted, 3);
}

/** What is not ready is listed, and never paid for. @param {Context} context */
export async function checkThenGenerate(context) {
	const { standIn } = context;
	standIn.reset();
	const execution = await runToItsEnd(context, exampleWithId('check-then-generate'));

	const videos = execution.itemsOf('Videos').map(({ name }) => name);
	assert.deepEqual(videos, ['harbor', 'market']);
	const [{ name, problems } = {}, ...others] = execution.itemsOf('To Be Corrected');
	assert.equal(name, 'night');
	assert.match(String(problems), /Prompt is empty/);
	assert.equal(others.length, 0);
	assert.equal(standIn.submitted, 2);
}

/** The last page of the form shows the video, or why there is none. @param {Context} context */
export async function videoFromForm(context) {
	const { n8n, standIn } = context;
	standIn.reset({
		groups: [],
		assets: [],
		statuses: ['Processing', 'Active'],
		video: { moderates },
	});
	const id = await context.add(exampleWithId('video-from-form'));
	await n8n.rest.publish(id);

	const shown = await submit(n8n, 'The boat begins to move.');
	const again = await submit(n8n, 'The boat sinks.');
	const refused = await submit(n8n, `Something ${REFUSED_WORD} happens.`);
	await n8n.rest.unpublish(id);

	const [video] = shown.execution.itemsOf('Generate Video');
	assert.ok(video);
	assert.ok(shown.page.includes('<video controls'), shown.page);
	assert.ok(
		shown.page.includes(String(video.videoUrl).replaceAll('&', '&amp;')),
		'the page lacks the video',
	);
	assert.notEqual(again.execution.itemsOf('Generate Video')[0]?.taskId, video.taskId);
	assert.equal(standIn.groups.length, 1, 'the group was not created once');
	assert.equal(standIn.assets.length, 3, 'a picture of the same name was taken for another');
	assert.match(refused.page, /There is no video/);
	assert.match(refused.page, /content check refused this: .*the prompt may contain/);
	assert.equal(standIn.submitted, 2);
}

/**
 * Fills in the form as a browser does, and reads its last page.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {string} prompt
 */
async function submit(n8n, prompt) {
	const form = await Form.handIn(n8n, 'video-from-form', [PICTURE, prompt]);
	const page = await form.lastPage();
	const execution = await form.execution();
	assert.equal(execution.status, 'success', execution.error);
	return { page, execution };
}

/** @param {Context} context @param {Example} example */
async function runToItsEnd(context, example) {
	const execution = await context.run(await context.add(example), MANUALLY);
	assert.equal(execution.status, 'success', `${example.id}: ${execution.error}`);
	return execution;
}
