import { useStandIn } from '../engine/useStandIn';
import { makeAsset, makeAssets } from './assets';
import { type Answer, imageIn } from './Client';
import { makeGroup, makeGroups } from './groups';
import type { ListBehaviour } from './options';

const client = useStandIn();

const model = 'volc-asset';
const everything = { model, Filter: {}, PageSize: 100 };
const list = async (action = 'ListAssetGroups', Filter: object = {}) =>
	await client.ask(action, { ...everything, Filter });
const namesOf = ({ body: { Items = [] } }: { body: Answer }) => Items.map(({ Name }) => Name);
const createGroup = async (Name: string) => await client.ask('CreateAssetGroup', { model, Name });

describe('lists that lag behind', () => {
	it('do not show what calls that name it know, for a time', async () => {
		let now = 0;
		client.standIn.reset({ groups: [], listedAfter: { groupMs: 4000 }, now: () => now });
		const { Id } = (await createGroup('new')).body;

		expect(namesOf(await list())).toEqual([]);
		expect((await client.ask('GetAssetGroup', { Id })).status).toBe(200);
		now = 4000;
		expect(namesOf(await list())).toEqual(['new']);
	});

	it('do not show it for a number of questions', async () => {
		client.standIn.reset({ listedAfter: { questions: 2 } });
		const { Id } = (await client.ask('CreateAsset', imageIn(makeGroup(1).Id))).body;

		const seen = [];
		for (let asked = 0; asked < 3; asked++) seen.push((await list('ListAssets')).body.TotalCount);

		expect(seen).toEqual([0, 0, 1]);
		expect((await client.ask('GetAsset', { Id })).status).toBe(200);
	});
});

describe('two servers that answer in turn, one behind', () => {
	const statuses = async (asked: number) => {
		const seen = [];
		for (; asked > 0; asked--) {
			seen.push(...((await list('ListAssets')).body.Items ?? []).map(({ Status }) => Status));
		}
		return seen;
	};

	it('differ after a change, for ever', async () => {
		client.standIn.reset({ assets: [{ ...makeAsset(1), Status: 'Processing' }], replicas: {} });
		expect(await statuses(2)).toEqual(['Processing', 'Processing']);

		client.standIn.assets = [makeAsset(1)];

		expect(await statuses(4)).toEqual(['Active', 'Processing', 'Active', 'Processing']);
	});

	it('agree once the other has caught up', async () => {
		client.standIn.reset({ groups: makeGroups(1), replicas: { catchesUpAfter: 1 } });
		await createGroup('new');

		const seen = [];
		for (let asked = 0; asked < 4; asked++) seen.push((await list()).body.TotalCount);

		expect(seen).toEqual([2, 1, 2, 2]);
	});

	it('move an asset on only if the first of them is asked', async () => {
		client.standIn.reset({ statuses: ['Processing', 'Active'], replicas: {} });
		const { Id } = (await client.ask('CreateAsset', imageIn(makeGroup(1).Id))).body;

		const seen = [];
		for (let asked = 0; asked < 4; asked++) {
			seen.push((await client.ask('GetAsset', { Id })).body);
		}

		expect(seen).toMatchObject([
			{ Status: 'Processing' },
			{ Status: 'Processing' },
			{ Status: 'Active' },
			{ Status: 'Processing' },
		]);
	});
});

describe('a page without rows', () => {
	it.each<[NonNullable<ListBehaviour['emptyPage']>, object]>([
		['documented', { Items: [], PageNumber: 1, PageSize: 100, TotalCount: 0 }],
		['no-items', { PageNumber: 1, PageSize: 100, TotalCount: 0 }],
		['null-items', { Items: null, PageNumber: 1, PageSize: 100, TotalCount: 0 }],
		['bare', { PageNumber: 1, PageSize: 100 }],
	])('may be like: %s', async (emptyPage, page) => {
		client.standIn.reset({ emptyPage });

		expect((await list('ListAssets')).body).toEqual(page);
	});

	it('may stand under a total of rows that are never shown', async () => {
		client.standIn.reset({ assets: makeAssets(3), emptyPage: 'bare', list: { hideEvery: 1 } });

		expect((await list('ListAssets')).body).toEqual({
			PageNumber: 1,
			PageSize: 100,
			TotalCount: 3,
		});
	});
});

it('a list of assets may say falsely that there is no such group', async () => {
	client.standIn.reset({ assets: makeAssets(1), deniesGroups: true });

	const answer = await list('ListAssets', { GroupIds: [makeGroup(1).Id] });

	expect(answer).toMatchObject({
		status: 404,
		body: { ResponseMetadata: { Error: { Code: 'NotFound.group_id' } } },
	});
	expect((await list('ListAssets')).status).toBe(200);
});

describe('a channel that wants a GroupType', () => {
	beforeEach(() =>
		client.standIn.reset({ channel: 'group-type-required', manner: 'as-in-the-field' }),
	);

	it.each(['ListAssetGroups', 'ListAssets'])('wants it in %s', async (action) => {
		expect(JSON.stringify(await list(action))).toContain('MissingParameter.GroupType');
		expect((await list(action, { GroupType: 'AIGC' })).status).toBe(200);
	});

	it('gives new groups a type, so that they are found by it', async () => {
		await createGroup('new');

		expect(JSON.stringify(await list('ListAssetGroups', { GroupType: 'AIGC' }))).toContain('"new"');
	});
});

describe('a name', () => {
	it.each([
		['nfc', 'Cafe\u0301', 'Caf\u00e9'],
		['nfd', 'Caf\u00e9', 'Cafe\u0301'],
		['folded', 'CAFÉ', 'café'],
		['trimmed', ' cat ', 'cat'],
		['cut', 'x'.repeat(70), 'x'.repeat(64)],
	] as const)('may be kept otherwise: %s', async (change, given, kept) => {
		client.standIn.reset({ groups: [], names: [change] });
		const { Id } = (await createGroup(given)).body;
		await client.ask('CreateAsset', { ...imageIn(Id ?? ''), Name: given });
		await client.ask('CreateAsset', { ...imageIn(Id ?? ''), Name: 'old' });
		const [, second] = client.standIn.assets;
		await client.ask('UpdateAsset', { model, Id: second?.Id, Name: given });

		expect(client.standIn.groups.map(({ Name }) => Name)).toEqual([kept]);
		expect(client.standIn.assets.map(({ Name }) => Name)).toEqual([kept, kept]);
	});

	it('is taken if it is kept as one that the group has', async () => {
		client.standIn.reset({ names: ['folded'], uniqueNames: true });
		const { Id } = makeGroup(1);
		const create = async (name: string) => await client.ask('CreateAsset', imageIn(Id, name));

		expect((await create('Cat')).status).toBe(200);
		expect(JSON.stringify(await create('CAT'))).toContain('NotFound.group_id');
	});

	it.each<[NonNullable<ListBehaviour['nameFilter']>, string[]]>([
		['part', ['cafe bar']],
		['fuzzy', ['Café', 'CAFE', 'cafe bar']],
		['ignored', ['Café', 'CAFE', 'cafe bar', 'dog']],
	])('fits a filter by: %s', async (nameFilter, found) => {
		const names = ['Café', 'CAFE', 'cafe bar', 'dog'];
		const groups = names.map((Name, index) => ({ ...makeGroup(index + 1), Name }));
		client.standIn.reset({ groups, nameFilter });

		expect(namesOf(await list('ListAssetGroups', { Name: 'cafe' }))).toEqual(found);
	});
});
