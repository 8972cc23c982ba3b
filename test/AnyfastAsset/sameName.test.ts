import type { IBinaryData, INode, INodeParameters, IRun } from 'n8n-workflow';

import { nonBlank } from '../../nodes/shared/json';
import { type File, inMemory, onDisk } from '../engine/files';
import { errorOf, hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';
import type { Fault, StandInOptions } from '../stand-in/StandIn';

/*
 * If the Name Exists: what is there is found however it is spelled, and nothing is paid for or deleted on a guess.
 */

const bed = useTestBed(() => ({ groups: makeGroups(2), uniqueNames: false }));

const GroupId = makeGroup(1).Id;
const file = { content: Buffer.from('a picture'), mimeType: 'image/png', fileName: 'cat.png' };
const binary = { data: inMemory(file) };
const reset = (options: StandInOptions) =>
	bed.standIn.reset({ groups: makeGroups(2), uniqueNames: false, ...options });

const upload = (ifNameExists: string, name: string, more: INodeParameters = {}) => ({
	...{ resource: 'asset', operation: 'upload', groupId: GroupId },
	...{ ifNameExists, name, ...more },
});
const uploaded = async (...args: Parameters<typeof upload>): Promise<IRun> =>
	await bed.run(upload(...args), { binary });
const createGroup = async (name = 'Cats', ifNameExists = 'use'): Promise<IRun> =>
	await bed.run({ operation: 'create', name, ifNameExists });

const asset = (more: object = {}) => ({
	...makeAsset(50),
	...{ GroupId, Name: 'cat', AssetType: 'Image', ...more },
});
const ids = () => bed.standIn.assets.map(({ Id }) => Id);
const count = (action: string) => bed.standIn.actions.filter((each) => each === action).length;

const LONG = 'x'.repeat(64);
const NFD = 'cafe\u0301';

describe('two names of which 64 characters are the same', () => {
	it.each(['use', 'fail', 'makeUnique'])('stay two under %s', async (choice) => {
		await uploaded(choice, `${LONG} front`);
		await uploaded(choice, `${LONG} back`);

		const names = bed.standIn.assets.map(({ Name }) => Name);
		expect(new Set(names).size).toBe(2);
		for (const name of names) expect(name).toMatch(/^x{55}-[0-9a-f]{8}$/);
	});

	it('stay two under Replace: the back never deletes the front', async () => {
		await uploaded('replace', `${LONG} front`);
		const [front] = ids();
		await uploaded('replace', `${LONG} back`);
		await uploaded('replace', `${LONG} back`);

		expect(ids()).toHaveLength(2);
		expect(ids()).toContain(front);
	});

	it('stay two groups, and each is found again', async () => {
		const groups = [];
		for (const end of ['front', 'back', 'front']) {
			groups.push(...jsonOf(await createGroup(`${LONG} ${end}`)));
		}

		expect(groups.map(({ created }) => created)).toEqual([true, true, false]);
		expect(groups[2]?.Id).toBe(groups[0]?.Id);
	});
});

describe('an asset is found', () => {
	it.each<[string, string, object]>([
		['in another form', 'caf\u00e9', { Name: NFD }],
		['with blanks around its name', ' cat ', { Name: 'cat\u00a0' }],
		['with a zero-width blank in its name', 'cat', { Name: 'c\u200bat' }],
		['with its type in other letters', 'cat', { AssetType: 'image' }],
		['with its group in other letters', 'cat', { GroupId: GroupId.toUpperCase() }],
	])('%s', async (_how, name, more) => {
		// The stand-in compares as a strict service does, so what it lists is given here.
		bed.standIn.tamper = (answer) =>
			'Items' in answer ? { ...answer, Items: [asset(more)], TotalCount: 1 } : answer;

		expect(jsonOf(await uploaded('use', name))).toMatchObject([
			{ Id: asset().Id, uploaded: false },
		]);
		expect(count('CreateAsset')).toBe(0);
	});

	it.each<[string, string, object]>([
		['in another case', 'Cat', {}],
		['with an accent', 'cát', {}],
		['of another type', 'cat', { AssetType: 'Video' }],
	])('only if it is the same, not %s', async (_how, name, more) => {
		bed.standIn.assets = [asset(more)];

		expect(jsonOf(await uploaded('use', name))).toMatchObject([{ uploaded: true }]);
	});

	it.each(['Name', 'AssetType', 'GroupId'])(
		'by GetAsset if its list leaves out its %s',
		async (field) => {
			bed.standIn.assets = [asset()];
			bed.standIn.tamper = (answer) =>
				'Items' in answer ? { ...answer, Items: [asset({ [field]: '' })], TotalCount: 1 } : answer;

			expect(jsonOf(await uploaded('use', 'cat'))).toMatchObject([
				{ Id: asset().Id, uploaded: false },
			]);
			expect(count('GetAsset')).toBe(1);
		},
	);

	it('or nothing is paid for, if Anyfast does not say its type anywhere', async () => {
		bed.standIn.assets = [asset({ AssetType: undefined })];

		const error = errorOf(await uploaded('use', 'cat'));

		expect(error.message).toBe(`Anyfast does not say what type the asset ${asset().Id} is`);
		expect(count('CreateAsset')).toBe(0);
	});
});

describe('nothing is paid for', () => {
	it.each(['use', 'fail', 'replace', 'makeUnique'])(
		'under %s if the list of the group hides rows',
		async (choice) => {
			reset({ assets: [asset()], list: { hideEvery: 1 } });

			const { message } = errorOf(await uploaded(choice, 'cat'));

			expect(message).toMatch(/list|show/i);
			expect(count('CreateAsset')).toBe(0);
		},
	);

	it.each(['use', 'replace'])('under %s if the list denies the group', async (choice) => {
		reset({ assets: [asset()], deniesGroups: true });

		expect(errorOf(await uploaded(choice, 'cat')).message).toMatch(/group/);
		expect(count('CreateAsset')).toBe(0);
	});

	it('if the list is refused', async () => {
		bed.standIn.fail({ action: 'ListAssets' }, { status: 403 });

		errorOf(await uploaded('use', 'cat'));
		expect(count('CreateAsset')).toBe(0);
	});

	it.each(['listed', 'both'] as const)(
		'again for an asset of a verified person (%s)',
		async (livenessAssets) => {
			reset({ livenessAssets });
			const [session] = await bed.items({
				...{ resource: 'person', operation: 'startVerification' },
				callbackUrl: 'https://n8n.example/webhook/verified',
			});
			const bytedToken = String(session?.BytedToken);
			bed.standIn.finishVerification(bytedToken);
			const [{ GroupId: groupId } = {}] = await bed.items({
				...{ resource: 'person', operation: 'getVerificationResult', bytedToken },
			});

			const person = { groupId: String(groupId) };
			await uploaded('use', 'cat', person);
			const [second] = jsonOf(await uploaded('use', 'cat', person));

			expect(second).toMatchObject({ uploaded: false });
			expect(count('CreateAsset')).toBe(1);
		},
	);
});

describe('a key that may not list verified people', () => {
	const deny = () =>
		bed.standIn.fail(
			{
				action: 'ListAssets',
				matches: ({ body }) => Object(Object(body).Filter).GroupType === 'LivenessFace',
			},
			...Array(20).fill({
				status: 400,
				body: { error: { message: 'GroupType must be one of [AIGC]' } },
			}),
		);

	it('still uploads to a group that is in the list of groups', async () => {
		deny();

		expect(jsonOf(await uploaded('use', 'cat'))).toMatchObject([{ uploaded: true }]);
	});

	it('uploads nothing to a group of which nobody says what it is', async () => {
		reset({ groups: [], without: ['GetAssetGroup'] });
		deny();

		expect(errorOf(await uploaded('use', 'cat')).message).toBe(
			'It is not known what the group holds',
		);
		expect(count('CreateAsset')).toBe(0);
	});
});

describe('a channel that wants a type of group in every list', () => {
	beforeEach(() => reset({ channel: 'group-type-required' }));

	it.each(['use', 'replace'])('uploads under %s, and finds it again', async (choice) => {
		const first = await uploaded(choice, 'cat');
		const second = await uploaded(choice, 'cat');

		expect([hintsOf(first), jsonOf(first)]).toMatchObject([[], [{ uploaded: true }]]);
		expect(jsonOf(second)).toMatchObject([{ uploaded: choice === 'replace' }]);
		expect(bed.standIn.assets).toHaveLength(1);
	});

	it('creates a group, and finds it again', async () => {
		const first = await createGroup();
		const second = await createGroup();

		expect([hintsOf(first), jsonOf(first)]).toMatchObject([[], [{ created: true }]]);
		expect(jsonOf(second)).toMatchObject([{ Id: jsonOf(first)[0]?.Id, created: false }]);
	});
});

describe('lists that lag behind', () => {
	const LAG = { listedAfter: { groupMs: 4000, assetMs: 4000 } };

	it('do not make a second group of one that was just created', async () => {
		reset({ ...LAG, now: () => bed.time.now() });

		const [first] = jsonOf(await createGroup());
		const [second] = jsonOf(await createGroup());

		expect(second).toMatchObject({ Id: first?.Id, created: false });
		expect(count('CreateAssetGroup')).toBe(1);
	});

	it.each(['use', 'replace'])('do not pay a second time under %s', async (choice) => {
		reset({ ...LAG, now: () => bed.time.now() });

		await uploaded(choice, 'cat');
		await uploaded(choice, 'cat');

		expect(bed.standIn.assets).toHaveLength(1);
	});

	it('are asked by one reading for all items that wait', async () => {
		reset({ ...LAG, now: () => bed.time.now() });
		const items = Array.from({ length: 20 }, (_, number) => ({ name: `cat ${number}` }));

		const run = await bed.run(upload('use', '={{ $json.name }}'), { binary, items });

		expect(jsonOf(run)).toHaveLength(20);
		expect(hintsOf(run)).toEqual([]);
		// Each reading takes up to three; without sharing, there would be four readings for each item.
		expect(count('ListAssets')).toBeLessThan(60);
	});

	it('for longer than half a minute are a hint', async () => {
		reset({ listedAfter: { assetMs: 3_600_000 }, now: () => bed.time.now() });

		const run = await uploaded('use', 'cat');

		expect(jsonOf(run)).toMatchObject([{ uploaded: true }]);
		expect(hintsOf(run)).toEqual([
			`Anyfast's list did not show within half a minute what was created. As long as it does not, another run does not find it: asset://${ids()[0]}`,
		]);
		expect(bed.time.passed).toBeLessThan(45_000);
	});
});

describe('a name that the service keeps in another way', () => {
	it('is a hint that says which name to use', async () => {
		reset({ names: ['folded'] });

		const run = await uploaded('use', 'My Cat');

		expect(hintsOf(run)).toEqual([
			'Anyfast keeps names in another way, so the next run will not find them. Use what it calls them: "my cat" for "My Cat"',
		]);
		expect(bed.time.passed).toBeLessThan(2000);
	});

	it('is one hint, however many items it is about', async () => {
		reset({ names: ['folded'] });
		const items = Array.from({ length: 20 }, (_, number) => ({ name: `Cat ${number}` }));

		const run = await bed.run(upload('use', '={{ $json.name }}'), { binary, items });

		expect(hintsOf(run)).toEqual([
			expect.stringMatching(/: ("cat \d+" for "Cat \d+"(, | )){3}and 17 more$/),
		]);
	});

	it('is a hint to use shorter ones if it is longer than a name can be', async () => {
		const name = 'n'.repeat(60);
		bed.standIn.tamper = (answer) =>
			answer.Items
				? { ...answer, Items: answer.Items.map((row) => ({ ...row, Name: `user-1/${name}` })) }
				: answer;

		expect(hintsOf(await createGroup(name))).toEqual([
			`Anyfast makes names longer than it takes them, so the next run will not find them. Use shorter ones: "user-1/${name}" for "${name}"`,
		]);
	});

	it('is a hint for groups, too', async () => {
		reset({ names: ['folded'] });

		expect(hintsOf(await createGroup('Cats'))).toEqual([
			'Anyfast keeps names in another way, so the next run will not find them. Use what it calls them: "cats" for "Cats"',
		]);
	});

	it.each([['nfd'], ['nfc', 'trimmed']] as const)(
		'in a way that nobody sees (%s) is found again, without a hint',
		async (...names) => {
			reset({ names: [...names] });

			const first = await uploaded('use', ` ${NFD}`);
			const second = await uploaded('use', NFD);

			expect(hintsOf(first)).toEqual([]);
			expect(jsonOf(second)).toMatchObject([{ uploaded: false }]);
			expect(bed.standIn.assets).toHaveLength(1);
		},
	);
});

it('a new group comes as List Groups gives it', async () => {
	const [created] = jsonOf(await createGroup('Cats'));
	const [listed] = await bed.items({ filters: { name: 'Cats' } });

	expect(created).toEqual({ ...listed, created: true });
});

describe('a hint says that something was there', () => {
	it('and was used, and how to upload anew', async () => {
		bed.standIn.assets = [asset()];

		expect(hintsOf(await uploaded('use', 'cat'))).toEqual([
			'An asset of this name was there already and was used. To upload the file anew, set If the Name Exists in the Group to Replace.',
		]);
	});

	it('for groups, too', async () => {
		await createGroup();

		expect(hintsOf(await createGroup())).toEqual([
			'A group of this name was there already and was used',
		]);
	});

	it('but not of what another item of the run has made', async () => {
		const run = await bed.run(upload('use', 'cat'), { binary, items: [{}, {}] });

		expect(jsonOf(run).map((item) => item.uploaded)).toEqual([true, false]);
		expect(hintsOf(run)).toEqual([]);
	});
});

describe('items of one run that have different files of one name', () => {
	const uploadFiles = async (choice: string, urls: string[], node: Partial<INode> = {}) => {
		const parameters = {
			...{ resource: 'asset', operation: 'upload', groupId: GroupId },
			...{ ifNameExists: choice, source: 'url', url: '={{ $json.from }}' },
		};
		return await bed.run(parameters, { items: urls.map((from) => ({ from })), node });
	};
	const first = 'https://cdn.example/p/1/main.jpg';
	const second = 'https://cdn.example/p/2/main.jpg';
	const sentUrls = () =>
		bed.standIn.received.flatMap(({ body }) => nonBlank(Object(body).URL) ?? []);

	it('share the first one under Use It, with a hint that says so', async () => {
		const run = await uploadFiles('use', [first, second, first]);

		expect(jsonOf(run).map((item) => item.uploaded)).toEqual([true, false, false]);
		expect(sentUrls()).toEqual([first]);
		expect(hintsOf(run)).toEqual([
			'Several items have the same name, so only the first file was uploaded. Give each a Name.',
		]);
	});

	it('are no hint if they are one file', async () => {
		expect(hintsOf(await uploadFiles('use', [first, first]))).toEqual([]);
		expect(hintsOf(await uploadFiles('replace', [first, first]))).toEqual([]);
	});

	it.each<[string, (file: File) => IBinaryData | Promise<IBinaryData>]>([
		['in memory', inMemory],
		['on disk', onDisk],
	])('are told apart also if they are files of n8n %s', async (_where, keep) => {
		const of = async (content: string) => await keep({ ...file, content: Buffer.from(content) });
		const files = [await of('one picture'), await of('another picture')];
		const parameters = upload('use', 'cat', { binaryPropertyName: '={{ $json.file }}' });

		const different = await bed.run(parameters, { items: files.map((each) => ({ file: each })) });
		bed.standIn.assets = [];
		const same = await bed.run(parameters, { items: [{ file: files[0] }, { file: files[0] }] });

		expect(hintsOf(different)).toEqual([expect.stringContaining('only the first file')]);
		expect(hintsOf(same)).toEqual([]);
	});

	const refusal: Fault = {
		status: 400,
		body: { error: { message: '[InvalidParameter.URL] cannot download', code: '' } },
	};

	it('are tried one after another if the first is refused', async () => {
		bed.standIn.fail({ action: 'CreateAsset' }, refusal);

		const run = await uploadFiles('use', [first, first, second, second], {
			onError: 'continueRegularOutput',
		});

		expect(jsonOf(run)).toMatchObject([
			{ error: 'Anyfast does not accept this: cannot download' },
			{ error: 'Anyfast does not accept this: cannot download' },
			{ uploaded: true },
			{ uploaded: false },
		]);
		expect(sentUrls()).toEqual([first, second]);
	});

	it('are not tried if the first may have been uploaded', async () => {
		bed.standIn.fail({ action: 'CreateAsset' }, 'reset');

		const run = await uploadFiles('use', [first, second], { onError: 'continueRegularOutput' });

		expect(jsonOf(run).map(({ error }) => error)).toEqual(
			Array(2).fill(expect.stringContaining('the asset may have been created anyway')),
		);
		expect(count('CreateAsset')).toBe(1);
	});

	it('are not tried if the group cannot be read', async () => {
		bed.standIn.fail({ action: 'ListAssets' }, { status: 403 });

		const run = await uploadFiles('use', [first, second], { onError: 'continueRegularOutput' });

		expect(jsonOf(run).map(({ error }) => error)).toEqual(Array(2).fill(expect.any(String)));
		expect(count('CreateAsset')).toBe(0);
	});

	it('replace each other under Replace, with a hint that says so', async () => {
		const run = await uploadFiles('replace', [first, second]);

		expect(bed.standIn.assets.map(({ Id }) => Id)).toEqual([jsonOf(run)[1]?.Id]);
		expect(hintsOf(run)).toEqual([
			'Several items have the same name, so each replaced the file of the one before. Give each a Name.',
		]);
	});
});

describe('an asset of the name that is not used, if the service takes no other', () => {
	const NAMED = 'The group has an asset named "cat" already';
	const described = (type: string, status: string, advice: string) =>
		`It is asset://${asset().Id}, its type is ${type} and its status ${status}. It was not used, and Anyfast takes no other of this name. Delete it, ${advice}`;
	const ANOTHER_NAME = 'or use another Name.';
	const OR_REPLACE = 'use another Name, or set If the Name Exists in the Group to Replace.';

	it.each<[string, string, object, string]>([
		['Use It', 'use', { Status: 'Failed' }, described('Image', 'Failed', OR_REPLACE)],
		['Use It', 'use', { AssetType: 'Video' }, described('Video', 'Active', ANOTHER_NAME)],
		['Fail', 'fail', { AssetType: 'Video' }, described('Video', 'Active', ANOTHER_NAME)],
		['Replace', 'replace', { AssetType: 'Video' }, described('Video', 'Active', ANOTHER_NAME)],
	])('is named at once under %s (%s, %j)', async (_name, choice, more, description) => {
		for (const manner of ['as-documented', 'as-in-the-field'] as const) {
			reset({ uniqueNames: true, manner, assets: [asset({ Status: 'Active', ...more })] });

			const error = errorOf(await uploaded(choice, 'cat'));

			expect([error.message, error.description]).toEqual([NAMED, description]);
			expect(count('CreateAsset')).toBe(1);
			expect(bed.time.passed).toBeLessThan(2000);
		}
	});

	it('makes Make the Name Unique add its ending without a wait', async () => {
		reset({ uniqueNames: true, assets: [asset({ AssetType: 'Video' })] });

		const [item] = jsonOf(await uploaded('makeUnique', 'cat'));

		expect(item).toMatchObject({ Name: expect.stringMatching(/^cat-[0-9a-f]{6}$/) });
		expect(bed.time.passed).toBeLessThan(2000);
	});

	it('does not hide one that another execution has uploaded meanwhile', async () => {
		reset({ uniqueNames: true, assets: [asset({ Status: 'Failed' })] });
		const other = asset({ Id: 'asset-other', Status: 'Active' });
		const putOther = () => {
			bed.standIn.assets = [other];
			return true;
		};
		const body = { error: { message: '[NotFound.group_id] not found', code: '' } };
		bed.standIn.fail({ action: 'CreateAsset', matches: putOther }, { status: 404, body });

		expect(jsonOf(await uploaded('use', 'cat'))).toMatchObject([{ Id: other.Id, uploaded: false }]);
	});
});

describe('Replace', () => {
	it('never deletes what it has just uploaded, if the service gives the asset that is there', async () => {
		reset({ assets: [asset()], dedupes: true });

		const [item] = jsonOf(await uploaded('replace', 'cat'));

		expect(ids()).toEqual([item?.Id]);
		expect(item).toMatchObject({ Name: 'cat', Status: 'Active', replaced: [asset().Id] });
		expect(item?.Id).not.toBe(asset().Id);
	});

	it('deletes nothing if the service gives the asset that is there under any name', async () => {
		bed.standIn.assets = [asset()];
		bed.standIn.fail(
			{ action: 'CreateAsset' },
			{ status: 200, body: { Id: asset().Id } },
			{ status: 200, body: { Id: asset().Id } },
		);

		const run = await uploaded('replace', 'cat');

		expect(jsonOf(run)).toMatchObject([{ Id: asset().Id, uploaded: false, replaced: [] }]);
		expect(ids()).toEqual([asset().Id]);
		expect(hintsOf(run)).toEqual([
			'Anyfast has this file already, so nothing was uploaded or deleted',
		]);
	});

	it('deletes nothing before the new asset is active as itself', async () => {
		bed.standIn.assets = [asset(), asset({ Id: 'asset-other', Name: 'dog' })];
		bed.standIn.fail(
			{ action: 'GetAsset' },
			...Array(200).fill({ status: 200, body: asset({ Id: 'asset-other', Status: 'Active' }) }),
		);

		const error = errorOf(await uploaded('replace', 'cat', { waitTimeout: 5 }));

		expect(error.message).toContain(asset().Id);
		expect(count('DeleteAsset')).toBe(0);
	});

	it('takes what is gone already for gone', async () => {
		bed.standIn.assets = [asset(), asset({ Id: 'asset-2' })];
		bed.standIn.fail(
			{ action: 'DeleteAsset' },
			{ status: 404, body: { error: { message: '[NotFound.asset_id] gone', code: '' } } },
		);

		const [item] = jsonOf(await uploaded('replace', 'cat'));

		expect(item).toMatchObject({ uploaded: true });
		expect(ids()).not.toContain('asset-2');
	});

	it('works through items of one name in turn', async () => {
		bed.standIn.assets = [asset()];

		const run = await bed.run(upload('replace', 'cat'), { binary, items: [{}, {}, {}] });

		const items = jsonOf(run);
		expect(items.map(({ replaced }) => replaced)).toEqual([
			[asset().Id],
			[items[0]?.Id],
			[items[1]?.Id],
		]);
		expect(ids()).toEqual([items[2]?.Id]);
	});

	it('says so if the new asset cannot get the name', async () => {
		reset({ assets: [asset()], uniqueNames: true, without: ['UpdateAsset'] });

		const run = await uploaded('replace', 'cat');

		expect(jsonOf(run)).toMatchObject([{ Name: expect.stringMatching(/^cat-[0-9a-f]{6}$/) }]);
		expect(hintsOf(run).join()).toContain('Rename it with Update Asset');
		expect(bed.standIn.assets).toHaveLength(1);
	});
});
