import type { IDataObject, INodeParameters, IRun } from 'n8n-workflow';

import type { Entity } from '../../nodes/shared/api/assets';
import { Polling } from '../engine/Polling';
import { jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { ANYFAST, workflowWith } from '../engine/workflow';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { createdAt, makeGroup, makeGroups, makeSoftlyDeletedGroup } from '../stand-in/groups';

const bed = useTestBed();

const LIST = { resource: 'asset', operation: 'list', returnAll: true };

const list = async (parameters: INodeParameters): Promise<IDataObject[]> =>
	await bed.items({ ...LIST, ...parameters });

const namesOf = (items: IDataObject[]) => items.map(({ Name }) => Name);
const idsOf = (items: IDataObject[]) => items.map(({ Id }) => Id);
const hintsOf = ({ data }: IRun) =>
	(data.resultData.runData[ANYFAST]?.[0]?.hints ?? []).map(({ message }) => message);
const sentFilters = () => bed.standIn.bodies.map(({ Filter }) => Filter);

/** A service that knows no filter at all. */
function ignoreFilters(rows: Entity[]): void {
	bed.standIn.tamper = () => ({ Items: rows, TotalCount: rows.length, PageNumber: 1 });
}

describe('Status and Asset Type', () => {
	const statuses = ['Active', 'Failed', 'PROCESSING', undefined];
	const assets = statuses.map((Status, index) => ({ ...makeAsset(index + 1), Status }));

	it.each<[unknown, number[]]>([
		[['Failed'], [2]],
		[
			['Processing', 'Active'],
			[1, 3],
		],
		['={{ "Failed, Active" }}', [1, 2]],
	])('keep the assets with a status among %j, in any case', async (status, numbers) => {
		bed.standIn.reset({ assets });

		const items = await list({ filters: { status: status as string[] } });

		expect(idsOf(items)).toEqual(numbers.map((number) => makeAsset(number).Id));
		expect(sentFilters()).toEqual([{}]);
	});

	it('keep the assets of a type', async () => {
		const typed = ['Image', 'video', 'Image'].map((AssetType, index) => {
			return { ...makeAsset(index + 1), AssetType };
		});
		bed.standIn.reset({ assets: typed });

		expect(idsOf(await list({ filters: { assetType: 'Video' } }))).toEqual([makeAsset(2).Id]);
	});

	it('must be words that there are', async () => {
		const status = '={{ "Active, Broken" }}';

		expect((await bed.error({ ...LIST, filters: { status } })).message).toBe(
			'The filter Status must be Active, Failed, Inactive, Pending, Processing or Queued',
		);
		expect((await bed.error({ ...LIST, filters: { status: [] } })).message).toBe(
			'The filter Status is empty',
		);
	});

	it('leave to Limit what it counts: the assets that are kept', async () => {
		const many = makeAssets(1000).map((asset, index) => {
			return { ...asset, Status: index % 50 === 0 ? 'Failed' : 'Active' };
		});
		bed.standIn.reset({ assets: many });

		const items = await list({ returnAll: false, limit: 7, filters: { status: ['Failed'] } });

		const failed = many.filter(({ Status }) => Status === 'Failed');
		expect(idsOf(items)).toEqual(idsOf(failed.slice(0, 7)));
		// 100 rows held two of them, 400 eight; nobody asked for the other 600.
		expect(bed.standIn.received.length).toBeLessThan(8);
	});

	it('give fewer than Limit if there are no more', async () => {
		const many = makeAssets(150).map((asset) => ({ ...asset, Status: 'Active' }));
		bed.standIn.reset({ assets: [...many, { ...makeAsset(151), Status: 'Failed' }] });

		const items = await list({ returnAll: false, limit: 7, filters: { status: ['Failed'] } });

		expect(idsOf(items)).toEqual([makeAsset(151).Id]);
	});
});

describe('Sort', () => {
	/** Created in the order 1 to 4, updated in the order 3, 1, 2; the fourth says no time. */
	const assets = [
		{ ...makeAsset(2), CreateTime: createdAt(2), UpdateTime: createdAt(30) },
		{ ...makeAsset(4), CreateTime: undefined, UpdateTime: undefined },
		{ ...makeAsset(1), CreateTime: createdAt(1), UpdateTime: createdAt(20) },
		{ ...makeAsset(3), CreateTime: createdAt(3), UpdateTime: createdAt(10) },
	];

	it.each([
		['newestFirst', [3, 2, 1, 4]],
		['oldestFirst', [1, 2, 3, 4]],
		['lastUpdatedFirst', [2, 1, 3, 4]],
		['lastUpdatedLast', [3, 1, 2, 4]],
	])('%s', async (sort, numbers) => {
		bed.standIn.reset({ assets });

		const items = await list({ options: { sort } });

		expect(idsOf(items)).toEqual(numbers.map((number) => makeAsset(number).Id));
	});

	it('understands times in every form', async () => {
		const ms = Date.parse('2026-02-03T04:05:06Z');
		const times = [ms / 1000 + 6, `${ms + 5000}`, (ms + 4000) * 1e3, `${ms + 3000}000000`];
		const texts = ['2026-02-03T04:05:08', '2026-02-03T05:05:07+01:00', 'soon', 0];
		ignoreFilters(
			[...times, ...texts].map((CreateTime, index) => ({ ...makeAsset(index + 1), CreateTime })),
		);

		const items = await list({ options: { sort: 'oldestFirst' } });

		const order = [6, 5, 4, 3, 2, 1, 7, 8];
		expect(idsOf(items)).toEqual(order.map((number) => makeAsset(number).Id));
	});

	it('looks at the whole list before the limit cuts it', async () => {
		bed.standIn.reset({ assets: makeAssets(250) });

		const options = { sort: 'newestFirst' };
		const items = await list({ returnAll: false, limit: 2, options });

		expect(idsOf(items)).toEqual([makeAsset(250).Id, makeAsset(249).Id]);
	});
});

describe('a filter that the service ignores', () => {
	it.each<[string, INodeParameters, number[]]>([
		['Name', { name: 'ASSET 0002' }, [2]],
		['Group Names or IDs', { groupIds: [makeGroup(3).Id] }, [3]],
	])('does not widen a list of assets: %s', async (_what, filters, numbers) => {
		bed.standIn.reset();
		ignoreFilters(makeAssets(4));

		const items = await list({ filters });

		expect(idsOf(items)).toEqual(numbers.map((number) => makeAsset(number).Id));
	});

	it.each<[string, INodeParameters, number[]]>([
		['Name', { name: 'GROUP 0002' }, [2]],
		['Group Names or IDs', { groupIds: [makeGroup(3).Id] }, [3]],
		['Group Type', { groupType: 'LivenessFace' }, [5]],
	])('does not widen a list of groups: %s', async (_what, filters, numbers) => {
		bed.standIn.reset();
		ignoreFilters(makeGroups(6));

		const items = await list({ resource: 'group', filters });

		expect(idsOf(items)).toEqual(numbers.map((number) => makeGroup(number).Id));
	});

	it('is told by one hint that counts the rows left out, of all items', async () => {
		bed.standIn.reset();
		ignoreFilters(makeGroups(6));

		const filters = { name: 'group 0002' };
		const run = await bed.run({ ...LIST, resource: 'group', filters }, { items: [{}, {}] });

		expect(hintsOf(run)).toEqual([
			'Anyfast seems to have ignored a filter. Rows that do not fit the filters, and were left out: 10',
		]);
	});

	it.each([
		['cafe', ['Café', 'CAFE', 'my cafe', 'ＣＡＦＥ', 'Cafe\u0301']],
		['red car', ['red car', 'Car, red']],
		['u-1', ['one']],
	])('is not told from rows that the API found in its own way: %s', async (name, names) => {
		bed.standIn.reset();
		ignoreFilters(names.map((Name, index) => ({ ...makeGroup(index + 1), Name })));

		const run = await bed.run({ ...LIST, resource: 'group', filters: { name } });

		expect(namesOf(jsonOf(run))).toEqual(names);
		expect(hintsOf(run)).toEqual([]);
	});

	it('keeps groups without a type among those of the type AIGC', async () => {
		bed.standIn.reset();
		ignoreFilters([{ ...makeGroup(1), GroupType: undefined }]);

		expect(await list({ resource: 'group', filters: { groupType: 'AIGC' } })).toHaveLength(1);
		expect(await list({ resource: 'group', filters: { groupType: 'LivenessFace' } })).toEqual([]);
	});
});

describe('groups of verified people', () => {
	const other = makeGroup(1);
	const ofOther = makeAsset(1);
	let person: string;
	let ofPerson: string;

	beforeEach(async () => {
		bed.standIn.reset({ groups: [other], assets: [ofOther], livenessAssets: 'listed' });
		const [session] = await bed.items({
			...{ resource: 'person', operation: 'startVerification' },
			callbackUrl: 'https://example.com/',
		});
		const bytedToken = String(session?.BytedToken);
		bed.standIn.finishVerification(bytedToken);
		const result = { resource: 'person', operation: 'getVerificationResult', bytedToken };
		person = String((await bed.items(result))[0]?.GroupId);
		const upload = {
			resource: 'asset',
			operation: 'upload',
			ifNameExists: 'uploadAnyway',
			groupId: person,
			source: 'url',
		};
		const [asset] = await bed.items({ ...upload, url: 'https://example.com/face.png' });
		ofPerson = String(asset?.Id);
	});

	/** The filters of the lists that the work asks for. */
	const filtersOf = async (work: Promise<unknown>): Promise<unknown[]> => {
		const before = sentFilters().length;
		await work;
		return sentFilters().slice(before);
	};

	it('are asked for by their type if they gave nothing without it', async () => {
		const listing = list({ filters: { groupIds: [other.Id, person] } });

		expect(await filtersOf(listing)).toEqual([
			{ GroupIds: [other.Id, person] },
			{ GroupIds: [other.Id, person] },
			{ GroupIds: [person], GroupType: 'LivenessFace' },
		]);
		expect(idsOf(await listing)).toEqual([ofOther.Id, ofPerson]);
	});

	it('count against the limit', async () => {
		const filters = { groupIds: [other.Id, person] };

		expect(await list({ returnAll: false, limit: 1, filters })).toHaveLength(1);
		expect(await list({ returnAll: false, limit: 2, filters })).toHaveLength(2);
	});

	it('are not asked for if the user named a type, or all groups gave something', async () => {
		const named = list({ filters: { groupIds: [person], groupType: 'AIGC' } });
		expect(await filtersOf(named)).not.toContainEqual(
			expect.objectContaining({ GroupType: 'LivenessFace' }),
		);

		const full = list({ filters: { groupIds: [other.Id] } });
		expect(await filtersOf(full)).toEqual([{ GroupIds: [other.Id] }, { GroupIds: [other.Id] }]);
	});

	/** The next request for such groups is refused. */
	const refuse = () =>
		bed.standIn.fail(
			{ matches: ({ body }) => JSON.stringify(body ?? '').includes('LivenessFace') },
			{ status: 400, body: { error: { message: 'GroupType must be one of [AIGC]' } } },
		);

	it('are left out without an error if the key may not ask for them', async () => {
		refuse();

		expect(idsOf(await list({ filters: { groupIds: [other.Id, person] } }))).toEqual([ofOther.Id]);
		expect(bed.standIn.faultsLeft).toBe(0);
	});

	it('are listed by their IDs, as GetAssetGroup gives them', async () => {
		const get = { resource: 'group', operation: 'get', groupId: person };
		const [known] = await bed.items(get);
		const before = bed.standIn.actions.length;

		const both = await list({ resource: 'group', filters: { groupIds: [person, other.Id] } });

		expect(both).toEqual([other, known]);
		expect(bed.standIn.actions.slice(before)).toEqual([
			'ListAssetGroups',
			'GetAssetGroup',
			'ListAssetGroups',
		]);
		expect(await list({ resource: 'group', filters: { groupIds: person } })).toEqual([known]);
	});

	it('are listed by their IDs only if they fit the other filters, and within the limit', async () => {
		const groupIds = [person, other.Id];
		const listed = async (filters: INodeParameters, more: INodeParameters = {}) =>
			idsOf(await list({ resource: 'group', filters: { groupIds, ...filters }, ...more }));

		expect(await listed({ groupType: 'LivenessFace' })).toEqual([person]);
		expect(await listed({ groupType: 'AIGC' })).toEqual([other.Id]);
		expect(await listed({ name: 'person' })).toEqual([person]);
		expect(await listed({ name: 'group 0001' })).toEqual([other.Id]);
		expect(await listed({}, { returnAll: false, limit: 1 })).toEqual([other.Id]);
	});

	it.each(['group', 'asset'])(
		'are a hint if they are asked for by type alone: %s',
		async (resource) => {
			const hints = async (filters: INodeParameters) =>
				hintsOf(await bed.run({ ...LIST, resource, filters }));

			expect(await hints({ groupType: 'LivenessFace' })).toEqual([
				'Anyfast lists no groups of verified people, and their assets only by the ID of the group. Give it in Group Names or IDs.',
			]);
			expect(await hints({ groupType: 'LivenessFace', groupIds: person })).toEqual([]);
			expect(await hints({ groupType: 'AIGC', name: 'nothing' })).toEqual([]);
		},
	);

	/** What comes on each page of a list, up to the first empty one. */
	const pagesOf = async (parameters: INodeParameters, size: number) => {
		const pages: unknown[][] = [];
		for (let pageNumber = 1; ; pageNumber++) {
			const page = { returnAll: false, limit: size, options: { pageSize: size, pageNumber } };
			const ids = idsOf(await list({ ...parameters, ...page }));
			if (ids.length === 0) return pages;
			pages.push(ids);
		}
	};

	it('go on with the pages of the others', async () => {
		for (const number of [11, 12, 13, 14]) {
			bed.standIn.assets.push({ ...makeAsset(number), GroupId: other.Id });
		}
		for (const number of [21, 22, 23]) addToPerson(number);
		const filters = { groupIds: [other.Id, person] };
		const all = idsOf(await list({ filters }));

		expect(all).toHaveLength(9);
		for (const size of [2, 3, 4, 5]) {
			const pages = await pagesOf({ filters }, size);
			expect(pages.flat()).toEqual(all);
			expect(pages).toHaveLength(Math.ceil(9 / size));
		}
		const groups = { resource: 'group', filters };
		expect(await pagesOf(groups, 1)).toEqual([[other.Id], [person]]);
	});

	it('are on the page on which they are before the filters of the node', async () => {
		for (const number of [21, 22]) addToPerson(number);
		const failed = { ...makeAsset(23), GroupId: person, Status: 'Failed' };
		bed.standIn.assets.push(failed);
		const filters = { groupIds: [other.Id, person], status: ['Failed'] };
		const page = async (pageNumber: number) =>
			idsOf(
				await list({
					...{ returnAll: false, limit: 2, filters },
					options: { pageSize: 2, pageNumber },
				}),
			);

		expect(await page(3)).toEqual([failed.Id]);
		expect(await page(4)).toEqual([]);
	});

	const watching = (groupIds: string[]) =>
		new Polling(bed.engine, { event: 'assetCreated', filters: { groupIds } });

	/** Puts an asset into the person's group. */
	const addToPerson = (number: number) => {
		bed.standIn.assets.push({ ...makeAsset(number), GroupId: person });
		return makeAsset(number).Id;
	};

	it('are watched by the trigger', async () => {
		const polling = watching([other.Id, person]);
		expect(await polling.poll()).toBeNull();

		const added = addToPerson(3);
		expect(idsOf((await polling.poll()) ?? [])).toEqual([added]);
		expect(await polling.poll()).toBeNull();
	});

	it('are not taken for new by the trigger because it was refused when it began', async () => {
		const polling = watching([makeGroup(9).Id, person]);
		addToPerson(3);
		bed.standIn.groups.push(makeGroup(9));
		bed.standIn.assets.push(makeAsset(9));
		refuse();
		expect(await polling.poll()).toBeNull();
		expect(bed.standIn.faultsLeft).toBe(0);

		expect(await polling.poll()).toBeNull();
	});
});

describe('Group Names or IDs', () => {
	const [one, two, three] = makeGroups(3);
	const twin = { ...makeGroup(4), Name: two?.Name };
	const groups = [one, two, three, twin, makeSoftlyDeletedGroup(6)].flatMap((group) => group ?? []);
	const listGroups = async (groupIds: string | string[]) =>
		await list({ resource: 'group', filters: { groupIds } });

	beforeEach(() => bed.standIn.reset({ groups }));

	it.each<[string, string | string[], string[]]>([
		['a name with a space in it', '={{ "group 0001" }}', ['group 0001']],
		['names with commas in between', 'group 0001, group 0003', ['group 0001', 'group 0003']],
		['names on lines of their own', 'group 0003\ngroup 0001', ['group 0001', 'group 0003']],
		['a list of names', ['group 0003'], ['group 0003']],
		['a name and an ID', `group 0001, ${makeGroup(3).Id}`, ['group 0001', 'group 0003']],
	])('take %s', async (_what, groupIds, names) => {
		expect(namesOf(await listGroups(groupIds)).sort()).toEqual(names);
	});

	it('take IDs with spaces in between', async () => {
		const ids = [makeGroup(1).Id, makeGroup(3).Id];

		expect(idsOf(await listGroups(ids.join(' ')))).toEqual(ids);
		expect(sentFilters().at(-1)).toEqual({ GroupIds: ids });
	});

	it('take the ID of a group that does not look like one', async () => {
		bed.standIn.reset({ groups: [...groups, { Id: 'g7', Name: 'seven' }, { Id: 'g8' }] });

		expect(idsOf(await listGroups('g7 g8'))).toEqual(['g7', 'g8']);
	});

	it.each(['group-2026-summer', 'group-2026-summer ', 'summer', '2026', '={{ 2026 }}'])(
		'take a name, whatever it looks like: %j',
		async (groupIds) => {
			const name = String(groupIds).replace(/[={} ]/g, '');
			bed.standIn.reset({ groups: [...groups, { Id: 'g7', Name: name }] });

			expect(idsOf(await listGroups(groupIds))).toEqual(['g7']);
		},
	);

	it('take a name that differs only in what nobody sees', async () => {
		bed.standIn.reset({ groups: [{ Id: 'g7', Name: 'Café  noir'.normalize('NFD') }] });

		expect(idsOf(await listGroups('Café noir'))).toEqual(['g7']);
	});

	it('take what is the ID of one group and the name of another for the ID', async () => {
		bed.standIn.reset({ groups: [{ Id: 'g7' }, { Id: 'g8', Name: 'g7' }] });

		expect(idsOf(await listGroups('g7'))).toEqual(['g7']);
	});

	it('refuse a name that several groups have, and list them', async () => {
		const filters = { groupIds: 'group 0002' };
		const error = await bed.error({ ...LIST, resource: 'group', filters });

		expect(error.message).toBe('There are 2 groups named "group 0002"');
		expect(error.description).toContain(`${makeGroup(2).Id}, ${makeGroup(4).Id}`);
	});

	it('refuse an ID that neither the list nor GetAssetGroup knows', async () => {
		const filters = { groupIds: 'group-2020-nobody' };

		expect((await bed.error({ ...LIST, filters })).message).toBe(
			'There is no group "group-2020-nobody"',
		);
		expect(bed.standIn.actions).not.toContain('ListAssets');
	});

	it('take an ID that no list shows if the site cannot say whether there is such a group', async () => {
		bed.standIn.reset({ groups, without: ['GetAssetGroup'] });

		expect(await list({ filters: { groupIds: 'group-2020-nobody' } })).toEqual([]);
		expect(bed.standIn.actions).toContain('ListAssets');
	});

	it.each([
		['group 00', 'There is no group "group 00"'],
		['GROUP 0001', 'There is no group "GROUP 0001"'],
		['group 0001 group 0003', 'There is no group "group 0001 group 0003"'],
		['__del__group 0006', 'There is no group "__del__group 0006"'],
		['asset-20260101-x', 'This is the ID of an asset: asset-20260101-x'],
	])('refuse %j, instead of giving nothing', async (groupIds, message) => {
		const error = await bed.error({ ...LIST, resource: 'group', filters: { groupIds } });

		expect(error.message).toBe(message);
		expect(error.name).toBe('NodeOperationError');
		expect(error.description).toContain('Group Names or IDs');
	});

	it('are looked up once for all items', async () => {
		const items = [{ name: 'group 0001' }, { name: 'group 0003' }];
		const filters = { groupIds: '={{ $json.name }}' };

		const found = await bed.items({ ...LIST, resource: 'group', filters }, { items });

		expect(namesOf(found)).toEqual(['group 0001', 'group 0003']);
		expect(bed.standIn.received).toHaveLength(3);
	});
});

it('assets have ID and URI first, groups that are created ID and name', async () => {
	bed.standIn.reset({ groups: makeGroups(1), assets: makeAssets(1) });

	const [asset] = await list({});
	expect(Object.keys(asset ?? {}).slice(0, 2)).toEqual(['Id', 'AssetUri']);

	const create = { resource: 'group', operation: 'create', name: 'Cats' };
	const [created] = await bed.items(create);
	expect(Object.keys(created ?? {}).slice(0, 2)).toEqual(['Id', 'Name']);
	const [used] = await bed.items({ ...create, ifNameExists: 'use' });
	expect(Object.keys(used ?? {}).slice(0, 2)).toEqual(['Id', 'Name']);
});

describe('a channel that wants a type of group in every list', () => {
	const groups = makeGroups(5);
	const assets = makeAssets(5);

	beforeEach(() =>
		bed.standIn.reset({
			...{ groups: makeGroups(5), assets: makeAssets(5) },
			channel: 'group-type-required',
		}),
	);

	it('is asked once for each type: List Groups and List Assets', async () => {
		expect(idsOf(await list({ resource: 'group' })).sort()).toEqual(idsOf(groups));
		expect(idsOf(await list({})).sort()).toEqual(idsOf(assets));
	});

	it('is asked for the type alone that a filter names', async () => {
		const filters = { groupType: 'LivenessFace' };

		expect(idsOf(await list({ resource: 'group', filters }))).toEqual([makeGroup(5).Id]);
		expect(sentFilters()).toEqual([{ GroupType: 'LivenessFace' }]);
	});

	it('has the pages of what is joined', async () => {
		const all = idsOf(await list({}));
		const page = async (pageNumber: number) => {
			const options = { pageSize: 2, pageNumber };
			return idsOf(await list({ returnAll: false, limit: 2, options }));
		};

		expect(await page(1)).toEqual(all.slice(0, 2));
		expect(await page(2)).toEqual(all.slice(2, 4));
		expect(await page(3)).toEqual(all.slice(4));
		expect(await page(4)).toEqual([]);
	});

	it('looks up names of groups', async () => {
		const items = await list({ filters: { groupIds: 'group 0002, group 0005' } });

		expect(idsOf(items).sort()).toEqual([makeAsset(2).Id, makeAsset(5).Id]);
	});

	it('fills drop-downs', async () => {
		const choices = await bed.engine.loadOptions(workflowWith({}), ANYFAST, 'getGroups');
		const { results } = await bed.engine.searchList(workflowWith({}), ANYFAST, 'searchAssets');

		expect(choices.map(({ value }) => value).sort()).toEqual(idsOf(groups));
		expect(results.map(({ value }) => value).sort()).toEqual(idsOf(assets));
	});

	it('is watched by the trigger', async () => {
		const polling = new Polling(bed.engine, { event: 'assetCreated' });
		await polling.poll();
		bed.standIn.groups.push(makeGroup(6));
		bed.standIn.assets.push(makeAsset(6));

		expect(idsOf((await polling.poll()) ?? [])).toEqual([makeAsset(6).Id]);
	});

	it('leaves out what the key may not ask for', async () => {
		bed.standIn.fail(
			{ matches: ({ body }) => JSON.stringify(body ?? '').includes('LivenessFace') },
			{ status: 400, body: { error: { message: 'GroupType must be one of [AIGC]' } } },
		);

		expect(idsOf(await list({ resource: 'group' }))).toEqual(idsOf(groups.slice(0, 4)));
	});
});
