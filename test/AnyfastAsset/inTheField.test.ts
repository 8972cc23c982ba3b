import { type IDataObject, type INodeParameters } from 'n8n-workflow';

import { type File, inMemory, onDisk } from '../engine/files';
import { errorOf, hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset } from '../stand-in/assets';
import { makeGroup } from '../stand-in/groups';
import { FIELD_SHAPE_COUNT } from '../stand-in/refusals';
import type { Fault, StandInOptions } from '../stand-in/StandIn';

/*
 * Groups and assets that appear late, refusals in every shape: the service as clients report it.
 */

const png: File = {
	content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 255]),
	mimeType: 'image/png',
	fileName: 'cat.png',
};
const binary = { data: inMemory(png) };
const Id = makeAsset(1).Id;

const bed = useTestBed(() => ({ manner: 'as-in-the-field' }));

/** The service in the field's manner, with more options. */
const field = (options: StandInOptions) =>
	bed.standIn.reset({ manner: 'as-in-the-field', ...options });

const idOf = ([item]: IDataObject[]) => String(item?.Id);

const createGroup = async () =>
	idOf(await bed.items({ operation: 'create', ifNameExists: 'createAnother', name: 'Cats' }));
const uploadTo = (groupId: string, options: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'asset', operation: 'upload', ifNameExists: 'uploadAnyway', groupId },
	waitUntilActive: true,
	options,
});
/** Uploads to a group that has been there for long. */
const upload = (options?: INodeParameters) => uploadTo(makeGroup(1).Id, options);

describe('Create Group, Upload Asset, Wait Until Active', () => {
	it.each(Array.from({ length: FIELD_SHAPE_COUNT }, (_, seed) => seed))(
		'goes through, whatever shapes the answers come in, and so does what follows: %d',
		async (seed) => {
			field({ seed });
			const groupId = await createGroup();
			const [asset] = await bed.items(uploadTo(groupId), { binary });
			const assetId = String(asset?.Id);

			expect(asset).toMatchObject({ Name: 'cat', GroupId: groupId, Status: 'Active' });
			expect(asset?.AssetUri).toBe(`asset://${assetId}`);
			expect(asset?.URL).toMatch(/^https:\/\/files\.example\/\d+\.png\?/);
			expect(bed.standIn.assets).toHaveLength(1);

			const list = { resource: 'asset', returnAll: true, filters: { groupIds: [groupId] } };
			expect((await bed.items(list)).map((row) => row.Id)).toEqual([assetId]);
			const remove = { resource: 'asset', operation: 'delete', assetId };
			expect(await bed.items(remove)).toEqual([{ Id: assetId, deleted: true }]);
			expect(await bed.items(list)).toEqual([]);
			expect((await bed.error(remove)).message).toBe(`There is no asset ${assetId}`);
		},
	);

	it('waits for a group and an asset that appear late', async () => {
		field({ visibleAfter: { groupMs: 15_000, assetMs: 25_000 } });
		const groupId = await createGroup();

		expect(await bed.items(uploadTo(groupId), { binary })).toMatchObject([{ Status: 'Active' }]);
		expect(bed.standIn.assets).toHaveLength(1);
	});
});

describe('a group that is not found', () => {
	const CAUSES =
		'There are three known causes: the group was created only seconds ago, it belongs to another API key or site, or it already has an asset of this name.';

	it.each([
		['created only seconds ago', { visibleAfter: { groupMs: 60_000 } }, createGroup],
		["another key's", {}, async () => await Promise.resolve('group-20260101000000-other')],
	])('is tried for 20 seconds, then named with its causes: %s', async (_what, options, group) => {
		field(options);
		const groupId = await group();
		bed.standIn.received = [];
		const before = bed.time.slept;

		const error = await bed.error(uploadTo(groupId), { binary });

		expect(error.message).toBe('Anyfast cannot find the group, tried 7 times');
		expect(error.description).toContain(CAUSES);
		expect(error).toHaveProperty('code', 'NotFound.group_id');
		expect(bed.time.slept - before).toBe(20_000);
		expect(new Set(bed.standIn.actions)).toEqual(new Set(['CreateAsset']));
		expect(bed.standIn.assets).toEqual([]);
	});

	it('may be there, with an asset of that name', async () => {
		await bed.items(upload(), { binary });

		const error = await bed.error(upload(), { binary });

		expect(error.message).toMatch(/^Anyfast cannot find the group, tried \d times$/);
		expect(error.description).toContain(CAUSES);
	});
});

describe('Wait Until Active', () => {
	it('asks first after 1.5 seconds', async () => {
		field({ visibleAfter: { assetMs: 0 }, statuses: ['Active'] });
		let asked = 0;
		bed.standIn.onAnswer = ({ action }) => {
			if (action === 'GetAsset') asked = bed.time.passed;
		};

		await bed.items(upload(), { binary });

		expect(asked).toBe(1500);
		expect(bed.standIn.actions).toEqual(['CreateAsset', 'GetAsset']);
	});

	it('takes statuses in any case, and Active without a URL for not yet', async () => {
		const statuses = [{ Status: 'QUEUED' }, { Status: 'ACTIVE', URL: '' }, { Status: 'active' }];
		field({ visibleAfter: { assetMs: 0 }, statuses });

		expect(await bed.items(upload(), { binary })).toMatchObject([{ Status: 'active' }]);
		expect(bed.standIn.actions.filter((action) => action === 'GetAsset')).toHaveLength(3);
	});

	it('looks into the group if GetAsset keeps finding nothing', async () => {
		const body = { error: { message: '[NotFound.asset_id] The asset is not found' } };
		const never = Array.from({ length: 50 }, (): Fault => ({ status: 404, body }));
		bed.standIn.fail({ action: 'GetAsset' }, ...never);

		expect(await bed.items(upload(), { binary })).toMatchObject([{ Id, Status: 'Active' }]);
		expect(bed.standIn.bodies[0]).toMatchObject({ Filter: { GroupIds: [makeGroup(1).Id] } });
		expect(bed.time.passed).toBeLessThan(30_000);
	});

	it.each(['no-group-types', 'group-type-required'] as const)(
		'is not ended by a channel with its own idea of group types: %s',
		async (channel) => {
			field({ channel, visibleAfter: { assetMs: 20_000 } });

			expect(await bed.items(upload(), { binary })).toMatchObject([{ Id, Status: 'Active' }]);
			expect(bed.standIn.actions).toContain('ListAssets');
		},
	);

	it('says that an asset never appeared, and how to send the file in another way', async () => {
		field({ losesForms: true });

		const error = await bed.error(upload(), { binary });

		expect(error.message).toMatch(
			/^The asset did not appear within 3\d seconds; the asset was uploaded as asset:\/\/\S+$/,
		);
		expect(error.description).toContain('set Send File As to Data URI, or upload from a URL');
		const other = { ...upload({ sendFileAs: 'dataUri' }), name: 'dog' };
		expect(await bed.items(other, { binary })).toMatchObject([{ Status: 'Active' }]);
	});

	it('does not propose the way in which the file was sent', async () => {
		field({ visibleAfter: { assetMs: Infinity } });

		const error = await bed.error(upload({ sendFileAs: 'dataUri' }), { binary });

		expect(error.message).toMatch(/^The asset did not appear/);
		expect(error.description).not.toContain('Data URI');
	});

	it.each<[string, IDataObject]>([
		[
			'another person [FaceMismatch]',
			{
				Error: { Code: 'FaceMismatch', Message: 'another person' },
			},
		],
		['too short', { FailReason: 'too short' }],
	])('says that an asset failed, and why: %s', async (said, reason) => {
		field({ statuses: ['Processing', { Status: 'FAILED', ...reason }] });

		const error = await bed.error(upload(), { binary });

		expect(error.message).toBe(
			`Anyfast could not make the asset active: its status is Failed; the asset was uploaded as asset://${Id}`,
		);
		expect(error.description).toContain(`The API said: ${said}.`);
	});

	it('says that an asset is still under way', async () => {
		field({ visibleAfter: { assetMs: 0 }, statuses: ['Queued', 'Queued', 'Processing'] });

		expect((await bed.error({ ...upload(), waitTimeout: 30 }, { binary })).message).toBe(
			`The asset was not active after 30 seconds: its last status was Processing; the asset was uploaded as asset://${Id}`,
		);
		expect(bed.time.slept).toBe(30_000);
	});

	it.each<[string, Fault]>([
		['a service that is not available', { status: 503, headers: { 'retry-after': '60' } }],
		['a service that is too busy', { status: 429, headers: { 'retry-after': '60' } }],
		['a connection that is lost', 'drop'],
	])('ends by its Timeout, with tries and pauses: %s', async (_what, fault) => {
		bed.standIn.fail({ action: 'GetAsset' }, ...Array.from({ length: 99 }, () => fault));

		const error = await bed.error({ ...upload(), waitTimeout: 10 }, { binary });

		expect(error.message).toContain(`; the asset was uploaded as asset://${Id}`);
		expect(error.description).toContain('The last status check failed: ');
		expect(bed.time.slept).toBeLessThanOrEqual(11_000);
	});

	it('ends by its Timeout also while a question is under way', async () => {
		bed.endWhatHangs();
		bed.standIn.fail({ action: 'GetAsset' }, 'hang', 'hang', 'hang', 'hang', 'hang');

		const error = await bed.error({ ...upload(), waitTimeout: 10 }, { binary });

		expect(error.message).toBe(
			`The asset did not appear within 10 seconds; the asset was uploaded as asset://${Id}`,
		);
		expect(bed.time.passed).toBeGreaterThanOrEqual(10_000);
		expect(bed.time.passed).toBeLessThanOrEqual(11_000);
	});
});

describe('a name', () => {
	it.each([
		['typed', 'x'.repeat(70), 'x'.repeat(64)],
		['of emoji', '🐱'.repeat(70), '🐱'.repeat(64)],
	])('%s that is too long is cut, with a hint', async (_what, name, Name) => {
		field({ manner: 'as-documented' });
		const run = await bed.run({ ...upload(), name }, { binary });

		expect(jsonOf(run)).toMatchObject([{ Name }]);
		expect(hintsOf(run)).toEqual([
			'Names were cut to 64 characters; the output says what they are now',
		]);
	});

	it('of a file that is too long is cut, with one hint for all items', async () => {
		const fileName = `${'y'.repeat(100)}.png`;
		const data = inMemory({ ...png, fileName });
		field({ uniqueNames: false });
		const run = await bed.run(upload(), { items: [{}, {}], binary: { data } });

		expect(jsonOf(run).map(({ Name }) => Name)).toEqual(['y'.repeat(64), 'y'.repeat(64)]);
		expect(hintsOf(run)).toHaveLength(1);
	});

	it('of 64 characters is sent as it is, without a hint', async () => {
		const run = await bed.run({ ...upload(), name: 'x'.repeat(64) }, { binary });

		expect(jsonOf(run)).toMatchObject([{ Name: 'x'.repeat(64) }]);
		expect(hintsOf(run)).toEqual([]);
	});

	it.each([
		['image/jpeg', 'Image', 'file.jpg'],
		['image/x-png', 'Image', 'file.png'],
		['video/quicktime', 'Video', 'file.mov'],
		['audio/mpeg', 'Audio', 'file.mp3'],
		['', 'Audio', 'file.mp3'],
	])('of a file of type %j (%s) that has none is %s', async (mimeType, assetType, expected) => {
		const data = inMemory({ ...png, mimeType, fileName: undefined });
		await bed.items({ ...upload(), name: 'cat', assetType }, { binary: { data } });

		expect(bed.standIn.received[0]?.file?.name).toBe(expected);
	});
});

describe('what is checked before anything is sent', () => {
	const parameters = {
		...{
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: makeGroup(1).Id,
		},
		...{ source: 'url', url: '={{ $json.url }}', assetType: '={{ $json.type ?? "detect" }}' },
	};
	const good = { url: 'https://example.com/cat.png' };

	it.each([
		['a parameter', { url: 'cat.png' }, 'URL must start with https:// or http://'],
		['a type', { ...good, type: 'Video' }, 'The file is an image, but Asset Type is Video'],
		[
			'a type that no source knows',
			{ url: 'https://example.com/cat.svg', type: 'Text' },
			/^Asset Type/,
		],
	])('is %s of every item', async (_what, bad, message) => {
		const run = await bed.run(parameters, { items: [good, good, bad] });

		expect(errorOf(run).message).toMatch(message);
		expect(errorOf(run)).toHaveProperty('context.itemIndex', 2);
		expect(bed.standIn.received).toEqual([]);
	});

	it('is the size of every item', async () => {
		const content = Buffer.alloc(15 * 1024 * 1024);
		const large = inMemory({ content, mimeType: 'audio/wav', fileName: 'a.wav' });
		const byIndex = { ...upload(), binaryPropertyName: '={{ $json.field }}' };
		const items = [{ field: 'data' }, { field: 'large' }];
		const run = await bed.run(byIndex, { items, binary: { ...binary, large } });

		expect(errorOf(run).message).toBe('The file is too large for Anyfast: 15.0 MB');
		expect(errorOf(run)).toHaveProperty('context.itemIndex', 1);
		expect(bed.standIn.received).toEqual([]);
	});

	it('stops only the item itself if the run goes on', async () => {
		const node = { onError: 'continueRegularOutput' as const };
		const items = await bed.items(parameters, { items: [{ url: 'cat.png' }, good], node });

		expect(items).toMatchObject([{ error: expect.stringContaining('URL must') }, { Id }]);
		expect(bed.standIn.actions).toEqual(['CreateAsset']);
	});
});

describe('Send File As: Data URI', () => {
	const parameters = { ...upload({ sendFileAs: 'dataUri' }), waitUntilActive: false };
	const base64 = png.content.toString('base64');

	it.each([
		['in memory', inMemory],
		['in the store on disk', onDisk],
	])('sends a file %s within the request', async (_where, keep) => {
		const data = await keep(png);
		await bed.items(parameters, { binary: { data } });

		const GroupId = makeGroup(1).Id;
		expect(bed.standIn.received.map(({ body }) => body)).toEqual([
			{
				...{ model: 'volc-asset', GroupId, Name: 'cat', AssetType: 'Image' },
				URL: `data:image/png;base64,${base64}`,
			},
		]);
		expect(bed.standIn.received[0]?.file).toBeUndefined();
	});

	it('sends audio, too', async () => {
		const data = inMemory({ ...png, mimeType: 'audio/wav', fileName: 'a.wav' });
		await bed.items(parameters, { binary: { data } });

		expect(bed.standIn.received.map(({ body }) => body)).toMatchObject([
			{ AssetType: 'Audio', URL: `data:audio/wav;base64,${base64}` },
		]);
	});

	const bytes = 'application/octet-stream';
	it.each([
		['image/jpeg', { mimeType: 'image/jpeg; charset=binary', fileName: 'cat.png' }],
		['image/jpeg', { mimeType: bytes, fileName: 'cat.JPG' }],
		['image/tiff', { mimeType: bytes, fileName: 'cat.tif' }],
		['image/png', { mimeType: bytes, fileName: 'cat' }],
		['audio/mpeg', { mimeType: bytes, fileName: 'cat.mp3' }],
	])('says %s of a file with %j', async (type, label) => {
		const assetType = type.startsWith('image') ? 'Image' : 'Audio';
		const data = inMemory({ ...png, ...label });
		await bed.items({ ...parameters, name: 'cat', assetType }, { binary: { data } });

		expect(bed.standIn.received.map(({ body }) => body)).toMatchObject([
			{ AssetType: assetType, URL: `data:${type};base64,${base64}` },
		]);
	});

	it('does not send a video', async () => {
		const data = inMemory({ ...png, mimeType: 'video/mp4', fileName: 'a.mp4' });
		const error = await bed.error(parameters, { binary: { data } });

		expect(error.message).toBe('A video cannot be sent as a data URI');
		expect(error.description).toContain('Set Send File As to Automatic, or upload the video from');
		expect(bed.standIn.received).toEqual([]);
	});

	it('says that a stored file cannot be read', async () => {
		const data = { ...(await onDisk(png)), id: 'filesystem-v2:nowhere' };

		expect((await bed.error(parameters, { binary: { data } })).message).toBe(
			"The file could not be read from n8n's storage",
		);
		expect(bed.standIn.received).toEqual([]);
	});

	it('is one of two ways', async () => {
		const options = { sendFileAs: '={{ "carrier pigeon" }}' };

		expect((await bed.error({ ...parameters, options }, { binary })).message).toMatch(
			/^The option Send File As must be Automatic \(automatic\) or Data URI \(dataUri\)$/,
		);
	});
});

it('sends a video of more than the 50 MB that the vendor publishes', async () => {
	const content = Buffer.alloc(51 * 1024 * 1024);
	const data = await onDisk({ content, mimeType: 'video/mp4', fileName: 'a.mp4' });
	await bed.items(upload(), { binary: { data } });

	expect(bed.standIn.assets).toMatchObject([{ AssetType: 'Video' }]);
});
