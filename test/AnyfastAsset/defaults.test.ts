import { useTestBed } from '../engine/useTestBed';
import { makeAssets } from '../stand-in/assets';
import { makeGroups } from '../stand-in/groups';

const bed = useTestBed();

const [GROUP] = makeGroups(1).map(({ Id }) => Id);
const [ASSET] = makeAssets(1).map(({ Id }) => Id);

/** What n8n stores of what is the default: nothing. */
const NOTHING_STORED = {
	resource: undefined,
	operation: undefined,
	waitUntilActive: undefined,
};
const FROM_URL = {
	...NOTHING_STORED,
	groupId: GROUP,
	source: 'url',
	url: 'https://example.com/cat.png',
};
const GET = { ...NOTHING_STORED, operation: 'get', assetId: ASSET };

const actions = () => bed.standIn.received.map(({ action }) => action);

describe('a node that was left as it is', () => {
	it('lists groups if only the resource is stored', async () => {
		bed.standIn.reset({ groups: makeGroups(3) });

		const items = await bed.items({ ...NOTHING_STORED, resource: 'group' });

		expect(items).toHaveLength(3);
	});

	it('uploads an asset if nothing is stored', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const [item] = await bed.items({ ...FROM_URL, waitUntilActive: false });

		expect(item?.AssetUri).toMatch(/^asset:\/\/asset-/);
		expect(actions()[0]).toBe('ListAssets');
		expect(actions().filter((action) => action !== 'ListAssets')).toEqual(['CreateAsset']);
	});

	it('waits for an upload, unless Wait Until Active is turned off', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const [asset] = await bed.items(FROM_URL);

		expect(asset).toMatchObject({ Status: 'Active', AssetUri: `asset://${String(asset?.Id)}` });
		expect(actions().filter((action) => action !== 'ListAssets')).toEqual([
			'CreateAsset',
			'GetAsset',
		]);
	});

	it('gets an asset as it is, unless Wait Until Active is turned on', async () => {
		const assets = makeAssets(1).map((asset) => ({ ...asset, Status: 'Processing' }));
		bed.standIn.reset({ assets });
		const [asIs] = await bed.items(GET);
		expect(asIs).toMatchObject({ Status: 'Processing' });

		const waiting = { ...GET, waitUntilActive: true, waitTimeout: 1 };
		const error = await bed.error(waiting);
		expect(error.message).toMatch(/^The asset was not active after 1 second:/);
	});

	it('checks the timeout before it uploads', async () => {
		bed.standIn.reset({ groups: makeGroups(1) });

		const error = await bed.error({ ...FROM_URL, waitTimeout: 0.5 });

		expect(error.message).toBe('Wait Timeout (Seconds) must be a whole number of at least 1');
		expect(actions()).toEqual([]);
	});
});
