import type { Entity } from '../../nodes/shared/api/assets';
import { useStandIn } from '../engine/useStandIn';
import { makeAsset, makeAssets } from './assets';
import { type Answer, findIn, imageIn } from './Client';
import { makeGroup, makeGroups } from './groups';
import { FIELD_SHAPE_COUNT } from './refusals';
import type { Fault } from './StandIn';

const client = useStandIn();

const everything = { model: 'volc-asset', Filter: {}, PageSize: 100 };

const createGroup = async (Name: string): Promise<string> =>
	findIn((await client.ask('CreateAssetGroup', { model: 'volc-asset', Name })).body, 'Id');

describe('as documented', () => {
	it('answers a page as the vendor describes it', async () => {
		const page = { model: 'volc-asset', Filter: {}, PageNumber: 2, PageSize: 2 };

		const { status, body } = await client.ask('ListAssetGroups', page);

		expect(status).toBe(200);
		expect(body).toEqual({
			Items: [client.standIn.groups[2]],
			PageNumber: 2,
			PageSize: 2,
			TotalCount: 3,
		});
	});

	it.each([
		['no model', { Filter: {} }],
		['no Filter', { model: 'volc-asset' }],
		['a filter nobody knows', { model: 'volc-asset', Filter: { GroupName: 'x' } }],
		['a wrong type', { model: 'volc-asset', Filter: {}, PageNumber: '1' }],
		['a group type nobody knows', { model: 'volc-asset', Filter: { GroupType: 'Other' } }],
	])('refuses %s', async (_what, body) => {
		expect((await client.ask('ListAssetGroups', body)).status).toBe(400);
	});

	it('refuses a wrong key before it looks at anything else', async () => {
		expect((await client.ask('ListAssetGroups', {}, 'wrong')).status).toBe(401);
	});

	it('says so when its own answer does not fit the description', async () => {
		client.standIn.groups = JSON.parse('[{"Id": 7}]');

		const { status, body } = await client.ask('ListAssetGroups', everything);

		expect(status).toBe(500);
		expect(body).toMatchObject({ error: { message: expect.stringContaining('must be string') } });
	});

	it('gives no ID a second time', async () => {
		client.standIn.reset({ groups: [makeGroup(1)], assets: makeAssets(2) });
		const asset = imageIn(makeGroup(1).Id);
		const Id = makeAsset(2).Id;

		await client.ask('DeleteAsset', { Id });
		const first = (await client.ask('CreateAsset', asset)).body.Id;
		await client.ask('DeleteAsset', { Id: first });
		const second = (await client.ask('CreateAsset', asset)).body.Id;

		expect([first, second]).toEqual([makeAsset(3).Id, makeAsset(4).Id]);
	});

	it.each([
		['its file', 'volc-asset', 'Image', 'photo.PNG', 'png'],
		['its type, without a file name', 'volc-asset-audio', 'Audio', 'sound', 'mp3'],
	])('gives an upload an address that ends like %s', async (_what, model, type, name, ending) => {
		await client.upload({ model, GroupId: makeGroup(1).Id, Name: 'x', AssetType: type }, name);

		expect(client.standIn.assets[0]?.URL).toBe(`https://files.example/1.${ending}`);
	});

	it('gives an asset from a URL an address that ends like it', async () => {
		await client.ask('CreateAsset', imageIn(makeGroup(1).Id));

		expect(client.standIn.assets[0]?.URL).toBe('https://files.example/1.webp');
	});
});

describe('faults', () => {
	beforeEach(() => client.standIn.reset({ assets: makeAssets(2) }));

	const get = async (number: number) =>
		(await client.ask('GetAsset', { Id: makeAsset(number).Id })).status;
	const list = async () => (await client.ask('ListAssets', everything)).status;

	it('are met by the requests that they are meant for, whatever comes between', async () => {
		client.standIn.fail({ action: 'GetAsset' }, { status: 503 });
		client.standIn.fail(
			{ matches: ({ body }) => JSON.stringify(body)?.includes(makeAsset(2).Id) ?? false },
			{ status: 502 },
			{ status: 504 },
		);

		expect(await Promise.all([list(), get(1)])).toEqual([200, 503]);
		expect(await Promise.all([get(2), get(1)])).toEqual([502, 200]);
		expect(client.standIn.faultsLeft).toBe(1);
		expect(await get(2)).toBe(504);
		expect(client.standIn.faultsLeft).toBe(0);
		expect(await get(2)).toBe(200);
	});

	it('are met by the next request, whatever it is, if they name none', async () => {
		client.standIn.failNext({ status: 503 }, { status: 502 });

		expect([await list(), await get(1), await list()]).toEqual([503, 502, 200]);
	});

	it.each<[string, Fault, string]>([
		['a connection that is closed', 'drop', 'UND_ERR_SOCKET'],
		['a connection that is reset', 'reset', 'ECONNRESET'],
	])('can be %s', async (_what, fault, code) => {
		client.standIn.failNext(fault);

		await expect(list()).rejects.toMatchObject({ cause: { code } });
	});

	it('can come after the work was done', async () => {
		client.standIn.fail(
			{ action: 'CreateAsset' },
			{ afterDoing: 'reset' },
			{ afterDoing: { status: 502 } },
		);
		const GroupId = makeGroup(1).Id;

		await expect(client.ask('CreateAsset', imageIn(GroupId, 'one'))).rejects.toThrow();
		expect((await client.ask('CreateAsset', imageIn(GroupId, 'two'))).status).toBe(502);

		expect(client.standIn.assets.slice(2).map(({ Name }) => Name)).toEqual(['one', 'two']);
	});

	it('can be an answer that never ends', async () => {
		client.standIn.failNext({ drip: { everyMs: 1 } });
		const { body } = await client.post('ListAssets', everything);
		const reader = body?.getReader();
		const parts: string[] = [];

		for (let read = 0; read < 5; read++) {
			const { value, done } = (await reader?.read()) ?? { done: true };
			expect(done).toBe(false);
			parts.push(Buffer.from(value ?? []).toString());
		}
		await reader?.cancel();

		expect(parts.join('')).toMatch(/^\{"Items": \[ {3,}$/);
	});

	it.each([
		[200, (body: object) => expect(body).toMatchObject({ Items: [], TotalCount: 0 })],
		[400, (body: object) => expect(body).toHaveProperty('error.message')],
	])('can be a large answer of status %d', async (status, check) => {
		const large = 1_000_000;
		client.standIn.failNext({ large, status });

		const response = await client.post('ListAssets', everything);
		const text = await response.text();

		expect(response.status).toBe(status);
		expect(text).toHaveLength(large);
		check(JSON.parse(text));
	});
});

describe('lists whose pages are cut before rows are left out', () => {
	const page = async (PageNumber: number) =>
		(await client.ask('ListAssetGroups', { ...everything, PageNumber, PageSize: 4 })).body;
	const idsOf = ({ Items }: Answer) => Items?.map(({ Id }) => Id);

	it.each([
		['all', [10, 10]],
		['visible', [3, 3]],
		['page', [1, 1]],
	] as const)('have short pages and a total of: %s', async (total, totals) => {
		const visible = (_row: Entity, index: number) => index % 4 === 1;
		client.standIn.reset({ groups: makeGroups(10), list: { visible, total } });

		const first = await page(1);
		const second = await page(2);

		expect(idsOf(first)).toEqual([makeGroup(2).Id]);
		expect(idsOf(second)).toEqual([makeGroup(6).Id]);
		expect([first.TotalCount, second.TotalCount]).toEqual(totals);
	});

	it('can be had without a function', async () => {
		client.standIn.reset({ groups: makeGroups(6), list: { hideEvery: 2 } });

		expect(idsOf(await page(1))).toEqual([makeGroup(1).Id, makeGroup(3).Id]);
	});
});

describe('as in the field', () => {
	const inTheField = { manner: 'as-in-the-field' } as const;

	beforeEach(() => client.standIn.reset(inTheField));

	it('does not know a new group at once, and says so under three statuses', async () => {
		client.standIn.reset({ ...inTheField, visibleAfter: { questions: 3 } });
		const asset = imageIn(await createGroup('new'));

		for (const status of [404, 400, 502]) {
			const answer = await client.ask('CreateAsset', asset);
			expect(answer.status).toBe(status);
			expect(answer.body.error?.message).toContain('[NotFound.group_id]');
		}
		expect((await client.ask('CreateAsset', asset)).status).toBe(200);
	});

	it('does not know a new asset at once, by its ID or in a list', async () => {
		const { body } = await client.ask('CreateAsset', imageIn(makeGroup(1).Id));
		const Id = findIn(body, 'Id');

		const answer = await client.ask('GetAsset', { Id });
		expect(answer.status).toBe(404);
		expect(answer.body.error?.message).toContain('[NotFound.asset_id]');
		expect(findIn((await client.ask('ListAssets', everything)).body, 'TotalCount')).toBe('0');
		expect((await client.ask('GetAsset', { Id })).status).toBe(200);
	});

	it('knows new things after a time, if it is told to go by the clock', async () => {
		let time = 0;
		client.standIn.reset({ ...inTheField, visibleAfter: { assetMs: 5000 }, now: () => time });
		const { body } = await client.ask('CreateAsset', imageIn(makeGroup(1).Id));
		const Id = findIn(body, 'Id');

		time = 4999;
		expect((await client.ask('GetAsset', { Id })).status).not.toBe(200);
		time = 5000;
		expect((await client.ask('GetAsset', { Id })).status).toBe(200);
	});

	it('makes an asset Active before it has its address, which differs at each read', async () => {
		client.standIn.reset({ ...inTheField, visibleAfter: { questions: 0 } });
		const { body } = await client.ask('CreateAsset', imageIn(makeGroup(1).Id));
		const Id = findIn(body, 'Id');
		const read = async () => {
			const answer = await client.ask('GetAsset', { Id });
			return [findIn(answer.body, 'Status'), findIn(answer.body, 'URL')];
		};
		const url = expect.stringMatching(/^https:\/\/files\.example\/1\.webp\?/);

		expect(await read()).toEqual(['Processing', url]);
		expect(await read()).toEqual(['Active', '']);
		const [first, second] = [await read(), await read()];
		expect([first, second]).toEqual([
			['Active', url],
			['Active', url],
		]);
		expect(first).not.toEqual(second);
	});

	it('refuses a name that the group has, as if there were no such group', async () => {
		const asset = imageIn(makeGroup(1).Id);
		await client.ask('GetAsset', { Id: 'asset-none' });
		await client.ask('CreateAsset', asset);

		const again = await client.ask('CreateAsset', asset);

		expect(again.status).toBe(404);
		expect(again.body.error?.message).toContain('[NotFound.group_id]');
		expect((await client.ask('CreateAsset', imageIn(makeGroup(2).Id))).status).toBe(200);
	});

	it('leaves Items out when there are none', async () => {
		client.standIn.reset({ ...inTheField, assets: [] });

		expect((await client.ask('ListAssets', everything)).body).toEqual({
			PageNumber: 1,
			PageSize: 100,
			TotalCount: 0,
		});
	});

	it('wraps answers at times', async () => {
		const bodies = [];
		for (let asked = 0; asked < 3; asked++)
			bodies.push((await client.ask('ListAssetGroups', everything)).body);

		expect(bodies).toEqual([
			expect.objectContaining({ Items: expect.anything() }),
			expect.objectContaining({ Result: expect.objectContaining({ TotalCount: 3 }) }),
			expect.objectContaining({ data: expect.objectContaining({ TotalCount: 3 }) }),
		]);
	});

	it('refuses one and the same thing in many shapes, the same ones for the same seed', async () => {
		const refusals = async (seed: number) => {
			client.standIn.reset({ ...inTheField, seed });
			const answers = [];
			for (let asked = 0; asked < FIELD_SHAPE_COUNT; asked++)
				answers.push(await client.ask('GetAsset', { Id: 'asset-none' }));
			return answers;
		};

		const first = await refusals(0);

		expect(new Set(first.map((answer) => JSON.stringify(answer))).size).toBe(FIELD_SHAPE_COUNT);
		for (const answer of first) expect(JSON.stringify(answer)).toContain('NotFound.asset_id');
		expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200, 400, 404, 502]));
		expect(await refusals(0)).toEqual(first);
		expect((await refusals(1))[0]).toEqual(first[1]);
	});

	it('gives new groups no type', async () => {
		await createGroup('new');
		const Filter = { GroupType: 'AIGC', Name: 'new' };

		const { body } = await client.ask('ListAssetGroups', { ...everything, Filter });

		expect(findIn(body, 'TotalCount')).toBe('0');
	});

	it.each([
		['no-group-types', { GroupType: 'AIGC' }, 200],
		['group-type-required', {}, 400],
	] as const)('can have a channel of the kind: %s', async (channel, Filter, status) => {
		client.standIn.reset({ channel });

		const answer = await client.ask('ListAssetGroups', { ...everything, Filter });

		expect(answer.status).toBe(status);
		expect(answer.body.Items ?? []).toEqual([]);
	});

	it('can lose what was uploaded as a form', async () => {
		client.standIn.reset({ losesForms: true });
		const fields = { model: 'volc-asset', GroupId: makeGroup(1).Id, Name: 'lost' };

		const { status } = await client.upload(fields, 'cat.png');

		expect(status).toBe(200);
		expect((await client.ask('GetAsset', { Id: client.standIn.assets[0]?.Id })).status).toBe(404);
	});
});
