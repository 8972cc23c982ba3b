import { ExecuteContext } from 'n8n-core';
import { type INode, type INodeParameters, type INodeType, type IRun } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation';
import { runItems } from '../../nodes/shared/runItems';
import { itemsOf } from '../engine/Engine';
import { others, until } from '../engine/meanwhile';
import { NoOp } from '../engine/nodes';
import { errorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { AFTER, ANYFAST, ON_ERROR } from '../engine/workflow';
import { makeAssets } from '../stand-in/assets';
import type { Received } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ assets: makeAssets(9) }));

type OnError = INode['onError'];

/** Requests that say this in their bodies. */
const about =
	(text: string) =>
	({ body }: Received) =>
		body !== undefined && JSON.stringify(body).includes(text);

const runDataOf = ({ data }: IRun) => data.resultData.runData[ANYFAST]?.at(-1);

/** List Groups for one bad item among good ones. */
const items = [{ howMany: 1 }, { howMany: 0 }, { howMany: 2 }];

const list = async (onError: OnError, parameters = { limit: '={{ $json.howMany }}' }) =>
	await bed.run(parameters, { items, node: { onError } });

/** Create Group for items with these names. */
const create = async (names: string[], onError?: OnError, options: INodeParameters = {}) =>
	await bed.run(
		{ operation: 'create', ifNameExists: 'createAnother', name: '={{ $json.Name }}', options },
		{ items: names.map((Name) => ({ Name })), node: { onError } },
	);

/** Get Asset or Delete Asset for items with these IDs. */
const withAssets = async (operation: 'get' | 'delete', ids: string[], maxConcurrentRequests = 1) =>
	await bed.run(
		{
			resource: 'asset',
			operation,
			assetId: '={{ $json.id }}',
			options: { maxConcurrentRequests },
		},
		{ items: ids.map((id) => ({ id })) },
	);

const ONE_AT_A_TIME = { maxConcurrentRequests: 1 };

const good = () => {
	const [first, second] = bed.standIn.groups;
	return [
		{ json: first, pairedItem: { item: 0 } },
		{ json: first, pairedItem: { item: 2 } },
		{ json: second, pairedItem: { item: 2 } },
	];
};

const MESSAGE = 'Limit must be a whole number of at least 1';

describe('On Error: Stop', () => {
	it.each([undefined, 'stopWorkflow' as const])(
		'(%s) sends nothing if the parameters of one item are wrong',
		async (onError) => {
			const ended = await list(onError);

			expect(ended.status).toBe('error');
			expect(errorOf(ended).message).toBe(MESSAGE);
			expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
			expect(ended.data.resultData.runData).not.toHaveProperty(AFTER);
			expect(bed.standIn.received).toEqual([]);
		},
	);

	it('sends nothing either if the wrong item is far behind', async () => {
		const names = [...Array(60).fill('Cats'), ''];

		expect(errorOf(await create(names))).toHaveProperty('context.itemIndex', 60);
		expect(bed.standIn.received).toEqual([]);
	});

	it('names the first item if the parameters of several are wrong', async () => {
		const ended = await create(['Cats', '', ''], 'stopWorkflow');

		expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
		expect(bed.standIn.received).toEqual([]);
	});

	it('starts nothing after a failure, and gives the error of the first item that failed', async () => {
		const ids = bed.standIn.assets.map(({ Id }) => Id);
		const [, second = '', third = ''] = ids;
		// The first two are under way when the third fails; then the second fails as well, as there is no such asset.
		const assets = makeAssets(9).filter(({ Id }) => Id !== second);
		bed.standIn.reset({ assets });
		bed.standIn.fail({ matches: about(third) }, { status: 400 });
		bed.standIn.onAnswer = async () => {
			await until(() => bed.standIn.faultsLeft === 0);
			await others();
		};

		const ended = await withAssets('get', ids, 3);

		expect(errorOf(ended).message).toMatch(/^There is no asset asset-/);
		expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
		expect(bed.standIn.received).toHaveLength(3);
	});

	it('says what the others created, in the order of the items', async () => {
		bed.standIn.fail({ matches: about('three') }, { status: 400 });

		const ended = await create(['one', 'two', 'three', 'four'], undefined, ONE_AT_A_TIME);

		const [one, two, ...more] = bed.standIn.groups.slice(3).map(({ Id }) => Id);
		expect(more).toEqual([]);
		expect(errorOf(ended).message).toBe('Anyfast refused the request: Scripted failure');
		expect(errorOf(ended)).toHaveProperty('context.itemIndex', 2);
		expect(errorOf(ended).description).toContain(
			`Before it ended, the run created group ${one}, ${two}.`,
		);
		expect(bed.standIn.received).toHaveLength(3);
	});

	it('says what the others deleted', async () => {
		const [first = '', second = ''] = bed.standIn.assets.map(({ Id }) => Id);

		const ended = await withAssets('delete', [first, 'asset-unknown', second]);

		expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
		expect(errorOf(ended).description).toContain(`the run deleted asset ${first}`);
	});

	it('says nothing of others if they did nothing', async () => {
		bed.standIn.fail({}, { status: 400 });

		const { description } = errorOf(await create(['one', 'two'], undefined, ONE_AT_A_TIME));

		expect(description).not.toMatch(/the run|In doubt/);
	});

	it('says what another item may have created', async () => {
		bed.standIn.fail({ matches: about('one') }, { status: 400 });
		bed.standIn.fail({ matches: about('two') }, 'drop');

		const error = errorOf(await create(['one', 'two'], undefined, { maxConcurrentRequests: 2 }));

		expect(error.message).toBe('Anyfast refused the request: Scripted failure');
		expect(error).toHaveProperty('context.itemIndex', 0);
		expect(error.description).toMatch(
			/Look for these before you run this again, .* In doubt: item 1: .*the group may have been created anyway\.$/,
		);
	});

	it('names an asset whose wait it ends, and not as the cause', async () => {
		bed.standIn.reset({ statuses: ['Processing'] });
		bed.standIn.fail({ matches: about('two') }, { status: 400 });
		bed.time.onSleep = async () => {
			await until(() => bed.standIn.faultsLeft === 0);
			await others();
		};

		const error = errorOf(
			await bed.run(
				{
					...{
						resource: 'asset',
						operation: 'upload',
						ifNameExists: 'uploadAnyway',
						name: '={{ $json.Name }}',
					},
					...{
						groupId: bed.standIn.groups[0]?.Id,
						source: 'url',
						url: 'https://example.com/1.png',
					},
					waitUntilActive: true,
					options: { maxConcurrentRequests: 2 },
				},
				{ items: [{ Name: 'one' }, { Name: 'two' }] },
			),
		);

		const [asset] = bed.standIn.assets;
		expect(error.message).toBe('Anyfast refused the request: Scripted failure');
		expect(error).toHaveProperty('context.itemIndex', 1);
		expect(error.description).toContain(`the run uploaded asset://${asset?.Id}.`);
		expect(bed.standIn.actions).toEqual(['CreateAsset', 'CreateAsset']);
	});
});

describe('On Error: Continue', () => {
	it('makes an item with the error of the bad one', async () => {
		const ended = await list('continueRegularOutput');

		const [first, ...more] = good();
		expect(ended.status).toBe('success');
		expect(itemsOf(ended, ANYFAST)).toEqual([
			first,
			{ json: { howMany: 0, error: MESSAGE, message: 'It is 0.' }, pairedItem: { item: 1 } },
			...more,
		]);
		expect(itemsOf(ended, AFTER)).toHaveLength(4);
	});

	it('gives what happened and what to do, and keeps the fields of the input', async () => {
		bed.standIn.fail({ matches: about('two') }, { status: 401 });
		bed.standIn.fail({ matches: about('four') }, 'drop');

		const ended = await create(['one', 'two', 'three', 'four', 'five'], 'continueRegularOutput');

		const output = itemsOf(ended, ANYFAST);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		expect(output.map(({ json }) => json)).toEqual([
			expect.objectContaining({ Name: 'one', Id: expect.any(String) }),
			{
				Name: 'two',
				httpCode: '401',
				requestId: expect.any(String),
				error: 'Anyfast refused the API key',
				message: expect.stringContaining('API Key'),
			},
			expect.objectContaining({ Name: 'three', Id: expect.any(String) }),
			{
				Name: 'four',
				error: expect.stringContaining('may have been created anyway'),
				message: expect.stringContaining('Look for its name with List Groups'),
			},
			expect.objectContaining({ Name: 'five', Id: expect.any(String) }),
		]);
		expect(output.filter((item) => 'error' in item)).toEqual([]);
	});

	it('lets items create though one before them cannot begin', async () => {
		const ended = await create(['', 'two', '', 'four'], 'continueRegularOutput');

		expect(itemsOf(ended, ANYFAST).map(({ json }) => 'Id' in json)).toEqual([
			false,
			true,
			false,
			true,
		]);
	});
});

describe('On Error: Continue (using error output)', () => {
	it('sends the bad item there and the good ones on', async () => {
		const ended = await list('continueErrorOutput');

		expect(ended.status).toBe('success');
		expect(itemsOf(ended, ANYFAST, 0)).toEqual(good());
		expect(itemsOf(ended, ANYFAST, 1)).toEqual([
			{ json: { howMany: 0, error: MESSAGE, message: 'It is 0.' }, pairedItem: { item: 1 } },
		]);
		expect(itemsOf(ended, AFTER)).toHaveLength(3);
		expect(itemsOf(ended, ON_ERROR)).toHaveLength(1);
	});

	it('gives what happened and what to do, and keeps the fields of the input', async () => {
		bed.standIn.fail({ matches: about('two') }, { status: 401 });

		const ended = await create(['one', 'two', 'three'], 'continueErrorOutput');

		expect(itemsOf(ended, ANYFAST, 0).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 2 },
		]);
		expect(itemsOf(ended, ANYFAST, 1)).toEqual([
			{
				json: {
					Name: 'two',
					error: 'Anyfast refused the API key',
					message: expect.stringContaining('API Key'),
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('sends every item there if all are bad', async () => {
		const ended = await list('continueErrorOutput', { limit: '={{ "none" }}' });

		expect(itemsOf(ended, ANYFAST, 0)).toEqual([]);
		expect(itemsOf(ended, ON_ERROR).map(({ json }) => json.error)).toEqual([
			MESSAGE,
			MESSAGE,
			MESSAGE,
		]);
	});
});

describe.each([
	['no key', { apiKey: '' }, 'The Anyfast API credential has no API key'],
	['a Base URL that is no address', { baseUrl: 'ftp://host' }, 'The Base URL is not a web address'],
])('a credential with %s', (_what, wrong, message) => {
	const run = async (onError: OnError) => {
		const other = await bed.with(wrong);
		return await other.run(
			{ resource: 'asset', operation: 'delete', assetId: '={{ $json.id }}' },
			{ items: [{ id: 'asset-1' }, { id: 'asset-2' }], node: { onError } },
		);
	};
	const failed = ['asset-1', 'asset-2'].map((id, item) => ({
		json: { id, error: message, message: expect.stringContaining('credential') },
		pairedItem: { item },
	}));

	it('ends the run under On Error: Stop', async () => {
		const error = errorOf(await run('stopWorkflow'));

		expect(error.message).toBe(message);
		expect(error.description).toContain('credential');
	});

	it('is the error of each item under On Error: Continue', async () => {
		expect(itemsOf(await run('continueRegularOutput'), ANYFAST)).toEqual(failed);
	});

	it('sends each item to the error output if there is one', async () => {
		const ended = await run('continueErrorOutput');

		expect(itemsOf(ended, ANYFAST, 0)).toEqual([]);
		expect(itemsOf(ended, ANYFAST, 1)).toEqual(failed);
	});
});

describe('hints', () => {
	const upload = async () =>
		await bed.run(
			{
				...{
					resource: 'asset',
					operation: 'upload',
					ifNameExists: 'uploadAnyway',
					name: 'n'.repeat(70),
				},
				...{
					groupId: bed.standIn.groups[0]?.Id,
					source: 'url',
					url: 'https://example.com/1.png',
				},
			},
			{ items: [{}, {}, {}] },
		);

	it('are given once, however many items they are about', async () => {
		expect(runDataOf(await upload())?.hints).toEqual([
			{
				message: 'Names were cut to 64 characters; the output says what they are now',
				location: 'outputPane',
			},
		]);
	});

	it('are left out if nothing is to be said', async () => {
		expect(runDataOf(await create(['one']))?.hints ?? []).toEqual([]);
	});

	it('are left out in an n8n that knows none', async () => {
		const { prototype } = ExecuteContext;
		const { addExecutionHints } = prototype;
		Reflect.deleteProperty(prototype, 'addExecutionHints');
		try {
			expect(itemsOf(await upload(), ANYFAST)).toHaveLength(3);
		} finally {
			Object.assign(prototype, { addExecutionHints });
		}
	});
});

describe('work that several items have in common', () => {
	/** A node whose items all need the same work, or each work of its own. */
	const inCommon = (keyOf: (item: number) => string, work: () => Promise<string>): INodeType => ({
		description: {
			...new NoOp().description,
			credentials: [{ name: 'anyfastApi', required: true }],
			properties: [
				{ displayName: 'Resource', name: 'resource', type: 'string', default: 'group' },
				{ displayName: 'Operation', name: 'operation', type: 'string', default: 'list' },
			],
		},
		async execute() {
			const operation: Operation = {
				...{ value: 'list', name: '', action: '', description: '', properties: [] },
				prepare: ({ itemIndex }) => {
					return async ({ once }) => [{ gave: await once(keyOf(itemIndex), work) }];
				},
			};
			const group = { value: 'group', operations: [operation], defaultOperation: 'list' };
			return await runItems(this, [group]);
		},
	});
	const run = async (keyOf: (item: number) => string, work: () => Promise<string>) => {
		bed.engine.add('inCommon', inCommon(keyOf, work));
		const node = { type: 'inCommon', onError: 'continueRegularOutput' } as const;
		return await bed.items({}, { items: [{}, {}, {}], node });
	};

	it('is done once, and all get what it gave', async () => {
		const work = jest.fn(async () => 'the list');

		expect(await run(() => 'list', work)).toEqual(Array(3).fill({ gave: 'the list' }));
		expect(work).toHaveBeenCalledTimes(1);
	});

	it('is done once if it fails, and all get its error', async () => {
		const work = jest.fn(async () => await Promise.reject(new Error('no list')));

		expect(await run(() => 'list', work)).toMatchObject(Array(3).fill({ error: 'no list' }));
		expect(work).toHaveBeenCalledTimes(1);
	});

	it('is told apart from other work by its key', async () => {
		const work = jest.fn(async () => 'a list');

		await run((item) => `list ${item % 2}`, work);

		expect(work).toHaveBeenCalledTimes(2);
	});
});

it('an operation that the node does not have is an error that says so', async () => {
	const error = await bed.error({ resource: 'group', operation: 'paint' });

	expect(error.message).toBe('There is no operation "paint" of "group"');
	expect(bed.standIn.received).toEqual([]);
});
