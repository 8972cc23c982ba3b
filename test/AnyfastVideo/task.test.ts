import type { IDataObject } from 'n8n-workflow';

import { readSubmitted, readTask } from '../../nodes/AnyfastVideo/resources/video/task/task';

const ID = 'asyntask_1';
const VIDEO = 'https://storage.example/video.mp4?signature=1';
const FRAME = 'https://storage.example/frame.png?signature=1';

/** The documented answer, with other fields in the gateway's task and in upstream's. */
const answer = (task: IDataObject = {}, upstream: IDataObject = {}): IDataObject => ({
	code: 'success',
	message: '',
	data: { task_id: ID, status: 'IN_PROGRESS', ...task, data: { id: 'cgt-1', ...upstream } },
});

/** The status by the words, of a task whose address is there. */
const statusOf = (task: IDataObject, upstream?: IDataObject) =>
	readTask(answer({ result_url: VIDEO, ...task }, upstream), ID).status;

/** An object without some of its fields. */
const without = (object: object, ...fields: string[]) =>
	Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));

describe('the status', () => {
	it.each([
		['queued', 'NOT_START QUEUED QUEUING PENDING Submitted queued'],
		['running', 'IN_PROGRESS PROCESSING RUNNING running in-progress'],
		['succeeded', 'SUCCESS SUCCEEDED COMPLETED success Succeeded completed'],
		['failed', 'FAILURE FAILED FAIL ERROR TIMEOUT failed Failure'],
		['canceled', 'CANCELLED CANCELED cancelled Canceled'],
		['expired', 'EXPIRED expired'],
		['running', 'DREAMING 处理中 CANCELLING CANCEL_REQUESTED FAILING unknown'],
	])('%s is said as %s', (status, words) => {
		for (const word of words.split(' '))
			expect([word, statusOf({ status: word })]).toEqual([word, status]);
	});

	it.each([
		['a blank outer word', '', 'succeeded', 'succeeded'],
		['an unknown outer word', 'DREAMING', 'failed', 'failed'],
		['a failure inside a task that is under way', 'IN_PROGRESS', 'failed', 'failed'],
		['an expiry inside a task that is under way', 'IN_PROGRESS', 'expired', 'expired'],
		['a cancellation inside a task that is under way', 'queued', 'cancelled', 'canceled'],
		['a success inside, which is ahead', 'IN_PROGRESS', 'succeeded', 'succeeded'],
		['a success outside, with its address', 'SUCCESS', 'failed', 'succeeded'],
		['a failure outside', 'FAILURE', 'succeeded', 'failed'],
		['success outside', 'SUCCESS', 'running', 'succeeded'],
		['a failure outside that was an expiry inside', 'FAILURE', 'expired', 'expired'],
		['a failure outside that was canceled inside', 'FAILURE', 'cancelled', 'canceled'],
		['no word at all', '', '', 'queued'],
	])('of %s (%j, %j inside) is %s', (_what, outer, inner, status) => {
		expect(statusOf({ status: outer }, { status: inner })).toBe(status);
	});

	it.each([
		['queued', false],
		['running', false],
		['succeeded', true],
		['failed', true],
		['cancelled', true],
		['expired', true],
	])('%s is final: %s', (status, isFinal) => {
		expect(readTask(answer({ status, result_url: VIDEO }), ID).isFinal).toBe(isFinal);
	});
});

describe('a success without an address', () => {
	it.each([
		['', 'succeeded', true],
		['SUCCESS', '', true],
		['SUCCESS', 'running', true],
		['IN_PROGRESS', 'succeeded', undefined],
	])('(%j, %j inside) is still under way', (status, inner, lacksLink) => {
		const task = readTask(answer({ status }, { status: inner }), ID);

		expect(task).toMatchObject({ status: 'running', isFinal: false });
		expect(task.lacksLink).toBe(lacksLink);
	});

	it.each(['pending', 'ftp://a.example/v.mp4', 'https://', '', 7, null, { url: VIDEO }])(
		'is one also if the address is %j',
		(result_url) => {
			expect(readTask(answer({ status: 'SUCCESS', result_url }), ID).isFinal).toBe(false);
		},
	);

	it('is a failure if it failed inside', () => {
		expect(readTask(answer({ status: 'SUCCESS' }, { status: 'failed' }), ID).status).toBe('failed');
	});

	it('is still under way while the resolution of the video is raised', () => {
		const upstream = { status: 'succeeded', super_resolution: '2k', content: { video_url: VIDEO } };

		expect(readTask(answer({}, upstream), ID)).toMatchObject({ status: 'running' });
		expect(readTask(answer({ result_url: VIDEO }, upstream), ID).isFinal).toBe(true);
	});
});

describe('a submit', () => {
	it.each(['SUCCESS', 'FAILURE', 'expired', '', 'queued', 'NOT_START'])(
		'that says %j has only just begun',
		(status) => {
			const submitted = readSubmitted({ id: ID, status, result_url: VIDEO, error: 'No' }, ID);

			expect(submitted).toEqual({ taskId: ID, status: 'queued', isFinal: false });
		},
	);

	it('may be running at once', () => {
		expect(readSubmitted({ id: ID, status: 'running' }, ID).status).toBe('running');
	});
});

describe('a finished task', () => {
	const upstream = {
		model: 'doubao-seedance-2-0-260128',
		status: 'succeeded',
		content: { video_url: VIDEO, last_frame_url: FRAME },
		seed: 7,
		duration: 5,
		ratio: '16:9',
		resolution: '720p',
		framespersecond: 24,
		generate_audio: true,
		service_tier: 'default',
		usage: { completion_tokens: 10, total_tokens: 12 },
	};
	const gateway = {
		request_id: 'request-1',
		status: 'SUCCESS',
		progress: '100%',
		result_url: VIDEO,
		fail_reason: '',
		submit_time: 1_764_000_000,
		start_time: 1_764_000_010,
		finish_time: 1_764_000_070,
	};
	const flat = {
		...{ taskId: ID, status: 'succeeded', isFinal: true, model: 'doubao-seedance-2-0-260128' },
		...{ videoUrl: VIDEO, lastFrameUrl: FRAME, expiresAt: '2025-11-25T16:01:10.000Z' },
		...{ progress: 100, seed: 7, duration: 5, ratio: '16:9', resolution: '720p' },
		...{ framesPerSecond: 24, generateAudio: true, serviceTier: 'default' },
		usage: { completion_tokens: 10, total_tokens: 12 },
		createdAt: '2025-11-24T16:00:00.000Z',
		startedAt: '2025-11-24T16:00:10.000Z',
		finishedAt: '2025-11-24T16:01:10.000Z',
		requestId: 'request-1',
	};

	it('is flat, with times in ISO and a link for 24 hours', () => {
		expect(readTask(answer(gateway, upstream), ID)).toEqual(flat);
	});

	it('is the same if upstream’s task is nested once more', () => {
		const nested = { code: 'success', data: { ...gateway, task_id: ID, data: { data: upstream } } };
		expect(readTask(nested, ID)).toEqual(flat);
	});

	it('is the same without a wrapper', () => {
		expect(readTask({ ...gateway, task_id: ID, data: upstream }, ID)).toEqual(flat);
	});

	it('is read from upstream’s task alone', () => {
		const times = { created_at: 1_764_000_000, updated_at: 1_764_000_070 };
		const task = readTask({ id: 'cgt-1', ...upstream, ...times }, ID);

		expect(task).toEqual(without(flat, 'startedAt', 'requestId', 'progress'));
	});

	it('is read from three fields', () => {
		expect(readTask({ id: ID, status: 'success', video_url: VIDEO }, ID)).toEqual({
			...{ taskId: ID, status: 'succeeded', isFinal: true, videoUrl: VIDEO },
		});
	});

	it('takes the outer address of a video whose resolution was raised', () => {
		const original = 'https://storage.example/original.mp4';
		const task = readTask(
			answer(
				{ ...gateway, original_result_url: original },
				{ ...upstream, content: { video_url: original } },
			),
			ID,
		);
		expect(task).toMatchObject({ videoUrl: VIDEO, originalVideoUrl: original });
	});

	it('has the address that upstream alone gives', () => {
		const rest = without(gateway, 'result_url');
		expect(readTask(answer(rest, upstream), ID).videoUrl).toBe(VIDEO);
	});

	it('has no failure if fail_reason is filled, and never the address in it', () => {
		const rest = without(gateway, 'result_url');
		const task = readTask(answer({ ...rest, fail_reason: 'https://elsewhere.example/v.mp4' }), ID);

		expect(task).toMatchObject({ status: 'running', lacksLink: true });
		expect(task).not.toHaveProperty('videoUrl');
		expect(task).not.toHaveProperty('error');
	});
});

describe('a failed task', () => {
	const failed = { status: 'FAILURE' };
	const nested = JSON.stringify({
		code: 'fail_to_fetch_task',
		message: JSON.stringify({ error: { code: 'InvalidParameter', message: 'Too wide' } }),
		data: null,
	});

	it.each<[string, IDataObject, IDataObject, object]>([
		['text', { fail_reason: 'Too wide' }, {}, { message: 'Too wide' }],
		[
			'JSON in a text',
			{ fail_reason: nested },
			{},
			{ code: 'InvalidParameter', message: 'Too wide' },
		],
		[
			'upstream’s error',
			{ fail_reason: 'task failed' },
			{ error: { code: 'OutputVideoRiskDetection', message: 'Not allowed' } },
			{ code: 'OutputVideoRiskDetection', message: 'Not allowed' },
		],
		[
			'an object',
			{ fail_reason: { code: 'A.B', message: 'Too wide' } },
			{},
			{ code: 'A.B', message: 'Too wide' },
		],
		[
			'an object in capitals',
			{ fail_reason: { Code: 'A', Message: 'Too wide' } },
			{},
			{ code: 'A', message: 'Too wide' },
		],
		[
			'a nested object',
			{ fail_reason: { error: { message: 'Too wide' } } },
			{},
			{ message: 'Too wide' },
		],
		['a list', { fail_reason: [{ message: 'Too wide' }] }, {}, { message: 'Too wide' }],
		['a number', { fail_reason: 7 }, {}, { message: '7' }],
		['an object of its own', { fail_reason: { wide: true } }, {}, { message: '{"wide":true}' }],
		[
			'JSON in upstream’s error',
			{},
			{ error: '{"code":"A","message":"Too wide"}' },
			{ code: 'A', message: 'Too wide' },
		],
		[
			'an empty error beside a text',
			{ fail_reason: 'Too wide', error: {} },
			{ error: { code: '', message: '' } },
			{ message: 'Too wide' },
		],
		['nothing', {}, {}, { message: 'Anyfast gave no reason' }],
		[
			'an empty object',
			{ fail_reason: { code: 0, data: {} } },
			{},
			{ message: 'Anyfast gave no reason' },
		],
		['an address', { fail_reason: VIDEO }, {}, { message: 'Anyfast gave no reason' }],
	])('has the reason that was given as %s', (_how, task, upstream, error) => {
		expect(readTask(answer({ ...failed, ...task }, upstream), ID).error).toMatchObject(error);
	});

	it('has no video', () => {
		expect(readTask(answer({ ...failed, result_url: VIDEO }), ID)).not.toHaveProperty('videoUrl');
	});
});

it('that has not begun has no start and no end', () => {
	const task = readTask(answer({ submit_time: 1_764_000_000, start_time: 0, finish_time: 0 }), ID);

	expect(task).toEqual({
		...{ taskId: ID, status: 'running', isFinal: false },
		createdAt: '2025-11-24T16:00:00.000Z',
	});
});

describe('a time', () => {
	const ISO = '2025-11-24T16:00:00.000Z';

	it.each([
		['seconds', 1_764_000_000],
		['milliseconds', 1_764_000_000_000],
		['microseconds', 1_764_000_000_000_000],
		['nanoseconds', 1_764_000_000_000_000_000],
		['seconds as text', '1764000000'],
		['nanoseconds as text', '1764000000000000000'],
		['ISO 8601', '2025-11-24T16:00:00Z'],
		['ISO 8601 with a zone', '2025-11-25T00:00:00+08:00'],
		['ISO 8601 without a zone', '2025-11-24 16:00:00'],
	])('is read from %s', (_unit, submit_time) => {
		expect(readTask(answer({ submit_time }), ID).createdAt).toBe(ISO);
	});

	it.each([
		0,
		-1,
		7,
		1e300,
		Infinity,
		NaN,
		'',
		'soon',
		'0001-01-01T00:00:00Z',
		'99999999999999999999999',
		true,
		null,
		{ seconds: 1 },
		[1_764_000_000],
	])('is left out if it is %j', (submit_time) => {
		const times = { submit_time, start_time: submit_time, finish_time: submit_time };
		const value = submit_time as IDataObject[string];
		const all = { status: 'SUCCESS', result_url: VIDEO, ...times } as IDataObject;
		const task = readTask(answer(all, { created_at: value, updated_at: value }), ID);

		expect(task).toMatchObject({ status: 'succeeded', isFinal: true });
		expect(Object.keys(task).filter((field) => field.endsWith('At'))).toEqual([]);
	});
});

describe('the end of the link', () => {
	const expiresAt = (query: string, finish_time?: number, now?: number) =>
		readTask(
			answer({ status: 'SUCCESS', result_url: `https://a.example/v.mp4?${query}`, finish_time }),
			ID,
			now,
		).expiresAt;

	it.each([
		['X-Tos-Date=20251124T160000Z&X-Tos-Expires=3600', '2025-11-24T17:00:00.000Z'],
		['X-Amz-Expires=60&X-Amz-Date=20251124T160000Z', '2025-11-24T16:01:00.000Z'],
		['x-goog-date=20251124T160000Z&x-goog-expires=60', '2025-11-24T16:01:00.000Z'],
		['Expires=1764000000&Signature=a', '2025-11-24T16:00:00.000Z'],
		['x-expires=1764000000000', '2025-11-24T16:00:00.000Z'],
	])('is read from its signature %s', (query, end) => {
		expect(expiresAt(query, 1_763_000_000)).toBe(end);
	});

	it.each(['', 'Expires=soon', 'X-Tos-Date=now&X-Tos-Expires=3600', 'X-Expires=86400', 'Expires='])(
		'is 24 hours after the end of the task if the signature (%j) tells none',
		(query) => {
			expect(expiresAt(query, 1_764_000_000)).toBe('2025-11-25T16:00:00.000Z');
			expect(expiresAt(query)).toBeUndefined();
			// One that is given after these 24 hours is another link.
			const end = Date.UTC(2025, 10, 25, 16);
			expect(expiresAt(query, 1_764_000_000, end - 1)).toBe('2025-11-25T16:00:00.000Z');
			expect(expiresAt(query, 1_764_000_000, end)).toBeUndefined();
		},
	);
});

it.each([
	['50%', 50],
	['7.5', 7.5],
	[30, 30],
	['soon', undefined],
	['', undefined],
])('reads the progress %j as %s', (progress, percent) => {
	expect(readTask(answer({ progress }), ID).progress).toBe(percent);
});
