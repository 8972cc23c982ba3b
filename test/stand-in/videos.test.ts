import { useStandIn } from '../engine/useStandIn';
import { makeAsset } from './assets';
import { at } from './json';
import type { VideoBehaviour } from './options';
import { MP4 } from './samples/mp4';
import type { StandInOptions } from './StandIn';
import { FIELD_SHAPES, type VideoShape } from './videoShapes';

const client = useStandIn();

const PATH = '/v1/video/generations';
const text = { type: 'text', text: 'A cat' };
const request = { model: 'seedance-2.0', content: [text] };

const input = (kind: 'image' | 'video' | 'audio', url: string, role = `reference_${kind}`) => ({
	type: `${kind}_url`,
	[`${kind}_url`]: { url },
	role,
});
const image = (url = 'https://example.com/cat.png', role?: string) => input('image', url, role);
const film = input('video', 'https://example.com/cat.mp4');
const sound = input('audio', 'https://example.com/cat.mp3');

const submit = async (more: object = {}) => await client.at(PATH, { ...request, ...more });

/** Submits a video and asks for it until so many answers came. */
const answersTo = async (options: StandInOptions, howMany: number, more?: object) => {
	client.standIn.reset(options);
	await submit(more);
	const id = client.standIn.videoTasks[0]?.id ?? '';
	const answers = [];
	for (let asked = 0; asked < howMany; asked++) answers.push(await client.at(`${PATH}/${id}`));
	return answers;
};

const lastAnswerTo = async (
	video: VideoBehaviour & { shape?: Partial<VideoShape> },
	more?: object,
) => {
	const { notFoundFirst = 0, nullFirst = 0 } = video.shape ?? {};
	const answers = await answersTo({ video }, notFoundFirst + nullFirst + 2, more);
	return answers.at(-1)?.body;
};

const dataOf = (body: unknown, ...path: string[]) => at(body, 'data', ...path);

describe('a task as documented', () => {
	it('is named by both IDs', async () => {
		const { status, body } = await submit();

		expect(status).toBe(200);
		expect(body).toEqual({
			id: 'asyntask_000001',
			task_id: 'asyntask_000001',
			object: 'video',
			model: 'seedance-2.0',
			status: '',
			progress: 0,
			created_at: expect.any(Number),
		});
		expect([client.standIn.submitted, client.standIn.actions]).toEqual([1, ['GenerateVideo']]);
	});

	it('goes on until it gives a video, which is there', async () => {
		const answers = await answersTo({ video: { readyAfter: { questions: 2 } } }, 3, {
			return_last_frame: true,
		});

		const words = answers.map(({ body }) => dataOf(body, 'status'));
		expect(words).toEqual(['QUEUED', 'IN_PROGRESS', 'SUCCESS']);
		const last = answers[2]?.body;
		const url = String(dataOf(last, 'result_url'));
		expect(new URL(url).origin).toBe(client.standIn.storage.url);
		expect(dataOf(last, 'data', 'data', 'content')).toEqual({
			video_url: url,
			last_frame_url: expect.stringContaining('.png'),
		});
		const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
		expect(bytes.equals(MP4)).toBe(true);
	});

	it('goes by the clock if it is told to', async () => {
		let time = 0;
		client.standIn.reset({ now: () => time, video: { readyAfter: { ms: 1000 } } });
		await submit();
		const word = async () => dataOf((await client.at(`${PATH}/asyntask_000001`)).body, 'status');

		expect(await word()).toBe('QUEUED');
		time = 999;
		expect(await word()).toBe('IN_PROGRESS');
		time = 1000;
		expect(await word()).toBe('SUCCESS');
	});

	it('fails for a reason, and is then not billed', async () => {
		const failure = { code: 'OutputVideoSensitiveContentDetected', message: 'Not allowed' };

		const body = await lastAnswerTo({ outcomes: [failure, 'succeeded'] });

		expect(dataOf(body)).toMatchObject({
			status: 'FAILURE',
			fail_reason: 'Not allowed',
			data: { data: { status: 'failed', error: failure } },
		});
		expect(dataOf(body)).not.toHaveProperty('result_url');
		await submit();
		expect([client.standIn.submitted, client.standIn.account.videos.billed]).toEqual([2, 1]);
	});

	it.each(['cancelled', 'expired'] as const)('can be %s', async (state) => {
		const outcomes = [{ code: 'Ended', message: 'It ended', state }];

		const body = await lastAnswerTo({ outcomes });

		expect(dataOf(body)).toMatchObject({ status: 'FAILURE', data: { data: { status: state } } });
	});

	it('can wait for ever', async () => {
		const answers = await answersTo({ video: { outcomes: ['never'] } }, 9);

		expect(dataOf(answers.at(-1)?.body, 'status')).toBe('QUEUED');
	});

	it('keeps the clip from before it was enlarged', async () => {
		const body = await lastAnswerTo({}, { model: 'seedance-2.0-ultra', resolution: '1080p' });

		const original = dataOf(body, 'original_result_url');
		expect(original).toMatch(/-original\.mp4/);
		expect(dataOf(body, 'data', 'data', 'content', 'video_url')).toBe(original);
		expect(dataOf(body, 'result_url')).not.toBe(original);
	});

	it('is a 404 if nobody submitted it', async () => {
		expect(await client.at(`${PATH}/asyntask_000001`)).toMatchObject({
			status: 404,
			body: { error: { code: 'task_not_exist' } },
		});
	});
});

describe('a task in the shapes of the field', () => {
	it.each<[VideoShape['submit'], object]>([
		['task_id', { task_id: 'asyntask_000001' }],
		['id', { id: 'asyntask_000001', status: 'queued' }],
		['data', { code: 'success', message: '', data: { task_id: 'asyntask_000001' } }],
	])('is named by %s alone', async (shape, body) => {
		client.standIn.reset({ video: { shape: { submit: shape } } });

		expect((await submit()).body).toEqual(body);
	});

	it('is a 404 and then null at first', async () => {
		const shape = { notFoundFirst: 2, nullFirst: 1 };
		const answers = await answersTo({ video: { shape } }, 5);

		expect(answers.map(({ status }) => status)).toEqual([404, 404, 200, 200, 200]);
		expect(answers[2]?.body).toEqual({ code: 'success', message: '', data: null });
		expect(answers.slice(3).map(({ body }) => dataOf(body, 'status'))).toEqual([
			'QUEUED',
			'SUCCESS',
		]);
	});

	it.each([
		['lower-case', 'success'],
		['others', 'COMPLETED'],
		['upstream', 'Succeeded'],
		['none', ''],
	] as const)('is done in words of the kind: %s', async (words, word) => {
		const body = await lastAnswerTo({ shape: { words } });

		expect(dataOf(body)).toMatchObject({ status: word, data: { data: { status: 'succeeded' } } });
	});

	it('has its address in upstream’s task alone, or in the reason of a failure that was none', async () => {
		const inner = await lastAnswerTo({ shape: { address: 'inner' } });
		expect(dataOf(inner)).toMatchObject({ fail_reason: '' });
		expect(dataOf(inner)).not.toHaveProperty('result_url');

		const reason = await lastAnswerTo({ shape: { address: 'fail_reason' } });
		expect(dataOf(reason)).not.toHaveProperty('result_url');
		expect(dataOf(reason, 'fail_reason')).toBe(
			dataOf(reason, 'data', 'data', 'content', 'video_url'),
		);
	});

	it('has a reason within a reason', async () => {
		const failure = { code: 'OutputVideoRiskDetection', message: 'Not allowed' };

		const body = await lastAnswerTo({ outcomes: [failure], shape: { reason: 'nested' } });

		const outer: { message: string } = JSON.parse(String(dataOf(body, 'fail_reason')));
		expect(JSON.parse(outer.message)).toMatchObject({ error: failure });
	});

	it('is upstream’s task without a wrapper, or three fields', async () => {
		expect(await lastAnswerTo({ shape: { query: 'upstream' } })).toMatchObject({
			id: 'cgt-20260101-000001',
			status: 'succeeded',
			content: { video_url: expect.any(String) },
		});
		expect(await lastAnswerTo({ shape: { query: 'flat' } })).toEqual({
			id: 'asyntask_000001',
			status: 'SUCCESS',
			video_url: expect.any(String),
		});
	});

	it('takes each shape in turn in the field, from another one for another seed', async () => {
		const shapes = async (seed: number) => {
			client.standIn.reset({ manner: 'as-in-the-field', seed });
			for (let number = 0; number < FIELD_SHAPES.length; number++) await submit();
			return client.standIn.videoTasks.map(({ shape }) => JSON.stringify(shape));
		};

		const first = await shapes(0);

		expect(new Set(first).size).toBe(FIELD_SHAPES.length);
		expect(await shapes(1)).toEqual([...first.slice(1), first[0]]);
	});
});

describe('a submit', () => {
	it.each<[string, object]>([
		['text', {}],
		['all fields of its model', { resolution: '1080p', ratio: '21:9', duration: 15, seed: -1 }],
		[
			'a first and a last frame',
			{ content: [text, image(undefined, 'first_frame'), image(undefined, 'last_frame')] },
		],
		['references of each kind', { content: [text, image(), film, sound] }],
		['a picture as data', { content: [text, image('data:image/png;base64,AAAA')] }],
		['a sound alone, for 2.5', { model: 'seedance-2.5', content: [text, sound] }],
		['a length left to 2.5', { model: 'seedance-2.5', duration: -1, output_format: 'mov' }],
	])('takes %s', async (_what, more) => {
		expect(await submit(more)).toMatchObject({ status: 200 });
	});

	it.each<[string, object, string]>([
		['no content', { content: [] }, 'content'],
		['a field that the model does not know', { output_format: 'mov' }, 'output_format'],
		['a field that no model knows', { negative_prompt: 'x' }, 'negative_prompt'],
		['a wrong type', { duration: '5' }, 'duration'],
		['a length that the model does not do', { duration: 30 }, 'duration'],
		[
			'a resolution that the model does not do',
			{ model: 'seedance-2.0-mini', resolution: '1080p' },
			'1080p',
		],
		['no resolution where one is needed', { model: 'seedance-2.0-ultra' }, 'resolution'],
		[
			'a video as data',
			{ content: [text, input('video', 'data:video/mp4;base64,AAAA')] },
			'content[1]: invalid url scheme',
		],
		['an address in capitals', { content: [image('Asset://x')] }, 'content[0]: invalid url scheme'],
		['frames with references', { content: [image(undefined, 'first_frame'), film] }, 'references'],
		['a last frame alone', { content: [image(undefined, 'last_frame')] }, 'first frame'],
		['a sound alone', { content: [text, sound] }, 'audio'],
		['too many videos', { content: [film, film, film, film] }, 'at most 3'],
		[
			'a frame for 2.5 that is not adaptive',
			{ model: 'seedance-2.5', content: [image(undefined, 'first_frame')] },
			'adaptive',
		],
	])('is refused %s, and costs nothing', async (_what, more, message) => {
		const { status, body } = await submit(more);

		expect(status).toBe(400);
		expect(body.error?.message).toContain(message);
		expect(client.standIn.submitted).toBe(0);
	});

	it('takes further fields if it is told to', async () => {
		client.standIn.reset({ video: { extraFields: ['callback_url'] } });

		expect((await submit({ callback_url: 'https://example.com' })).status).toBe(200);
	});

	it.each<[string, StandInOptions, object, number, string]>([
		['for a model that nobody has', {}, { model: 'seedance-9' }, 503, 'model_not_found'],
		['for a model without a channel', { models: ['seedance-2.5'] }, {}, 503, 'model_not_found'],
		['without quota', { quotaSpent: true }, {}, 403, 'insufficient_user_quota'],
	])('is refused %s', async (_what, options, more, status, code) => {
		client.standIn.reset(options);

		expect(await submit(more)).toMatchObject({ status, body: { error: { code } } });
	});

	it('is refused by moderation, in one of many shapes in the field', async () => {
		const code = 'InputImageSensitiveContentDetected.PrivacyInformation';
		const moderates = () => ({ code, message: 'content[1] may contain real person' });
		client.standIn.reset({ video: { moderates } });
		expect(await submit()).toMatchObject({ status: 400, body: { error: { code } } });

		client.standIn.reset({ manner: 'as-in-the-field', seed: 3, video: { moderates } });
		const { body } = await submit();

		expect(body).toMatchObject({ code: 'fail_to_fetch_task', data: null });
		expect(JSON.stringify(body)).toContain(code);
		expect(client.standIn.submitted).toBe(0);
	});

	it('can be billed though its answer is lost', async () => {
		client.standIn.fail({ action: 'GenerateVideo' }, { afterDoing: 'drop' });

		await expect(submit()).rejects.toThrow();
		expect(client.standIn.submitted).toBe(1);
	});
});

describe('assets in a submit', () => {
	const named = (...numbers: number[]) => ({
		content: [text, ...numbers.map((number) => image(`asset://${makeAsset(number).Id}`))],
	});

	it('must be there and finished', async () => {
		client.standIn.reset({ assets: [makeAsset(1), { ...makeAsset(2), Status: 'Processing' }] });

		expect((await submit(named(1))).status).toBe(200);
		expect(JSON.stringify(await submit(named(2)))).toContain('content[1]: The specified asset');
		expect(JSON.stringify(await submit(named(2)))).toContain('is still processing');
		expect(JSON.stringify(await submit(named(1, 3)))).toContain('is not found');
		expect(client.standIn.submitted).toBe(1);
	});

	it('are not found at once, all of them at the same time', async () => {
		const video = { assetsUsableAfter: { questions: 2 } };
		client.standIn.reset({ assets: [makeAsset(1), makeAsset(2)], video });

		const answers = [];
		for (let asked = 0; asked < 3; asked++) answers.push(await submit(named(1, 2)));

		expect(answers.map(({ status }) => status)).toEqual([400, 400, 200]);
		expect(answers[0]?.body.error?.message).toContain('is not available yet');
	});

	it('of verified people are known to 2.0, not to 2.5', async () => {
		const GroupId = String(at(client.standIn.account.groups.createForPerson(), 'Id'));
		client.standIn.assets = [{ ...makeAsset(1), GroupId }];

		expect((await submit(named(1))).status).toBe(200);
		expect(JSON.stringify(await submit({ ...named(1), model: 'seedance-2.5' }))).toContain(
			'is not found',
		);
	});
});

describe('models', () => {
	const models = async () => {
		const { body } = await client.at('/v1/models');
		return Array.isArray(body.data) ? body.data.map((model) => String(at(model, 'id'))) : [];
	};

	it('are those of Seedance among others', async () => {
		expect(await models()).toEqual(
			expect.arrayContaining(['seedance-2.0', 'seedance-2.5', 'volc-asset', 'kling-v2']),
		);
	});

	it('are only those that the token may use', async () => {
		client.standIn.reset({ models: ['seedance-2.0', 'volc-asset'] });

		expect(await models()).toEqual(['volc-asset', 'seedance-2.0']);
	});

	it('need a key, as all does', async () => {
		expect((await fetch(`${client.standIn.url}/v1/models`)).status).toBe(401);
	});
});
