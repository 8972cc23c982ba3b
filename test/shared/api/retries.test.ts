import { sleep } from 'n8n-workflow';

import {
	MAX_RETRY_AFTER_MS,
	type Outcome,
	pauseBefore,
	withRetries,
} from '../../../nodes/shared/api/retry';
import { retryAfterMs } from '../../../nodes/shared/api/retryAfter';
import { TestBed } from '../../engine/TestBed';
import { EngineCredentials } from '../../engine/credentials';
import { makeGroups } from '../../stand-in/groups';
import { type Fault, gatewayError } from '../../stand-in/StandIn';

// No test waits: the pauses are recorded, and time passes in them alone.
jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn() }));

const NOW = Date.UTC(2026, 5, 1);

let bench: TestBed;
/** The milliseconds slept after the first request, the second, and so on. */
let pauses: number[];

beforeAll(async () => {
	bench = await TestBed.start();
});

beforeEach(() => {
	bench.standIn.reset();
	pauses = [];
	let now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	jest.mocked(sleep).mockImplementation(async (ms) => {
		now += ms;
		const retry = bench.standIn.received.length - 1;
		pauses[retry] = (pauses[retry] ?? 0) + ms;
	});
});

afterEach(() => jest.restoreAllMocks());
afterAll(async () => await bench.stop());

const times = (howMany: number, fault: Fault) => Array.from({ length: howMany }, () => fault);

const passing: Array<[string, Fault, string]> = [
	['429', { status: 429 }, 'Anyfast is receiving too many requests (HTTP status 429)'],
	['500', { status: 500 }, 'Anyfast is not available right now (HTTP status 500)'],
	[
		'502 with a web page',
		{ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' },
		'Anyfast is not available right now (HTTP status 502)',
	],
	['503', { status: 503, body: '' }, 'Anyfast is not available right now (HTTP status 503)'],
	['504', { status: 504, body: '' }, 'Anyfast is not available right now (HTTP status 504)'],
	['a dropped connection', 'drop', 'The connection to Anyfast was lost'],
	['a connection that ends within the body', 'cut', 'The connection to Anyfast was lost'],
	[
		'half a JSON text',
		{ status: 200, body: '{"Items": [{"Id": "gro' },
		'The answer of Anyfast was cut short',
	],
	[
		'half a JSON text that says so',
		{ status: 200, headers: { 'content-type': 'application/json' }, body: '"Ite' },
		'The answer of Anyfast was cut short',
	],
	['an empty body', { status: 200, body: '' }, 'The answer of Anyfast was cut short'],
	['no body', { status: 204, body: '' }, 'The answer of Anyfast was cut short'],
];

describe.each(passing)('after %s', (_what, fault, message) => {
	it.each([1, 4])('%d times in a row it recovers', async (failures) => {
		bench.standIn.failNext(...times(failures, fault));

		expect(await bench.items({})).toEqual(makeGroups(3));
		expect(bench.standIn.received).toHaveLength(failures + 1);
		expect(pauses).toHaveLength(failures);
	});

	it('5 times in a row it gives up and says so', async () => {
		bench.standIn.failNext(...times(6, fault));

		const error = await bench.error({});

		expect(error.message).toBe(`${message}, tried 5 times`);
		expect(error.description).toMatch(/[Tt]ry again later/);
		expect(bench.standIn.received).toHaveLength(5);
		expect(pauses).toHaveLength(4);
	});
});

it('gives up a request without an answer after 60 seconds, five times', async () => {
	const { authenticate } = EngineCredentials.prototype;
	const timeouts: unknown[] = [];
	jest.spyOn(EngineCredentials.prototype, 'authenticate').mockImplementation(async function (
		this: EngineCredentials,
		...request
	) {
		const options = await authenticate.apply(this, request);
		timeouts.push(options.timeout);
		return { ...options, timeout: 10 }; // The stand-in would not answer in 60 seconds either.
	});
	bench.standIn.failNext(...times(5, 'hang'));

	const error = await bench.error({});

	expect(error.message).toBe('Anyfast did not answer in time, tried 5 times');
	expect(timeouts).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
});

it('asks for the same page again, and counts tries for each page', async () => {
	const groups = makeGroups(4);
	bench.standIn.reset({ groups });
	bench.standIn.failNext(...times(4, { status: 500 }));
	bench.standIn.beforePage = (page) => {
		if (page === 1) bench.standIn.failNext(...times(4, 'drop'));
	};

	expect(await bench.items({ returnAll: true, options: { pageSize: 3 } })).toEqual(groups);
	expect(bench.standIn.bodies.map(({ PageNumber }) => PageNumber)).toEqual([
		...[1, 1, 1, 1, 1],
		...[2, 2, 2, 2, 2],
	]);
});

it('gives up at once where what follows is final, and says how often it was tried', async () => {
	bench.standIn.failNext('drop', { status: 401 });

	expect((await bench.error({})).message).toBe('Anyfast refused the API key, tried 2 times');
	expect(bench.standIn.received).toHaveLength(2);
});

it('shows what the API said when it gives up', async () => {
	const body = gatewayError('Slow down (request id: 7)', 429);
	bench.standIn.failNext(...times(5, { status: 429, body }));

	expect((await bench.error({})).description).toContain('Slow down (request id: 7)');
});

it('waits longer and longer, with jitter', async () => {
	bench.standIn.failNext(...times(4, { status: 503 }));

	await bench.items({});

	expect(pauses).toHaveLength(4);
	for (const [index, longest] of [1000, 2000, 4000, 8000].entries()) {
		expect(pauses[index]).toBeGreaterThanOrEqual(longest / 2);
		expect(pauses[index]).toBeLessThanOrEqual(longest);
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
	bench.standIn.failNext({ status: 429, headers: { 'retry-after': retryAfter } });

	expect(await bench.items({})).toHaveLength(3);
	expect(pauses[0]).toBe(ms);
});

it('obeys the Retry-After of a 503 too', async () => {
	bench.standIn.failNext({ status: 503, headers: { 'retry-after': '11' } });

	await bench.items({});

	expect(pauses).toEqual([11_000]);
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
	])('where the server asks for %d ms is %d ms', (asked, ms) => {
		expect(pauseBefore(1, asked)).toBe(ms);
	});
});

describe('withRetries', () => {
	const again: Outcome<string, string> = { ok: false, failure: 'busy', again: { afterMs: 10 } };
	const wait = jest.fn<Promise<void>, [number]>();

	beforeEach(() => wait.mockReset());

	it.each<[string, Outcome<string, string>]>([
		['success', { ok: true, value: 'done' }],
		['a final failure', { ok: false, failure: 'no' }],
	])('ends at %s', async (_what, last) => {
		const outcomes = [again, again, last, again];
		const tryOnce = async () => outcomes.shift() ?? again;

		expect(await withRetries(tryOnce, wait)).toEqual({ outcome: last, tries: 3 });
		expect(wait.mock.calls).toEqual([[10], [10]]);
	});

	it('ends after five tries', async () => {
		const tryOnce = jest.fn(async () => again);

		expect(await withRetries(tryOnce, wait)).toEqual({ outcome: again, tries: 5 });
		expect(tryOnce).toHaveBeenCalledTimes(5);
		expect(wait).toHaveBeenCalledTimes(4);
	});

	it('passes on what a try throws', async () => {
		const broken = async () => await Promise.reject(new Error('broken'));

		await expect(withRetries(broken, wait)).rejects.toThrow('broken');
		expect(wait).not.toHaveBeenCalled();
	});
});
