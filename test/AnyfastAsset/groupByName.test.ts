import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { errorOf, hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeGroup } from '../stand-in/groups';

/*
 * Upload Asset → Group: By Name. A new account has no group yet, so its first upload is one node.
 */

const bed = useTestBed(() => ({ groups: [] }));

const file = { content: Buffer.from('a picture'), mimeType: 'image/png', fileName: 'cat.png' };
const binary = { data: inMemory(file) };
const upload = (groupName: string, more: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'asset', operation: 'upload' },
	groupId: { __rl: true, mode: 'name', value: groupName },
	...more,
});
const count = (action: string) => bed.standIn.actions.filter((each) => each === action).length;

it('creates the group, and uploads to it', async () => {
	const [asset] = await bed.items(upload('Product photos'), { binary });

	expect(bed.standIn.groups).toMatchObject([{ Name: 'Product photos' }]);
	expect(asset).toMatchObject({ uploaded: true, Name: 'cat' });
	expect(bed.standIn.assets).toMatchObject([{ GroupId: bed.standIn.groups[0]?.Id }]);
	expect(bed.standIn.received.find(({ action }) => action === 'CreateAssetGroup')?.body).toEqual({
		model: 'volc-asset',
		Name: 'Product photos',
	});
});

it('uses the group of that name, however its name is spelled', async () => {
	bed.standIn.groups = [{ ...makeGroup(7), Name: 'cafe\u0301' }];

	const run = await bed.run(upload(' caf\u00e9 '), { binary });

	expect(jsonOf(run)).toHaveLength(1);
	expect(bed.standIn.assets).toMatchObject([{ GroupId: makeGroup(7).Id }]);
	expect(count('CreateAssetGroup')).toBe(0);
	expect(hintsOf(run)).toEqual([]);
});

it('creates one group for all items of a run', async () => {
	const items = Array.from({ length: 30 }, (_, number) => ({ name: `cat ${number}` }));

	await bed.items(upload('Cats', { name: '={{ $json.name }}' }), { binary, items });

	expect(count('CreateAssetGroup')).toBe(1);
	expect(bed.standIn.assets).toHaveLength(30);
});

it('takes a name from an expression, another one for each item', async () => {
	const items = [{ group: 'Cats' }, { group: 'Dogs' }, { group: 'Cats' }];

	await bed.items(upload('={{ $json.group }}', { name: '={{ $itemIndex }}' }), { binary, items });

	expect(bed.standIn.groups.map(({ Name }) => Name).sort()).toEqual(['Cats', 'Dogs']);
});

it('can be run again and again under Retry On Fail', async () => {
	const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	await bed.items(upload('Cats'), { binary, node });

	const [asset] = await bed.items(upload('Cats'), { binary, node });

	expect(asset).toMatchObject({ uploaded: false });
	expect(bed.standIn.groups).toHaveLength(1);
	expect(bed.standIn.assets).toHaveLength(1);
});

it('names the new group if the upload fails', async () => {
	bed.standIn.fail({ action: 'CreateAsset' }, { status: 413 });

	const { message } = errorOf(await bed.run(upload('Cats'), { binary }));

	expect(message).toMatch(/; the group was created as group-\S+$/);
	expect(message).toContain(bed.standIn.groups[0]?.Id);
});

it.each(['', '  ', '\u200b'])('refuses the name %j before it asks', async (name) => {
	const { message } = await bed.error(upload(name || '={{ "" }}'), { binary });

	expect(message).toBe('Group is empty');
	expect(bed.standIn.received).toEqual([]);
});

it.each([
	['Image', 'image/png', 'volc-asset'],
	['Video', 'video/mp4', 'volc-asset-video'],
	['Audio', 'audio/mpeg', 'volc-asset-audio'],
])(
	'bills %s to its model also if another operation left its own',
	async (_type, mimeType, model) => {
		const data = inMemory({ ...file, mimeType, fileName: 'file' });
		await bed.items(upload('Cats', { options: { model: 'volc-asset' } }), { binary: { data } });

		const creation = bed.standIn.received.find(({ action }) => action === 'CreateAsset');
		expect(JSON.stringify(creation?.body)).toContain(`"${model}"`);
	},
);
