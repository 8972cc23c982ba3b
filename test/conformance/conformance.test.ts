import { makeAsset } from '../stand-in/assets';
import { makeGroup } from '../stand-in/groups';
import { StandIn, type StandInOptions } from '../stand-in/StandIn';
import { askAll, type Consent, type Report, type Result } from './askAll';
import { fileOf } from './print';
import { Service } from './Service';
import { STAND_INS } from './standIns';

const API_KEY = 'sk-a-secret-of-the-account';
/** The stand-in looks into no file. */
const PICTURE = Buffer.from('a picture');
const FREE: Consent = { assets: false, video: false };
const BILLED: Consent = { assets: true, video: true };

let standIn: StandIn;

beforeAll(async () => {
	standIn = await StandIn.start({ apiKey: API_KEY });
});

beforeEach(() => standIn.reset());

afterAll(async () => {
	await standIn.stop();
});

async function ask(options: StandInOptions, consent: Consent): Promise<Report> {
	standIn.reset(options);
	return await askAll(service(), consent, PICTURE);
}

function service(): Service {
	return new Service({ baseUrl: standIn.url, apiKey: API_KEY, pause: async () => undefined });
}

const titles = ({ results }: Report, verdict: Result['verdict']): string[] =>
	results.filter((result) => result.verdict === verdict).map(({ title }) => title);

const find = ({ results }: Report, title: string): Result | undefined =>
	results.find((result) => result.title === title);

describe('asked all that it can be asked', () => {
	it('a service as documented fits every assumption', async () => {
		const report = await ask(STAND_INS.documented(), BILLED);

		expect(titles(report, 'no')).toEqual([]);
		expect(titles(report, 'open')).toEqual([]);
		expect(report.leftBehind).toEqual([]);
	});

	it('a service as clients report it does not fit these', async () => {
		const report = await ask(STAND_INS.field(), BILLED);

		expect(titles(report, 'no')).toEqual([
			'A page behind the last has Items: []',
			'TotalCount of ListAssetGroups is the same on all pages, and as many rows are shown',
			'TotalCount of ListAssets is the same on all pages, and as many rows are shown',
			'Filter.GroupType AIGC gives the groups of that type',
			'ListAssets with Filter.Ids gives the asset of that ID, and no other',
			'ListAssets with Filter.Statuses gives assets of that status alone',
			'ListAssets with SortBy and SortOrder gives the oldest or the newest first',
			'The URL of an asset is the same at each read',
			'A group that is created without a type is AIGC',
			'A new group takes an asset at once, here an image as a data URI',
			'A new asset is known to GetAsset at once',
			'An Active asset has its URL',
			'A name may be given twice in a group',
			'DeleteAsset answers with Id and Deleted: true',
			'A submit answers with task_id and id, which are the same, and object "video"',
			'A task is known as soon as it was submitted, as { code: "success", data: { status } }',
			'A task’s status is one of NOT_START, QUEUED, IN_PROGRESS, SUCCESS, FAILURE',
			'What does not exist is refused with status 404',
			'Refusals have error.message, or ResponseMetadata.Error with Code and Message',
			'Answers of the asset API are bare, neither in Result nor in data',
		]);
		expect(titles(report, 'open')).toEqual([]);
		expect(report.leftBehind).toEqual([]);
	});

	it.each(['documented', 'field'] as const)(
		'it leaves the account as it was (%s)',
		async (manner) => {
			const { groups, assets } = STAND_INS[manner]();

			await ask(STAND_INS[manner](), BILLED);

			expect(standIn.actions).toContain('CreateAsset');
			expect(standIn.groups).toEqual(groups);
			expect(standIn.assets).toEqual(assets);
		},
	);
});

describe('asked for free', () => {
	it('it creates nothing, and says what was not asked', async () => {
		const report = await ask(STAND_INS.documented(), FREE);

		expect(standIn.actions.filter((action) => action.startsWith('Create'))).toEqual([]);
		expect(standIn.submitted).toBe(0);
		expect(titles(report, 'not asked')).toEqual(
			expect.arrayContaining([
				'CreateAssetGroup answers with Id',
				'A submit answers with task_id and id, which are the same, and object "video"',
			]),
		);
		expect(titles(report, 'no')).toEqual([]);
		expect(standIn.assets).toEqual(STAND_INS.documented().assets);
	});

	it('an empty account leaves open what only things in it could tell', async () => {
		const report = await ask({ groups: [], assets: [] }, FREE);

		expect(titles(report, 'no')).toEqual([]);
		expect(titles(report, 'open')).toEqual(
			expect.arrayContaining([
				'Filter.GroupIds gives the group of that ID, and no other',
				'The URL of an asset is the same at each read',
			]),
		);
	});

	it('an action that a site does not serve is told from an unknown ID', async () => {
		const report = await ask({ ...STAND_INS.documented(), without: ['UpdateAsset'] }, FREE);

		expect(titles(report, 'no')).toEqual([
			'UpdateAsset is served, and an unknown ID is NotFound.asset_id',
		]);
		expect(find(report, titles(report, 'no')[0] ?? '')?.did).toContain('not served: 404');
	});

	it('pages cut to a smaller size are not taken for a lie', async () => {
		const report = await ask({ ...STAND_INS.documented(), maxPageSize: 100 }, FREE);

		expect(find(report, largePage)).toMatchObject({
			verdict: 'yes',
			did: '100 rows, PageSize 100, TotalCount 130',
		});
	});

	it('more rows than the answer says are noticed', async () => {
		standIn.reset(STAND_INS.documented());
		standIn.tamper = (answer) => ({ ...answer, PageSize: 100 });

		const report = await askAll(service(), FREE, PICTURE);

		expect(find(report, largePage)?.verdict).toBe('no');
	});

	it('a call without an answer leaves its question open, and the others are asked', async () => {
		standIn.reset(STAND_INS.documented());
		standIn.fail({ action: 'UpdateAssetGroup' }, 'drop');

		const report = await askAll(service(), FREE, PICTURE);

		expect(titles(report, 'open')).toEqual([
			'UpdateAssetGroup is served, and an unknown ID is NotFound.group_id',
		]);
		expect(titles(report, 'no')).toEqual([]);
	});

	it('a call that is one too many is sent again', async () => {
		standIn.reset(STAND_INS.documented());
		standIn.fail({ action: 'DeleteAsset' }, { status: 429 }, { status: 429 });

		const report = await askAll(service(), FREE, PICTURE);

		expect(titles(report, 'no')).toEqual([]);
		expect(standIn.faultsLeft).toBe(0);
	});

	const largePage =
		'Asked for 101 rows, the service gives as many as the PageSize in its answer says';
});

describe('what it made', () => {
	it('is named if it cannot be deleted', async () => {
		const report = await ask({ without: ['DeleteAssetGroup'] }, BILLED);

		expect(report.leftBehind).toHaveLength(1);
		expect(report.leftBehind[0]).toMatch(/^AssetGroup group-\S+: 404 Invalid URL/);
		expect(standIn.groups).toHaveLength(4);
		expect(standIn.assets).toEqual([]);
	});

	it('is named if it was never found again', async () => {
		const report = await ask({ losesForms: true, without: ['DeleteAssetGroup'] }, BILLED);

		expect(report.leftBehind).toEqual([
			expect.stringMatching(/^Asset asset-\S+: 404 NotFound.asset_id/),
			expect.stringMatching(/^AssetGroup group-/),
		]);
		expect(titles(report, 'no')).toContain(
			'An image sent as a form is found as one sent as a data URI is',
		);
	});

	it('is deleted also if no answer told of it', async () => {
		standIn.reset();
		standIn.onAnswer = ({ action }) => {
			if (action === 'CreateAssetGroup') throw new Error('The answer got lost');
		};

		const report = await askAll(service(), BILLED, PICTURE);

		expect(standIn.actions).toContain('CreateAssetGroup');
		expect(standIn.groups).toHaveLength(3);
		expect(report.leftBehind).toEqual([]);
	});

	it('is deleted also after an interruption', async () => {
		standIn.reset();
		const asking = service();
		standIn.onAnswer = ({ action }) => {
			if (action === 'CreateAsset') asking.interrupted = true;
		};

		const report = await askAll(asking, BILLED, PICTURE);

		expect(find(report, 'DeleteAsset answers with Id and Deleted: true')?.verdict).toBe(
			'not asked',
		);
		expect(standIn.actions).toContain('CreateAsset');
		expect(standIn.assets).toEqual([]);
		expect(standIn.groups).toHaveLength(3);
	});
});

describe('the file', () => {
	const written = (report: Report) => fileOf('https://api.example', '2026-01-01', report);

	it.each(['documented', 'field'] as const)(
		'has neither the key nor who it is of, nor names, nor signatures (%s)',
		async (manner) => {
			const text = written(await ask(STAND_INS[manner](), BILLED));

			expect(text).toContain('/volc/asset/CreateAsset');
			expect(text).toContain(makeGroup(1).Id);
			for (const secret of [API_KEY, 'Bearer', 'u-1', 't-88', makeGroup(1).Name, 'X-Signature']) {
				expect(text).not.toContain(secret);
			}
			expect(text).not.toContain(makeAsset(1).Name);
		},
	);

	it('has no key if the service repeats it, whole or in part', async () => {
		standIn.reset();
		const message = `Token ${API_KEY} (sk-a-se****count) of user 4711 has ＄1.25, 余额 ¥-3`;
		standIn.fail({ action: 'GetAssetGroup' }, { status: 403, body: { error: { message } } });
		standIn.fail({ action: 'UpdateAsset' }, { status: 403, body: message });

		const text = written(await askAll(service(), FREE, PICTURE));

		expect(standIn.faultsLeft).toBe(0);
		expect(text).toContain('Token *** (sk-***) of user *** has $***, 余额 $***');
		for (const secret of [API_KEY, 'a-se', '4711', '1.25']) expect(text).not.toContain(secret);
	});
});
