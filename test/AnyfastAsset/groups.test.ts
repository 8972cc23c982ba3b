import { useTestBed } from '../engine/useTestBed';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

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
