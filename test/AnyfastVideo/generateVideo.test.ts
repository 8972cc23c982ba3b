import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import { type File, inMemory, onDisk } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { useVideoBed } from './VideoBed';

const MB = 1024 * 1024;
const generate = { operation: 'generate', prompt: 'A cat', download: false };
const text = { type: 'text', text: 'A cat' };
const plain = { model: 'seedance-2.0', content: [text] };
const png: File = { content: Buffer.from('PNG'), mimeType: 'image/png', fileName: 'cat.png' };
const mp3: File = { content: Buffer.from('MP3'), mimeType: 'audio/mpeg', fileName: 'cat.mp3' };
const mp4: File = { content: Buffer.from('MP4'), mimeType: 'video/mp4', fileName: 'cat.mp4' };

/** Assets of each type, ready to be used. */
const assets = [1, 2, 3].map((number) => ({ ...makeAsset(number), Status: 'Active' }));
const idOf = (type: string) => assets.find(({ AssetType }) => AssetType === type)?.Id ?? '';
const [image, video] = [idOf('Image'), idOf('Video')];

const bed = useVideoBed(() => ({ assets }));

const imageAt = (url: string, role = 'reference_image') => ({
	type: 'image_url',
	image_url: { url },
	role,
});

const withReferences = (references: INodeParameters) => ({
	...generate,
	mode: 'references',
	references,
});

describe('what is sent', () => {
	it('is model and prompt alone, unless more is set', async () => {
		const [item] = await bed.items(generate);

		expect(bed.submits).toEqual([plain]);
		expect(item?.json).toMatchObject({
			...{ taskId: 'asyntask_000001', status: 'succeeded', isFinal: true },
			...{ videoUrl: expect.stringContaining('.mp4'), duration: 5, resolution: '720p' },
		});
		expect(item?.json).not.toHaveProperty('raw');
		expect(item?.json).not.toHaveProperty('error');
		expect(item?.binary).toBeUndefined();
	});

	it.each<[string, INodeParameters, object]>([
		['ratio', { ratio: '21:9' }, { ratio: '21:9' }],
		['duration', { duration: 15 }, { duration: 15 }],
		['duration as text', { duration: '={{ "7" }}' }, { duration: 7 }],
		['resolution', { resolution: '1080p' }, { resolution: '1080p' }],
		["the model's default for all of them", { ratio: '', duration: null, resolution: '' }, {}],
		["the model's default, after a number was deleted", { duration: '' }, {}],
	])('has the parameter %s if it is set', async (_parameter, parameters, fields) => {
		await bed.items({ ...generate, ...parameters });

		expect(bed.submits).toEqual([{ ...plain, ...fields }]);
	});

	it.each<[string, INodeParameters, object]>([
		['generateAudio', { generateAudio: false }, { generate_audio: false }],
		['returnLastFrame', { returnLastFrame: true }, { return_last_frame: true }],
		['seed', { seed: -1 }, { seed: -1 }],
		['watermark', { watermark: true }, { watermark: true }],
		['webSearch', { webSearch: true }, { tools: [{ type: 'web_search' }] }],
		['webSearch off', { webSearch: false }, {}],
		['a number as text', { seed: '={{ "-1" }}' }, { seed: -1 }],
		[
			'Additional Fields (JSON), last',
			{ seed: 5, additionalFields: '{ "service_tier": "flex", "seed": 10 }' },
			{ service_tier: 'flex', seed: 10 },
		],
		[
			'Additional Fields from an expression',
			{ additionalFields: '={{ { priority: 1 } }}' },
			{ priority: 1 },
		],
	])('has the option %s if it is set', async (_option, options, fields) => {
		bed.standIn.reset({ video: { extraFields: ['service_tier', 'priority'] } });
		await bed.items({ ...generate, options });

		expect(bed.submits).toEqual([{ ...plain, ...fields }]);
	});

	it.each([
		['from the list', { __rl: true, mode: 'list', value: 'seedance-2.5' }, 'seedance-2.5'],
		['by ID', { __rl: true, mode: 'id', value: ' seedance-9 ' }, 'seedance-9'],
	])('has the model %s, also one that nobody knows', async (_how, model, sent) => {
		const settings = { resolution: '={{ "8k" }}', ratio: '={{ "2:1" }}', duration: 60 };
		await bed.run({ ...generate, ...settings, model });

		expect(bed.submits).toEqual([
			{ model: sent, content: [text], resolution: '8k', ratio: '2:1', duration: 60 },
		]);
	});

	it('has the frames, with or without a prompt', async () => {
		const parameters = {
			...{ operation: 'generate', mode: 'frames' },
			...{ firstFrame: 'asset', firstFrameAsset: image },
			...{ lastFrame: 'url', lastFrameUrl: 'https://example.com/end.png' },
		};
		await bed.items(parameters);
		await bed.items({ ...parameters, prompt: 'A cat', lastFrame: 'none' });

		const first = imageAt(`asset://${image}`, 'first_frame');
		expect(bed.submits).toEqual([
			{ ...plain, content: [first, imageAt('https://example.com/end.png', 'last_frame')] },
			{ ...plain, content: [text, first] },
		]);
	});

	it('has references in the order of kinds, and within a kind in theirs', async () => {
		await bed.items(
			withReferences({
				audio: [{ source: 'url', url: 'https://example.com/a.mp3' }],
				image: [
					{ source: 'url', url: 'https://example.com/1.png' },
					{ source: 'asset', asset: image },
				],
				video: [{ source: 'asset', asset: { __rl: true, mode: 'list', value: video } }],
			}),
		);

		expect(bed.submits).toEqual([
			{
				...plain,
				content: [
					text,
					imageAt('https://example.com/1.png'),
					imageAt(`asset://${image}`),
					{ type: 'video_url', video_url: { url: `asset://${video}` }, role: 'reference_video' },
					{
						type: 'audio_url',
						audio_url: { url: 'https://example.com/a.mp3' },
						role: 'reference_audio',
					},
				],
			},
		]);
	});
});

describe('an asset', () => {
	const whole = { Id: image, AssetUri: `asset://${image}`, AssetType: 'Image' };

	it.each<[string, unknown]>([
		['an ID', image],
		['a URI', `asset://${image}`],
		['an older URI', `Asset://${image}`],
		['what Upload Asset, Get Asset and List Assets give', whole],
		['an ID chosen from the list', { __rl: true, mode: 'list', value: image }],
		['an ID typed in', { __rl: true, mode: 'id', value: ` ${image} ` }],
		['a URI by expression', { __rl: true, mode: 'id', value: '={{ $json.asset.AssetUri }}' }],
		['the whole asset by expression', { __rl: true, mode: 'id', value: '={{ $json.asset }}' }],
	])('may be %s', async (_what, asset) => {
		const value =
			typeof asset === 'object' && !('__rl' in (asset ?? {})) ? '={{ $json.asset }}' : asset;
		await bed.items(withReferences({ image: [{ source: 'asset', asset: value as string }] }), {
			items: [{ asset: whole }],
		});

		expect(bed.submits).toEqual([{ ...plain, content: [text, imageAt(`asset://${image}`)] }]);
	});

	it.each([
		['group-20260320141746-zsf6b', /^This is the ID of a group: group-20260320141746-zsf6b$/],
		['={{ $json.nothing }}', 'Asset of reference image 1 is empty'],
	])('is not %j', async (asset, message) => {
		const error = await bed.error(withReferences({ image: [{ source: 'asset', asset }] }));

		expect(error.message).toMatch(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('a list', () => {
	const list = (value: string) => withReferences({ image: [{ source: 'list', list: value }] });
	const [one, two] = [`asset://${image}`, 'https://example.com/2.png'];

	it.each<[string, string]>([
		['URIs and URLs', `={{ ["${one}", "${two}"] }}`],
		['IDs', `={{ ["${image}", "${two}"] }}`],
		['assets', `={{ [{ Id: "${image}", AssetType: "Image" }, "${two}"] }}`],
		['JSON text', JSON.stringify([one, two])],
	])('may hold %s', async (_what, value) => {
		await bed.items(list(value));

		expect(bed.submits).toEqual([{ ...plain, content: [text, imageAt(one), imageAt(two)] }]);
	});

	it('counts on behind other references of its kind', async () => {
		const moderated = { code: 'InputImageRiskDetection', message: 'content[3] is not allowed' };
		bed.standIn.reset({ video: { moderates: () => moderated } });
		const error = await bed.error(
			withReferences({
				image: [
					{ source: 'url', url: two },
					{ source: 'list', list: `={{ ["${two}", "${two}"] }}` },
				],
			}),
		);

		expect(error.message).toContain(`reference image 3 (${two}) is not allowed`);
	});

	it.each([
		['={{ [] }}', 'List of reference image 1 is empty'],
		['={{ ["no such thing"] }}', 'List of reference image 1 must contain only asset IDs'],
		['={{ [7] }}', 'List of reference image 1 must contain only asset IDs'],
		['={{ [{ Name: "cat" }] }}', 'List of reference image 1 must contain only asset IDs'],
		[
			`={{ ["${two}", { Id: "asset-1", AssetType: "Video" }] }}`,
			'The asset for reference image 2 is of the type Video, not Image',
		],
	])('that is %s is refused before anything is sent', async (value, message) => {
		expect((await bed.error(list(value))).message).toContain(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('a URL', () => {
	const at = (url: string, kind = 'image') => withReferences({ [kind]: [{ source: 'url', url }] });

	it.each([
		['https://example.com/a.png', 'https://example.com/a.png'],
		['http://example.com/a.png', 'http://example.com/a.png'],
		['data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
		[`ASSET://${image}`, `asset://${image}`],
	])('%s is sent as %s', async (url, sent) => {
		await bed.run(at(url));

		expect(bed.submits).toEqual([{ ...plain, content: [text, imageAt(sent)] }]);
	});

	it.each([
		['example.com/a.png', 'image', 'URL of reference image 1 must start with https://'],
		['ftp://example.com/a.png', 'image', 'URL of reference image 1 must start with https://'],
		['={{ $json.nothing }}', 'audio', 'URL of reference audio 1 is empty'],
		['data:video/mp4;base64,AAAA', 'video', 'The reference video 1 cannot be sent as a file'],
	])('%s as %s is refused before anything is sent', async (url, kind, message) => {
		expect((await bed.error(at(url, kind))).message).toContain(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe.each<[string, (file: File) => Promise<IBinaryData> | IBinaryData]>([
	['in memory', inMemory],
	['on disk', onDisk],
])('a binary file %s', (_where, keep) => {
	const from = (kind: string) => withReferences({ [kind]: [{ source: 'binary', binary: 'data' }] });
	const base64 = (content: Buffer) => content.toString('base64');

	it('of an image and of audio is sent as a data URI', async () => {
		const parameters = withReferences({
			image: [{ source: 'binary', binary: 'picture' }],
			audio: [{ source: 'binary', binary: 'data' }],
		});
		await bed.items(parameters, {
			binary: { picture: await keep(png), data: await keep(mp3) },
		});

		expect(bed.submits).toEqual([
			{
				...plain,
				content: [
					text,
					imageAt(`data:image/png;base64,${base64(png.content)}`),
					{
						type: 'audio_url',
						audio_url: { url: `data:audio/mpeg;base64,${base64(mp3.content)}` },
						role: 'reference_audio',
					},
				],
			},
		]);
	});

	it.each([
		['application/octet-stream', 'cat.JPG', 'image/jpeg'],
		['image/webp; q=1', 'cat', 'image/webp'],
		['', 'cat', 'image/png'],
	])('of the type %j with the name %s is sent as %s', async (mimeType, fileName, sent) => {
		const data = await keep({ ...png, mimeType, fileName });
		await bed.items(from('image'), { binary: { data } });

		const url = `data:${sent};base64,${base64(png.content)}`;
		expect(bed.submits).toEqual([{ ...plain, content: [text, imageAt(url)] }]);
	});

	it('of a video cannot be sent', async () => {
		const error = await bed.error(from('video'), { binary: { data: await keep(mp4) } });

		expect(error.message).toContain('Source of reference video 1 must be Asset (asset), URL (url)');
		expect(bed.standIn.received).toEqual([]);
	});

	it.each([
		['image', mp4, 'The reference image 1 must be an image'],
		['image', { ...png, mimeType: 'application/pdf', fileName: 'a.pdf' }, 'must be an image'],
		['audio', png, 'The reference audio 1 must be an audio file (MP3 or WAV)'],
		['image', { ...png, content: Buffer.alloc(30 * MB) }, 'The file is too large for Anyfast'],
		['audio', { ...mp3, content: Buffer.alloc(0) }, 'The file is empty'],
	])(
		'for a reference %s is refused before anything is sent if it does not fit',
		async (kind, file, message) => {
			const error = await bed.error(from(kind), { binary: { data: await keep(file) } });

			expect(error.message).toContain(message);
			expect(bed.standIn.received).toEqual([]);
		},
	);
});

it('refuses files that are too large together, and names Upload Asset', async () => {
	const data = inMemory({ ...png, content: Buffer.alloc(25 * MB) });
	const entry = { source: 'binary', binary: 'data' };
	const error = await bed.error(withReferences({ image: [entry, entry] }), { binary: { data } });

	expect(error.message).toBe('The files are too large for one request');
	expect(error.description).toContain('they take 67 MB');
	expect(error.description).toContain('Upload Asset');
	expect(bed.standIn.received).toEqual([]);
});

describe('before anything is sent, it refuses', () => {
	it.each<[string, INodeParameters, string]>([
		[
			'an expression that finds no prompt',
			{ ...generate, prompt: '={{ $json.no }}' },
			'Prompt is empty',
		],
		['no reference', withReferences({}), 'References has no entries'],
		[
			'no first frame',
			{ ...generate, mode: 'frames', firstFrameAsset: '={{ $json.no }}' },
			'First Frame Asset is empty',
		],
		[
			'a last frame that is empty',
			{
				...{
					...generate,
					mode: 'frames',
					firstFrame: 'url',
					firstFrameUrl: 'https://a.example/1.png',
				},
				...{ lastFrame: 'url', lastFrameUrl: '={{ $json.nothing }}' },
			},
			'Last Frame URL is empty',
		],
		[
			'an empty model',
			{ ...generate, model: { __rl: true, mode: 'id', value: '={{ $json.no }}' } },
			'Model is empty',
		],
		[
			'a duration of 4.5 seconds',
			{ ...generate, duration: 4.5 },
			'Duration (Seconds) must be a whole number of at least -1',
		],
		[
			'what is no JSON',
			{ ...generate, options: { additionalFields: '{ nope' } },
			'Additional Fields (JSON) must be a JSON object',
		],
		[
			'the field of the last frame for the video',
			{ ...generate, download: true, binaryPropertyName: 'lastFrame' },
			'Put Output File in Field must be another field',
		],
	])('%s', async (_what, parameters, message) => {
		expect((await bed.error(parameters)).message).toContain(message);
		expect(bed.standIn.received).toEqual([]);
	});

	it('no prompt in Mode Text, which n8n marks in red', async () => {
		const run = async () => await bed.run({ operation: 'generate' });

		await expect(run()).rejects.toThrow('Parameter "Prompt" is required');
		expect(bed.standIn.received).toEqual([]);
	});

	it('Retry On Fail, because n8n would pay again', async () => {
		const error = await bed.error(generate, {
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});

		expect(error.message).toBe('Retry On Fail would create, and bill, everything again');
		expect(error.description).toContain('Get Video');
		expect(bed.standIn.received).toEqual([]);
	});

	it('all items if one of them is wrong', async () => {
		const error = await bed.error(
			{ ...generate, prompt: '={{ $json.prompt }}' },
			{ items: [{ prompt: 'A cat' }, {}] },
		);

		expect(error.message).toBe('Prompt is empty');
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('without waiting', () => {
	it.each(['both', 'task_id', 'id', 'data'] as const)(
		'gives the task that the submit named (%s), free to be looked up',
		async (submit) => {
			bed.standIn.reset({ video: { shape: { submit } } });
			const [item] = await bed.items({ ...generate, waitForCompletion: false });

			expect(item?.json).toMatchObject({
				...{ taskId: 'asyntask_000001', status: 'queued', isFinal: false },
			});
			expect(bed.standIn.actions).toEqual(['GenerateVideo']);
		},
	);
});

it('gives the whole answer under raw if asked', async () => {
	const [item] = await bed.items({ ...generate, options: { includeRaw: true } });

	expect(item?.json.raw).toMatchObject({ code: 'success', data: { status: 'SUCCESS' } });
	expect(item?.json).not.toHaveProperty('error');
});

it('submits all items side by side, and keeps their order', async () => {
	bed.standIn.reset({ video: { readyAfter: { questions: 3 } } });
	const prompts = Array.from({ length: 10 }, (_, index) => `Clip ${index}`);
	const items = await bed.items(
		{ ...generate, prompt: '={{ $json.prompt }}' },
		{ items: prompts.map((prompt) => ({ prompt })) },
	);

	const actions = bed.standIn.actions;
	expect(actions.slice(0, 10)).toEqual(Array(10).fill('GenerateVideo'));
	expect(bed.submits).toEqual(
		prompts.map((prompt) => ({ ...plain, content: [{ type: 'text', text: prompt }] })),
	);
	expect(items.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual(
		prompts.map((_, index) => [`asyntask_${String(index + 1).padStart(6, '0')}`, { item: index }]),
	);
	expect(bed.time.slept).toBeGreaterThan(0);
});

it('sends no more at a time than Max Concurrent Requests', async () => {
	await bed.items(
		{ ...generate, download: true, options: { maxConcurrentRequests: 2 } },
		{ items: Array.from({ length: 6 }, () => ({})) },
	);

	expect(bed.standIn.mostInFlight).toBeLessThanOrEqual(2);
	expect(bed.standIn.storage.mostInFlight).toBeLessThanOrEqual(2);
});
