import type { IDataObject } from 'n8n-workflow';

import { TestBed } from '../engine/TestBed';
import { Polling } from '../engine/Polling';
import { withUri } from '../../nodes/shared/api/assets';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

let bench: TestBed;

beforeAll(async () => {
	bench = await TestBed.start();
});
beforeEach(() => bench.standIn.reset());
afterAll(async () => await bench.stop());

const idsOf = (items: IDataObject[] | null) => items?.map(({ Id }) => Id) ?? null;
const later = '2026-02-01T00:00:00Z';

it('emits each new group once, with all its fields', async () => {
	const polling = new Polling(bench.engine);
	expect(await polling.poll()).toBeNull();

	const group = { ...makeGroup(4), Undocumented: { a: 1 } };
	bench.standIn.groups.push(group);
	expect(await polling.poll()).toEqual([group]);
	expect(await polling.poll()).toBeNull();
});

it('emits new groups the oldest first, ties in the order of the API, undated ones last', async () => {
	const polling = new Polling(bench.engine);
	await polling.poll();

	const [old, same] = [makeGroup(0), { ...makeGroup(9), CreateTime: makeGroup(7).CreateTime }];
	bench.standIn.groups.unshift({ Id: 'undated' }, makeGroup(8), same, makeGroup(7), old);
	expect(idsOf(await polling.poll())).toEqual([
		old.Id,
		same.Id,
		makeGroup(7).Id,
		makeGroup(8).Id,
		'undated',
	]);
});

it('emits what is there in the first poll where asked to', async () => {
	const polling = new Polling(bench.engine, { options: { emitExisting: true } });

	expect(await polling.poll()).toEqual(makeGroups(3));
	expect(await polling.poll()).toBeNull();
});

it('emits an updated group once for each update, and no new one', async () => {
	const polling = new Polling(bench.engine, { event: 'groupUpdated' });
	expect(await polling.poll()).toBeNull();

	const changed = { ...makeGroup(2), Name: 'renamed', UpdateTime: later };
	bench.standIn.groups = [makeGroup(1), changed, makeGroup(3), makeGroup(4)];
	expect(await polling.poll()).toEqual([changed]);
	expect(await polling.poll()).toBeNull();
});

it('emits updates the oldest first', async () => {
	const polling = new Polling(bench.engine, { event: 'groupUpdated' });
	await polling.poll();

	const updated = makeGroups(3).map((group, index) => ({
		...group,
		UpdateTime: `2026-02-0${3 - index}T00:00:00Z`,
	}));
	bench.standIn.groups = updated;
	expect(await polling.poll()).toEqual(updated.reverse());
});

it('emits a group that was created and updated between two polls as updated', async () => {
	const polling = new Polling(bench.engine, { event: 'groupUpdated' });
	await polling.poll();

	const group = { ...makeGroup(4), UpdateTime: later };
	bench.standIn.groups.push(group);
	expect(await polling.poll()).toEqual([group]);
});

it('neither loses nor repeats anything over a restart', async () => {
	const polling = new Polling(bench.engine);
	await polling.poll();
	polling.restart();
	bench.standIn.groups.push(makeGroup(4));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
	polling.restart();
	expect(await polling.poll()).toBeNull();
});

it('says why a poll failed, keeps what was seen and makes up for it in the next', async () => {
	const polling = new Polling(bench.engine);
	await polling.poll();
	const { kept } = polling;

	bench.standIn.groups.push(makeGroup(4));
	bench.standIn.failNext({ status: 401 });
	await expect(polling.poll()).rejects.toThrow('Anyfast refused the API key');
	expect(polling.kept).toBe(kept);
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
});

it('emits nothing of a list that never fits together', async () => {
	const polling = new Polling(bench.engine);
	await polling.poll();
	const { kept } = polling;

	bench.standIn.groups = makeGroups(150);
	bench.standIn.tamper = (answer) => ({ ...answer, Items: answer.Items?.slice(1) });
	await expect(polling.poll()).rejects.toThrow('kept changing');
	expect(polling.kept).toBe(kept);
});

it('misses nothing where one group goes and another comes while the list is read', async () => {
	bench.standIn.reset({ groups: makeGroups(250) });
	const polling = new Polling(bench.engine);
	await polling.poll();

	const { standIn } = bench;
	let pages = 0;
	standIn.beforePage = () => {
		if (++pages !== 2) return;
		standIn.groups.shift();
		standIn.groups.push(makeGroup(1000));
	};
	const emitted = [...((await polling.poll()) ?? []), ...((await polling.poll()) ?? [])];
	expect(idsOf(emitted)).toEqual([makeGroup(1000).Id]);
});

it('asks for what the filters and the model say, and for everything without', async () => {
	await new Polling(bench.engine).poll();
	await new Polling(bench.engine, {
		filters: { name: 'group', groupIds: 'a, b', groupType: 'AIGC' },
		options: { model: 'other' },
	}).poll();

	expect(bench.standIn.bodies).toEqual([
		{ model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 100 },
		{
			model: 'other',
			Filter: { Name: 'group', GroupIds: ['a', 'b'], GroupType: 'AIGC' },
			PageNumber: 1,
			PageSize: 100,
		},
	]);
});

it('refuses a filter that came to nothing before it asks', async () => {
	const polling = new Polling(bench.engine, { filters: { name: '={{ "" }}' } });

	await expect(polling.poll()).rejects.toThrow('Name is empty');
	expect(bench.standIn.bodies).toEqual([]);
});

it('refuses an event that it does not know', async () => {
	const polling = new Polling(bench.engine, { event: 'groupRenamed' });

	await expect(polling.poll()).rejects.toThrow('There is no event "groupRenamed"');
});

it('does not take for updated a new group that says nothing of an update', async () => {
	const polling = new Polling(bench.engine, { event: 'groupUpdated' });
	await polling.poll();

	bench.standIn.groups.push({ ...makeGroup(4), UpdateTime: undefined });
	expect(await polling.poll()).toBeNull();
});

describe('Asset Created', () => {
	it('emits each new asset once, with its address, the oldest first', async () => {
		bench.standIn.reset({ assets: [makeAsset(1)] });
		const polling = new Polling(bench.engine, { event: 'assetCreated' });
		expect(await polling.poll()).toBeNull();

		bench.standIn.assets.unshift(makeAsset(3), makeAsset(2));
		expect(await polling.poll()).toEqual([withUri(makeAsset(2)), withUri(makeAsset(3))]);
		expect(await polling.poll()).toBeNull();
		expect(new Set(bench.standIn.actions)).toEqual(new Set(['ListAssets']));
	});

	it('looks where the filters say', async () => {
		const filters = { name: '0002', groupIds: [makeGroup(2).Id], groupType: 'AIGC' };
		const polling = new Polling(bench.engine, { event: 'assetCreated', filters });
		await polling.poll();

		bench.standIn.assets.push(...makeAssets(3));
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
	});
});

describe('Asset Ready', () => {
	const withStatus = (number: number, Status: string) => ({ ...makeAsset(number), Status });
	const watching = (parameters = {}) =>
		new Polling(bench.engine, { event: 'assetReady', ...parameters });

	it('emits an asset once when it becomes active, whatever it was before', async () => {
		const polling = watching();
		await polling.poll();

		bench.standIn.assets = [withStatus(1, 'Processing'), withStatus(2, 'Active')];
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
		bench.standIn.assets = [withStatus(1, 'Inactive'), withStatus(2, 'Active')];
		expect(await polling.poll()).toBeNull();
		bench.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Active')];
		expect(await polling.poll()).toEqual([withUri(withStatus(1, 'Active'))]);
		expect(await polling.poll()).toBeNull();
	});

	it('emits nothing of an asset that failed, and emits one again that became active again', async () => {
		bench.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Processing')];
		const polling = watching();
		expect(await polling.poll()).toBeNull();

		bench.standIn.assets = [withStatus(1, 'Inactive'), withStatus(2, 'Failed')];
		expect(await polling.poll()).toBeNull();
		bench.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Failed')];
		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
	});

	it('emits an asset that was seen processing also when n8n was restarted meanwhile', async () => {
		const polling = watching();
		await polling.poll();
		bench.standIn.assets = [withStatus(1, 'Processing')];
		await polling.poll();
		polling.restart();
		bench.standIn.assets = [withStatus(1, 'Active')];

		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
		expect(await polling.poll()).toBeNull();
	});

	it('emits what is active already where asked to', async () => {
		bench.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Processing')];
		const polling = watching({ options: { emitExisting: true } });

		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
	});
});

it('only learns what a changed filter lets in', async () => {
	const polling = new Polling(bench.engine, { filters: { groupType: 'LivenessFace' } });
	await polling.poll();
	polling.publish({});
	expect(await polling.poll()).toBeNull();

	bench.standIn.groups.push(makeGroup(4), makeGroup(5));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id, makeGroup(5).Id]);
});

describe('Fetch Test Event', () => {
	it('shows the newest three and touches nothing', async () => {
		bench.standIn.reset({ groups: makeGroups(5) });
		const polling = new Polling(bench.engine);
		await polling.poll();
		bench.standIn.groups.push(makeGroup(6));
		const { kept } = polling;

		expect(await polling.poll('manual')).toEqual([makeGroup(4), makeGroup(5), makeGroup(6)]);
		expect(polling.kept).toBe(kept);
		expect(idsOf(await polling.poll())).toEqual([makeGroup(6).Id]);
	});

	it('says so where there is nothing', async () => {
		bench.standIn.reset({ groups: [] });

		await expect(new Polling(bench.engine).poll('manual')).rejects.toThrow(
			'There is nothing yet that the event could show',
		);
	});

	it('shows only assets that are active for Asset Ready', async () => {
		const assets = makeAssets(5).map((asset, index) =>
			index < 2 ? asset : { ...asset, Status: 'Processing' },
		);
		bench.standIn.reset({ assets });

		const shown = await new Polling(bench.engine, { event: 'assetReady' }).poll('manual');
		expect(shown).toEqual(makeAssets(2).map(withUri));
	});
});

it('emits a new group once where a poll begins before another has ended', async () => {
	const polling = new Polling(bench.engine);
	await polling.poll();
	bench.standIn.groups.push(makeGroup(4));

	const outputs = await Promise.all([polling.poll(), polling.poll()]);
	expect(outputs.flatMap((output) => output ?? [])).toEqual([makeGroup(4)]);
});
