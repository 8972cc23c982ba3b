import type { INodeParameters } from 'n8n-workflow';

import { itemsOf } from '../engine/Engine';
import { until } from '../engine/meanwhile';
import { ANYFAST } from '../engine/workflow';
import { FILE_ANSWERS, type FileAnswerName } from '../stand-in/answers/files';
import { MP4 } from '../stand-in/samples/mp4';
import { PNG } from '../stand-in/samples/png';
import type { StorageOptions } from '../stand-in/Storage';
import type { VideoShape } from '../stand-in/videoShapes';
import { useVideoBed } from './VideoBed';

/*
 * A file is a file: byte for byte, or an error that says how to get it.
 */

const ID = 'asyntask_000001';
const generate = { operation: 'generate', prompt: 'A cat', download: true };
const withFrame = { ...generate, options: { returnLastFrame: true } };
const NAMES = Object.keys(FILE_ANSWERS) as FileAnswerName[];
const REFUSALS: FileAnswerName[] = ['forbidden', 'expired', 'unauthorized', 'notFound', 'gone'];

const bed = useVideoBed();

const behave = (storage: StorageOptions, shape: Partial<VideoShape> = {}) =>
	bed.standIn.reset({ storage, video: { shape } });

/** The files of the first item, by their fields, and the hints of the node. */
const filesOf = async (parameters: INodeParameters) => {
	const run = await bed.run(parameters);
	if (run.data.resultData.error) throw run.data.resultData.error;
	const [item] = itemsOf(run, ANYFAST);
	const files = Object.entries(item?.binary ?? {}).map(([field, { data, ...about }]) => [
		field,
		{ ...about, content: Buffer.from(data, 'base64') },
	]);
	const hints = run.data.resultData.runData[ANYFAST]?.[0]?.hints ?? [];
	return { files: Object.fromEntries(files), hints: hints.map(({ message }) => message) };
};

const video = expect.objectContaining({
	content: MP4,
	mimeType: 'video/mp4',
	fileName: `${ID}.mp4`,
});
const frame = expect.objectContaining({
	content: PNG,
	mimeType: 'image/png',
	fileName: `${ID}-last-frame.png`,
});

it('puts the video and its last frame into fields', async () => {
	expect(await filesOf(withFrame)).toEqual({ files: { data: video, lastFrame: frame }, hints: [] });
	expect(bed.standIn.storage.sawKey).toBe(false);
});

it('keeps no status question waiting for a file', async () => {
	bed.standIn.reset({ video: { outcomes: ['succeeded', 'never'] } });
	bed.standIn.storage.fail({}, 'hang');
	const run = bed.start(
		{ ...generate, options: { maxConcurrentRequests: 1 } },
		{ items: [{}, {}] },
	);
	await until(() => bed.standIn.storage.received.length === 1);
	const before = bed.questions;
	await until(() => bed.questions > before + 5);

	expect(bed.standIn.storage.received).toHaveLength(1);
	run.cancel();
	expect((await run).status).toBe('canceled');
});

it.each(NAMES)('tries again if the host answers so first: %s', async (answer) => {
	behave({ atFirst: { answer, times: 1 } });

	expect(await filesOf(withFrame)).toEqual({ files: { data: video, lastFrame: frame }, hints: [] });
	expect(bed.standIn.storage.received).toHaveLength(4);
});

it.each(NAMES)('does not take this for the file: %s', async (instead) => {
	behave({ instead });
	const error = await bed.error(generate);

	expect(error.message).toMatch(/^The file could not be downloaded: .*, tried 5 times; /);
	expect(error.message).toContain(`the video task ${ID} is done`);
	expect(error.description).toContain(`Get Video with the Task ID ${ID} and Download Video`);
	expect(`${error.message} ${error.description}`).not.toMatch(
		/expired$|generated? (it|the video) again\.$/,
	);
	expect(bed.standIn.submitted).toBe(1);
});

it.each(REFUSALS)('asks for the link again after %s, and takes the new one', async (answer) => {
	behave({ atFirst: { answer, times: 3 }, signature: 'tos' });
	await bed.items(generate);

	const paths = bed.standIn.storage.received.map(({ path }) => path);
	expect(paths).toHaveLength(4);
	expect(paths.at(-1)).not.toBe(paths[0]);
});

it.each(['tos', 'amz', 'expires'] as const)(
	'says that the link has expired only once it has, by its signature (%s)',
	async (signature) => {
		behave({ signature, validSeconds: -1 });
		const error = await bed.error(generate);

		expect(error.message).toBe(`The link to the file has expired; the video task ${ID} is done`);
		expect(error.description).toContain(`Get Video with the Task ID ${ID} asks for another one`);
		expect(error.description).not.toMatch(/generated? .*again/);
		expect(bed.time.passed).toBeLessThan(15_000);
	},
);

it('does not take a link that came days after the video for an old one', async () => {
	await bed.items({ ...generate, waitForCompletion: false });
	await bed.items({ operation: 'get', taskId: ID, waitForCompletion: true });
	bed.time.pass(3 * 24 * 3600 * 1000);
	bed.standIn.storage.fail({}, { status: 403 });
	const [item] = await bed.items({ operation: 'get', taskId: ID, download: true });

	expect(item?.json).not.toHaveProperty('expiresAt');
	expect(Object.keys(item?.binary ?? {})).toEqual(['data']);
	expect(bed.standIn.storage.received).toHaveLength(2);
});

it.each([
	['a webPageAsVideo', { instead: 'webPageAsVideo' }, 'a web page came instead of it'],
	['JSON', { instead: 'jsonAsVideo' }, 'JSON came instead of it'],
	['XML', { instead: 'xml' }, 'XML came instead of it'],
	['nothing', { instead: 'nothing' }, 'nothing came instead of it'],
	['a cut file', { cutAfter: 1000 }, ''],
	['a cut file without a length', { cutAfter: 1000, hidesLength: true }, ''],
] satisfies Array<[string, StorageOptions, string]>)(
	'says that %s came',
	async (_what, storage, said) => {
		behave(storage);

		expect((await bed.error(generate)).message).toContain(said);
	},
);

describe('the key', () => {
	const own = { address: 'own-host' } as const;
	const authorizations = () =>
		bed.standIn.received
			.filter(({ path }) => path.endsWith('/content'))
			.map(({ headers }) => headers.authorization);

	it('goes to the API, which keeps the video itself', async () => {
		behave({ ownHost: 'sends' }, own);

		expect((await filesOf(generate)).files).toEqual({ data: video });
		expect(authorizations()).toEqual([`Bearer ${bed.standIn.apiKey}`]);
		expect(bed.standIn.storage.received).toEqual([]);
	});

	it('does not follow a redirect of the API to another host', async () => {
		behave({ ownHost: 'redirects', redirects: 2 }, own);

		expect((await filesOf(generate)).files).toEqual({ data: video });
		expect(authorizations()).toEqual([`Bearer ${bed.standIn.apiKey}`]);
		expect(bed.standIn.storage.received).toHaveLength(3);
		expect(bed.standIn.storage.sawKey).toBe(false);
	});

	it('is not sent to the other host, over redirects either', async () => {
		behave({ redirects: 3 });

		expect((await filesOf(generate)).files).toEqual({ data: video });
		expect(bed.standIn.storage.received).toHaveLength(4);
		expect(bed.standIn.storage.sawKey).toBe(false);
	});
});

it.each(['https://', 'javascript:alert(1)', 'mailto:a@b'])(
	'follows no redirect to %s',
	async (location) => {
		const redirect = { status: 302, headers: { location }, body: '' };
		bed.standIn.storage.fail({}, redirect, redirect, redirect, redirect, redirect);

		expect((await bed.error(generate)).message).toContain('no web address');
	},
);

it('ends redirects that never end', async () => {
	behave({ redirects: 100 });

	expect((await bed.error(generate)).message).toContain('redirects without an end');
});

describe('a last frame', () => {
	it('that Anyfast gives no address of is a hint', async () => {
		const json = '{ "return_last_frame": true }';
		bed.standIn.fail(
			{ action: 'GetVideo' },
			{
				changed: (answer) =>
					JSON.parse(JSON.stringify(answer).replaceAll('last_frame_url', 'none')),
			},
			{
				changed: (answer) =>
					JSON.parse(JSON.stringify(answer).replaceAll('last_frame_url', 'none')),
			},
		);
		const { files, hints } = await filesOf({ ...generate, options: { additionalFields: json } });

		expect(files).toEqual({ data: video });
		expect(hints).toEqual([
			`Anyfast gave no last frame of the video task ${ID}, although it was asked for`,
		]);
	});

	it('that does not come is a hint, and the video is there', async () => {
		const isFrame = ({ path }: { path: string }) => path.includes('.png');
		const faults = Array.from({ length: 5 }, () => FILE_ANSWERS.webPage);
		bed.standIn.storage.fail({ matches: isFrame }, ...faults);
		const { files, hints } = await filesOf(withFrame);

		expect(files).toEqual({ data: video });
		expect(hints).toEqual([
			expect.stringContaining(`The last frame of the video task ${ID} did not`),
		]);
	});

	it('that was not asked for is no hint', async () => {
		expect((await filesOf(generate)).hints).toEqual([]);
	});
});
