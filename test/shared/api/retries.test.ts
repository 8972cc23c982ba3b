import {
	MAX_RETRY_AFTER_MS,
	pauseBefore,
	Retries,
	retryAfterMs,
} from '../../../nodes/shared/transport/retry';
import type { FileStream } from '../../../nodes/shared/transport/body';
import { useTestBed } from '../../engine/useTestBed';
import { onDisk, withStore } from '../../engine/files';
import { START as NOW } from '../../engine/VirtualTime';
import { GATEWAY_ANSWERS } from '../../stand-in/answers/gateway';
import { makeAsset, makeAssets } from '../../stand-in/assets';
import { makeGroups } from '../../stand-in/groups';
import { type Fault, gatewayError } from '../../stand-in/StandIn';

const bed = useTestBed();

const times = (howMany: number, fault: Fault) => Array.from({ length: howMany }, () => fault);

it('tries again for two minutes if it is refused for being too fast, because that did nothing', async () => {
	bed.standIn.failNext(...times(99, { status: 429 }));
	const began = bed.time.now();

	const error = await bed.error({});

	expect(error.message).toMatch(/^Anyfast's rate limit was exceeded .*, tried \d\d times$/);
	expect(error.description).toMatch(/[Tt]ry again later/);
	expect(bed.time.now() - began).toBeGreaterThanOrEqual(120_000);
	expect(bed.time.now() - began).toBeLessThan(130_000);
});

it('gives up a request without an answer after 60 seconds, five times', async () => {
	bed.endWhatHangs();
	bed.standIn.failNext(...times(5, 'hang'));

	const error = await bed.error({});

	expect(error.message).toBe('Anyfast did not answer in time, tried 5 times');
	// A millisecond more for each 32 bytes.
	expect(Math.round(bed.time.passed - bed.time.slept)).toBe(5 * 60_001);
});

it('asks for the same page again, and counts tries for each page', async () => {
	const groups = makeGroups(4);
	bed.standIn.reset({ groups });
	bed.standIn.failNext(...times(4, { status: 500 }));
	bed.standIn.beforePage = (page) => {
		if (page === 1) bed.standIn.failNext(...times(4, 'drop'));
	};

	expect(await bed.items({ returnAll: true, options: { pageSize: 3 } })).toEqual(groups);
	expect(bed.standIn.bodies.map(({ PageNumber }) => PageNumber)).toEqual([
		...[1, 1, 1, 1, 1],
		...[2, 2, 2, 2, 2],
		// Both ends once more, to see that nothing has moved.
		1,
		2,
	]);
});

it('gives up at once if what follows is final, and says how often it was tried', async () => {
	bed.standIn.failNext('drop', { status: 401 });

	expect((await bed.error({})).message).toBe('Anyfast refused the API key, tried 2 times');
	expect(bed.standIn.received).toHaveLength(2);
});

it('shows what the API said when it gives up', async () => {
	const body = gatewayError('The API said: Slow down [invalid_request_error, request ID 7]', 503);
	bed.standIn.failNext(...times(5, { status: 503, body }));

	expect((await bed.error({})).description).toContain(
		'The API said: Slow down [invalid_request_error, request ID 7]',
	);
});

it('waits longer and longer, with jitter', async () => {
	bed.standIn.failNext(...times(4, { status: 503 }));

	await bed.items({});

	expect(bed.pauses).toHaveLength(4);
	for (const [index, longest] of [1000, 2000, 4000, 8000].entries()) {
		expect(bed.pauses[index]).toBeGreaterThanOrEqual(longest / 2);
		expect(bed.pauses[index]).toBeLessThanOrEqual(longest);
	}
});

it.each([
	['seconds', '3', 3000],
	['nothing', '0', undefined],
	['a date', new Date(NOW + 20_000).toUTCString(), 20_000],
	['a date that is past', new Date(NOW - 20_000).toUTCString(), undefined],
	['more seconds than 60', '3600', 60_000],
	['a date after more than 60 seconds', new Date(NOW + 3_600_000).toUTCString(), 60_000],
])('obeys a Retry-After of %s: %s', async (_what, retryAfter, ms) => {
	bed.standIn.failNext({ status: 429, headers: { 'retry-after': retryAfter } });

	expect(await bed.items({})).toHaveLength(3);
	expect(bed.pauses[0]).toBe(ms);
});

it('does not wait for the rate any more once another item has failed', async () => {
	const assets = makeAssets(50);
	bed.standIn.reset({ assets });
	const tooFast = times(4, { status: 429, headers: { 'retry-after': '1' } });
	bed.standIn.failNext(...tooFast, { status: 401 });

	const error = await bed.error(
		{
			...{ resource: 'asset', operation: 'get', assetId: '={{ $json.Id }}' },
			options: { maxConcurrentRequests: 1 },
		},
		{ items: assets },
	);

	expect(error.message).toBe('Anyfast refused the API key');
	expect(bed.standIn.received).toHaveLength(5);
	// At ten a second, the 45 that were not begun would take more than four seconds.
	expect(bed.time.passed).toBeLessThan(4000);
});

it('obeys the Retry-After of a 503 too', async () => {
	bed.standIn.failNext({ status: 503, headers: { 'retry-after': '11' } });

	await bed.items({});

	expect(bed.pauses).toEqual([11_000]);
});

describe('retryAfterMs', () => {
	const date = new Date(NOW + 5000);

	it.each([
		['7', 7000],
		[' 7 ', 7000],
		['1.5', 1500],
		['0', 0],
		[date.toUTCString(), 5000],
		['Monday, 01-Jun-26 00:00:05 GMT', 5000],
		[new Date(NOW - 5000).toUTCString(), 0],
		['-5', undefined],
		['soon', undefined],
		['Mon, 99 Foo 2026', undefined],
		['', undefined],
		[undefined, undefined],
		[7, undefined],
		[['7'], undefined],
	])('reads %j as %p', (header, ms) => {
		expect(retryAfterMs(header, NOW)).toBe(ms);
	});
});

describe('pauseBefore', () => {
	it.each([
		[1, 0, 500],
		[1, 1, 1000],
		[2, 0, 1000],
		[3, 0.5, 3000],
		[4, 1, 8000],
	])('retry %d at a random number of %d is %d ms', (retry, random, ms) => {
		expect(pauseBefore(retry, undefined, () => random)).toBe(ms);
	});

	it.each([
		[0, 0],
		[2500, 2500],
		[60_000, 60_000],
		[60_001, MAX_RETRY_AFTER_MS],
		[Infinity, 60_000],
	])('is, if the server asks for %d ms, %d ms', (asked, ms) => {
		expect(pauseBefore(1, asked)).toBe(ms);
	});
});

describe('Retries', () => {
	const failed = { retry: 'later', waitMs: 10 } as const;
	const refused = { retry: 'slower' } as const;
	const invisible = { retry: 'once visible' } as const;

	it('ends after five tries that failed', () => {
		const retries = new Retries(() => NOW);

		expect(Array.from({ length: 5 }, () => retries.pauseAfter(failed))).toEqual([
			10,
			10,
			10,
			10,
			undefined,
		]);
	});

	it('goes on for two minutes if it was refused for being too fast, at most every four seconds', () => {
		let now = NOW;
		const retries = new Retries(() => now);
		const pauses: number[] = [];
		for (let pause = retries.pauseAfter(refused); pause; pause = retries.pauseAfter(refused)) {
			pauses.push(pause);
			now += pause;
		}

		expect(Math.max(...pauses)).toBeLessThanOrEqual(4000);
		expect(now - NOW).toBeGreaterThanOrEqual(120_000);
		expect(now - NOW).toBeLessThan(124_000);
	});

	it('ends after one refusal more if somebody waits at a drop-down', () => {
		const retries = new Retries(() => NOW, 1);

		expect(retries.pauseAfter(refused)).toBeGreaterThan(0);
		expect(retries.pauseAfter(refused)).toBeUndefined();
	});

	it('waits a window of minutes out once, and again only if something got through', () => {
		const window = { retry: 'after the window', waitMs: 60_000 } as const;
		const retries = new Retries(() => NOW);

		expect(retries.pauseAfter(window, 5)).toBe(60_000);
		expect(retries.pauseAfter(window, 6)).toBe(60_000);
		expect(retries.pauseAfter(window, 6)).toBeUndefined();
	});

	it('waits for what is not visible yet as long as the call says, on top of the other tries', () => {
		const retries = new Retries(() => NOW, undefined, [1000, 2000]);

		expect(
			[failed, invisible, invisible, invisible, failed].map((it) => retries.pauseAfter(it)),
		).toEqual([10, 1000, 2000, undefined, 10]);
		expect(new Retries(() => NOW).pauseAfter(invisible)).toBeUndefined();
	});
});

it('ends with the error of a file that cannot be read, in one try', async () => {
	const file = { content: Buffer.alloc(10), mimeType: 'image/png', fileName: 'cat.png' };
	const data = await onDisk(file);
	const parameters = {
		resource: 'asset',
		operation: 'upload',
		ifNameExists: 'uploadAnyway',
		groupId: makeGroups(1)[0]?.Id,
	};
	const broken = jest.fn((stored: FileStream) => stored.destroy(new Error('EIO')));

	const error = await withStore(
		broken,
		async () => await bed.error(parameters, { binary: { data } }),
	);

	expect(error.message).toBe("The file could not be read from n8n's storage");
	expect(broken).toHaveBeenCalledTimes(1);
	expect(bed.pauses).toEqual([]);
});

describe('a limit that counts requests for minutes, refused ones too', () => {
	it('is waited out once', async () => {
		bed.standIn.failNext(GATEWAY_ANSWERS.tooManyInAll);

		expect(await bed.items({})).toHaveLength(3);
		expect(bed.standIn.received).toHaveLength(2);
		expect(bed.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(60_000);
	});

	it('is quoted if it lasts', async () => {
		bed.standIn.failNext(...times(9, GATEWAY_ANSWERS.tooManyInAll));

		const error = await bed.error({});

		expect(error.message).toBe(
			"Anyfast's rate limit was exceeded (HTTP status 429), tried 2 times",
		);
		expect(error.description).toContain('1分钟内最多请求60次');
		expect(bed.standIn.received).toHaveLength(2);
	});
});

it('holds the timeout of a wait, however long the server asks to wait, and names the rate limit', async () => {
	bed.standIn.reset({ assets: [makeAsset(1)] });
	bed.standIn.fail(
		{ action: 'GetAsset' },
		...times(99, { status: 429, headers: { 'retry-after': '300' } }),
	);
	const began = bed.time.now();

	const error = await bed.error({
		resource: 'asset',
		operation: 'get',
		assetId: makeAsset(1).Id,
		waitUntilActive: true,
		waitTimeout: 6,
	});

	expect(error.description).toContain("The last status check failed: Anyfast's rate limit");
	expect(bed.time.now() - began).toBeLessThanOrEqual(7000);
});
