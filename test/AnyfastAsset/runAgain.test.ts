import fc from 'fast-check';
import { type IDataObject, type INode, type INodeParameters } from 'n8n-workflow';

import { checkProperty, sizeOf } from '../checkProperty';
import { inMemory, onDisk } from '../engine/files';
import { errorOf, jsonOf, nodeErrorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';
import type { Fault } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ groups: makeGroups(3), uniqueNames: false }));

const file = { content: Buffer.from('a picture'), mimeType: 'image/png', fileName: 'cat.png' };
const binary = { data: inMemory(file) };
const GroupId = makeGroup(1).Id;
const creations = () => bed.standIn.actions.filter((action) => action.startsWith('Create'));

const createGroup = (ifNameExists?: string): INodeParameters => ({
	...{ resource: 'group', operation: 'create', name: 'Cats' },
	...(ifNameExists && { ifNameExists }),
});
const upload = (ifNameExists?: string, more: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'asset', operation: 'upload', ifNameExists: 'uploadAnyway', groupId: GroupId },
	...(ifNameExists && { ifNameExists }),
	...more,
});
const cat = (more = {}) => ({
	...makeAsset(99),
	GroupId,
	Name: 'cat',
	AssetType: 'Image',
	...more,
});

/** The answer is lost; what was asked for was done, or was not. */
const lost: Fault[] = ['drop', 'reset', 'cut', { status: 500 }, { status: 502, body: '<html>' }];

describe('Create Group', () => {
	it('creates another without looking if told so', async () => {
		bed.standIn.groups = [{ ...makeGroup(1), Name: 'Cats' }];

		const [group] = await bed.items(createGroup('createAnother'));

		expect(bed.standIn.actions).toEqual(['CreateAssetGroup']);
		expect(group).not.toHaveProperty('created');
	});

	it('uses the oldest group of exactly that name', async () => {
		const named = (number: number, Name: string) => ({ ...makeGroup(number), Name });
		const oldest = named(2, 'Cats');
		bed.standIn.groups = [named(1, 'Cats and dogs'), named(5, 'Cats'), oldest, named(3, 'cats')];

		expect(await bed.items(createGroup('use'))).toEqual([{ ...oldest, created: false }]);
		expect(creations()).toEqual([]);
	});

	it.each(['use', 'fail'])('creates it if there is none (%s)', async (wish) => {
		const [group] = await bed.items(createGroup(wish));

		expect(group).toMatchObject({
			Id: bed.standIn.groups.at(-1)?.Id,
			Name: 'Cats',
			created: true,
		});
		expect(bed.standIn.groups).toHaveLength(4);
	});

	it('fails, and creates nothing, if there is one', async () => {
		bed.standIn.groups = [{ ...makeGroup(7), Name: 'Cats' }];

		const error = await bed.error(createGroup('fail'));

		expect(error.message).toBe('There is a group named "Cats" already');
		expect(error.description).toContain(makeGroup(7).Id);
		expect(creations()).toEqual([]);
	});

	it('is done once for several items that want the same', async () => {
		const groups = await bed.items(createGroup('use'), { items: [{}, {}, {}] });

		expect(creations()).toHaveLength(1);
		expect(groups.map(({ created }) => created)).toEqual([true, false, false]);
		expect(new Set(groups.map(({ Id }) => Id)).size).toBe(1);
	});
});

describe.each([
	['in memory', inMemory],
	['on disk', onDisk],
] as const)('Upload Asset, a file %s', (_where, keep) => {
	it.each([['Active'], ['Processing'], [undefined]])('uses what is there: %s', async (Status) => {
		bed.standIn.assets = [cat({ Status })];

		const [asset] = await bed.items(upload('use'), { binary: { data: await keep(file) } });

		expect(asset).toMatchObject({ Id: cat().Id, uploaded: false, AssetUri: `asset://${cat().Id}` });
		expect(creations()).toEqual([]);
	});

	it.each([
		[{ Status: 'Failed' }],
		[{ Status: 'Inactive' }],
		[{ AssetType: 'Video' }],
		[{ Name: 'cat on mat' }],
		[{ GroupId: makeGroup(2).Id }],
	])('uploads if what is there is %j', async (more) => {
		bed.standIn.assets = [cat(more)];

		const [asset] = await bed.items(upload('use'), { binary: { data: await keep(file) } });

		expect(asset).toMatchObject({ uploaded: true });
		expect(bed.standIn.assets).toHaveLength(2);
	});

	it.each(lost)('finds what it uploaded when the answer is lost: %j', async (fault) => {
		bed.standIn.fail({ action: 'CreateAsset' }, { afterDoing: fault });

		const [asset] = await bed.items(upload('use'), { binary: { data: await keep(file) } });

		expect(bed.standIn.assets).toHaveLength(1);
		expect(asset).toMatchObject({ Id: bed.standIn.assets[0]?.Id, uploaded: true });
		expect(creations()).toHaveLength(1);
	});

	it.each(lost)('says that running it again is safe if nothing appears: %j', async (fault) => {
		bed.standIn.fail({ action: 'CreateAsset' }, fault);

		const error = await bed.error(upload('use'), { binary: { data: await keep(file) } });

		expect(error.message).toContain('the asset may have been created anyway');
		expect(error.description).toContain('Running this again is safe');
		expect(creations()).toHaveLength(1);
		expect(bed.time.passed).toBeGreaterThanOrEqual(30_000);
	});
});

describe('Upload Asset', () => {
	it('uploads anyway without looking if told so', async () => {
		bed.standIn.assets = [cat()];

		await bed.items(upload(), { binary });

		expect(bed.standIn.actions).toEqual(['CreateAsset']);
	});

	it('waits for the asset that is there, if waiting is on', async () => {
		bed.standIn.reset({ statuses: ['Processing', 'Processing', 'Active'] });
		await bed.items(upload(), { binary });

		const [asset] = await bed.items(upload('use', { waitUntilActive: true }), { binary });

		expect(asset).toMatchObject({ Status: 'Active', uploaded: false });
		expect(creations()).toHaveLength(1);
	});

	it('fails, and uploads nothing, if the name exists', async () => {
		bed.standIn.assets = [cat({ Status: 'Failed' })];

		const error = await bed.error(upload('fail'), { binary });

		expect(error.message).toBe('The group has an asset named "cat" already');
		expect(creations()).toEqual([]);
	});

	it('uploads the same name once for several items', async () => {
		const assets = await bed.items(upload('use'), { binary, items: [{}, {}] });

		expect(assets.map(({ uploaded }) => uploaded)).toEqual([true, false]);
		expect(bed.standIn.assets).toHaveLength(1);
	});

	describe('still says what may have been uploaded, if looking for it', () => {
		/** The answer to the upload is lost, and `work` is done before the list is read again. */
		const loseThen = (work: () => void) => {
			bed.standIn.fail({ action: 'CreateAsset' }, 'reset');
			bed.standIn.onAnswer = ({ action }) => {
				if (action === 'ListAssets' && creations().length > 0) work();
			};
		};
		const DOUBT = 'the asset may have been created anyway';

		it('is refused', async () => {
			loseThen(() => bed.standIn.failNext({ status: 403 }));

			const error = await bed.error(upload('use'), { binary });

			expect(error.message).toContain(DOUBT);
			expect(error.description).toMatch(/and could not: .*Running this again is safe/);
		});

		it('is cut short by another item that fails', async () => {
			const items = [{ name: 'a' }, { name: 'b' }];
			const isNamed = (name: string) => (request: { body: unknown }) =>
				JSON.stringify(request.body ?? '').includes(`"Name":"${name}"`);
			bed.standIn.fail({ action: 'CreateAsset', matches: isNamed('a') }, { status: 400 });
			bed.standIn.fail({ action: 'CreateAsset', matches: isNamed('b') }, 'reset');

			const error = await bed.error(upload('use', { name: '={{ $json.name }}' }), {
				binary,
				items,
			});

			expect(error.message).toContain('refused the request');
			expect(error.description).toMatch(new RegExp(`In doubt: item 1: .*${DOUBT}`));
		});

		it('is cut short by Cancel', async () => {
			const run = bed.start(upload('use'), { binary });
			loseThen(() => run.cancel());

			const ended = await run;

			expect(ended.status).toBe('canceled');
			expect(nodeErrorOf(ended)).toContain(DOUBT);
		});
	});

	it('makes the name unique only if it exists, within 64 characters', async () => {
		const name = 'n'.repeat(64);
		const items = [{}, {}];
		await bed.items(upload('makeUnique', { name }), { binary, items });

		const names = bed.standIn.assets.map(({ Name = '' }) => Name);
		expect(names).toContain(name);
		expect(new Set(names).size).toBe(2);
		for (const each of names) expect(each).toHaveLength(64);
	});

	it('replaces: uploads, waits, and then deletes the old one', async () => {
		bed.standIn.reset({ statuses: ['Processing', 'Active'] });
		bed.standIn.assets = [cat()];

		const [asset] = await bed.items(upload('replace'), { binary });

		expect(bed.standIn.assets.map(({ Id }) => Id)).toEqual([asset?.Id]);
		expect(asset).toMatchObject({ Status: 'Active', replaced: [cat().Id] });
		expect(bed.standIn.actions.slice(-2)).toEqual(['DeleteAsset', 'ListAssets']);
	});

	it('replaces also if the service takes no name twice: the new asset gets it after that', async () => {
		bed.standIn.reset({ uniqueNames: true });
		bed.standIn.assets = [cat()];

		const [asset] = await bed.items(upload('replace'), { binary });

		expect(asset).toMatchObject({ Name: 'cat', replaced: [cat().Id] });
		expect(bed.standIn.assets).toMatchObject([{ Id: asset?.Id, Name: 'cat' }]);
		expect(bed.standIn.received.map(({ body }) => Object(body).Name)).toContainEqual(
			expect.stringMatching(/^cat-[0-9a-f]{6}$/),
		);
	});

	it.each<[string, string, Fault]>([
		['the new asset is refused for good', 'GetAsset', { status: 400 }],
		['the old one cannot be deleted', 'DeleteAsset', { status: 403 }],
	])('names both when %s', async (_what, action, fault) => {
		bed.standIn.assets = [cat()];
		bed.standIn.fail({ action }, ...Array<Fault>(99).fill(fault));

		const error = await bed.error(upload('replace'), { binary });

		const [old, created] = bed.standIn.assets;
		expect(error.message).toContain(`asset://${old?.Id}`);
		expect(error.message).toContain(`asset://${created?.Id}`);
	});
});

describe('Retry On Fail', () => {
	const node: Partial<INode> = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 };

	it.each([
		['Create Group, Create Another', createGroup('createAnother')],
		['Upload Asset', upload()],
		['Upload Asset, Replace', upload('replace')],
		['Upload Asset, Make the Name Unique', upload('makeUnique')],
	])('is refused before anything is sent: %s', async (_name, parameters) => {
		const error = await bed.error(parameters, { binary, node });

		expect(error.message).toBe('Retry On Fail would create, and bill, everything again');
		expect(error.description).toContain('Use It');
		expect(bed.standIn.received).toEqual([]);
	});

	it('uploads each file once under Use It, however often n8n runs the node', async () => {
		const items = ['a', 'b', 'c'].map((name) => ({ name }));
		const bad = ({ body }: { body: unknown }) => JSON.stringify(body ?? '').includes('"Name":"b"');
		bed.standIn.fail(
			{ action: 'CreateAsset', matches: bad },
			...Array<Fault>(4).fill({ status: 400 }),
		);

		const run = await bed.run(upload('use', { name: '={{ $json.name }}' }), {
			binary,
			items,
			node,
		});

		expect(run.data.resultData.error).toBeUndefined();
		expect(bed.standIn.assets.map(({ Name }) => Name).sort()).toEqual(['a', 'b', 'c']);
	});
});

it('whatever is lost or refused, there is one asset for each file in the end', async () => {
	const names = ['a', 'b', 'c'];
	const items = names.map((name) => ({ name }));
	const parameters = upload('use', { name: '={{ $json.name }}' });
	const fault = fc.constantFrom<Fault>(
		...lost,
		...lost.map((each) => ({ afterDoing: each })),
		{ status: 429 },
		{ status: 400 },
		{ status: 403 },
	);
	const action = fc.constantFrom('CreateAsset', 'ListAssets');
	const faults = fc.array(fc.record({ action, fault }), { maxLength: sizeOf(3, 6) });

	await checkProperty(
		fc.asyncProperty(
			fc.array(faults, { maxLength: 4 }),
			fc.boolean(),
			async (runs, uniqueNames) => {
				bed.standIn.reset({ groups: makeGroups(1), uniqueNames });
				for (const faultsOfRun of runs) {
					for (const each of faultsOfRun) bed.standIn.fail({ action: each.action }, each.fault);
					await bed.run(parameters, { binary, items });
				}
				const assets = await untilItEndsWell(parameters, items);

				expect(bed.standIn.assets.map(({ Name }) => Name).sort()).toEqual(names);
				expect(assets.map(({ Id }) => Id).sort()).toEqual(
					bed.standIn.assets.map(({ Id }) => Id).sort(),
				);
			},
		),
		0.1,
	);
});

/** Runs again and again, as a user would; each run that fails uses up a fault. */
async function untilItEndsWell(parameters: INodeParameters, items: IDataObject[]) {
	for (let runs = 0; runs <= 30; runs++) {
		const run = await bed.run(parameters, { binary, items });
		if (run.status === 'success') return jsonOf(run);
	}
	throw new Error('No run ended well');
}

it('errors of a run keep their words under a choice that looks first', async () => {
	bed.standIn.fail({ action: 'CreateAsset' }, { status: 400 });

	expect(errorOf(await bed.run(upload('use'), { binary })).message).toBe(
		'Anyfast refused the request: Scripted failure',
	);
});
