import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';

import { nodeErrorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { inMemory, onDisk } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import type { Fault } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ assets: [makeAsset(1)] }));

beforeAll(async () => {
	binary = { data: inMemory(file), disk: await onDisk(file) };
});
const file = {
	content: Buffer.alloc(2_000_000, 'png'),
	mimeType: 'image/png',
	fileName: 'cat.png',
};
let binary: IBinaryKeyData;
const group = () => bed.standIn.groups[0]?.Id ?? '';

const creations: Array<[string, () => INodeParameters, string, string]> = [
	[
		'Create Group',
		() => ({ operation: 'create', ifNameExists: 'createAnother', name: 'Cats' }),
		'the group may have been created anyway',
		'Look for its name with List Groups before you run this again',
	],
	[
		'Upload Asset',
		() => ({
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: group(),
		}),
		'the asset may have been created anyway',
		'Look for its name with List Assets before you run this again',
	],
	[
		'Upload Asset, from the store on disk',
		() => ({
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: group(),
			binaryPropertyName: 'disk',
		}),
		'the asset may have been created anyway',
		'Look for its name with List Assets before you run this again',
	],
	[
		'Upload Asset, from a URL',
		() => ({
			...{ resource: 'asset', operation: 'upload', ifNameExists: 'uploadAnyway', groupId: group() },
			...{ source: 'url', url: 'https://example.com/cat.png' },
		}),
		'the asset may have been created anyway',
		'Look for its name with List Assets before you run this again',
	],
];

const lost: Array<[string, Fault]> = [
	['a dropped connection', 'drop'],
	['a connection that ends within the answer', 'cut'],
	['an answer that is cut short', { status: 200, body: '{"Id": "ass' }],
	['an empty answer', { status: 200, body: '' }],
	['an answer without an Id', { status: 200, body: { RequestId: 'r-1' } }],
	['500', { status: 500 }],
	['502', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
	['503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }],
	['504', { status: 504, body: '' }],
];

const notFound = (code: string) => ({ error: { message: `[${code}] It is not found` } });

describe.each(creations)('%s', (_name, parameters, doubt, check) => {
	it.each(lost)('is not tried again after %s, and the error says so', async (_what, fault) => {
		bed.standIn.failNext(fault);

		const error = await bed.error(parameters(), { binary });

		expect(bed.standIn.received).toHaveLength(1);
		expect(error.message).toContain(`; ${doubt}`);
		expect(error.message).not.toContain('tried');
		expect(error.description).toContain(check);
	});

	it('says what may be the case where the execution is cancelled meanwhile', async () => {
		const run = bed.start(parameters(), { binary });
		bed.standIn.onAnswer = () => run.cancel();

		expect(nodeErrorOf(await run)).toBe(`The execution was canceled; ${doubt}`);
	});

	it('says what may be the case where upstream had troubles of its own', async () => {
		const Error = { Code: 'InternalServiceTimeout', Message: 'timed out' };
		bed.standIn.failNext({ status: 200, body: { ResponseMetadata: { RequestId: 'r', Error } } });

		expect((await bed.error(parameters(), { binary })).message).toBe(
			`Anyfast is not available right now; ${doubt}`,
		);
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('is tried again where it was refused for being too many', async () => {
		bed.standIn.failNext({ status: 429 }, { status: 429, headers: { 'retry-after': '2' } });

		expect(await bed.items(parameters(), { binary })).toMatchObject([{ Id: expect.any(String) }]);
		expect(bed.standIn.received).toHaveLength(3);
		const [first, , last] = bed.standIn.received;
		expect(last?.body).toEqual(first?.body);
	});

	it('says nothing of a doubt if it was always refused', async () => {
		bed.standIn.failNext(...Array.from({ length: 99 }, (): Fault => ({ status: 429 })));

		const { message } = await bed.error(parameters(), { binary });

		expect(message).toMatch(
			/^Anyfast's rate limit was exceeded \(HTTP status 429\), tried \d\d times$/,
		);
	});

	it.each([400, 401, 404])('says nothing of a doubt where HTTP %d refused it', async (status) => {
		bed.standIn.failNext({ status });

		expect((await bed.error(parameters(), { binary })).message).not.toContain('anyway');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('is tried again where nobody listens, without a doubt in the end', async () => {
		const nowhere = await bed.with({ baseUrl: 'http://127.0.0.1:9' });

		const { message } = await nowhere.error(parameters(), { binary });

		expect(message).toBe('Anyfast could not be reached, tried 5 times');
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('Delete Asset', () => {
	const parameters = {
		...{ resource: 'asset', operation: 'delete' },
		assetId: makeAsset(1).Id,
	};

	// Upstream answers a deletion with {}, clients met nothing at all: both say that it is done.
	const unsure = lost.filter(
		([what]) => what !== 'an answer without an Id' && what !== 'an empty answer',
	);

	it.each(unsure)('is tried again after %s', async (_what, fault) => {
		bed.standIn.failNext(fault);

		expect(await bed.items(parameters)).toEqual([{ Id: makeAsset(1).Id, deleted: true }]);
		expect(bed.standIn.received).toHaveLength(2);
	});

	it('says that the lost try may have deleted it where the execution is cancelled before the next', async () => {
		bed.standIn.failNext('drop');
		const run = bed.start(parameters);
		bed.time.onSleep = async () => run.cancel();

		expect(nodeErrorOf(await run)).toBe(
			'The execution was canceled; the asset may have been deleted anyway',
		);
		expect(bed.standIn.received).toHaveLength(1);
	});

	it.each(unsure)('is done if the next try finds nothing after %s', async (_what, fault) => {
		bed.standIn.failNext(fault);
		bed.standIn.assets = [];

		expect(await bed.items(parameters)).toEqual([{ Id: makeAsset(1).Id, deleted: true }]);
		expect(bed.standIn.actions).toEqual(['DeleteAsset', 'DeleteAsset']);
	});

	it.each<[string, Fault]>([
		['it was refused for being too many', { status: 429 }],
		['the group is what was not found', { status: 404, body: notFound('NotFound.group_id') }],
	])('is not done because nothing was found, if %s', async (_what, fault) => {
		bed.standIn.failNext(fault);
		bed.standIn.assets = [];

		expect((await bed.error(parameters)).message).toMatch(
			/^(There is no|Anyfast cannot find the) (asset|group)/,
		);
	});

	it('says that a lost try may have deleted it if the last one is refused for another reason', async () => {
		bed.standIn.failNext('drop', { status: 401 });

		const error = await bed.error(parameters);

		expect(error.message).toBe(
			'Anyfast refused the API key, tried 2 times; the asset may have been deleted anyway',
		);
		expect(error.description).toContain('Look for it with Get Asset');
	});
});

it('reading says nothing of a doubt', async () => {
	bed.standIn.failNext(...Array.from({ length: 5 }, (): Fault => 'drop'));
	const parameters = { resource: 'asset', operation: 'get', assetId: makeAsset(1).Id };

	expect((await bed.error(parameters)).message).toBe(
		'The connection to Anyfast was lost, tried 5 times',
	);
});

describe('a stored file that was cut off on its way', () => {
	const parameters = () => ({
		...{
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: group(),
			binaryPropertyName: 'disk',
		},
	});
	// More than the network holds, so that the refusal comes while it is being sent.
	const large = { ...file, content: Buffer.alloc(25_000_000, 7) };

	it.each<[string, Fault]>([
		['the connection was dropped', 'drop'],
		['it was refused for being too many', { status: 429 }],
	])('is sent again, because nothing can have come of it: %s', async (_what, fault) => {
		const disk = await onDisk(large);
		bed.standIn.failNext({ beforeBody: fault });

		expect(await bed.items(parameters(), { binary: { disk } })).toMatchObject([
			{ Id: expect.any(String) },
		]);
		expect(bed.standIn.received).toHaveLength(2);
		expect(bed.standIn.assets).toHaveLength(2);
	});
});
