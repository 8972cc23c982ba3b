import type { IDataObject } from 'n8n-workflow';

import type { TestBed } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { Polling } from '../engine/Polling';
import { type Asset, type AssetGroup, withUri } from '../../nodes/shared/api/assets';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

const bed = useTestBed();

const idsOf = (items: IDataObject[] | null) => items?.map(({ Id }) => Id) ?? null;
const later = '2026-02-01T00:00:00Z';

it('emits each new group once, with all its fields', async () => {
	const polling = new Polling(bed.engine);
	expect(await polling.poll()).toBeNull();

	const group = { ...makeGroup(4), Undocumented: { a: 1 } };
	bed.standIn.groups.push(group);
	expect(await polling.poll()).toEqual([group]);
	expect(await polling.poll()).toBeNull();
});

it('watches for assets that become ready if no event is stored', async () => {
	bed.standIn.reset({ groups: makeGroups(3), assets: makeAssets(3) });
	const polling = new Polling(bed.engine, { event: undefined });
	expect(polling.subtitle).toBe('Asset Ready');
	expect(await polling.poll()).toBeNull();

	bed.standIn.groups.push(makeGroup(4));
	bed.standIn.assets.push(makeAsset(4));
	expect(await polling.poll()).toEqual([withUri(makeAsset(4))]);
});

it('emits new groups the oldest first, ties in the order of the API, undated ones last', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();

	const [old, same] = [makeGroup(0), { ...makeGroup(9), CreateTime: makeGroup(7).CreateTime }];
	bed.standIn.groups.unshift({ Id: 'undated' }, makeGroup(8), same, makeGroup(7), old);
	expect(idsOf(await polling.poll())).toEqual([
		old.Id,
		same.Id,
		makeGroup(7).Id,
		makeGroup(8).Id,
		'undated',
	]);
});

it('emits what is there in the first poll if asked to', async () => {
	const polling = new Polling(bed.engine, { options: { emitExisting: true } });

	expect(await polling.poll()).toEqual(makeGroups(3));
	expect(await polling.poll()).toBeNull();
});

it('emits an updated group once for each update, and no new one', async () => {
	const polling = new Polling(bed.engine, { event: 'groupUpdated' });
	expect(await polling.poll()).toBeNull();

	const changed = { ...makeGroup(2), Name: 'renamed', UpdateTime: later };
	bed.standIn.groups = [makeGroup(1), changed, makeGroup(3), makeGroup(4)];
	expect(await polling.poll()).toEqual([changed]);
	expect(await polling.poll()).toBeNull();
});

it('emits updates the oldest first', async () => {
	const polling = new Polling(bed.engine, { event: 'groupUpdated' });
	await polling.poll();

	const updated = makeGroups(3).map((group, index) => ({
		...group,
		UpdateTime: `2026-02-0${3 - index}T00:00:00Z`,
	}));
	bed.standIn.groups = updated;
	expect(await polling.poll()).toEqual(updated.reverse());
});

describe('Group Updated', () => {
	/** What each of these polls emits, if it sees the first group, which was learned, like that. */
	const emittedOf = async (...seen: Array<Partial<AssetGroup>>) => {
		const { standIn } = bed;
		const group = { ...makeGroup(1), CreateTime: '2026-01-01T08:00:00Z' };
		standIn.groups = [{ ...group, UpdateTime: '2026-01-01T08:01:00Z' }];
		// Times of a form that nobody documented.
		standIn.tamper = (answer) => answer;
		const polling = new Polling(bed.engine, { event: 'groupUpdated' });
		await polling.poll();
		const emitted = [];
		for (const state of seen) {
			standIn.groups = [{ ...group, ...state }];
			emitted.push((await polling.poll()) !== null);
		}
		return emitted;
	};

	it('compares times, not how they are written', async () => {
		const forms = ['2026-01-01T08:01:00.000Z', '2026-01-01T16:01:00+08:00'];
		const seen = forms.map((UpdateTime) => ({ UpdateTime }));
		expect(await emittedOf(...seen, { UpdateTime: later })).toEqual([false, false, true]);
	});

	it('emits an update once if two servers answer in turn, and one of them is behind', async () => {
		const old = { UpdateTime: '2026-01-01T08:01:00Z' };
		const updated = { UpdateTime: later };
		expect(await emittedOf(updated, old, updated, old)).toEqual([true, false, false, false]);
	});

	it('emits an update once if an answer lacks its time', async () => {
		const updated = { UpdateTime: later };
		const seen = [{ UpdateTime: undefined }, updated, { UpdateTime: undefined }, updated];
		expect(await emittedOf(...seen)).toEqual([false, true, false, false]);
	});

	it('takes what was changed within a second of the creation for created, not updated', async () => {
		bed.standIn.groups = [];
		const polling = new Polling(bed.engine, { event: 'groupUpdated' });
		await polling.poll();
		const CreateTime = '2026-01-01T08:00:00Z';
		const emitted = [];
		for (const UpdateTime of [CreateTime, '2026-01-01T08:00:01Z', '2026-01-01T08:00:02Z']) {
			bed.standIn.groups = [{ ...makeGroup(1), CreateTime, UpdateTime }];
			emitted.push((await polling.poll()) !== null);
		}
		expect(emitted).toEqual([false, false, true]);
	});

	it.each([
		['within a second', '2026-01-01T08:00:01Z', false],
		['later than a second', '2026-01-01T08:00:01.001Z', true],
	])(
		'of a new group that was updated %s after its creation',
		async (_name, UpdateTime, isUpdate) => {
			const polling = new Polling(bed.engine, { event: 'groupUpdated' });
			await polling.poll();
			bed.standIn.groups.push({ ...makeGroup(4), CreateTime: '2026-01-01T08:00:00Z', UpdateTime });
			expect((await polling.poll()) !== null).toBe(isUpdate);
		},
	);
});

it('emits a group that was created and updated between two polls as updated', async () => {
	const polling = new Polling(bed.engine, { event: 'groupUpdated' });
	await polling.poll();

	const group = { ...makeGroup(4), UpdateTime: later };
	bed.standIn.groups.push(group);
	expect(await polling.poll()).toEqual([group]);
});

it('says why a poll failed, keeps what was seen and makes up for it in the next', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();
	const { kept } = polling;

	bed.standIn.groups.push(makeGroup(4));
	bed.standIn.failNext({ status: 401 });
	await expect(polling.poll()).rejects.toThrow('Anyfast refused the API key');
	expect(polling.kept).toBe(kept);
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
});

it('emits a new group of a list whose pages never agree, once', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();

	bed.standIn.groups = makeGroups(4);
	bed.standIn.tamper = (answer) => ({ ...answer, TotalCount: 1000 });
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
	expect(await polling.poll()).toBeNull();
	bed.standIn.tamper = undefined;
	expect(await polling.poll()).toBeNull();
});

it('emits each new group of a list that changes during each read, once', async () => {
	const { standIn } = bed;
	standIn.reset({ groups: makeGroups(250) });
	let last = 250;
	standIn.beforePage = (request) => {
		if (request % 3 === 0) standIn.groups.push(makeGroup(++last));
	};
	const polling = new Polling(bed.engine);
	expect(await polling.poll()).toBeNull();

	const first = last + 1;
	const emitted: IDataObject[] = [];
	for (let poll = 0; poll < 10; poll++) emitted.push(...((await polling.poll()) ?? []));
	standIn.beforePage = undefined;
	const before = emitted.length;
	emitted.push(...((await polling.poll()) ?? []));

	const since = standIn.groups.slice(first - 1).map(({ Id }) => Id);
	expect(idsOf(emitted)?.filter((id) => since.some((other) => other === id))).toEqual(since);
	expect(new Set(idsOf(emitted)).size).toBe(emitted.length);
	// What each read saw was emitted at once, not only when the list came to rest.
	expect(before).toBeGreaterThanOrEqual(emitted.length - 1);
});

it('forgets nothing because a list was empty twice in a row', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();

	const { groups } = bed.standIn;
	bed.standIn.groups = [];
	expect([await polling.poll(), await polling.poll()]).toEqual([null, null]);
	polling.restart();
	bed.standIn.groups = [...groups, makeGroup(4)];
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
});

it('reads a list of 250 groups in six requests to learn it, and in three when nothing happened', async () => {
	bed.standIn.reset({ groups: makeGroups(250) });
	const polling = new Polling(bed.engine);
	await polling.poll();
	expect(bed.standIn.bodies).toHaveLength(6);

	await polling.poll();
	expect(bed.standIn.bodies).toHaveLength(9);
});

it('misses nothing if one group goes and another comes while the list is read', async () => {
	bed.standIn.reset({ groups: makeGroups(250) });
	const polling = new Polling(bed.engine);
	await polling.poll();

	const { standIn } = bed;
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
	bed.standIn.groups.push({ Id: 'group-1a' }, { Id: 'group-1b' });
	await new Polling(bed.engine).poll();
	await new Polling(bed.engine, {
		filters: { name: 'group', groupIds: 'group-1a, group-1b', groupType: 'AIGC' },
		options: { model: 'other' },
	}).poll();

	// A list that is learned is read until two reads agree.
	const [first] = bed.standIn.bodies;
	const second = bed.standIn.bodies.find(({ model }) => model === 'other');
	expect([first, second]).toEqual([
		{ model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 100 },
		{
			model: 'other',
			Filter: { Name: 'group', GroupIds: ['group-1a', 'group-1b'], GroupType: 'AIGC' },
			PageNumber: 1,
			PageSize: 100,
		},
	]);
});

describe('a filter by groups', () => {
	const watching = (groupIds: string) =>
		new Polling(bed.engine, { event: 'assetCreated', filters: { groupIds } });

	it('takes their names, too, and sees a group that gets one of them later', async () => {
		const polling = watching('group 0002');
		await polling.poll();
		bed.standIn.assets = makeAssets(3);
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);

		bed.standIn.groups = [{ ...makeGroup(9), Name: 'group 0002' }];
		bed.standIn.assets.push({ ...makeAsset(4), GroupId: makeGroup(9).Id });
		expect(idsOf(await polling.poll())).toEqual([makeAsset(4).Id]);
	});

	it('takes a name that looks like an ID', async () => {
		bed.standIn.groups = [...makeGroups(3), { ...makeGroup(9), Name: 'group-2026-summer' }];
		const polling = watching('group-2026-summer');
		await polling.poll();
		bed.standIn.assets = [{ ...makeAsset(4), GroupId: makeGroup(9).Id }, makeAsset(2)];

		expect(idsOf(await polling.poll())).toEqual([makeAsset(4).Id]);
	});

	it('says which groups have a name that several have', async () => {
		bed.standIn.groups.push({ ...makeGroup(9), Name: 'group 0002' });

		await expect(watching('group 0002').poll()).rejects.toThrow(
			'There are 2 groups named "group 0002"',
		);
	});

	it('finds a name in a list of groups that changes whenever it is read', async () => {
		const { standIn } = bed;
		standIn.reset({ groups: makeGroups(6), maxPageSize: 3 });
		let last = 6;
		standIn.beforePage = (request) => {
			if (request % 2 === 0) standIn.groups.push(makeGroup(++last));
		};
		const polling = watching('group 0002');
		await polling.poll();

		standIn.assets = makeAssets(3);
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
	});

	it('finds a name that one answer left out', async () => {
		const polling = watching('group 0002');
		await polling.poll();

		bed.standIn.assets = makeAssets(3);
		let answers = 0;
		bed.standIn.tamper = (answer) => (++answers === 1 ? { ...answer, Items: [] } : answer);
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
	});

	it('says that there is no group of a name, and reads no assets', async () => {
		await expect(watching('group 0007').poll()).rejects.toThrow('There is no group "group 0007"');
		expect(bed.standIn.actions).not.toContain('ListAssets');
	});

	describe('of which one is deleted', () => {
		const [first, second] = [makeGroup(1), makeGroup(2)];
		const inFirst = (number: number) => ({ ...makeAsset(number), GroupId: first.Id });
		const softDeleted = { ...second, Name: `__del__${second.Name}` };

		it.each([
			['by their IDs', `${first.Id}, ${second.Id}`],
			['by their IDs with spaces between', `${first.Id} ${second.Id}`],
			['by their names', `${first.Name}, ${second.Name}`],
		])('goes on with the others, %s', async (_name, groupIds) => {
			bed.standIn.assets = makeAssets(3);
			const polling = watching(groupIds);
			await polling.poll();

			bed.standIn.groups = [first, makeGroup(3)];
			bed.standIn.assets = [makeAsset(1), inFirst(7)];
			expect(idsOf(await polling.poll())).toEqual([makeAsset(7).Id]);
			expect(await polling.poll()).toBeNull();
		});

		it('goes on with it once it is restored, and emits only what is new in it', async () => {
			bed.standIn.assets = makeAssets(3);
			const polling = watching(`${first.Name}, ${second.Name}`);
			await polling.poll();

			bed.standIn.groups = [first, softDeleted];
			bed.standIn.assets.push(inFirst(7));
			expect(idsOf(await polling.poll())).toEqual([makeAsset(7).Id]);
			bed.standIn.groups = [first, second];
			bed.standIn.assets.push({ ...makeAsset(8), GroupId: second.Id });
			expect(idsOf(await polling.poll())).toEqual([makeAsset(8).Id]);
		});

		it('does not take the words of its name for names of others', async () => {
			const others = ['summer', 'cats'].map((Name, index) => ({ ...makeGroup(3 + index), Name }));
			bed.standIn.reset({ groups: [first, { ...second, Name: 'summer cats' }], assets: [] });
			const polling = watching(`${first.Name}, summer cats`);
			await polling.poll();

			bed.standIn.reset({ groups: [first, ...others], assets: [...makeAssets(4), inFirst(7)] });
			expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id, makeAsset(7).Id]);
		});

		it('says so if it is the last one', async () => {
			const polling = watching(`${first.Name}, ${second.Name}`);
			await polling.poll();

			bed.standIn.groups = [];
			await expect(polling.poll()).rejects.toThrow(`There is no group "${first.Name}"`);
			expect(bed.standIn.bodies.map(({ Filter }) => Filter)).not.toContainEqual({ GroupIds: [] });
		});

		it.each([
			['the first poll', false, 'trigger' as const],
			['the first poll after the filter was changed', true, 'trigger' as const],
			['Fetch Test Event', true, 'manual' as const],
		])('says so in %s', async (_name, hasPolled, mode) => {
			const polling = watching('group 0001');
			if (hasPolled) await polling.poll();
			const filters = { groupIds: 'group 0001, group 0007' };
			polling.publish({ event: 'assetCreated', filters });

			const error: unknown = await polling.poll(mode).catch((cause: unknown) => cause);
			expect(error).toMatchObject({ message: 'There is no group "group 0007"' });
			expect(error).toHaveProperty('description', expect.stringContaining('was deleted'));
		});
	});

	it('is the same if it names the groups in another order', async () => {
		const polling = watching('group 0001, group 0002');
		await polling.poll();

		bed.standIn.assets = makeAssets(3);
		const filters = { groupIds: 'group 0002, group 0001' };
		polling.publish({ event: 'assetCreated', filters });
		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id, makeAsset(2).Id]);
	});

	it('holds if the service does not heed it', async () => {
		const polling = watching(makeGroup(2).Id);
		await polling.poll();

		bed.standIn.tamper = (answer) => ({
			...answer,
			Items: makeAssets(3),
			TotalCount: 3,
		});
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
	});
});

it('refuses a filter that came to nothing before it asks', async () => {
	const polling = new Polling(bed.engine, { filters: { name: '={{ "" }}' } });

	await expect(polling.poll()).rejects.toThrow('The filter Name Contains is empty');
	expect(bed.standIn.bodies).toEqual([]);
});

it('refuses an event that it does not know', async () => {
	const polling = new Polling(bed.engine, { event: 'groupRenamed' });

	await expect(polling.poll()).rejects.toThrow('There is no event "groupRenamed"');
});

it('does not take for updated a new group that says nothing of an update', async () => {
	const polling = new Polling(bed.engine, { event: 'groupUpdated' });
	await polling.poll();

	bed.standIn.groups.push({ ...makeGroup(4), UpdateTime: undefined });
	expect(await polling.poll()).toBeNull();
});

describe('Asset Created', () => {
	it('emits each new asset once, with its address, the oldest first', async () => {
		bed.standIn.reset({ assets: [makeAsset(1)] });
		const polling = new Polling(bed.engine, { event: 'assetCreated' });
		expect(await polling.poll()).toBeNull();

		bed.standIn.assets.unshift(makeAsset(3), makeAsset(2));
		expect(await polling.poll()).toEqual([withUri(makeAsset(2)), withUri(makeAsset(3))]);
		expect(await polling.poll()).toBeNull();
		expect(new Set(bed.standIn.actions)).toEqual(new Set(['ListAssets']));
	});

	it('looks where the filters say', async () => {
		const filters = { name: '0002', groupIds: [makeGroup(2).Id], groupType: 'AIGC' };
		const polling = new Polling(bed.engine, { event: 'assetCreated', filters });
		await polling.poll();

		bed.standIn.assets.push(...makeAssets(3));
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
	});
});

describe('Asset Ready', () => {
	const withStatus = (number: number, Status: string) => ({ ...makeAsset(number), Status });
	const watching = (parameters = {}) =>
		new Polling(bed.engine, { event: 'assetReady', ...parameters });

	it('emits an asset once when it becomes active, whatever it was before', async () => {
		const polling = watching();
		await polling.poll();

		bed.standIn.assets = [withStatus(1, 'Processing'), withStatus(2, 'Active')];
		expect(idsOf(await polling.poll())).toEqual([makeAsset(2).Id]);
		bed.standIn.assets = [withStatus(1, 'Inactive'), withStatus(2, 'Active')];
		expect(await polling.poll()).toBeNull();
		bed.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Active')];
		expect(await polling.poll()).toEqual([withUri(withStatus(1, 'Active'))]);
		expect(await polling.poll()).toBeNull();
	});

	it('emits nothing of an asset that failed', async () => {
		bed.standIn.assets = [withStatus(1, 'Processing')];
		const polling = watching();
		expect(await polling.poll()).toBeNull();

		bed.standIn.assets = [withStatus(1, 'Failed')];
		expect(await polling.poll()).toBeNull();
	});

	/** What each of these polls emits, if it sees the first asset like that. */
	const emittedOf = async (...seen: Array<Partial<Asset>>) => {
		bed.standIn.tamper = (answer) => answer;
		bed.standIn.assets = [];
		const polling = watching();
		await polling.poll();
		const emitted = [];
		for (const state of seen) {
			bed.standIn.assets = [{ ...makeAsset(1), ...state }];
			emitted.push((await polling.poll()) !== null);
		}
		return emitted;
	};
	const UpdateTime = later;
	const active = { Status: 'Active' };
	const processing = { Status: 'Processing' };

	it.each([
		[
			'became active again, and was updated since',
			[active, { Status: 'Inactive' }, { ...active, UpdateTime }],
			[true, false, true],
		],
		[
			'seems active again, and was not updated since',
			[active, { Status: 'Inactive' }, active],
			[true, false, false],
		],
		[
			'became active again at the very time at which it had stopped being so',
			[active, { Status: 'Inactive', UpdateTime }, { ...active, UpdateTime }],
			[true, false, true],
		],
		['was only renamed', [active, { ...active, UpdateTime }], [true, false]],
	])('of an asset that %s', async (_name, seen, emitted) => {
		expect(await emittedOf(...seen)).toEqual(emitted);
	});

	it('emits an asset once if two servers answer in turn, and one of them is behind', async () => {
		const ready = { ...active, UpdateTime };
		const renamed = { ...active, UpdateTime: '2026-02-02T00:00:00Z' };
		const seen = [processing, ready, processing, ready, processing, renamed, ready, processing];
		const emitted = await emittedOf(...seen, renamed);
		expect(emitted.flatMap((isEmitted, poll) => (isEmitted ? poll : []))).toEqual([1]);
	});

	it.each([
		['Status', [{ ...active, UpdateTime }, { Status: undefined }, { ...active, UpdateTime }]],
		['UpdateTime', [active, { ...processing, UpdateTime: undefined }, active]],
		[
			'URL',
			[
				{ ...active, UpdateTime },
				{ ...active, URL: '', UpdateTime },
				{ ...active, UpdateTime },
			],
		],
	])('emits an asset once if an answer lacks its %s', async (_field, seen) => {
		expect(await emittedOf(...seen)).toEqual([true, false, false]);
	});

	it('emits an asset once it has an address', async () => {
		const seen = [{ ...active, URL: '' }, { ...active, URL: undefined }, active];
		expect(await emittedOf(...seen)).toEqual([false, false, true]);
	});

	it('emits an asset that was seen processing also when n8n was restarted meanwhile', async () => {
		const polling = watching();
		await polling.poll();
		bed.standIn.assets = [withStatus(1, 'Processing')];
		await polling.poll();
		polling.restart();
		bed.standIn.assets = [withStatus(1, 'Active')];

		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
		expect(await polling.poll()).toBeNull();
	});

	it.each([
		['', {}, {}],
		[
			', also if the channel wants a type in every list',
			{ channel: 'group-type-required' as const },
			{},
		],
		[', also of groups', {}, { filters: { groupIds: makeGroup(1).Id } }],
	])(
		'learns an asset that one of two servers shows as active%s',
		async (_where, options, parameters) => {
			const GroupId = makeGroup(1).Id;
			bed.standIn.reset({
				groups: makeGroups(3),
				assets: [{ ...makeAsset(1), GroupId }],
				...options,
			});
			let sights = 0;
			bed.standIn.tamper = (answer) =>
				answer.Items?.some(({ Id }) => Id === makeAsset(1).Id) && ++sights === 2
					? { ...answer, Items: [{ ...withStatus(1, 'Processing'), GroupId }] }
					: answer;
			const polling = watching(parameters);
			await polling.poll();

			expect(sights).toBeGreaterThan(1);
			expect(await polling.poll()).toBeNull();
		},
	);

	it('emits what is active already if asked to', async () => {
		bed.standIn.assets = [withStatus(1, 'Active'), withStatus(2, 'Processing')];
		const polling = watching({ options: { emitExisting: true } });

		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
	});
});

describe('Asset Failed', () => {
	const failed = {
		...makeAsset(2),
		Status: 'Failed',
		Error: { Code: 'FaceMismatch', Message: 'Face consistency verification failed' },
		FailReason: 'Face consistency verification failed',
	};

	it('emits an asset once when it fails, with the reason', async () => {
		const polling = new Polling(bed.engine, { event: 'assetFailed' });
		await polling.poll();

		bed.standIn.assets = [makeAsset(1), { ...makeAsset(2), Status: 'Processing' }];
		expect(await polling.poll()).toBeNull();
		bed.standIn.assets = [makeAsset(1), failed];
		expect(await polling.poll()).toEqual([withUri(failed)]);
		expect(await polling.poll()).toBeNull();
	});

	it('emits nothing of assets that had failed before it was chosen', async () => {
		bed.standIn.assets = [makeAsset(1), failed];
		const polling = new Polling(bed.engine, { event: 'assetReady' });
		await polling.poll();
		polling.publish({ event: 'assetFailed' });
		expect(await polling.poll()).toBeNull();

		bed.standIn.assets = [{ ...makeAsset(1), Status: 'Failed' }, failed];
		expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
	});
});

it.each([
	['assetReady', 'active'],
	['assetReady', 'ACTIVE'],
	['assetFailed', 'failed'],
])('%s takes the status %s', async (event, Status) => {
	const polling = new Polling(bed.engine, { event });
	await polling.poll();

	bed.standIn.assets = [{ ...makeAsset(1), Status }];
	expect(idsOf(await polling.poll())).toEqual([makeAsset(1).Id]);
});

describe.each([
	['assetReady', 'Active'],
	['assetFailed', 'Failed'],
])('%s of an asset whose UpdateTime does not move with its status', (event, Status) => {
	it.each(['Processing', 'Pending', 'queued'])(
		'comes once, though a server that is behind shows it as %s once more, and it is renamed then',
		async (before) => {
			const there = { ...makeAsset(1), Status };
			bed.standIn.assets = [{ ...there, Status: before }];
			const polling = new Polling(bed.engine, { event });
			const emitted = [idsOf(await polling.poll())];
			const renamed = { ...there, Name: 'renamed', UpdateTime: later };
			for (const seen of [there, { ...there, Status: before }, there, renamed]) {
				bed.standIn.assets = [seen];
				emitted.push(idsOf(await polling.poll()));
			}
			expect(emitted).toEqual([null, [there.Id], null, null, null]);
		},
	);
});

it.each(['groupCreated', 'groupUpdated', 'assetCreated', 'assetReady'])(
	'%s does not come of what is there because another server writes IDs in other letters',
	async (event) => {
		const groups = makeGroups(3).map((group) => ({ ...group, UpdateTime: later }));
		bed.standIn.reset({ groups, assets: makeAssets(3) });
		const polling = new Polling(bed.engine, { event });
		await polling.poll();

		bed.standIn.tamper = ({ Items, ...answer }) => {
			return { ...answer, Items: Items?.map((row) => ({ ...row, Id: row.Id.toUpperCase() })) };
		};
		expect(await polling.poll()).toBeNull();
	},
);

it('only learns what a changed filter lets in', async () => {
	const polling = new Polling(bed.engine, { filters: { groupType: 'LivenessFace' } });
	await polling.poll();
	polling.publish({});
	expect(await polling.poll()).toBeNull();

	bed.standIn.groups.push(makeGroup(4), makeGroup(5));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id, makeGroup(5).Id]);
});

it('only learns what was there when another event was chosen', async () => {
	const polling = new Polling(bed.engine, { event: 'groupUpdated' });
	await polling.poll();
	bed.standIn.groups.push(makeGroup(4));
	polling.publish({ event: 'groupCreated' });
	expect(await polling.poll()).toBeNull();

	bed.standIn.groups.push(makeGroup(5));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(5).Id]);
});

describe('under another key', () => {
	const KEY = 'another-key';
	const elsewhere = useTestBed(() => ({ groups: [makeGroup(10)] }));
	let withOtherKey: TestBed;

	beforeAll(async () => {
		withOtherKey = await bed.with({ apiKey: KEY });
	});
	const changeKey = (polling: Polling, groups: AssetGroup[]) => {
		bed.standIn.apiKey = KEY;
		bed.standIn.groups = groups;
		polling.useCredentialOf(withOtherKey.engine);
	};
	afterEach(() => {
		bed.standIn.apiKey = 'stand-in-key';
	});

	it('only learns what is in another account, then emits what is new in it', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		const theirs = Array.from({ length: 200 }, (_, index) => makeGroup(1000 + index));
		changeKey(polling, theirs);
		expect(await polling.poll()).toBeNull();

		bed.standIn.groups.push(makeGroup(2000));
		expect(idsOf(await polling.poll())).toEqual([makeGroup(2000).Id]);
		expect(await polling.poll()).toBeNull();
	});

	it('goes on if its groups tell that it is the same account', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		changeKey(polling, makeGroups(4));

		expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
		expect(await polling.poll()).toBeNull();
	});

	it('goes on though one of the groups it watches is deleted', async () => {
		const [first, second] = [makeGroup(1), makeGroup(2)];
		const filters = { groupIds: [first.Id, second.Id] };
		bed.standIn.assets = makeAssets(3);
		const polling = new Polling(bed.engine, { event: 'assetCreated', filters });
		await polling.poll();
		changeKey(polling, [first]);

		bed.standIn.assets = [makeAsset(1), { ...makeAsset(7), GroupId: first.Id }];
		expect(idsOf(await polling.poll())).toEqual([makeAsset(7).Id]);
	});

	it('only learns the old assets of a watched group that came to light after the others', async () => {
		const filters = { groupIds: 'group 0001, group 0002' };
		const polling = new Polling(bed.engine, { event: 'assetCreated', filters });
		bed.standIn.assets = makeAssets(2);
		await polling.poll();
		const theirs = [1, 2].map((number) => ({ ...makeGroup(number), Id: `group-their-${number}` }));
		const inTheirs = (of: number, number: number) => ({
			...makeAsset(number),
			GroupId: `group-their-${of}`,
		});
		changeKey(polling, theirs.slice(0, 1));
		bed.standIn.assets = [inTheirs(1, 10), inTheirs(1, 20)];
		expect(await polling.poll()).toBeNull();

		bed.standIn.groups = theirs;
		bed.standIn.assets.push(inTheirs(2, 15), inTheirs(2, 25));
		expect(idsOf(await polling.poll())).toEqual([makeAsset(25).Id]);
	});

	it('of another site, only learns what is there', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		polling.useCredentialOf(elsewhere.engine);
		expect(await polling.poll()).toBeNull();

		elsewhere.standIn.groups.push(makeGroup(11));
		expect(idsOf(await polling.poll())).toEqual([makeGroup(11).Id]);
	});

	it('keeps neither key nor site where the workflow is stored', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();

		expect(polling.kept).not.toContain(bed.standIn.apiKey);
		expect(polling.kept).not.toContain('127.0.0.1');
	});
});

describe('groups that were deleted softly', () => {
	const deleted = { ...makeGroup(4), Name: '__del__group 0004' };
	const restored = { ...makeGroup(4), UpdateTime: later };

	it('are left out, and are not new when they are restored', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		bed.standIn.groups.push(deleted, makeGroup(5));
		expect(idsOf(await polling.poll())).toEqual([makeGroup(5).Id]);

		bed.standIn.groups = [...makeGroups(3), restored, makeGroup(5)];
		expect(await polling.poll()).toBeNull();
	});

	it('are not updated by that, but by being restored', async () => {
		bed.standIn.groups.push(makeGroup(4));
		const polling = new Polling(bed.engine, { event: 'groupUpdated' });
		await polling.poll();
		bed.standIn.groups = [...makeGroups(3), { ...deleted, UpdateTime: later }];
		expect(await polling.poll()).toBeNull();

		bed.standIn.groups = [...makeGroups(3), { ...restored, UpdateTime: '2026-03-01T00:00:00Z' }];
		expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
	});

	it('are not shown by Fetch Test Event', async () => {
		bed.standIn.groups = [makeGroup(1), deleted];
		expect(await new Polling(bed.engine).poll('manual')).toEqual([makeGroup(1)]);
	});

	it('are emitted if asked to, and the option alone changes nothing', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		// With an event beside it, because n8n stores what a poll saw only if it emits something.
		bed.standIn.groups.push(deleted, makeGroup(5));
		await polling.poll();
		polling.publish({ options: { includeDeleted: true } });
		expect(await polling.poll()).toBeNull();

		bed.standIn.groups.push({ ...makeGroup(6), Name: '__del__' });
		expect(idsOf(await polling.poll())).toEqual([makeGroup(6).Id]);
	});
});

it.each([
	['assetReady', 'Asset Ready'],
	['assetFailed', 'Asset Failed'],
	['groupCreated', 'Group Created'],
])('is called for %s in words below its name on the canvas', (event, words) => {
	const polling = new Polling(bed.engine, { event });
	expect(polling.subtitle).toBe(words);
});

describe('Fetch Test Event', () => {
	it('shows the newest three and touches nothing', async () => {
		bed.standIn.reset({ groups: makeGroups(5) });
		const polling = new Polling(bed.engine);
		await polling.poll();
		bed.standIn.groups.push(makeGroup(6));
		const { kept } = polling;

		expect(await polling.poll('manual')).toEqual([makeGroup(4), makeGroup(5), makeGroup(6)]);
		expect(polling.kept).toBe(kept);
		expect(idsOf(await polling.poll())).toEqual([makeGroup(6).Id]);
	});

	it('says so if there is nothing', async () => {
		bed.standIn.reset({ groups: [] });

		await expect(new Polling(bed.engine).poll('manual')).rejects.toThrow('No matching items yet');
	});

	it('shows only assets that are active for Asset Ready', async () => {
		const assets = makeAssets(5).map((asset, index) =>
			index < 2 ? asset : { ...asset, Status: 'Processing' },
		);
		bed.standIn.reset({ assets });

		const shown = await new Polling(bed.engine, { event: 'assetReady' }).poll('manual');
		expect(shown).toEqual(makeAssets(2).map(withUri));
	});
});

it('gives way to a poll of the same node that has not ended', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();
	bed.standIn.groups.push(makeGroup(4));
	const { length } = bed.standIn.bodies;

	const outputs = await Promise.all([polling.poll(), polling.poll()]);
	expect(outputs).toEqual([[makeGroup(4)], null]);
	expect(bed.standIn.bodies).toHaveLength(length + 1);
	bed.standIn.groups.push(makeGroup(5));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(5).Id]);
});

it('gives way to no poll that has failed', async () => {
	const polling = new Polling(bed.engine);
	bed.standIn.failNext({ status: 401 });
	await expect(polling.poll()).rejects.toThrow('Anyfast refused the API key');
	bed.standIn.groups = [];
	await polling.poll();
	bed.standIn.groups = [makeGroup(1)];
	expect(idsOf(await polling.poll())).toEqual([makeGroup(1).Id]);
});

it('learns in the first poll what is there, though a page of it lacked rows once', async () => {
	bed.standIn.reset({ groups: makeGroups(250) });
	let pages = 0;
	bed.standIn.tamper = (answer) =>
		++pages === 2 ? { ...answer, Items: answer.Items?.slice(1) } : answer;
	const polling = new Polling(bed.engine);
	await polling.poll();
	expect(await polling.poll()).toBeNull();
});

it('learns in the first poll a group that another one hid which came and went', async () => {
	const { standIn } = bed;
	standIn.reset({ groups: makeGroups(250) });
	let pages = 0;
	standIn.beforePage = () => {
		// One goes from the first page after it was read: the first of the second page moves there.
		if (++pages === 2) standIn.groups = [...standIn.groups.slice(1), makeGroup(251)];
	};
	const polling = new Polling(bed.engine);
	await polling.poll();
	expect(await polling.poll()).toBeNull();
});

it('learns nothing from answers that hide what they count, and floods with nothing once they show it', async () => {
	const { standIn } = bed;
	standIn.reset({ groups: makeGroups(300) });
	standIn.tamper = (answer) => ({ ...answer, Items: [] });
	const polling = new Polling(bed.engine);
	expect(await polling.poll()).toBeNull();

	standIn.tamper = undefined;
	expect(await polling.poll()).toBeNull();
	standIn.groups.push(makeGroup(301));
	expect(idsOf(await polling.poll())).toEqual([makeGroup(301).Id]);
});

it('learns what is there though one answer said that there is nothing', async () => {
	const { standIn } = bed;
	let answers = 0;
	standIn.tamper = (answer) => (++answers === 1 ? { ...answer, Items: [], TotalCount: 0 } : answer);
	const polling = new Polling(bed.engine);
	expect(await polling.poll()).toBeNull();
	expect(await polling.poll()).toBeNull();
});

it('learns nothing from an answer that says of an error, beside a list without rows', async () => {
	const { standIn } = bed;
	standIn.tamper = () => ({ error: { message: 'db down' }, Items: [] });
	const polling = new Polling(bed.engine);
	await expect(polling.poll()).rejects.toThrow();

	standIn.tamper = undefined;
	expect(await polling.poll()).toBeNull();
});

it('emits nothing of a wrong answer that is full of strange groups, and what it left out later', async () => {
	const { standIn } = bed;
	const polling = new Polling(bed.engine);
	await polling.poll();
	standIn.groups.push(makeGroup(4));
	const Items = Array.from({ length: 50 }, (_, index) => makeGroup(1000 + index));
	let answers = 0;
	standIn.tamper = (answer) => (++answers === 1 ? { ...answer, Items, TotalCount: 50 } : answer);

	expect(await polling.poll()).toBeNull();
	expect(idsOf(await polling.poll())).toEqual([makeGroup(4).Id]);
	expect(await polling.poll()).toBeNull();
});

it('emits many new groups at once, once two reads have shown them', async () => {
	const polling = new Polling(bed.engine);
	await polling.poll();
	bed.standIn.groups = makeGroups(250);
	expect(await polling.poll()).toHaveLength(247);
	expect(await polling.poll()).toBeNull();
});

/* The table in docs/trigger.md has a row for each. */
describe('what belongs to a node', () => {
	const create = (number: number) => void bed.standIn.groups.push(makeGroup(number));
	const emitted = (...numbers: number[]) => numbers.map((number) => makeGroup(number).Id);

	it('is what it saw before n8n was stopped and started: what happened meanwhile is emitted, once', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		create(4);
		polling.restart();
		expect(idsOf(await polling.poll())).toEqual(emitted(4));
		polling.restart();
		expect(await polling.poll()).toBeNull();
	});

	it('is not emitted again if Emit Existing is on and n8n is started, or the workflow published, again', async () => {
		const emitExisting = { options: { emitExisting: true } };
		const polling = new Polling(bed.engine, emitExisting);
		expect(await polling.poll()).toHaveLength(3);
		polling.restart();
		expect(await polling.poll()).toBeNull();
	});

	it('stays as it is if Emit Existing is turned on later', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		polling.publish({ options: { emitExisting: true } });
		expect(await polling.poll()).toBeNull();
	});

	it('is its own if two nodes of a workflow watch the same', async () => {
		const polling = new Polling(bed.engine, {}, { second: {} });
		expect([await polling.poll(), await polling.pollSecond()]).toEqual([null, null]);
		create(4);
		expect(idsOf(await polling.poll())).toEqual(emitted(4));
		create(5);
		expect(idsOf(await polling.pollSecond())).toEqual(emitted(4, 5));
		expect(idsOf(await polling.poll())).toEqual(emitted(5));
		expect(await polling.pollSecond()).toBeNull();
	});

	it('is not what a copy of the workflow brought along: the copy begins anew', async () => {
		const original = new Polling(bed.engine);
		await original.poll();
		const stored = original.exported;
		create(4);
		expect(idsOf(await original.poll())).toEqual(emitted(4));
		const copy = new Polling(bed.engine, {}, { workflowId: 'copy', stored });
		expect(await copy.poll()).toBeNull();

		create(5);
		expect(idsOf(await original.poll())).toEqual(emitted(5));
		expect(idsOf(await copy.poll())).toEqual(emitted(5));
	});

	it.each([
		['under its name', {}],
		['under another name', { nodeName: 'Trigger1' }],
	])('is gone if the node is made anew %s: the new one begins anew', async (_name, place) => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		create(4);
		polling.publish({}, { nodeId: 'made anew', ...place });
		expect(await polling.poll()).toBeNull();

		create(5);
		expect(idsOf(await polling.poll())).toEqual(emitted(5));
	});

	it('is gone if the node is renamed, because n8n keeps it under the name', async () => {
		const polling = new Polling(bed.engine);
		await polling.poll();
		create(4);
		polling.publish({}, { nodeName: 'Renamed' });
		expect(await polling.poll()).toBeNull();
	});

	describe('with durable cursors', () => {
		const durably = () => new Polling(bed.engine, {}, { cursors: new Map() });

		it('is there after a restart, also what a poll has seen that emitted nothing', async () => {
			bed.standIn.groups = [];
			const polling = durably();
			await polling.poll();
			bed.standIn.groups = [{ ...makeGroup(4), Name: '__del__group' }];
			expect(await polling.poll()).toBeNull();
			polling.restart();
			bed.standIn.groups = [makeGroup(4)];
			expect(await polling.poll()).toBeNull();
		});

		it('goes with the node under another name', async () => {
			const polling = durably();
			await polling.poll();
			create(4);
			polling.publish({}, { nodeName: 'Renamed' });
			expect(idsOf(await polling.poll())).toEqual(emitted(4));
		});

		it('is taken over from the static data of a node that was polled without them', async () => {
			const polling = new Polling(bed.engine);
			await polling.poll();
			create(4);
			polling.publish({}, { cursors: new Map() });
			expect(idsOf(await polling.poll())).toEqual(emitted(4));
		});

		it('is gone if the node is made anew, also if old static data lies under its name', async () => {
			const polling = new Polling(bed.engine);
			await polling.poll();
			polling.publish({}, { cursors: new Map() });
			create(4);
			expect(idsOf(await polling.poll())).toEqual(emitted(4));
			polling.publish({}, { nodeId: 'made anew' });
			expect(await polling.poll()).toBeNull();

			create(5);
			expect(idsOf(await polling.poll())).toEqual(emitted(5));
		});
	});
});
