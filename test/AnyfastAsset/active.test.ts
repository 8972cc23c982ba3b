import type { IDataObject } from 'n8n-workflow';

import { untilActive } from '../../nodes/AnyfastAsset/resources/asset/untilActive';
import { AnyfastError } from '../../nodes/shared/AnyfastError';
import { readAnswer, Unproven } from '../../nodes/shared/api/answer';
import type { Endpoint } from '../../nodes/shared/api/endpoint';
import type { Asset } from '../../nodes/shared/api/assets';
import { makeAsset } from '../stand-in/assets';
import { VirtualTime } from '../engine/VirtualTime';

/** What the API does at a question: answers, fails, or (a number) needs so many milliseconds to time out. */
type Answer = Partial<Asset> | Error | number;

let time: VirtualTime;
/** When the asset was asked for, in milliseconds. */
let asked: number[];
/** Until when its answer was waited for. */
let untils: number[];
/** What its group was asked for. */
let lists: IDataObject[];

beforeEach(() => {
	time = new VirtualTime({ start: 0 });
	[asked, untils, lists] = [[], [], []];
});

const Id = makeAsset(1).Id;
const GroupId = makeAsset(1).GroupId;
const assetThat = (more: Partial<Asset>): Asset => ({ ...makeAsset(1), ...more });
const notFound = new AnyfastError('Anyfast cannot find the asset', {
	cause: 'api',
	kind: 'asset not found',
});
const refusal = new AnyfastError('Anyfast does not accept this', { cause: 'api', kind: 'invalid' });

interface Service {
	/** One after another; it stays at the last. */
	get: Answer[];
	/** What ListAssets has of the group: by its type, or in both ways of asking. */
	list?: (groupType: unknown) => Asset[] | Error;
	advice?: string;
}

/** Waits for an asset of that service. */
async function wait({ get, list = () => [], advice }: Service, timeoutMs = 300_000) {
	const api: Parameters<typeof untilActive>[0]['api'] = {
		clock: time.clock,
		hasAnswered: true,
		async call(endpoint, body, { until = Infinity } = {}) {
			if (endpoint.name === 'GetAsset') {
				expect(body).toEqual({ Id });
				const next = get[Math.min(asked.length, get.length - 1)] ?? {};
				asked.push(time.now());
				untils.push(until);
				return understood(endpoint, await answerOf(next, until));
			}
			const { Filter } = Object(body);
			lists.push(Filter);
			const listed = list(Filter.GroupType);
			if (listed instanceof Error) throw listed;
			return understood(endpoint, { Items: listed, TotalCount: listed.length });
		},
	};
	const asset = { Id, GroupId, adviceIfInvisible: advice };
	return await untilActive({ api, onlyWaits() {} }, asset, timeoutMs);
}

async function answerOf(answer: Answer, until: number): Promise<IDataObject> {
	if (answer instanceof Error) throw answer;
	if (typeof answer !== 'number') return assetThat(answer);
	await time.sleep(Math.min(answer, until - time.now()));
	throw new AnyfastError('Anyfast did not answer in time', { cause: 'api', kind: 'timeout' });
}

function understood<T>(endpoint: Endpoint<T>, body: IDataObject): T {
	const answer = readAnswer({ statusCode: 200, headers: {}, text: JSON.stringify(body) });
	const value = endpoint.read(answer, {});
	if (value instanceof Unproven) throw new Error(value.what);
	return value;
}

/** The same, of which it is known that it fails. */
const errorOf = async (...args: Parameters<typeof wait>): Promise<AnyfastError> => {
	const error: unknown = await wait(...args).catch((caught: unknown) => caught);
	if (error instanceof AnyfastError) return error;
	throw new Error('It did not end in an AnyfastError');
};

const states = (...statuses: Array<string | undefined>) => statuses.map((Status) => ({ Status }));

it('gives an asset that is active at the first question, after 1.5 seconds', async () => {
	expect(await wait({ get: states('Active') })).toEqual(assetThat({ Status: 'Active' }));
	expect(asked).toEqual([1500]);
});

it.each([['Processing'], ['Pending'], ['Queued'], ['Inactive'], ['Transcoding'], [undefined]])(
	'goes on asking while the status is %s',
	async (status) => {
		const asset = await wait({ get: states(status, status, 'Active') });

		expect(asset.Status).toBe('Active');
		expect(asked).toHaveLength(3);
	},
);

it.each(['active', 'ACTIVE', ' Active '])('takes the status %j for active', async (Status) => {
	expect(await wait({ get: [{ Status }] })).toEqual(assetThat({ Status }));
});

it.each(['failed', 'FAILED', ' Failed '])('takes the status %j for failed', async (Status) => {
	expect((await errorOf({ get: [{ Status }] })).message).toMatch(/its status is Failed$/);
	expect(asked).toHaveLength(1);
});

it.each([undefined, '', ' '])(
	'takes an active asset with the URL %j for unfinished',
	async (URL) => {
		const Status = 'Active';

		expect(await wait({ get: [{ Status, URL }, { Status }] })).toEqual(assetThat({ Status }));
		expect(asked).toHaveLength(2);
	},
);

it('says so if an active asset never has a URL', async () => {
	expect((await errorOf({ get: [{ Status: 'Active', URL: '' }] }, 3000)).message).toBe(
		'The asset was not active after 3 seconds: its last status was Active, without a URL',
	);
});

it('asks with growing pauses, up to 15 seconds', async () => {
	await wait({ get: states(...Array<string>(10).fill('Processing'), 'Active') });

	const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
	expect(pauses.slice(0, 3)).toEqual([1000, 1500, 2250]);
	expect(pauses.slice(-2)).toEqual([15_000, 15_000]);
	expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
});

it('asks once more when the time is over, and then says the last status', async () => {
	const error = await errorOf({ get: states('Processing', 'Processing', 'Inactive') }, 3000);

	expect(asked).toEqual([1500, 2500, 3000]);
	expect(error.message).toBe(
		'The asset was not active after 3 seconds: its last status was Inactive',
	);
	expect(error.details.description).toContain('Get Asset');
});

it('takes an asset that becomes active at the last moment', async () => {
	expect((await wait({ get: states('Queued', 'Queued', 'Active') }, 3000)).Status).toBe('Active');
});

it('says so if the status was never given', async () => {
	expect((await errorOf({ get: states(undefined) }, 1)).message).toMatch(
		/its last status was not given$/,
	);
});

it('lets a question take no longer than the timeout', async () => {
	const error = await errorOf({ get: [{ Status: 'Queued' }, 60_000] }, 3000);

	expect(asked).toEqual([1500, 2500]);
	expect(untils).toEqual([3000, 3000]);
	expect(time.now()).toBe(3000);
	expect(error.message).toBe(
		'The asset was not active after 3 seconds: its last status was Queued',
	);
});

it('passes on a question that timed out long before', async () => {
	await expect(wait({ get: [60_000] })).rejects.toThrow('Anyfast did not answer in time');
});

const keyRefused = new AnyfastError('Anyfast refused the API key', {
	cause: 'api',
	kind: 'key refused',
});

it('goes on after what may pass, such as a key that is refused once', async () => {
	const get = [...states('Processing'), keyRefused, keyRefused, ...states('Active')];

	expect(await wait({ get })).toMatchObject({ Status: 'Active' });
});

it('ends once the same problem has lasted a minute', async () => {
	const get = [...states('Processing'), keyRefused];

	await expect(wait({ get })).rejects.toBe(keyRefused);
	expect(time.now()).toBeGreaterThan(60_000);
	expect(time.now()).toBeLessThan(90_000);
});

it('says what went wrong last if the time is up before', async () => {
	const error = await errorOf({ get: [...states('Processing'), keyRefused] }, 20_000);

	expect(error.message).toContain('its last status was Processing');
	expect(error.details.description).toContain('failed: Anyfast refused the API key.');
});

it('ends at Failed, with what the API says', async () => {
	const reason = {
		Error: { Code: 'TooShort', Message: 'At least 2 seconds' },
		FailReason: 'short',
	};
	const error = await errorOf({ get: [{ Status: 'Processing' }, { Status: 'Failed', ...reason }] });

	expect(asked).toHaveLength(2);
	expect(error.message).toBe('Anyfast could not make the asset active: its status is Failed');
	expect(error.details.description).toBe(
		'The API said: At least 2 seconds [TooShort]; short. Check the file against what Anyfast takes, and upload it again.',
	);
});

it.each([
	[{ Error: { Code: '', Message: '' }, FailedReason: 'no face' }, 'The API said: no face. '],
	[{ Error: 'too dark' }, 'The API said: too dark. '],
	[{ Error: {} }, ''],
])('shows the reason of a failure, wherever it stands: %j', async (reason, said) => {
	const error = await errorOf({ get: [{ Status: 'Failed', ...reason }] });

	expect(error.details.description).toBe(
		`${said}Check the file against what Anyfast takes, and upload it again.`,
	);
});

it.each([{ Error: { Message: 'x'.repeat(10_000) } }, { FailReason: 'x'.repeat(10_000) }])(
	'ends at Failed also if the API says nothing, and shortens what is long: %#',
	async (reason) => {
		const silent = await errorOf({ get: states('Failed') });
		expect(silent.details.description).toMatch(/^Check the file/);

		const { details } = await errorOf({ get: [{ Status: 'Failed', ...reason }] });
		expect(details.description).toContain('The API said: ');
		expect(details.description?.length).toBeLessThan(1000);
	},
);

it('shortens a status that is long', async () => {
	const { message } = await errorOf({ get: states('x'.repeat(1_000_000)) }, 1000);

	expect(message).toContain('its last status was xxx');
	expect(message.length).toBeLessThan(1000);
});

it('passes on what goes wrong while asking', async () => {
	await expect(wait({ get: [new Error('gone')] })).rejects.toThrow('gone');
	await expect(wait({ get: [refusal] })).rejects.toBe(refusal);
});

describe('an asset that is not found', () => {
	it('is asked for again', async () => {
		const get = [notFound, notFound, notFound, notFound, { Status: 'Active' }];

		expect((await wait({ get })).Status).toBe('Active');
		expect(asked).toHaveLength(5);
	});

	it('is asked for again also if it was there before', async () => {
		const get = [{ Status: 'Processing' }, notFound, { Status: 'Active' }];

		expect((await wait({ get })).Status).toBe('Active');
	});

	it('for more than 30 seconds never appeared', async () => {
		const error = await errorOf({ get: [notFound], advice: 'Send it in another way.' });

		expect(asked.at(-2)).toBeLessThanOrEqual(30_000);
		expect(asked.at(-1)).toBeGreaterThan(30_000);
		expect(asked.at(-1)).toBeLessThan(45_000);
		expect(error.message).toMatch(/^The asset did not appear within 3\d seconds$/);
		expect(error.details.description).toBe(
			'Send it in another way. It may still appear: look with Get Asset.',
		);
	});

	it('until the time is over did not appear by then', async () => {
		const error = await errorOf({ get: [notFound] }, 10_000);

		expect(error.message).toBe('The asset did not appear within 10 seconds');
		expect(error.details.description).toBe(
			'It may still appear: look with Get Asset, or set Wait Timeout (Seconds) higher.',
		);
	});

	it('any more for a minute, but was there before, is gone', async () => {
		const get = [...states(...Array<string>(8).fill('Processing')), notFound];

		await expect(wait({ get })).rejects.toBe(notFound);
		const missing = asked.slice(8);
		expect(Number(missing.at(-1)) - Number(missing[0])).toBeGreaterThanOrEqual(60_000);
		expect(Number(missing.at(-2)) - Number(missing[0])).toBeLessThan(60_000);
	});

	it('for a moment, but was there before, is waited for', async () => {
		const get = [...states('Processing'), notFound, notFound, notFound, ...states('Active')];

		expect(await wait({ get })).toMatchObject({ Status: 'Active' });
	});

	it('is looked for in its group from the third time on, without a type and with one', async () => {
		await errorOf({ get: [notFound] }, 4000);

		expect(asked).toHaveLength(3);
		expect(lists).toEqual([
			{ GroupIds: [GroupId], GroupType: undefined },
			{ GroupIds: [GroupId], GroupType: 'LivenessFace' },
		]);
	});

	it.each([undefined, 'LivenessFace'])(
		'but is in its group of type %s, is taken from there',
		async (type) => {
			const Status = 'Active';
			const list = (groupType: unknown) =>
				groupType === type ? [makeAsset(2), assetThat({ Status })] : [makeAsset(3)];

			expect(await wait({ get: [notFound], list })).toEqual(assetThat({ Status }));
			expect(asked).toHaveLength(3);
		},
	);

	it('but goes on in its group, is waited for however long it takes', async () => {
		const list = () => [
			assetThat({ Status: time.now() > 100_000 ? 'Active' : 'Processing', GroupId }),
		];

		expect((await wait({ get: [notFound], list })).Status).toBe('Active');
		expect(time.now()).toBeGreaterThan(100_000);
	});

	it('is still waited for if its key may not list, or not in that way', async () => {
		const get = [notFound, notFound, notFound, notFound, { Status: 'Active' }];
		expect((await wait({ get, list: () => refusal })).Status).toBe('Active');

		asked = [];
		const list = (type: unknown) => (type === undefined ? refusal : [assetThat({})]);
		expect((await wait({ get: [notFound], list })).Id).toBe(Id);
		expect(asked).toHaveLength(3);
	});

	it('is not looked for any more once the execution is canceled', async () => {
		const canceled = new AnyfastError('The execution was canceled', { kind: 'canceled' });

		await expect(wait({ get: [notFound], list: () => canceled })).rejects.toBe(canceled);
	});
});
