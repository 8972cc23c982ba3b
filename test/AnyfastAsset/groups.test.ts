import { hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';
import type { Fault, StandInOptions } from '../stand-in/StandIn';

const bed = useTestBed(() => ({ groups: makeGroups(3), assets: makeAssets(2) }));

const first = makeGroup(1);
const UNKNOWN = 'group-20260101000000-none0';
const group = (operation: string, groupId: string, more = {}) => ({
	...{ resource: 'group', operation, groupId },
	...more,
});

describe('Get Group', () => {
	it('gives the group as the API gives it', async () => {
		expect(await bed.items(group('get', first.Id))).toEqual([first]);
		expect(bed.standIn.actions).toEqual(['GetAssetGroup']);
	});

	it('looks in the list if the site does not serve GetAssetGroup', async () => {
		bed.standIn.reset({ groups: makeGroups(3), without: ['GetAssetGroup'] });

		expect(await bed.items(group('get', first.Id))).toEqual([first]);
		expect(bed.standIn.actions).toEqual(['GetAssetGroup', 'ListAssetGroups']);
		expect(bed.standIn.bodies).toMatchObject([{ Filter: { GroupIds: [first.Id] } }]);
	});

	it.each([[[]], [['GetAssetGroup']]])(
		'says so if there is no such group (site without %j)',
		async (without) => {
			bed.standIn.reset({ groups: makeGroups(3), without });

			const error = await bed.error(group('get', UNKNOWN));

			expect(error.message).toMatch(/^There is no group group-[\w-]+$/);
			expect(error.description).toContain('Check the ID');
		},
	);
});

describe.each([
	['Update Group', 'UpdateAssetGroup', group('update', first.Id, { name: ' New ' })],
	[
		'Update Asset',
		'UpdateAsset',
		{ resource: 'asset', operation: 'update', assetId: makeAsset(1).Id, name: 'New' },
	],
])('%s', (_name, action, parameters) => {
	const Id = 'groupId' in parameters ? first.Id : makeAsset(1).Id;
	const renamed = () =>
		[...bed.standIn.groups, ...bed.standIn.assets].find((thing) => thing.Id === Id)?.Name;

	it('gives it the new name', async () => {
		expect(await bed.items(parameters)).toEqual([{ Id, Name: 'New' }]);
		expect(renamed()).toBe('New');
		expect(bed.standIn.received[0]?.body).toEqual({ model: 'volc-asset', Id, Name: 'New' });
	});

	it('is tried again after a lost answer', async () => {
		bed.standIn.failNext('drop');

		expect(await bed.items(parameters)).toHaveLength(1);
		expect(bed.standIn.received).toHaveLength(2);
	});

	it('takes at most 64 characters, and sends no longer name', async () => {
		const error = await bed.error({ ...parameters, name: 'n'.repeat(65) });

		expect(error.message).toBe('New Name must have at most 64 characters');
		expect(bed.standIn.received).toEqual([]);
	});

	it('is named as not offered if the site does not serve it, never as a wrong site', async () => {
		bed.standIn.reset({ groups: makeGroups(3), without: [action] });

		const error = await bed.error(parameters);

		expect(error.message).toBe(`This site of Anyfast does not offer ${action}`);
		expect(error.description).not.toContain('Base URL');
	});
});

describe('Delete Group', () => {
	const withAsset = makeAsset(1).GroupId ?? '';

	it('deletes an empty group', async () => {
		const { Id } = makeGroup(3);

		expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
		expect(bed.standIn.groups.map((each) => each.Id)).not.toContain(Id);
	});

	it('refuses a group that is not empty, and says how many assets it has', async () => {
		const error = await bed.error(group('delete', withAsset));

		expect(error.message).toBe('The group is not empty: it has 1 asset');
		expect(error.description).toContain('Delete Its Assets Too');
		expect(bed.standIn.actions).not.toContain('DeleteAssetGroup');
	});

	describe('without consent refuses', () => {
		const { Id } = makeGroup(3);
		const own = { ...makeAsset(9), GroupId: Id };
		const refusal = async () => await bed.error(group('delete', Id));
		const isUndeleted = () => {
			expect(bed.standIn.actions).not.toContain('DeleteAssetGroup');
			expect(bed.standIn.groups.map((each) => each.Id)).toContain(Id);
		};
		afterEach(isUndeleted);

		it('a full group whose assets are hidden', async () => {
			const assets = [1, 2, 3].map((number) => ({ ...makeAsset(number), GroupId: Id }));
			bed.standIn.reset({ groups: makeGroups(3), assets, list: { hideEvery: 1 } });

			const error = await refusal();

			expect(error.message).toBe(
				'It is not known whether the group is empty. Anyfast says that there are 3 assets in it, and shows none',
			);
			expect(error.description).toContain('turn on Delete Its Assets Too');
		});

		it('if the list denies a group that is there', async () => {
			bed.standIn.reset({ groups: makeGroups(3), assets: [own], deniesGroups: true });

			expect((await refusal()).message).toBe(
				'It is not known whether the group is empty. Anyfast knows the group, but not if its assets are to be listed',
			);
			expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
		});

		it.each([
			['in other letters', { GroupId: Id.toUpperCase() }],
			['not said', { GroupId: undefined }],
			['blank', { GroupId: ' ' }],
		])('if an asset has its group %s', async (_how, more) => {
			bed.standIn.tamper = () => ({ Items: [{ ...own, ...more }], TotalCount: 1 });

			expect((await refusal()).message).toBe('The group is not empty: it has 1 asset');
		});

		it('if its list shows assets of other groups', async () => {
			bed.standIn.tamper = () => ({ Items: [makeAsset(1)], TotalCount: 1 });

			expect((await refusal()).message).toContain('assets of other groups');
		});

		it.each([['AIGC'], ['LivenessFace']])(
			'if only the list of type %s shows an asset',
			async (type) => {
				bed.standIn.tamper = (answer, { Filter }) =>
					Filter.GroupType === type ? { ...answer, Items: [own], TotalCount: 1 } : answer;

				expect((await refusal()).message).toBe('The group is not empty: it has 1 asset');
			},
		);

		it.each<[string, Fault]>([
			['403', { status: 403 }],
			['an error beside an empty list', { status: 200, body: { error: 'db down', Items: [] } }],
			['something else', { status: 200, body: { ok: true } }],
		])('if the list is answered with %s', async (_what, fault) => {
			bed.standIn.fail({ action: 'ListAssets' }, ...Array<Fault>(10).fill(fault));

			const error = await refusal();

			expect(error.message).toMatch(/^It is not known whether the group is empty\. /);
			expect(error.description).toContain('Delete Its Assets Too');
			expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
		});

		it('if one of two servers that answer in turn shows an asset', async () => {
			let answers = 0;
			bed.standIn.tamper = (answer) =>
				answers++ % 2 === 0 ? answer : { ...answer, Items: [own], TotalCount: 1 };

			expect((await refusal()).message).toBe('The group is not empty: it has 1 asset');
		});
	});

	describe('with a key that may not list verified people', () => {
		const { Id } = makeGroup(3);
		beforeEach(() => {
			bed.standIn.fail(
				{
					action: 'ListAssets',
					matches: ({ body }) => Object(Object(body).Filter).GroupType === 'LivenessFace',
				},
				...Array<Fault>(9).fill({
					status: 400,
					body: { error: { message: 'GroupType must be one of [AIGC]' } },
				}),
			);
		});

		it('deletes an empty group that is in the list of groups', async () => {
			expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
			expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
		});

		it('deletes an empty group of which GetAssetGroup says AIGC', async () => {
			bed.standIn.tamper = (answer) => ({ ...answer, Items: [], TotalCount: 0 });
			bed.standIn.groups = [{ ...makeGroup(3), GroupType: 'AIGC' }];

			expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
		});

		it("does not delete a group that may be a verified person's", async () => {
			bed.standIn.tamper = (answer) => ({ ...answer, Items: [], TotalCount: 0 });
			bed.standIn.groups = [{ ...makeGroup(3), GroupType: undefined }];

			expect((await bed.error(group('delete', Id))).message).toContain('It is not known');
			expect(bed.standIn.groups).toHaveLength(1);
		});
	});

	it.each(['listed', 'gettable', 'both'] as const)(
		"does not delete a verified person's group without consent, whose assets may be found by their IDs alone (%s)",
		async (livenessAssets) => {
			bed.standIn.reset({ groups: makeGroups(1), livenessAssets });
			const { Id } = bed.standIn.account.groups.createForPerson();
			bed.standIn.assets = [{ ...makeAsset(1), GroupId: Id }];

			const error = await bed.error(group('delete', Id));

			expect(error.message).toMatch(/^(The group is not empty|It is not known)/);
			expect(error.description).toContain('Delete Its Assets Too');
			expect(bed.standIn.actions).not.toContain('DeleteAssetGroup');
			expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
		},
	);

	describe('without consent asks at most ten times', () => {
		const { Id } = makeGroup(3);
		const refusesPeople = () =>
			bed.standIn.fail(
				{ matches: ({ body }) => JSON.stringify(body ?? '').includes('LivenessFace') },
				...Array<Fault>(9).fill({
					status: 400,
					body: { error: { message: 'GroupType must be one of [AIGC]' } },
				}),
			);

		it.each<[string, StandInOptions]>([
			['as the vendor describes it', {}],
			['if the channel wants a type in each list', { channel: 'group-type-required' }],
			['if the total counts the rows of the page', { list: { total: 'page' } }],
			['if groups cannot be got', { without: ['GetAssetGroup'] }],
			['if the list denies the group', { deniesGroups: true }],
		])('%s, whether the key may list verified people or not', async (_what, options) => {
			for (const prepare of [() => {}, refusesPeople]) {
				bed.standIn.reset({ groups: makeGroups(3), ...options });
				prepare();
				await bed.run(group('delete', Id));
				expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
			}
		});

		it('if the service ignores the ID, and has a thousand groups', async () => {
			bed.standIn.reset({ groups: makeGroups(1000) });
			refusesPeople();
			bed.standIn.tamper = (answer, { PageNumber }) =>
				bed.standIn.actions.at(-1) === 'ListAssetGroups'
					? {
							...{ Items: makeGroups(1000).slice(100 * PageNumber - 90, 100 * PageNumber + 10) },
							...{ PageNumber, PageSize: 100, TotalCount: 1000 },
						}
					: answer;

			expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
			expect(bed.standIn.actions).toContain('ListAssetGroups');
			expect(bed.standIn.received.length).toBeLessThanOrEqual(10);
		});
	});

	it.each(['no-items', 'null-items', 'bare'] as const)(
		'takes a page without Items for empty (%s)',
		async (emptyPage) => {
			bed.standIn.reset({ groups: makeGroups(3), emptyPage });
			const { Id } = makeGroup(3);

			expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
		},
	);

	it('deletes an empty group also if the channel wants a type in each list', async () => {
		bed.standIn.reset({ groups: makeGroups(3), channel: 'group-type-required' });
		const { Id } = makeGroup(3);

		expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
	});

	it('deletes the assets in it only if the user wants that', async () => {
		await bed.items(group('delete', withAsset, { deleteAssets: true }));

		expect(bed.standIn.actions).toEqual(['DeleteAssetGroup']);
		expect(bed.standIn.assets.map(({ GroupId }) => GroupId)).not.toContain(withAsset);
	});

	it('is done if a try whose answer was lost has deleted it', async () => {
		const { Id } = makeGroup(3);
		bed.standIn.fail({ action: 'DeleteAssetGroup' }, { afterDoing: 'drop' });

		expect(await bed.items(group('delete', Id))).toEqual([{ Id, deleted: true }]);
		expect(bed.standIn.actions.filter((action) => action === 'DeleteAssetGroup')).toHaveLength(2);
	});

	it('says what to do if the site cannot delete groups', async () => {
		bed.standIn.reset({ groups: makeGroups(3), without: ['DeleteAssetGroup'] });

		const error = await bed.error(group('delete', first.Id));

		expect(error.message).toBe('This site of Anyfast cannot delete groups');
		expect(error.description).toContain('Its assets can be deleted one by one');
	});
});

describe.each([
	['Delete Group', group('delete', UNKNOWN), UNKNOWN],
	['Delete Group and its assets', group('delete', UNKNOWN, { deleteAssets: true }), UNKNOWN],
	[
		'Delete Asset',
		{ resource: 'asset', operation: 'delete', assetId: 'asset-20200101000000-gone' },
		'asset-20200101000000-gone',
	],
])('%s of what does not exist', (_name, parameters, Id) => {
	const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('fails unless told otherwise', async () => {
		expect((await bed.error(parameters)).message).toBe(
			`There is no ${Id.startsWith('asset') ? 'asset' : 'group'} ${Id}`,
		);
	});

	it('goes on with If It Does Not Exist: Continue, and reports no deletion', async () => {
		const run = await bed.run({ ...parameters, ifNotExists: 'continue' }, { node });

		expect(jsonOf(run)).toEqual([{ Id, deleted: false }]);
		expect(hintsOf(run)).toEqual(['Some of what was to be deleted was not there']);
	});

	it('goes on under Retry On Fail with what the first try has deleted', async () => {
		const isGroup = parameters.resource !== 'asset';
		const gone = (isGroup ? makeGroup(2) : makeAsset(1)).Id;
		const left = (isGroup ? makeGroup(3) : makeAsset(2)).Id;
		bed.standIn.fail(
			{
				action: isGroup ? 'DeleteAssetGroup' : 'DeleteAsset',
				matches: ({ body }) => Object(body).Id === left,
			},
			{ status: 403 },
		);
		const id = isGroup ? 'groupId' : 'assetId';

		const run = await bed.run(
			{ ...parameters, [id]: '={{ $json.id }}', ifNotExists: 'continue', deleteAssets: true },
			{ node, items: [{ id: gone }, { id: left }] },
		);

		expect(jsonOf(run)).toEqual([
			{ Id: gone, deleted: false },
			{ Id: left, deleted: true },
		]);
		const things = isGroup ? bed.standIn.groups : bed.standIn.assets;
		expect(things.map((thing) => thing.Id)).not.toContain(gone);
		expect(things.map((thing) => thing.Id)).not.toContain(left);
	});

	it('is refused under Retry On Fail with Fail, before anything is sent', async () => {
		const error = await bed.error(parameters, { node });

		expect(error.message).toBe('Retry On Fail would fail at what the first try has deleted');
		expect(error.description).toContain('Set If It Does Not Exist to Continue');
		expect(bed.standIn.received).toEqual([]);
	});
});

it.each([
	['Update Group', group('update', first.Id)],
	['Update Asset', { resource: 'asset', operation: 'update', assetId: makeAsset(1).Id }],
])('%s sends a name in one form', async (_name, parameters) => {
	await bed.items({ ...parameters, name: ' cafe\u0301 ' });

	expect(bed.standIn.received.at(-1)?.body).toMatchObject({
		Name: 'caf\u00e9',
		model: 'volc-asset',
	});
});
