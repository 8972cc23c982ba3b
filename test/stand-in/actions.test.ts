import { useStandIn } from '../engine/useStandIn';
import { makeAsset, makeAssets } from './assets';
import { type Answer, findIn, imageIn } from './Client';
import { makeGroup, makeGroups, makeSoftlyDeletedGroup } from './groups';
import { FAILED } from './options';
import type { StandInOptions } from './StandIn';

const client = useStandIn();

const model = 'volc-asset';
const everything = { model, Filter: {}, PageSize: 100 };
const idsOf = ({ Items }: Answer) => Items?.map(({ Id }) => Id);

describe('groups', () => {
	const { Id } = makeGroup(2);

	it('are got by their ID', async () => {
		expect((await client.ask('GetAssetGroup', { Id })).body).toEqual(makeGroup(2));
	});

	it('are renamed, title and all', async () => {
		const answer = await client.ask('UpdateAssetGroup', { model, Id, Name: 'cats' });

		expect(answer.body).toEqual({ Id });
		const { Name, Title, UpdateTime } = client.standIn.groups[1] ?? {};
		expect([Name, Title]).toEqual(['cats', '[u-1]-[t-88] cats']);
		expect(String(UpdateTime) > String(makeGroup(2).UpdateTime)).toBe(true);
	});

	it('are deleted with all that is in them', async () => {
		client.standIn.reset({ assets: makeAssets(3) });

		const answer = await client.ask('DeleteAssetGroup', { Id });

		expect(answer).toEqual({ status: 200, body: {} });
		expect(client.standIn.groups).toEqual([makeGroup(1), makeGroup(3)]);
		expect(client.standIn.assets).toEqual([makeAsset(1), makeAsset(3)]);
	});

	it.each(['GetAssetGroup', 'UpdateAssetGroup', 'DeleteAssetGroup'])(
		'that do not exist are refused by %s',
		async (action) => {
			const { status, body } = await client.ask(action, { model, Id: 'group-none', Name: 'x' });

			expect(status).toBe(404);
			expect(body).toMatchObject({ ResponseMetadata: { Error: { Code: 'NotFound.group_id' } } });
		},
	);

	it('that were softly deleted are still listed', async () => {
		client.standIn.reset({ groups: [makeSoftlyDeletedGroup(1)] });

		const { body } = await client.ask('ListAssetGroups', everything);

		expect(body.Items).toMatchObject([{ Name: '__del__group 0001' }]);
	});
});

describe('assets', () => {
	beforeEach(() => client.standIn.reset({ assets: makeAssets(2) }));

	it('are renamed', async () => {
		const { Id } = makeAsset(1);

		const answer = await client.ask('UpdateAsset', { model, Id, Name: 'film' });

		expect(answer).toEqual({ status: 200, body: { Id } });
		const { UpdateTime } = client.standIn.assets[0] ?? {};
		expect(client.standIn.assets[0]).toEqual({ ...makeAsset(1), Name: 'film', UpdateTime });
		expect(String(UpdateTime) > String(makeAsset(1).UpdateTime)).toBe(true);
	});

	it('are refused a name that is too long', async () => {
		const { Id } = makeAsset(1);

		expect((await client.ask('UpdateAsset', { model, Id, Name: 'x'.repeat(65) })).status).toBe(400);
	});

	it.each(Object.entries(FAILED))('can fail, and say so (%s)', async (_how, failed) => {
		client.standIn.reset({ statuses: ['Processing', failed] });
		const { body } = await client.ask('CreateAsset', imageIn(makeGroup(1).Id));

		await client.ask('GetAsset', { Id: body.Id });

		expect((await client.ask('GetAsset', { Id: body.Id })).body).toMatchObject(failed);
	});

	it('are found by IDs, statuses and in an order, as upstream documents it', async () => {
		const list = async (more: object) =>
			idsOf((await client.ask('ListAssets', { ...everything, ...more })).body);
		client.standIn.assets = [{ ...makeAsset(1), Status: 'Failed' }, makeAsset(2)];
		const [first, second] = [makeAsset(1).Id, makeAsset(2).Id];

		expect(await list({ Filter: { Ids: [second] } })).toEqual([second]);
		expect(await list({ Filter: { Statuses: ['Failed'] } })).toEqual([first]);
		expect(await list({ SortBy: 'CreateTime', SortOrder: 'Asc' })).toEqual([first, second]);
		expect(await list({ SortBy: 'CreateTime' })).toEqual([second, first]);
	});

	it('are found by more than was asked for, if upstream is not heeded', async () => {
		client.standIn.reset({ assets: makeAssets(3), upstreamFilters: 'ignored' });
		const list = async (Filter: object) =>
			idsOf((await client.ask('ListAssets', { ...everything, Filter })).body);

		expect(await list({ Statuses: ['Failed'] })).toHaveLength(3);
		expect(await list({ Ids: [makeAsset(2).Id] })).toEqual([makeAsset(2).Id, makeAsset(1).Id]);
	});
});

describe('what a token may not do', () => {
	it('is an action that the site does not serve', async () => {
		client.standIn.reset({ without: ['DeleteAssetGroup'] });

		const { status, body } = await client.ask('DeleteAssetGroup', { Id: makeGroup(1).Id });

		expect(status).toBe(404);
		expect(body.error?.message).toBe('Invalid URL (POST /volc/asset/DeleteAssetGroup)');
		expect(client.standIn.groups).toHaveLength(3);
		expect((await client.ask('GetAssetGroup', { Id: makeGroup(1).Id })).status).toBe(200);
	});

	it.each<[string, StandInOptions, number, string]>([
		['without a channel', { models: ['volc-asset-video'] }, 503, 'model_not_found'],
		['without quota', { quotaSpent: true }, 403, 'insufficient_user_quota'],
	])('is to create %s', async (_what, options, status, code) => {
		client.standIn.reset(options);

		for (const [action, body] of [
			['CreateAsset', imageIn(makeGroup(1).Id)],
			['CreateAssetGroup', { model, Name: 'new' }],
		] as const) {
			const answer = await client.ask(action, body);
			expect(answer).toMatchObject({ status, body: { error: { code } } });
		}
		expect([client.standIn.assets, client.standIn.groups]).toEqual([[], makeGroups(3)]);
	});
});

describe('people', () => {
	const CallbackURL = 'https://n8n.example/resume?run=7';

	const begin = async () => {
		const { body } = await client.ask('CreateVisualValidateSession', { CallbackURL });
		return { BytedToken: findIn(body, 'BytedToken'), link: findIn(body, 'H5Link') };
	};

	const result = async (BytedToken: string) =>
		await client.ask('GetVisualValidateResult', { BytedToken });

	/** A group of a verified person. */
	const verified = async (options: StandInOptions = {}): Promise<string> => {
		client.standIn.reset(options);
		const { BytedToken } = await begin();
		client.standIn.finishVerification(BytedToken);
		return findIn((await result(BytedToken)).body, 'GroupId');
	};

	it('open a link, and are sent on to the callback; then they have a group', async () => {
		const { BytedToken, link } = await begin();
		expect((await result(BytedToken)).body).toEqual({ GroupId: '' });

		const opened = await fetch(link, { redirect: 'manual' });

		expect(opened.status).toBe(302);
		expect(opened.headers.get('location')).toBe(
			`${CallbackURL}&bytedToken=${BytedToken}&resultCode=10000`,
		);
		const { body } = await result(BytedToken);
		expect(client.standIn.groups.at(-1)).toMatchObject({
			Id: findIn(body, 'GroupId'),
			GroupType: 'LivenessFace',
		});
		expect(client.standIn.actions).not.toContain(BytedToken);
	});

	it('have no group if they did not pass', async () => {
		const { BytedToken, link } = await begin();

		const opened = await fetch(`${link}?outcome=failed`, { redirect: 'manual' });

		expect(opened.headers.get('location')).toMatch(/resultCode=10001$/);
		expect((await result(BytedToken)).body).toEqual({ GroupId: '' });
	});

	it('can be answered with an error until they have passed', async () => {
		client.standIn.reset({ notVerifiedYet: 'error' });
		const { BytedToken } = await begin();

		expect(JSON.stringify(await result(BytedToken))).toContain('ValidateNotReady');
	});

	it('have half an hour', async () => {
		let time = 0;
		client.standIn.reset({ now: () => time });
		const { BytedToken } = await begin();

		time = 30 * 60_000 - 1;
		expect((await result(BytedToken)).status).toBe(200);
		time++;
		expect((await result(BytedToken)).status).toBe(400);
	});

	it('can have tokens that are used once', async () => {
		client.standIn.reset({ singleUseTokens: true });
		const { BytedToken } = await begin();
		client.standIn.finishVerification(BytedToken);

		expect((await result(BytedToken)).status).toBe(200);
		expect((await result(BytedToken)).status).toBe(400);
	});

	it('need a callback in the field, whatever the page says', async () => {
		expect((await client.ask('CreateVisualValidateSession', {})).status).toBe(200);
		client.standIn.reset({ manner: 'as-in-the-field' });

		const answer = await client.ask('CreateVisualValidateSession', {});

		expect(JSON.stringify(answer)).toContain('[MissingParameter.CallbackURL]');
	});

	it('need a token of the right group', async () => {
		client.standIn.reset({ verifiesPeople: false });

		const { status, body } = await client.ask('CreateVisualValidateSession', { CallbackURL });

		expect(status).toBe(400);
		expect(JSON.stringify(body)).toContain('GroupType must be one of [AIGC]');
	});

	it('have groups that no list shows, and that are known by their ID', async () => {
		const Id = await verified();

		for (const Filter of [{}, { GroupIds: [Id] }, { GroupType: 'LivenessFace' }]) {
			const { body } = await client.ask('ListAssetGroups', { ...everything, Filter });
			expect(idsOf(body)).not.toContain(Id);
		}
		expect((await client.ask('GetAssetGroup', { Id })).body.Id).toBe(Id);
	});

	it.each([
		['listed', 404, [[], [], 1]],
		['gettable', 200, [[], [], 0]],
		['both', 200, [[], [], 1]],
	] as const)('have assets that are %s', async (livenessAssets, status, [all, byGroup, byBoth]) => {
		const group = await verified({ livenessAssets });
		const { Id } = (await client.ask('CreateAsset', imageIn(group))).body;
		const list = async (Filter: object) =>
			idsOf((await client.ask('ListAssets', { ...everything, Filter })).body);

		expect((await client.ask('GetAsset', { Id })).status).toBe(status);
		expect(await list({})).toEqual(all);
		expect(await list({ GroupIds: [group] })).toEqual(byGroup);
		expect(await list({ GroupIds: [group], GroupType: 'LivenessFace' })).toHaveLength(byBoth);
	});

	it('have assets refused that show somebody else', async () => {
		const group = await verified({ faceCheck: 'refused' });

		expect(await client.ask('CreateAsset', imageIn(group))).toMatchObject({
			status: 502,
			body: {
				error: { message: 'upstream asset error: Face consistency verification failed' },
			},
		});
		expect(client.standIn.assets).toEqual([]);
	});

	it.each([
		['fails', [200, { Status: 'Failed', Error: { Code: 'FaceMismatch' } }]],
		['vanishes', [404, {}]],
	] as const)('have an asset that %s', async (faceCheck, [status, body]) => {
		const group = await verified({ faceCheck });
		const { Id } = (await client.ask('CreateAsset', imageIn(group))).body;

		expect((await client.ask('GetAsset', { Id })).body).toMatchObject({ Status: 'Processing' });
		expect(await client.ask('GetAsset', { Id })).toMatchObject({ status, body });
	});

	it('can be asked to open another link for an asset', async () => {
		const group = await verified({ faceCheck: 'asks' });

		const { body } = await client.ask('CreateAsset', imageIn(group));

		expect(body).toHaveProperty('VerifyUrl');
	});
});

it('says less of a deletion in the field, at times', async () => {
	client.standIn.reset({ manner: 'as-in-the-field', assets: makeAssets(3) });
	const answers = [];
	for (const { Id } of makeAssets(3)) {
		answers.push(JSON.stringify((await client.ask('DeleteAsset', { Id })).body));
	}

	expect(answers.filter((answer) => answer.includes('"Deleted":true'))).toHaveLength(1);
	expect(answers.filter((answer) => answer.includes('"Id"'))).toHaveLength(2);
	expect(client.standIn.assets).toEqual([]);
});
