import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';

import { others, until } from '../engine/meanwhile';
import { errorOf, hintsOf, jsonOf, nodeErrorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { inMemory, onDisk } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { makeGroups } from '../stand-in/groups';
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

interface Loss {
	what: string;
	fault: Fault;
	/** What a reader is told once it came too often. */
	message: string;
	/** Upstream answers a deletion with {}, clients met nothing at all: to a deletion both say that it is done. */
	provesDeletion?: true;
}

const UNAVAILABLE = 'Anyfast is not available right now';
const INCOMPLETE = "Anyfast's response was incomplete";
const LOST = 'The connection to Anyfast was lost';
const html = { 'content-type': 'text/html' };

/** Answers after which nobody knows whether what was asked for was done. */
const losses: Loss[] = [
	{ what: 'a dropped connection', fault: 'drop', message: LOST },
	{ what: 'a connection that ends within the answer', fault: 'cut', message: LOST },
	{
		what: 'half a JSON text',
		fault: { status: 200, body: '{"Id": "ass' },
		message: INCOMPLETE,
	},
	{
		what: 'half a JSON text that says so',
		fault: { status: 200, headers: { 'content-type': 'application/json' }, body: '"Ite' },
		message: INCOMPLETE,
	},
	{
		what: 'an empty answer',
		fault: { status: 200, body: '' },
		message: INCOMPLETE,
		provesDeletion: true,
	},
	{ what: '204', fault: { status: 204, body: '' }, message: INCOMPLETE, provesDeletion: true },
	{
		what: 'an answer without an Id',
		fault: { status: 200, body: { RequestId: 'r-1' } },
		message: 'Anyfast sent an unexpected response: there is no list of Items in it',
		provesDeletion: true,
	},
	{
		what: 'an error of upstream under 200',
		fault: {
			status: 200,
			body: { ResponseMetadata: { Error: { Code: 'InternalServiceTimeout', Message: 'x' } } },
		},
		message: UNAVAILABLE,
	},
	{ what: '500', fault: { status: 500 }, message: `${UNAVAILABLE} (HTTP status 500)` },
	{
		what: '502 with a web page',
		fault: { status: 502, headers: html, body: '<html>Bad Gateway</html>' },
		message: `${UNAVAILABLE} (HTTP status 502)`,
	},
	{
		what: '503 with Retry-After',
		fault: { status: 503, headers: { 'retry-after': '1' } },
		message: `${UNAVAILABLE} (HTTP status 503)`,
	},
	{ what: '504', fault: { status: 504, body: '' }, message: `${UNAVAILABLE} (HTTP status 504)` },
	...[408, 409, 425, 431, 444, 460, 499].map((status) => ({
		what: `${status}`,
		fault: { status, headers: html, body: '<html></html>' },
		message: `${UNAVAILABLE} (HTTP status ${status})`,
	})),
];

const times = (howMany: number, fault: Fault) => Array.from({ length: howMany }, () => fault);

const notFound = (code: string) => ({ error: { message: `[${code}] It is not found` } });

const deleteAsset = { resource: 'asset', operation: 'delete', assetId: makeAsset(1).Id };

describe.each(losses)('after $what', ({ fault, message, provesDeletion }) => {
	it.each([1, 4])('%d times in a row a list is read by trying again', async (failures) => {
		bed.standIn.failNext(...times(failures, fault));

		expect(await bed.items({ operation: 'list' })).toEqual(makeGroups(3));
		expect(bed.standIn.received).toHaveLength(failures + 1);
		expect(bed.pauses).toHaveLength(failures);
	});

	it('5 times in a row reading gives up, and says nothing of a doubt', async () => {
		bed.standIn.failNext(...times(6, fault));

		const error = await bed.error({ operation: 'list' });

		expect(error.message).toBe(`${message}, tried 5 times`);
		expect(bed.standIn.received).toHaveLength(5);
		expect(bed.pauses).toHaveLength(4);
	});

	it.each(creations)('%s is not tried again, and says so', async (_name, create, doubt, check) => {
		bed.standIn.failNext(fault);

		const error = await bed.error(create(), { binary });

		expect(bed.standIn.received).toHaveLength(1);
		expect(error.message).toContain(`; ${doubt}`);
		expect(error.message).not.toContain('tried');
		expect(error.description).toContain(check);
	});

	it.each([true, false])('Delete Asset ends well, if it is still there: %s', async (isThere) => {
		if (!isThere) bed.standIn.assets = [];
		bed.standIn.failNext(fault);

		expect(await bed.items(deleteAsset)).toEqual([{ Id: makeAsset(1).Id, deleted: true }]);
		expect(bed.standIn.received).toHaveLength(provesDeletion ? 1 : 2);
	});
});

describe.each(creations)('%s', (_name, parameters, doubt) => {
	it('says what may be the case if the execution is cancelled meanwhile', async () => {
		const run = bed.start(parameters(), { binary });
		bed.standIn.onAnswer = () => run.cancel();

		expect(nodeErrorOf(await run)).toBe(`The execution was canceled; ${doubt}`);
	});

	it('is tried again if it was refused for being too many', async () => {
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

	it.each([400, 401, 404])('says nothing of a doubt if HTTP %d refused it', async (status) => {
		bed.standIn.failNext({ status });

		expect((await bed.error(parameters(), { binary })).message).not.toContain('anyway');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('is tried again if nobody listens, without a doubt in the end', async () => {
		const nowhere = await bed.with({ baseUrl: 'http://127.0.0.1:9' });

		const { message } = await nowhere.error(parameters(), { binary });

		expect(message).toBe('Anyfast could not be reached, tried 5 times');
		expect(bed.standIn.received).toEqual([]);
	});
});

it.each<[string, Fault]>([
	['too short', { status: 200, body: { Id: 'group-9', error: { message: 'too short' } } }],
	['HTTP status 500', { status: 500, body: { Id: 'group-9' } }],
])('shows at the node what was also said of a group that was created: %s', async (said, fault) => {
	bed.standIn.fail({ action: 'CreateAssetGroup' }, fault);

	const run = await bed.run({ operation: 'create', ifNameExists: 'createAnother', name: 'Cats' });

	expect(jsonOf(run)).toMatchObject([{ Id: 'group-9' }]);
	expect(hintsOf(run)).toContain(`CreateAssetGroup was done, though Anyfast said: ${said}`);
});

describe('Delete Asset', () => {
	const parameters = deleteAsset;

	it('says that the lost try may have deleted it if the execution is cancelled before the next', async () => {
		bed.standIn.failNext('drop');
		const run = bed.start(parameters);
		bed.time.onSleep = async () => run.cancel();

		expect(nodeErrorOf(await run)).toBe(
			'The execution was canceled; the asset may have been deleted anyway',
		);
		expect(bed.standIn.received).toHaveLength(1);
	});

	it.each([
		{ Id: makeAsset(1).Id, Deleted: false },
		{ success: false, message: 'no permission' },
		{ Error: { Code: 'AccessDenied', Message: 'no permission' } },
		{ Id: 'asset-of-another', Deleted: true },
		'OK',
	])('is not done because nothing was found after it was answered %j', async (body) => {
		bed.standIn.failNext({ status: 200, body });
		bed.standIn.assets = [];
		const error = await bed.error(parameters);

		expect(error.message).toBe(
			`There is no asset ${makeAsset(1).Id}, tried 2 times; the asset may have been deleted anyway`,
		);
		bed.standIn.failNext({ status: 200, body });
		expect(await bed.items({ ...parameters, ifNotExists: 'continue' })).toEqual([
			{ Id: makeAsset(1).Id, deleted: false },
		]);
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

describe('Update Asset', () => {
	it('says what may be the case if the execution is cancelled while its next try waits for its turn', async () => {
		const assets = [makeAsset(1), makeAsset(2)];
		bed.standIn.reset({ assets });
		bed.standIn.failNext('drop');
		bed.standIn.onAnswer = async () => {
			// The pause of the first item is over, but the request of the second has its place.
			await until(() => bed.time.passed >= 500);
			await others();
			run.cancel();
		};
		const run = bed.start(
			{
				...{ resource: 'asset', operation: 'update', assetId: '={{ $json.Id }}', name: 'Cats' },
				options: { maxConcurrentRequests: 1 },
			},
			{ items: assets },
		);

		expect(nodeErrorOf(await run)).toBe(
			'The execution was canceled; the asset may have been renamed anyway',
		);
		expect(errorOf(await run)).toHaveProperty('context.itemIndex', 0);
		expect(bed.standIn.received).toHaveLength(2);
	});
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

it('a doubt is not hidden by a refusal under 502 that came later', async () => {
	bed.standIn.failNext('drop', {
		status: 502,
		body: { error: { message: 'upstream_error: [InvalidParameter.Id] bad (request id: r-1)' } },
	});
	expect((await bed.error(deleteAsset)).message).toMatch(
		/^Anyfast does not accept this: .*, tried 2 times; the asset may have been deleted anyway$/,
	);
});
