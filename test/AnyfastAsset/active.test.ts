import type { Asset } from '../../nodes/shared/api/assets';
import { NotActiveError, untilActive } from '../../nodes/AnyfastAsset/resources/asset/active';
import { makeAsset } from '../stand-in/assets';
import { VirtualTime } from '../shared/api/VirtualTime';

let clock: VirtualTime;
/** When the asset was asked for, in milliseconds. */
let asked: number[];

beforeEach(() => {
	clock = new VirtualTime();
	asked = [];
});

const assetThat = (more: Partial<Asset>): Asset => ({ ...makeAsset(1), ...more });

/** Waits for an asset that has these statuses, one after another, and stays at the last. */
const wait = async (statuses: Array<string | undefined>, timeoutMs: number, more = {}) =>
	await clock.run(
		untilActive(
			async () => {
				const Status = statuses[Math.min(asked.length, statuses.length - 1)];
				asked.push(clock.now());
				return assetThat({ Status, ...more });
			},
			clock,
			timeoutMs,
		),
	);

const errorOf = async (...args: Parameters<typeof wait>): Promise<NotActiveError> => {
	const error: unknown = await wait(...args).catch((caught: unknown) => caught);
	if (error instanceof NotActiveError) return error;
	throw new Error('It did not end in a NotActiveError');
};

it('gives an asset that is active at once, without a pause', async () => {
	expect(await wait(['Active'], 1000)).toEqual(assetThat({ Status: 'Active' }));
	expect(asked).toEqual([0]);
});

it.each([['Processing'], ['Inactive'], ['Transcoding'], [undefined]])(
	'goes on asking while the status is %s',
	async (status) => {
		const asset = await wait([status, status, 'Active'], 300_000);

		expect(asset.Status).toBe('Active');
		expect(asked).toHaveLength(3);
	},
);

it('asks with growing pauses, up to 15 seconds', async () => {
	await wait([...Array<string>(10).fill('Processing'), 'Active'], 300_000);

	const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
	expect(pauses.slice(0, 3)).toEqual([1000, 1500, 2250]);
	expect(pauses.slice(-2)).toEqual([15_000, 15_000]);
	expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
});

it('asks once more when the time is over, and then says the last status', async () => {
	const error = await errorOf(['Processing', 'Inactive'], 2000);

	expect(asked).toEqual([0, 1000, 2000]);
	expect(error.message).toBe(
		'The asset was not active after 2 seconds: its last status was Inactive',
	);
	expect(error.advice).toContain('Get Asset');
});

it('takes an asset that becomes active at the last moment', async () => {
	expect((await wait(['Processing', 'Processing', 'Active'], 2000)).Status).toBe('Active');
});

it('says so where the status was never given', async () => {
	expect((await errorOf([undefined], 1)).message).toMatch(/its last status was not given$/);
});

it('ends at Failed, with what the API says', async () => {
	const reason = {
		Error: { Code: 'TooShort', Message: 'At least 2 seconds' },
		FailReason: 'short',
	};
	const error = await errorOf(['Processing', 'Failed'], 300_000, reason);

	expect(asked).toHaveLength(2);
	expect(error.message).toBe('Anyfast could not make the asset active: its status is Failed');
	expect(error.advice).toBe(
		'The API said: Error: {"Code":"TooShort","Message":"At least 2 seconds"}; FailReason: short. Check the file against what Anyfast takes, and upload it again.',
	);
});

it('ends at Failed also where the API says nothing, and shortens what is long', async () => {
	expect((await errorOf(['Failed'], 1)).advice).toMatch(/^Check the file/);
	const { advice } = await errorOf(['Failed'], 1, { Reason: 'x'.repeat(10_000) });
	expect(advice.length).toBeLessThan(1000);
});

it('passes on what goes wrong while asking', async () => {
	const work = untilActive(async () => await Promise.reject(new Error('gone')), clock, 1000);

	await expect(clock.run(work)).rejects.toThrow('gone');
});
