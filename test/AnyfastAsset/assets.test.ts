import type { INodeParameters } from 'n8n-workflow';

import { useTestBed } from '../engine/useTestBed';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';
import type { Fault } from '../stand-in/StandIn';
import { gatewayError } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ assets: makeAssets(3) }));

const received = () => bed.standIn.received.map(({ body }) => body);
const withUri = (number: number) => {
	const asset = makeAsset(number);
	return { ...asset, AssetUri: `asset://${asset.Id}` };
};

describe('List Assets', () => {
	const list = { resource: 'asset', operation: 'list' };

	it('gives one item for each asset, with its address', async () => {
		expect(await bed.items(list)).toEqual([1, 2, 3].map(withUri));
		expect(bed.standIn.actions).toEqual(['ListAssets']);
		expect(received()).toEqual([{ model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 50 }]);
	});

	it('gives all of them, in order, and no page more than is needed for some', async () => {
		bed.standIn.reset({ assets: makeAssets(250) });

		expect(await bed.items({ ...list, returnAll: true })).toEqual(
			makeAssets(250).map((_, index) => withUri(index + 1)),
		);
		bed.standIn.received = [];
		expect(await bed.items({ ...list, limit: 7 })).toHaveLength(7);
		expect(received()).toMatchObject([{ PageNumber: 1, PageSize: 7 }]);
	});

	it('survives a change while it reads, and fails if the list never holds still', async () => {
		bed.standIn.reset({ assets: makeAssets(250) });
		let pages = 0;
		bed.standIn.beforePage = () => {
			if (++pages === 2) bed.standIn.assets.shift();
		};
		const items = await bed.items({ ...list, returnAll: true });
		expect(items.map(({ Id }) => Id)).toEqual(bed.standIn.assets.map(({ Id }) => Id));

		bed.standIn.beforePage = () => bed.standIn.assets.shift();
		expect((await bed.error({ ...list, returnAll: true })).message).toContain('kept changing');
	});

	it('sends the filters and the options', async () => {
		bed.standIn.reset({ groups: makeGroups(5), assets: makeAssets(5) });
		const filters = { name: 'asset', groupType: 'LivenessFace', groupIds: makeGroup(5).Id };
		const options = { model: 'other', pageSize: 20, pageNumber: 1 };

		expect(await bed.items({ ...list, filters, options })).toEqual([withUri(5)]);
		// Before, the group was looked up.
		expect(received().slice(1)).toEqual([
			{
				model: 'other',
				Filter: { Name: 'asset', GroupIds: [makeGroup(5).Id], GroupType: 'LivenessFace' },
				PageNumber: 1,
				PageSize: 20,
			},
		]);
	});

	it('refuses a filter that came to nothing', async () => {
		const filters = { groupIds: '={{ [] }}' };

		expect((await bed.error({ ...list, filters })).message).toBe(
			'The filter Group Names or IDs is empty',
		);
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('Get Asset', () => {
	const get = { resource: 'asset', operation: 'get' };

	it.each(['Active', 'Inactive', 'Processing', 'Failed', 'Unheard of'])(
		'gives the asset, also when it is %s',
		async (Status) => {
			bed.standIn.assets = [{ ...makeAsset(2), Status, Undocumented: { a: 1 } }];

			expect(await bed.items({ ...get, assetId: makeAsset(2).Id })).toEqual([
				{ ...withUri(2), Status, Undocumented: { a: 1 } },
			]);
			expect(bed.standIn.actions).toEqual(['GetAsset']);
			expect(received()).toEqual([{ Id: makeAsset(2).Id }]);
		},
	);

	it('says what the API says if there is none', async () => {
		const assetId = 'asset-20200101000000-gone';

		const error = await bed.error({ ...get, assetId });

		expect(error.message).toBe(`There is no asset ${assetId}`);
		expect(error.description).toContain('the account and site it was uploaded to.');
	});

	it.each([
		['the gateway names the thing', 'asset not found', /^There is no asset asset-[\w-]+$/],
		[
			'the gateway does not know the address',
			'Invalid URL (POST /x)',
			/^The Site or Base URL does not lead/,
		],
	])('says so if %s', async (_what, text, message) => {
		bed.standIn.failNext({ status: 404, body: gatewayError(text, 404) });

		expect((await bed.error({ ...get, assetId: 'asset-1' })).message).toMatch(message);
	});

	it('says so if the answers are no asset', async () => {
		bed.standIn.failNext(...Array<Fault>(6).fill({ status: 200, body: { Items: [] } }));

		expect((await bed.error({ ...get, assetId: 'asset-1' })).message).toBe(
			'Anyfast sent an unexpected response: there is no Id in it, tried 5 times',
		);
	});

	it('is tried again', async () => {
		bed.standIn.failNext({ status: 503, headers: { 'retry-after': '0' } });

		expect(await bed.items({ ...get, assetId: makeAsset(1).Id })).toEqual([withUri(1)]);
	});
});

describe('Delete Asset', () => {
	const remove = { resource: 'asset', operation: 'delete' };

	it('deletes exactly the one', async () => {
		const { Id } = makeAsset(2);

		expect(await bed.items({ ...remove, assetId: Id })).toEqual([{ Id, deleted: true }]);
		expect(bed.standIn.actions).toEqual(['DeleteAsset']);
		expect(received()).toEqual([{ Id }]);
		expect(bed.standIn.assets).toEqual([makeAsset(1), makeAsset(3)]);
	});

	it('says what the API says if there is none', async () => {
		const assetId = 'asset-20200101000000-gone';

		const error = await bed.error({ ...remove, assetId });

		expect(error.message).toBe(`There is no asset ${assetId}`);
		expect(error.description).toMatch(/ \[NotFound\.asset_id, request ID 20260101-stand-in\]$/);
		expect(error.description).not.toContain('The API said');
		expect(bed.standIn.assets).toHaveLength(3);
	});

	it.each([{ Id: 'asset-1', Deleted: true }, { Id: 'asset-1' }, {}, { Result: {} }])(
		'is done if the API answers %j',
		async (body) => {
			bed.standIn.failNext({ status: 200, body });

			expect(await bed.items({ ...remove, assetId: 'asset-1' })).toEqual([
				{ Id: 'asset-1', deleted: true },
			]);
			expect(bed.standIn.received).toHaveLength(1);
		},
	);

	it.each([
		[{ Id: 'asset-1', Deleted: false }, 'false'],
		[{ Id: 'asset-1', Deleted: null }, 'null'],
	])('is not done if the API answers %j', async (body, said) => {
		bed.standIn.failNext(...Array<Fault>(6).fill({ status: 200, body }));

		expect((await bed.error({ ...remove, assetId: 'asset-1' })).message).toBe(
			`Anyfast sent an unexpected response: it says Deleted: ${said}, tried 5 times; the asset may have been deleted anyway`,
		);
	});
});

describe.each(['get', 'delete'])('the asset to %s', (operation) => {
	const parameters = { resource: 'asset', operation };
	const { Id } = makeAsset(1);
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });

	it.each<[string, INodeParameters['assetId']]>([
		['text', Id],
		['text with asset:// before it', `asset://${Id}`],
		['chosen from the list', { __rl: true, mode: 'list', value: Id }],
		['by ID', byId(Id)],
		['by its address', byId(` asset://${Id} `)],
		['by expression', byId('={{ "asset://" + $json.Id }}')],
		['another form of ID', byId('0b1f-x_y.z')],
	])('is taken as %s', async (what, assetId) => {
		if (what === 'another form of ID') bed.standIn.assets = [{ Id: '0b1f-x_y.z' }];

		const items = await bed.items({ ...parameters, assetId }, { items: [{ Id }] });

		expect(items).toHaveLength(1);
		expect(bed.standIn.received).toHaveLength(1);
	});

	const wrong = [
		'a b',
		`${Id},${makeAsset(2).Id}`,
		'https://example.com/cat.png',
		makeGroup(1).Id,
		`asset://${makeGroup(1).Id}`,
		'asset://',
		'../ListAssets',
	];

	it.each(wrong)('cannot be %s; n8n itself says so', async (value) => {
		await expect(bed.run({ ...parameters, assetId: byId(value) })).rejects.toThrow(
			'An ID looks like asset-20260320141746-zsf6b',
		);
	});

	it.each([
		...wrong.map((value) => `={{ "${value}" }}`),
		'={{ ["asset-1", "asset-2"] }}',
		'={{ 5 }}',
	])('cannot be %s by expression', async (value) => {
		for (const assetId of [value, byId(value)]) {
			const error = await bed.error({ ...parameters, assetId });

			if (/"(asset:\/\/)?group-/.test(value)) {
				expect(error.message).toMatch(/^This is the ID of a group: .*group-[\w-]+$/);
				expect(error.description).toMatch(/^Asset needs the ID of an asset, such as asset-/);
			} else {
				expect(error.message).toBe('Asset must be an ID such as asset-20260320141746-zsf6b');
				expect(error.description).toMatch(/^It is .*\.$/);
			}
		}
		expect(bed.standIn.received).toEqual([]);
	});

	it.each(['={{ $json.nothing }}', '={{ "" }}', '={{ [] }}'])(
		'cannot be empty: %s',
		async (value) => {
			for (const assetId of [value, byId(value)]) {
				expect((await bed.error({ ...parameters, assetId })).message).toBe('Asset is empty');
			}
			expect(bed.standIn.received).toEqual([]);
		},
	);
});

it.each(['constructor', 'toString'])('there is no resource and no operation %s', async (name) => {
	expect((await bed.error({ resource: name })).message).toBe(
		`There is no operation "" of "${name}"`,
	);
	expect((await bed.error({ operation: name })).message).toBe(
		`There is no operation "${name}" of "group"`,
	);
});
