import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import type { FileStream } from '../../nodes/shared/transport/body';
import { nodeErrorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { EngineCredentials } from '../engine/credentials';
import { type File, inMemory, onDisk, withStore } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { makeGroup } from '../stand-in/groups';
import type { Fault } from '../stand-in/StandIn';

const MB = 1024 * 1024;
const png: File = {
	content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 255]),
	mimeType: 'image/png',
	fileName: 'cat on mat.png',
};
const GroupId = makeGroup(1).Id;
const upload = {
	resource: 'asset',
	operation: 'upload',
	ifNameExists: 'uploadAnyway',
	groupId: GroupId,
};
const [first] = [makeAsset(1)];
const created = { Id: first.Id, AssetUri: `asset://${first.Id}` };

const bed = useTestBed();
afterEach(() => jest.restoreAllMocks());

const received = () => bed.standIn.received.map(({ body }) => body);

/** Uploads a file from memory. */
const send = async (file: Partial<File>, parameters: INodeParameters = {}) =>
	await bed.items(
		{ ...upload, ...parameters },
		{ binary: { data: inMemory({ ...png, ...file }) } },
	);

/** Uploads a file that is refused before anything is sent. */
async function expectTooLarge(type: string, megabytes: number, data: IBinaryData): Promise<void> {
	const error = await bed.error({ ...upload, assetType: type }, { binary: { data } });

	expect(error.message).toBe(`The file is too large for Anyfast: ${megabytes}.0 MB`);
	expect(error.description).toContain(`under ${megabytes} MB`);
	expect(bed.standIn.received).toEqual([]);
}

describe.each<[string, (file: File) => Promise<IBinaryData> | IBinaryData]>([
	['in memory', inMemory],
	['in the store on disk', onDisk],
])('a file %s', (_where, keep) => {
	it('is sent as it is, and gives ID and address', async () => {
		const data = await keep(png);

		expect(await bed.items(upload, { binary: { data } })).toEqual([
			{ ...created, Name: 'cat on mat' },
		]);
		expect(bed.standIn.actions).toEqual(['CreateAsset']);
		expect(received()).toEqual([
			{
				model: 'volc-asset',
				GroupId,
				Name: 'cat on mat',
				AssetType: 'Image',
				file: png.content.toString('latin1'),
			},
		]);
		expect(bed.standIn.received[0]?.headers['content-length']).toMatch(/^\d+$/);
	});

	it('is sent with its name and its type', async () => {
		const data = await keep(png);
		await bed.items(upload, { binary: { data } });

		expect(bed.standIn.received).toMatchObject([
			{ file: { name: 'cat on mat.png', type: 'image/png' } },
		]);
	});

	it('of several pieces arrives whole', async () => {
		const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
		const data = await keep({ ...png, content });
		await bed.items(upload, { binary: { data } });

		expect(received()).toMatchObject([{ file: content.toString('latin1') }]);
	});

	it.each([
		['Image', 30, 'image/png'],
		['Audio', 15, 'audio/mpeg'],
	])('that is too large for %s (%d MB) is not sent', async (type, megabytes, mimeType) => {
		const content = Buffer.alloc(megabytes * MB);
		const data = await keep({ content, mimeType, fileName: 'x' });

		await expectTooLarge(type, megabytes, data);
	});

	it('that is empty is not sent', async () => {
		const data = await keep({ ...png, content: Buffer.alloc(0) });

		expect((await bed.error(upload, { binary: { data } })).message).toBe('The file is empty');
		expect(bed.standIn.received).toEqual([]);
	});
});

it('a file that is too large for Video (200 MB) is not sent', async () => {
	const content = Buffer.alloc(200 * MB);
	const data = await onDisk({ content, mimeType: 'video/mp4', fileName: 'x' });

	await expectTooLarge('Video', 200, data);
});

it('sends a file that is just small enough', async () => {
	await send({ content: Buffer.alloc(15 * MB - 1), mimeType: 'audio/wav', fileName: 'a.wav' });

	expect(bed.standIn.assets).toHaveLength(1);
});

it('takes the file of the field that is named', async () => {
	const binary = { data: inMemory(png), other: inMemory({ ...png, fileName: 'dog.png' }) };
	await bed.items({ ...upload, binaryPropertyName: 'other' }, { binary });

	expect(received()).toMatchObject([{ Name: 'dog' }]);
});

it('takes a file that an expression gives', async () => {
	const binary = { other: inMemory({ ...png, fileName: 'dog.png' }) };
	await bed.items(
		{ ...upload, binaryPropertyName: "={{ $('Start').item.binary.other }}" },
		{ binary },
	);

	expect(received()).toMatchObject([{ Name: 'dog', file: png.content.toString('latin1') }]);
});

it('takes no other thing for a file', async () => {
	const parameters = { ...upload, binaryPropertyName: '={{ { a: 1 } }}' };

	expect((await bed.error(parameters, { binary: { data: inMemory(png) } })).message).toBe(
		'Input Binary Field must be text',
	);
});

it.each([
	['an item without a file', {}, /expects the node's input data to contain a binary file 'data'/],
	['an item without the file', { binary: { other: inMemory(png) } }, /has no binary field 'data'/],
])('refuses %s', async (_what, options, message) => {
	expect((await bed.error(upload, options)).message).toMatch(message);
	expect(bed.standIn.received).toEqual([]);
});

describe('a file in memory', () => {
	const text = png.content.toString('base64');

	it.each([
		['with new lines', `${text.slice(0, 3)}\n${text.slice(3)}\r\n`],
		['without its padding', text.replace(/=+$/, '')],
	])('whose base64 comes %s arrives as it is', async (_what, data) => {
		await bed.items(upload, { binary: { data: { ...inMemory(png), data } } });

		expect(received()).toMatchObject([{ file: png.content.toString('latin1') }]);
	});

	it('that has no content is not sent', async () => {
		// As a Code node may give it, whatever the type says.
		const binary = JSON.parse(JSON.stringify({ data: { ...inMemory(png), data: undefined } }));

		expect((await bed.error(upload, { binary })).message).toBe(
			'The content of the file is not base64',
		);
		expect(bed.standIn.received).toEqual([]);
	});

	it('that is no base64 is not sent', async () => {
		const data = { ...inMemory(png), data: `data:image/png;base64,${text}` };
		const error = await bed.error(upload, { binary: { data } });

		expect(error.message).toBe('The content of the file is not base64');
		expect(bed.standIn.received).toEqual([]);
	});

	it.each(["={{ $('Start').item.binary }}", '={{ $binary.data }}'])(
		'cannot be taken from where n8n leaves its content out: %s',
		async (binaryPropertyName) => {
			const error = await bed.error(
				{ ...upload, binaryPropertyName },
				{ binary: { data: inMemory(png) } },
			);

			expect(error.message).toMatch(/^Input Binary Field must be /);
			expect(bed.standIn.received).toEqual([]);
		},
	);
});

describe('a file in the store', () => {
	const content = Buffer.alloc(2 * MB, 7);

	it.each(['ECONNREFUSED', 'EIO'])(
		'that cannot be read (%s) is the fault of the store',
		async (code) => {
			const data = await onDisk({ ...png, content });
			const broken = (stored: FileStream) =>
				stored.destroy(Object.assign(new Error(`no luck: ${code}`), { code }));
			const error = await withStore(
				broken,
				async () => await bed.error(upload, { binary: { data } }),
			);

			expect(error.message).toBe("The file could not be read from n8n's storage");
			expect(error.description).toContain(`no luck: ${code}`);
			expect(bed.standIn.assets).toEqual([]);
		},
	);

	it('that cannot be opened is the fault of the store', async () => {
		const data = await onDisk({ ...png, content });
		const closed = (stored: FileStream) => {
			stored.destroy();
			throw new Error('it is gone');
		};
		const error = await withStore(
			closed,
			async () => await bed.error(upload, { binary: { data } }),
		);

		expect(error.message).toBe("The file could not be read from n8n's storage");
		expect(error.description).toContain('it is gone');
	});

	it('that is no longer there is the fault of the store', async () => {
		const data = { ...(await onDisk({ ...png, content })), id: 'filesystem-v2:nowhere' };
		const error = await bed.error(upload, { binary: { data } });

		expect(error.message).toBe("The file could not be read from n8n's storage");
		expect(error.description).toContain('run the node that produced the file again');
	});

	it('is let go of, however the upload ends', async () => {
		const data = await onDisk({ ...png, content });
		const streams: FileStream[] = [];
		const open = (stored: FileStream) => (streams.push(stored), stored);
		await withStore(open, async () => {
			await bed.items(upload, { binary: { data } });
			// Whether the refusal is heard or the connection breaks first is up to the network.
			bed.standIn.failNext({ beforeBody: { status: 401 } });
			await bed.run(upload, { binary: { data } });
		});

		expect(streams.length).toBeGreaterThanOrEqual(2);
		expect(streams.map(({ destroyed }) => destroyed)).toEqual(streams.map(() => true));
	});

	it('is let go of if the execution is cancelled before all of it was sent', async () => {
		// More than the network holds.
		const data = await onDisk({ ...png, content: Buffer.alloc(25 * MB, 7) });
		const streams: FileStream[] = [];
		const open = (stored: FileStream) => (streams.push(stored), stored);
		bed.standIn.failNext({ beforeBody: 'hang' });
		const ended = await withStore(open, async () => {
			const run = bed.start(upload, { binary: { data } });
			bed.standIn.onRefusal = () => run.cancel();
			return await run;
		});

		expect(ended.status).toBe('canceled');
		expect(nodeErrorOf(ended)).toBe('The execution was canceled');
		expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
	});
});

it('is given time by its size', async () => {
	const { authenticate } = EngineCredentials.prototype;
	const timeouts: unknown[] = [];
	const spy = jest
		.spyOn(EngineCredentials.prototype, 'authenticate')
		.mockImplementation(async function (this: EngineCredentials, ...request) {
			const options = await authenticate.apply(this, request);
			timeouts.push(options.timeout);
			return options;
		});
	const content = Buffer.alloc(3_200_000);
	const text = `data:image/png;base64,${content.toString('base64')}`;
	await send({ content: Buffer.alloc(1) });
	await send({ content });
	await bed.items({ ...upload, source: 'base64', base64: text, name: 'x' });
	spy.mockRestore();

	const seconds = timeouts.map((timeout) => Math.floor(Number(timeout) / 1000));
	// 300 seconds, and a second more for each 32 kB.
	expect(seconds).toEqual([300, 400, 433]);
});

describe('the type', () => {
	const types: Array<[string, string, string, string]> = [
		...['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp', 'image/tiff'].map(
			(mime): [string, string, string, string] => [mime, '', 'Image', 'volc-asset'],
		),
		['image/heic', '', 'Image', 'volc-asset'],
		['image/heif', '', 'Image', 'volc-asset'],
		['video/mp4', '', 'Video', 'volc-asset-video'],
		['video/quicktime', '', 'Video', 'volc-asset-video'],
		['audio/mpeg', '', 'Audio', 'volc-asset-audio'],
		['audio/x-wav', '', 'Audio', 'volc-asset-audio'],
		['VIDEO/MP4; codecs=avc1', '', 'Video', 'volc-asset-video'],
		['application/octet-stream', 'a.b.MOV', 'Video', 'volc-asset-video'],
		['text/plain', 'a.heic', 'Image', 'volc-asset'],
		['audio/x-mp3', '', 'Audio', 'volc-asset-audio'],
		['image/heic-sequence', '', 'Image', 'volc-asset'],
		['video/x-m4v', 'a', 'Video', 'volc-asset-video'],
		['image/unheard-of', 'a.jpg', 'Image', 'volc-asset'],
	];

	it.each(types)(
		'of %s %s is %s, and the model follows it',
		async (mimeType, fileName, AssetType, model) => {
			await send({ mimeType, fileName }, { name: 'x' });

			expect(received()).toMatchObject([{ AssetType, model }]);
		},
	);

	it('is what was chosen if the file does not say', async () => {
		await send({ mimeType: '', fileName: undefined }, { name: 'x', assetType: 'Audio' });

		expect(received()).toMatchObject([{ AssetType: 'Audio', model: 'volc-asset-audio' }]);
	});

	it.each([
		['image/svg+xml', 'a.svg', 'detect'],
		['image/svg+xml', 'a', 'Image'],
		['video/x-msvideo', 'a.avi', 'Video'],
		['audio/ogg', 'a.ogg', 'detect'],
		['application/pdf', 'a.pdf', 'Image'],
	])('%s (%s, chosen: %s) is refused', async (mimeType, fileName, assetType) => {
		const binary = { data: inMemory({ ...png, mimeType, fileName }) };
		const error = await bed.error({ ...upload, assetType }, { binary });

		expect(error.message).toBe('Anyfast does not take files of this type');
		expect(error.description).toContain(
			`Its name is "${fileName}", and its type is "${mimeType}".`,
		);
		expect(error.description).toContain(
			'videos as MP4 or MOV under 200 MB (for some groups 50 MB)',
		);
		expect(bed.standIn.received).toEqual([]);
	});

	it.each([
		[
			'application/octet-stream',
			undefined,
			'It has no name, and its type is "application/octet-stream".',
		],
		['', 'clip.bin', 'Its name is "clip.bin", and its type is not given.'],
	])('has to be chosen if %j and %j do not tell', async (mimeType, fileName, shown) => {
		const binary = { data: inMemory({ ...png, mimeType, fileName }) };
		const error = await bed.error({ ...upload, name: 'x' }, { binary });

		expect(error.message).toBe('The type of the asset cannot be detected');
		expect(error.description).toContain(`${shown} Choose Image, Video or Audio as Asset Type.`);
	});

	it('that was chosen must be that of the file', async () => {
		const binary = { data: inMemory({ ...png, mimeType: 'video/mp4', fileName: 'a.mp4' }) };
		const error = await bed.error({ ...upload, assetType: 'Image' }, { binary });

		expect(error.message).toBe('The file is a video, but Asset Type is Image');
		expect(error.description).toContain('JPG, PNG, GIF, WebP, BMP, TIFF, HEIC or HEIF under 30 MB');
		expect(bed.standIn.received).toEqual([]);
	});

	it('must be one that there is', async () => {
		const error = await bed.error(
			{ ...upload, assetType: '={{ "Text" }}' },
			{ binary: { data: inMemory(png) } },
		);

		expect(error.message).toBe(
			'Asset Type must be Image, Video, Audio or Detect From the File (detect)',
		);
	});
});

describe('a model that was chosen', () => {
	it('is sent', async () => {
		bed.standIn.failNext({ status: 400 });
		await bed.error(
			{ ...upload, options: { model: 'volc-asset-video' } },
			{ binary: { data: inMemory(png) } },
		);

		expect(received()).toMatchObject([{ model: 'volc-asset-video', AssetType: 'Image' }]);
	});
});

describe('the name', () => {
	it.each([
		['cat.png', 'cat'],
		['archive.tar.png', 'archive.tar'],
		['no ending', 'no ending'],
		['.png', '.png'],
	])('is that of the file %s without its ending', async (fileName, Name) => {
		await send({ fileName });

		expect(received()).toMatchObject([{ Name }]);
	});

	it('is what was given', async () => {
		await send({}, { name: ' My cat ' });

		expect(received()).toMatchObject([{ Name: 'My cat' }]);
	});

	it('has to be given if the file has none', async () => {
		const binary = { data: inMemory({ ...png, fileName: undefined }) };

		expect((await bed.error(upload, { binary })).message).toBe('The new asset needs a Name');
		expect(bed.standIn.received).toEqual([]);
	});

	it('that an expression did not find is an error', async () => {
		const binary = { data: inMemory(png) };
		const error = await bed.error({ ...upload, name: '={{ $json.nothing }}' }, { binary });

		expect(error.message).toBe('Name is empty');
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('a URL', () => {
	const fromUrl = { ...upload, source: 'url' };

	it.each([
		['https://example.com/films/my%20cat.mp4?x=1#y', 'my cat', 'Video'],
		['https://example.com/Tom&Jerry=1.mp4', 'Tom&Jerry=1', 'Video'],
		['http://example.com/a+b.MP3', 'a+b', 'Audio'],
		['https://example.com/100%.png', '100%', 'Image'],
	])('%s is sent as it is', async (url, Name, AssetType) => {
		expect(await bed.items({ ...fromUrl, url })).toEqual([{ ...created, Name }]);
		expect(received()).toMatchObject([{ Name, AssetType, GroupId, URL: url }]);
	});

	it('does not have to tell the type if it was chosen', async () => {
		const url = 'https://example.com/';
		await bed.items({ ...fromUrl, url, assetType: 'Video', name: 'clip' });

		expect(received()).toEqual([
			{ model: 'volc-asset-video', GroupId, Name: 'clip', AssetType: 'Video', URL: url },
		]);
	});

	it.each([
		['The type of the asset cannot be detected', { url: 'https://example.com/watch' }],
		['URL must start with https:// or http://', { url: 'example.com/cat.png' }],
		['URL must start with https:// or http://', { url: 'http:example.com/cat.png' }],
		['URL must start with https:// or http://', { url: 'file:///etc/passwd' }],
		['URL must start with https:// or http://', { url: 'data:image/png;base64,AAAA' }],
		['URL is empty', { url: '={{ $json.nothing }}' }],
		['The new asset needs a Name', { url: 'https://example.com/', assetType: 'Image' }],
	])('is refused before it is sent: %s (%j)', async (message, parameters) => {
		expect((await bed.error({ ...fromUrl, ...parameters })).message).toBe(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('a source by expression', () => {
	const text = `data:image/png;base64,${png.content.toString('base64')}`;

	it.each<[string, INodeParameters]>([
		['binary', {}],
		['url', { url: 'https://example.com/cat.png' }],
		['base64', { base64: text, name: 'cat' }],
	])('works: %s', async (source, parameters) => {
		const data = inMemory(png);
		const given = { ...upload, ...parameters, source: `={{ "${source}" }}` };

		expect(await bed.items(given, { binary: { data } })).toEqual([
			expect.objectContaining({ Name: expect.stringMatching(/^cat/) }),
		]);
	});

	it.each([
		['url', 'URL is empty'],
		['base64', 'Base64 or Data URI is empty'],
	])('is checked: %s', async (source, message) => {
		const error = await bed.error({ ...upload, source: `={{ "${source}" }}` });

		expect(error.message).toBe(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('Base64 or Data URI', () => {
	const fromText = { ...upload, source: 'base64', name: 'cat' };
	const text = png.content.toString('base64');

	it('needs a Name', async () => {
		expect((await bed.error({ ...fromText, base64: text, name: '' })).message).toBe(
			'The new asset needs a Name',
		);
		const name = '={{ "" }}';
		expect((await bed.error({ ...fromText, base64: text, name })).message).toBe('Name is empty');
		expect(bed.standIn.received).toEqual([]);
	});

	it('sends base64 alone, which is taken for a PNG image', async () => {
		const wrapped = `${text.slice(0, 5)}\n ${text.slice(5)}\n`;
		expect(await bed.items({ ...fromText, base64: wrapped })).toEqual([
			{ ...created, Name: 'cat' },
		]);

		expect(received()).toEqual([
			{ model: 'volc-asset', GroupId, Name: 'cat', AssetType: 'Image', URL: text },
		]);
	});

	it.each([
		['data:video/mp4;base64,', 'Video'],
		['data:image/jpeg;base64,', 'Image'],
		['data:audio/wav;foo=bar;base64,', 'Audio'],
		['DATA:image/png;BASE64,', 'Image'],
	])('sends %s… as %s', async (head, AssetType) => {
		await bed.items({ ...fromText, base64: head + text });

		expect(received()).toMatchObject([{ AssetType, URL: head + text }]);
	});

	it.each([
		['The file is an image, but Asset Type is Video', text, { assetType: 'Video' }],
		[
			'The file is an audio file, but Asset Type is Image',
			`data:audio/wav;base64,${text}`,
			{ assetType: 'Image' },
		],
		['Anyfast does not take files of this type', `data:image/svg+xml;base64,${text}`, {}],
		['The type of the asset cannot be detected', `data:;base64,${text}`, {}],
		[
			'Base64 or Data URI must be base64, or a data URI such as data:image/png;base64,…',
			'a cat!',
			{},
		],
		[
			'Base64 or Data URI must be base64, or a data URI such as data:image/png;base64,…',
			'data:image/png;base64,?',
			{},
		],
		[
			'Base64 or Data URI must be base64, or a data URI such as data:image/png;base64,…',
			`data:${'A'.repeat(1_000_000)}`,
			{},
		],
		[
			'The file is too large for Anyfast: 15.0 MB',
			`data:audio/wav;base64,${Buffer.alloc(15 * MB).toString('base64')}`,
			{},
		],
	])('is refused before it is sent: %s', async (message, base64, parameters) => {
		expect((await bed.error({ ...fromText, base64, ...parameters })).message).toBe(message);
		expect(bed.standIn.received).toEqual([]);
	});

	it('says why base64 alone can be no video', async () => {
		const error = await bed.error({ ...fromText, base64: text, assetType: 'Video' });

		expect(error.description).toContain('Plain base64 is taken for a PNG image');
	});
});

describe('the group', () => {
	const binary = { data: inMemory(png) };

	it.each<[string, INodeParameters['groupId']]>([
		['text', GroupId],
		['chosen from the list', { __rl: true, mode: 'list', value: GroupId, cachedResultName: 'x' }],
		['by ID', { __rl: true, mode: 'id', value: ` ${GroupId} ` }],
		['by expression', { __rl: true, mode: 'id', value: `={{ "${GroupId}" }}` }],
	])('is taken as %s', async (_what, groupId) => {
		await bed.items({ ...upload, groupId }, { binary });

		expect(received()).toMatchObject([{ GroupId }]);
	});

	it('that is not there is the error of the API', async () => {
		const groupId = 'group-20200101000000-gone';

		const error = await bed.error({ ...upload, groupId }, { binary });

		expect(error.message).toBe('Anyfast cannot find the group, tried 7 times');
		expect(error.description).toContain('[NotFound.group_id, ');
		expect(error.description).toContain(
			'There are three known causes: the group was created only seconds ago, it belongs to another API key or site, or it already has an asset of this name.',
		);
		expect(bed.time.slept).toBe(20_000);
	});
});

describe('Wait Until Active', () => {
	const parameters = { ...upload, name: 'cat', waitUntilActive: true };
	const binary = { data: inMemory(png) };

	it('gives the whole asset when it is active', async () => {
		bed.standIn.reset({ statuses: ['Active'] });

		expect(await bed.items(parameters, { binary })).toEqual([
			{
				...{ ...first, Name: 'cat', GroupId, AssetType: 'Image', Status: 'Active' },
				URL: 'https://files.example/1.png',
				AssetUri: created.AssetUri,
			},
		]);
		expect(bed.standIn.actions).toEqual(['CreateAsset', 'GetAsset']);
	});

	it.each([
		[
			'says what failed',
			{ statuses: ['Failed'] },
			{},
			/active: its status is Failed; the asset was uploaded as asset:\/\/asset-\S+$/,
		],
		[
			'says the last status in the end',
			{ statuses: ['Queued', 'Processing'] },
			{ waitTimeout: 3 },
			/not active after 3 seconds: its last status was Processing; the asset was uploaded as asset:\/\/asset-\S+$/,
		],
	])('%s, and names the asset', async (_what, standIn, more, message) => {
		bed.standIn.reset(standIn);
		const waiting = { ...parameters, ...more };

		expect((await bed.error(waiting, { binary })).message).toMatch(message);
	});

	it('names the asset also if asking for it is refused for a minute', async () => {
		bed.standIn.fail({ action: 'GetAsset' }, ...Array<Fault>(99).fill({ status: 401 }));

		const error = await bed.error(parameters, { binary });

		expect(error.message).toBe(
			`Anyfast refused the API key; the asset was uploaded as ${created.AssetUri}`,
		);
		expect(bed.time.passed).toBeGreaterThanOrEqual(60_000);
	});

	it('names the asset also in the item that goes on', async () => {
		bed.standIn.reset({ statuses: ['Failed'] });
		const node = { onError: 'continueRegularOutput' as const };

		expect(await bed.items(parameters, { binary, node })).toEqual([
			{
				error: expect.stringContaining(`the asset was uploaded as ${created.AssetUri}`),
				message: expect.stringMatching(/^Check the file against what Anyfast takes/),
				assetId: expect.stringContaining('asset-'),
			},
		]);
	});

	it('stops if the execution is cancelled', async () => {
		bed.standIn.reset({ statuses: ['Processing'] });
		const run = bed.start({ ...parameters, waitTimeout: 60 }, { binary });
		bed.standIn.onAnswer = ({ action }) => {
			if (action === 'GetAsset') run.cancel();
		};

		const ended = await run;
		expect(ended.status).toBe('canceled');
		expect(bed.standIn.actions).toEqual(['CreateAsset', 'GetAsset']);
		expect(nodeErrorOf(ended)).toBe(
			`The execution was canceled; the asset was uploaded as ${created.AssetUri}`,
		);
	});

	it.each([
		['Wait Timeout (Seconds) must be a whole number of at least 1', { waitTimeout: 0 }],
		[
			'Wait Timeout (Seconds) must be a whole number of at least 1',
			{ waitTimeout: '={{ "soon" }}' },
		],
		['Wait Until Active must be true or false', { waitUntilActive: '={{ "maybe" }}' }],
	])('is checked before the upload: %s', async (message, more) => {
		const error = await bed.error({ ...parameters, ...more }, { binary });

		expect(error.message).toBe(message);
		expect(bed.standIn.received).toEqual([]);
	});
});
