import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { type IDataObject, type INodeParameters } from 'n8n-workflow';

import { isObject } from '../../nodes/shared/json';
import { itemsOf } from '../engine/Engine';
import { inMemory, onDisk } from '../engine/files';
import { inGroupsOf, others, until } from '../engine/meanwhile';
import { useTestBed } from '../engine/useTestBed';
import { ANYFAST } from '../engine/workflow';
import { makeAssets } from '../stand-in/assets';
import { makeGroups } from '../stand-in/groups';

const bed = useTestBed(() => ({ assets: makeAssets(60) }));

const PNG = { content: Buffer.from('a picture'), mimeType: 'image/png', fileName: 'cat.png' };

/** Get Asset or Delete Asset, one item for each of so many assets. */
const withAssets = async (operation: string, howMany: number, options: INodeParameters = {}) =>
	await bed.run(
		{ resource: 'asset', operation, assetId: '={{ $json.id }}', options },
		{ items: bed.standIn.assets.slice(0, howMany).map(({ Id }) => ({ id: Id })) },
	);

const FROM_URL: INodeParameters = { source: 'url', url: 'https://example.com/cat.png' };

/** Upload Asset, one item for each name; the items say the rest. */
const upload = async (
	items: Array<IDataObject & { Name: string }>,
	parameters = FROM_URL,
	options: INodeParameters = {},
) =>
	await bed.run(
		{
			...{
				resource: 'asset',
				operation: 'upload',
				ifNameExists: 'uploadAnyway',
				name: '={{ $json.Name }}',
			},
			...parameters,
			options,
			groupId: bed.standIn.groups[0]?.Id,
		},
		{ items, node: { onError: 'continueRegularOutput' } },
	);

const named = (names: string[]) => names.map((Name) => ({ Name }));

/** A field of each request that came in, in their order. */
const received = (field: string) =>
	bed.standIn.received.map(({ body }) => (isObject(body) ? body[field] : undefined));

describe('the order', () => {
	it('of the output is that of the input, though answers come in another', async () => {
		bed.standIn.onAnswer = inGroupsOf(5);
		const answered: unknown[] = [];
		const { onAnswer } = bed.standIn;
		bed.standIn.onAnswer = async (request) => {
			await onAnswer(request);
			answered.push(isObject(request.body) && request.body.Id);
		};
		const ids = bed.standIn.assets.slice(0, 5).map(({ Id }) => Id);

		const output = itemsOf(await withAssets('get', 5), ANYFAST);

		expect(output.map(({ json }) => json.Id)).toEqual(ids);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_id, item) => ({ item })));
		expect(answered).not.toEqual(ids);
	});

	it('in which things are deleted is that of the items', async () => {
		const ids = bed.standIn.assets.slice(0, 40).map(({ Id }) => Id);

		await withAssets('delete', 40, { maxConcurrentRequests: 1 });

		expect(received('Id')).toEqual(ids);
	});

	it('is kept while what is known of the first file takes longer to be found', async () => {
		const store = Container.get(BinaryDataService);
		const slow = await onDisk(PNG);
		const quick = await onDisk(PNG);
		const getMetadata = jest.spyOn(store, 'getMetadata');
		getMetadata.mockImplementation(async (id) => {
			if (id === slow.id) await others();
			return { fileSize: PNG.content.length };
		});

		await upload(
			[
				{ Name: 'first', file: { ...slow } },
				{ Name: 'second', file: { ...quick } },
			],
			{ binaryPropertyName: '={{ $json.file }}' },
			{ maxConcurrentRequests: 1 },
		);
		getMetadata.mockRestore();

		expect(received('Name')).toEqual(['first', 'second']);
	});

	it('does not wait for an item whose file cannot be read', async () => {
		const gone = { ...(await onDisk(PNG)) };
		const there = { ...(await onDisk(PNG)) };
		const store = Container.get(BinaryDataService);
		const getAsStream = jest.spyOn(store, 'getAsStream');
		getAsStream.mockImplementationOnce(async () => await Promise.reject(new Error('gone')));

		const output = itemsOf(
			await upload(
				[
					{ Name: 'first', file: gone },
					{ Name: 'second', file: there },
				],
				{ binaryPropertyName: '={{ $json.file }}' },
				{ sendFileAs: 'dataUri' },
			),
			ANYFAST,
		);
		getAsStream.mockRestore();

		expect(output.map(({ json }) => json)).toEqual([
			expect.objectContaining({ error: "The file could not be read from n8n's storage" }),
			expect.objectContaining({ AssetUri: expect.stringMatching(/^asset:/) }),
		]);
		expect(received('Name')).toEqual(['second']);
	});
});

describe('Max Concurrent Requests', () => {
	it.each([
		['as given', { maxConcurrentRequests: 3 }, 3],
		['50 at most', { maxConcurrentRequests: 50 }, 50],
	])('is %s', async (_what, options: INodeParameters, limit) => {
		bed.standIn.onAnswer = inGroupsOf(limit);

		const ended = await withAssets('get', limit === 50 ? 50 : 3 * limit, options);

		expect(ended.data.resultData.error).toBeUndefined();
		expect(bed.standIn.mostInFlight).toBe(limit);
	});

	it('is 10 at first unless given, and grows while answers come', async () => {
		bed.standIn.onAnswer = async () => {
			await until(() => bed.standIn.mostInFlight >= 10);
			await others();
		};
		await withAssets('get', 19);
		const mostAtFirst = bed.standIn.mostInFlight;
		// The next run begins anew: 10, and with the 45 answered by the time the last 15 are left, room for 15.
		bed.standIn.onAnswer = others;
		const ended = await withAssets('get', 60);

		expect(itemsOf(ended, ANYFAST)).toHaveLength(60);
		expect(mostAtFirst).toBe(10);
		expect(bed.standIn.mostInFlight).toBeGreaterThan(10);
		expect(bed.standIn.mostInFlight).toBeLessThanOrEqual(15);
	});

	it('is 32 at once for the pages of a list', async () => {
		bed.standIn.groups = makeGroups(3500);
		bed.standIn.onAnswer = async () => {
			const isBeforeTheOthers = bed.standIn.received.length <= 2;
			await until(() => isBeforeTheOthers || bed.standIn.mostInFlight >= 32);
			await others();
		};

		expect(await bed.items({ returnAll: true })).toHaveLength(3500);
		expect(bed.standIn.mostInFlight).toBe(32);
	});

	it('is never exceeded, though more items are worked on', async () => {
		bed.standIn.onAnswer = others;

		expect((await withAssets('get', 60, { maxConcurrentRequests: 50 })).status).toBe('success');
		expect(bed.standIn.mostInFlight).toBeLessThanOrEqual(50);
	});

	it.each([0, 51, 1.5])('cannot be %d', async (maxConcurrentRequests) => {
		const { message } = await bed.error({ options: { maxConcurrentRequests } });

		expect(message).toBe('The option Max Concurrent Requests must be a whole number from 1 to 50');
		expect(bed.standIn.received).toEqual([]);
	});

	it('is one for all items, each of which reads several pages', async () => {
		bed.standIn.reset({ groups: makeGroups(9) });
		bed.standIn.onAnswer = others;
		const options = { pageSize: 1, maxConcurrentRequests: 4 };

		const ended = await bed.run({ returnAll: true, options }, { items: [{}, {}, {}] });

		expect(itemsOf(ended, ANYFAST).map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].flatMap((item) => Array.from({ length: 9 }, () => ({ item }))),
		);
		expect(bed.standIn.mostInFlight).toBe(4);
	});
});

describe('a place among the requests at a time', () => {
	const ONE = { maxConcurrentRequests: 1 };

	it('is free for others in the pause before a retry', async () => {
		bed.standIn.failNext({ status: 503, headers: { 'retry-after': '60' } });
		bed.time.onSleep = async () => {
			await until(() => bed.standIn.received.length >= 4);
		};

		const ended = await withAssets('get', 4, ONE);

		const [first, ...more] = bed.standIn.assets.slice(0, 4).map(({ Id }) => Id);
		expect(received('Id')).toEqual([first, ...more, first]);
		expect(itemsOf(ended, ANYFAST)).toHaveLength(4);
	});

	it('is free for others while an asset is waited for', async () => {
		bed.standIn.reset({ statuses: ['Processing', 'Processing', 'Active'] });
		bed.time.onSleep = async () => {
			await until(() => bed.standIn.assets.length === 3);
		};

		const ended = await upload(
			named(['one', 'two', 'three']),
			{ ...FROM_URL, waitUntilActive: true },
			ONE,
		);

		expect(itemsOf(ended, ANYFAST).map(({ json }) => json)).toMatchObject([
			{ Name: 'one', Status: 'Active' },
			{ Name: 'two', Status: 'Active' },
			{ Name: 'three', Status: 'Active' },
		]);
		expect(bed.standIn.actions.slice(0, 3)).toEqual(Array(3).fill('CreateAsset'));
		expect(bed.standIn.mostInFlight).toBe(1);
	});

	it('and among the items that are worked on are free for others while assets are waited for', async () => {
		const names = Array.from({ length: 60 }, (_, index) => `asset ${index}`);
		bed.standIn.reset({ statuses: ['Processing', 'Active'] });
		bed.time.onSleep = async () => {
			await until(() => bed.standIn.assets.length === names.length);
		};

		const ended = await upload(named(names), { ...FROM_URL, waitUntilActive: true });

		expect(itemsOf(ended, ANYFAST).map(({ json }) => json)).toMatchObject(
			names.map((Name) => ({ Name, Status: 'Active' })),
		);
	});

	it('is of use to nobody for as long as several refusals in a row ask to wait', async () => {
		const answered: number[] = [];
		bed.time.onSleep = others;
		bed.standIn.onAnswer = () => void answered.push(bed.time.passed);
		const tooFast = { status: 429, headers: { 'retry-after': '2' } };
		bed.standIn.failNext(tooFast, tooFast, tooFast, tooFast);

		const ended = await withAssets('get', 8, ONE);

		expect(itemsOf(ended, ANYFAST)).toHaveLength(8);
		expect(bed.standIn.received).toHaveLength(12);
		expect(Math.min(...answered)).toBeGreaterThanOrEqual(2000);
	});
});

it.each([
	['copies of files that n8n keeps in memory', 'automatic', 22],
	// As text, a file is longer by a third.
	['files that are sent as text', 'dataUri', 17],
])('%s take at most 64 MB at a time', async (_what, sendFileAs, megabytes) => {
	const large = { ...PNG, content: Buffer.alloc(megabytes * 1024 * 1024, 7) };
	bed.standIn.onAnswer = others;

	const ended = await bed.run(
		{
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: bed.standIn.groups[0]?.Id,
			options: { sendFileAs },
		},
		{ items: Array.from({ length: 3 }, () => ({})), binary: { data: inMemory(large) } },
	);

	expect(itemsOf(ended, ANYFAST)).toHaveLength(3);
	expect(bed.standIn.mostInFlight).toBeGreaterThan(1);
	expect(bed.standIn.mostInFlight).toBeLessThanOrEqual(2);
});
