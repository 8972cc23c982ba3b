import { useTestBed } from '../engine/useTestBed';
import { makeAssets } from '../stand-in/assets';
import { makeGroups } from '../stand-in/groups';

const bed = useTestBed();

const [GROUP] = makeGroups(1).map(({ Id }) => Id);
const [ASSET] = makeAssets(1).map(({ Id }) => Id);

/** What n8n stores of a node that lists groups, if those were its defaults: nothing. */
const NOTHING_STORED = { resource: undefined, operation: undefined };
const UPLOAD = { resource: 'asset', operation: 'upload', groupId: GROUP, source: 'url' };
const FROM_URL = { ...UPLOAD, url: 'https://example.com/cat.png' };
const GET = { resource: 'asset', operation: 'get', assetId: ASSET };

const inVersion = (typeVersion: number) => ({ node: { typeVersion } });
const actions = () => bed.standIn.received.map(({ action }) => action);

describe('version 1', () => {
	it('lists groups if nothing is stored', async () => {
		bed.standIn.reset({ groups: makeGroups(3) });

		const items = await bed.items(NOTHING_STORED, inVersion(1));

		expect(items).toHaveLength(3);
		expect(actions()).toEqual(['ListAssetGroups']);
	});

	it('lists assets if only the resource is stored', async () => {
		bed.standIn.reset({ assets: makeAssets(2) });

		const items = await bed.items({ ...NOTHING_STORED, resource: 'asset' }, inVersion(1));

		expect(items).toHaveLength(2);
	});

	it('does not wait for an upload, unless an option says so', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });
		await bed.items(FROM_URL, inVersion(1));
		expect(actions()).toEqual(['CreateAsset']);

		const options = { waitUntilActive: true, timeout: 20 };
		const [asset] = await bed.items({ ...FROM_URL, options }, inVersion(1));
		expect(asset).toMatchObject({ Status: 'Active' });
		expect(actions()).toEqual(['CreateAsset', 'CreateAsset', 'GetAsset']);
	});

	it('knows no switch Wait Until Active', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		await bed.items({ ...FROM_URL, waitUntilActive: true }, inVersion(1));

		expect(actions()).toEqual(['CreateAsset']);
	});
});

describe('version 1.1', () => {
	it('lists groups if only the resource is stored', async () => {
		bed.standIn.reset({ groups: makeGroups(3) });

		const items = await bed.items({ ...NOTHING_STORED, resource: 'group' }, inVersion(1.1));

		expect(items).toHaveLength(3);
	});

	it('uploads an asset if nothing is stored', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const [item] = await bed.items(
			{ ...FROM_URL, ...NOTHING_STORED, waitUntilActive: false },
			inVersion(1.1),
		);

		expect(item?.AssetUri).toMatch(/^asset:\/\/asset-/);
		expect(actions()).toEqual(['CreateAsset']);
	});

	it('waits for an upload, unless Wait Until Active is turned off', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const [asset] = await bed.items(FROM_URL, inVersion(1.1));

		expect(asset).toMatchObject({ Status: 'Active', AssetUri: `asset://${String(asset?.Id)}` });
		expect(actions()).toEqual(['CreateAsset', 'GetAsset']);
	});

	it('gets an asset as it is, unless Wait Until Active is turned on', async () => {
		const assets = makeAssets(1).map((asset) => ({ ...asset, Status: 'Processing' }));
		bed.standIn.reset({ assets });
		const [asIs] = await bed.items(GET, inVersion(1.1));
		expect(asIs).toMatchObject({ Status: 'Processing' });

		const waiting = { ...GET, waitUntilActive: true, waitTimeout: 1 };
		const error = await bed.error(waiting, inVersion(1.1));
		expect(error.message).toMatch(/^The asset was not active after 1 second:/);
	});

	it('checks the timeout before it uploads', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const error = await bed.error({ ...FROM_URL, waitTimeout: 0.5 }, inVersion(1.1));

		expect(error.message).toBe('Wait Timeout (Seconds) must be a whole number of at least 1');
		expect(actions()).toEqual([]);
	});

	it('ignores the options that version 1 had for it', async () => {
		bed.standIn.reset({
			assets: makeAssets(1).map((asset) => ({ ...asset, Status: 'Processing' })),
		});

		const [asset] = await bed.items({ ...GET, options: { waitUntilActive: true } }, inVersion(1.1));

		expect(asset).toMatchObject({ Status: 'Processing' });
	});
});
