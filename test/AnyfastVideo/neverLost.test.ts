import { type INodeParameters } from 'n8n-workflow';

import { others, until } from '../engine/meanwhile';
import { nodeErrorOf } from '../engine/TestBed';
import type { Fault } from '../stand-in/faults';
import { gatewayError } from '../stand-in/StandIn';
import { FIELD_SHAPES } from '../stand-in/videoShapes';
import { useVideoBed } from './VideoBed';

const ID = 'asyntask_000001';
const generate = { operation: 'generate', prompt: 'A cat', download: false };
const get = { operation: 'get', taskId: ID, waitForCompletion: true };
const QUESTION = { action: 'GetVideo' };
const ACCEPTED = `the video task ${ID} was accepted and may be billed; do not generate it again`;

const bed = useVideoBed();

/** Submits a task, so that Get Video has one. */
const submit = async () => await bed.items({ ...generate, waitForCompletion: false });

const times = (howMany: number, fault: Fault) => Array.from({ length: howMany }, () => fault);

describe.each<[string, INodeParameters, () => Promise<unknown>]>([
	['Generate Video', generate, async () => {}],
	['Get Video', get, submit],
])('%s waits', (_operation, parameters, before) => {
	it.each<[string, Fault]>([
		['429', { status: 429 }],
		['500', { status: 500 }],
		['502 with a web page', { status: 502, body: '<html></html>' }],
		['a reset connection', 'reset'],
		['a dropped connection', 'drop'],
		['an answer cut off', 'cut'],
		['half a JSON text', { status: 200, body: '{"code": "succ' }],
		[
			'an answer without a task',
			{ status: 200, body: { code: 'success', message: '', data: null } },
		],
	])('through %s, for longer than a single call would try', async (_what, fault) => {
		await before();
		bed.standIn.fail(QUESTION, ...times(6, fault));
		const [item] = await bed.items(parameters);

		expect(item?.json).toMatchObject({ taskId: ID, status: 'succeeded' });
		expect(bed.standIn.faultsLeft).toBe(0);
		expect(bed.standIn.submitted).toBe(1);
	});

	it.each<[string, Fault]>([
		['404', { status: 404, body: gatewayError('No such task', 404, 'task_not_exist') }],
		['400', { status: 400, body: gatewayError('task_not_exist', 400, 'task_not_exist') }],
		['404 without a word', { status: 404, body: '' }],
	])('through a task that is not there yet (%s)', async (_what, fault) => {
		await before();
		bed.standIn.fail(QUESTION, ...times(3, fault));
		const [item] = await bed.items(parameters);

		expect(item?.json).toMatchObject({ taskId: ID, status: 'succeeded' });
	});

	it('no longer than Timeout says, and names the task', async () => {
		bed.standIn.reset({ video: { outcomes: ['never'] } });
		await before();
		const error = await bed.error({ ...parameters, options: { timeout: 100 } });

		expect(error.message).toBe(
			`The video was not ready after 100 seconds; its last status was queued; ${ACCEPTED}`,
		);
		expect(error.description).toContain(`Get Video with the Task ID ${ID}`);
		expect(bed.time.slept).toBe(100_000);
	});

	it('no longer than Timeout says, also while nothing answers', async () => {
		await before();
		bed.standIn.fail(QUESTION, ...times(999, { status: 503 }));
		const error = await bed.error({ ...parameters, options: { timeout: 30 } });

		expect(error.message).toContain(ID);
		expect(error.description).toContain('The last status check failed: Anyfast is not available');
		expect(bed.time.slept).toBeLessThanOrEqual(31_000);
	});

	it('no longer than Timeout says, however long the server asks to wait, and names the rate limit', async () => {
		await before();
		bed.standIn.fail(QUESTION, ...times(99, { status: 429, headers: { 'retry-after': '300' } }));
		const error = await bed.error({ ...parameters, options: { timeout: 6 } });

		expect(error.message).toContain(ID);
		expect(error.description).toContain("Anyfast's rate limit was exceeded");
		expect(bed.time.slept).toBeLessThanOrEqual(7000);
	});

	it('and gives the task as it stands at the timeout, if told to', async () => {
		bed.standIn.reset({ video: { outcomes: ['never'] } });
		await before();
		const [item] = await bed.items({
			...parameters,
			options: { timeout: 100, onTimeout: 'return' },
			download: true,
		});

		expect(item?.json).toMatchObject({ taskId: ID, status: 'queued', isFinal: false });
		expect(item?.json).not.toHaveProperty('error');
		expect(item?.binary).toBeUndefined();
	});

	it('until it is canceled, within a second, and says that the task goes on', async () => {
		bed.standIn.reset({ video: { outcomes: ['never'] } });
		await before();
		const run = bed.start(parameters);
		let slept = 0;
		bed.time.onSleep = async (ms) => {
			expect(ms).toBeLessThanOrEqual(1000);
			if (++slept === 9) run.cancel();
			await others();
		};
		const ended = await run;
		const { questions } = bed;

		expect(ended.status).toBe('canceled');
		expect(nodeErrorOf(ended)).toBe(`The execution was canceled; ${ACCEPTED}`);
		expect(slept).toBe(9);
		await others();
		expect(bed.questions).toBe(questions);
	});

	it.each([undefined, 'continueRegularOutput' as const])(
		'until it is canceled in the middle of a question (On Error: %s)',
		async (onError) => {
			await before();
			bed.standIn.fail(QUESTION, 'hang');
			const run = bed.start(parameters, { node: { onError } });
			await until(() => bed.questions > 0);
			run.cancel();
			const ended = await run;

			expect(ended.status).toBe('canceled');
			expect(nodeErrorOf(ended)).toContain(`The execution was canceled; the`);
			expect(nodeErrorOf(ended)).toContain(ID);
		},
	);

	it.each(FIELD_SHAPES.map((shape) => [JSON.stringify(shape), shape] as const))(
		'for a task of the shape %s',
		async (_name, shape) => {
			bed.standIn.reset({ video: { shape, readyAfter: { questions: 2 } } });
			await before();
			const [item] = await bed.items({ ...parameters, download: true });

			expect(item?.json).toMatchObject({
				...{ taskId: ID, status: 'succeeded', isFinal: true },
				videoUrl: expect.stringContaining(`${ID}.mp4`),
			});
			expect(item?.json).not.toHaveProperty('error');
			expect(item?.binary?.data).toBeDefined();
		},
	);

	it.each([
		['failed', 'failed'],
		['cancelled', 'was cancelled'],
		['expired', 'expired before it was done'],
	] as const)(
		'and a task that %s is an error that names it and the reason',
		async (state, words) => {
			const outcome = { code: 'OutputVideoRiskDetection', message: 'Not allowed', state };
			bed.standIn.reset({ video: { outcomes: [outcome] } });
			await before();
			const error = await bed.error(parameters);

			expect(error.message).toBe(
				`The video task ${ID} ${words}: Not allowed [OutputVideoRiskDetection]`,
			);
			// n8n 1.x hands an AI Agent nothing but the description.
			expect(error.description).toContain(`The video task ${ID} ${words}: Not allowed`);
			expect(error.description).toContain('Get Video with this Task ID');
			const isFree = error.description?.includes('does not charge for failed tasks');
			expect(isFree).toBe(state === 'failed');
		},
	);

	it.each(FIELD_SHAPES.map((shape) => [JSON.stringify(shape), shape] as const))(
		'and a failed task of the shape %s is an error, too',
		async (_name, shape) => {
			const outcome = { code: 'OutputAudioRiskDetection', message: 'Not allowed' };
			bed.standIn.reset({ video: { shape, outcomes: [outcome] } });
			await before();
			const error = await bed.error(parameters);

			expect(error.message).toBe(
				`The video task ${ID} failed: Not allowed [OutputAudioRiskDetection]`,
			);
		},
	);

	it.each([
		{ code: 'success', error: { code: 'OutputVideoRiskDetection', message: 'Not allowed' } },
		{ code: 'OutputVideoRiskDetection', message: 'Not allowed' },
	])('and takes an error around a failed task for its reason: %j', async (around) => {
		await before();
		const data = { task_id: ID, status: 'FAILURE', fail_reason: '' };
		bed.standIn.fail(QUESTION, { status: 200, body: { ...around, data } });

		const error = await bed.error(parameters);

		expect(error.message).toMatch(/ failed: Not allowed \[OutputVideoRiskDetection\]/);
		expect(bed.time.passed).toBeLessThan(15_000);
	});

	it('and gives a failed task if told to, without a key error', async () => {
		const outcome = { code: 'OutputVideoRiskDetection', message: 'Not allowed' };
		bed.standIn.reset({ video: { outcomes: [outcome] } });
		await before();
		const [item] = await bed.items({ ...parameters, options: { onFailedTask: 'return' } });

		expect(item?.json).toMatchObject({
			...{ taskId: ID, status: 'failed', isFinal: true, failReason: 'Not allowed' },
		});
		expect(item?.json).not.toHaveProperty('error');
	});
});

it('asks with growing pauses, the first after 3 seconds', async () => {
	bed.standIn.reset({ video: { readyAfter: { questions: 6 } } });
	await bed.items(generate);

	expect(bed.pauses).toEqual([3000, 5000, 7500, 11_250, 15_000, 15_000, 15_000]);
});

it('puts content[n] of a failed task in the terms of the user', async () => {
	const outcome = { code: 'InputImageRiskDetection', message: 'content[0] is not allowed' };
	bed.standIn.reset({ video: { outcomes: [outcome] } });
	const error = await bed.error({
		...{ operation: 'generate', mode: 'frames' },
		...{ firstFrame: 'url', firstFrameUrl: 'https://example.com/a.png' },
	});

	expect(error.message).toContain('first frame (https://example.com/a.png) is not allowed');
});

it.each([
	['OutputVideoSensitiveContentDetected', 'change the prompt or the files'],
	['InternalServiceError', "on Anyfast's side"],
	['SomethingNew', 'Check the prompt'],
])('says what to do about %s', async (code, advice) => {
	bed.standIn.reset({ video: { outcomes: [{ code, message: 'No' }] } });

	expect((await bed.error(generate)).description).toContain(advice);
});

it('with On Error: Stop, ends the waits of the other items, and names their tasks', async () => {
	const failed = { code: 'OutputVideoRiskDetection', message: 'Not allowed' };
	bed.standIn.reset({ video: { outcomes: ['never', failed] } });
	const error = await bed.error(generate, { items: [{}, {}] });

	expect(error.message).toContain('The video task asyntask_000002 failed');
	expect(error.description).toContain(
		'submitted the task asyntask_000001 (use Get Video to get the video)',
	);
	expect(error.context.itemIndex).toBe(1);
});

it('with On Error: Stop, says what to do before it lists the tasks of the other items, all of them', async () => {
	const failed = { code: 'OutputVideoRiskDetection', message: 'Not allowed' };
	bed.standIn.reset({ video: { outcomes: [failed, 'never'] } });
	const items = Array.from({ length: 57 }, () => ({}));
	const options = { maxConcurrentRequests: 50 };
	const { message, description } = await bed.error({ ...generate, options }, { items });
	const [advice = '', list = ''] = (description ?? '').split('Before it ended, the run ');

	expect(message.length).toBeLessThan(200);
	expect(advice).toMatch(/^Anyfast's content check refused it: change the prompt or the files\./);
	expect(advice.length).toBeLessThan(600);
	const ids = bed.standIn.videoTasks.map(({ id }) => id).filter((id) => id !== ID);
	expect(ids.length).toBeGreaterThan(40);
	expect(list).toBe(`submitted the task ${ids.join(', ')} (use Get Video to get the video).`);
});

it('with On Error: Continue, each item stands for itself', async () => {
	const failed = { code: 'OutputVideoRiskDetection', message: 'Not allowed' };
	bed.standIn.reset({ video: { outcomes: [failed, 'succeeded'] } });
	const items = await bed.items(generate, {
		items: [{ scene: 1 }, { scene: 2 }],
		node: { onError: 'continueRegularOutput' },
	});

	expect(items[0]?.json).toMatchObject({ scene: 1, error: expect.stringContaining(ID) });
	expect(items[1]?.json).toMatchObject({ taskId: 'asyntask_000002', status: 'succeeded' });
});

describe('Get Video without waiting', () => {
	const look = { operation: 'get', taskId: ID };

	it('gives the task as it stands', async () => {
		bed.standIn.reset({ video: { outcomes: ['never'] } });
		await submit();
		const [item] = await bed.items({ ...look, download: true });

		expect(item?.json).toMatchObject({ taskId: ID, status: 'queued', isFinal: false });
		expect(item?.json).not.toHaveProperty('error');
		expect(item?.binary).toBeUndefined();
		expect(bed.questions).toBe(1);
		expect(bed.pauses).toEqual([]);
	});

	it('gives the same item as Generate Video once the task is done', async () => {
		const [made] = await bed.items({ ...generate, options: { returnLastFrame: true } });
		const [got] = await bed.items(look);

		expect(got?.json).toEqual(made?.json);
	});

	it('says of an unknown task that it is not there', async () => {
		const error = await bed.error({ ...look, taskId: 'asyntask:ä1' });

		expect(error.message).toBe('Anyfast cannot find the task; the Task ID is asyntask:ä1');
		expect(bed.standIn.received[0]?.path).toBe('/v1/video/generations/asyntask%3A%C3%A41');
	});

	it.each([
		'"asyntask_000001"',
		'“asyntask_000001”.',
		' \u200Basyntask_000001\u00A0\n',
		'`asyntask_000001`',
		'https://www.anyfast.ai/v1/video/generations/asyntask_000001',
		'/v1/videos/asyntask_000001/content?download=1',
	])('takes off what was copied along with the ID: %j', async (copied) => {
		await submit();
		const [item] = await bed.items({ ...look, taskId: copied });

		expect(item?.json.taskId).toBe(ID);
	});

	it.each(['..', '.', 'a/../b', 'a?b', 'a#b', 'a%2e', 'two words', '../..', '""', 'a\\b'])(
		'refuses %j, which is no ID, before anything is sent',
		async (given) => {
			const error = await bed.error({ ...look, taskId: given });

			expect(error.message).toContain('Task ID must be the ID of a video task');
			expect(bed.standIn.received).toEqual([]);
		},
	);

	it('may be retried by n8n', async () => {
		await submit();
		bed.standIn.fail(QUESTION, { status: 401 });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const [item] = await bed.items(look, { node });

		expect(item?.json.taskId).toBe(ID);
	});
});
