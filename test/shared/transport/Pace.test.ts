import { Pace } from '../../../nodes/shared/transport/Pace';
import { Retries } from '../../../nodes/shared/transport/retry';
import { inParallel } from '../../../nodes/shared/inParallel';
import { VirtualTime } from '../../engine/VirtualTime';

/** The same numbers in every run (mulberry32). */
function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

interface Server {
	perSecond: number;
	burst: number;
	/** The part of the requests that is refused whatever the rate. */
	refusesAtRandom?: number;
	/** Tokens in the bucket at the start; it is full unless said. */
	held?: number;
	retryAfterMs?: number;
	latencyMs: number;
}

/** Sends requests as the node does, against a server that fills a bucket of tokens; all in virtual time. */
async function send(requests: number, inFlight: number, server: Server) {
	const time = new VirtualTime({ start: 0 });
	const pace = new Pace(time.clock);
	const random = seededRandom(1);
	let tokens = server.held ?? server.burst;
	let filledAt = time.now();
	let refused = 0;
	let failed = 0;

	const isAllowed = () => {
		tokens = Math.min(server.burst, tokens + ((time.now() - filledAt) * server.perSecond) / 1000);
		filledAt = time.now();
		if (tokens < 1 || random() < (server.refusesAtRandom ?? 0)) return false;
		tokens--;
		return true;
	};
	const tryOnce = async () => {
		const turn = await pace.turn();
		if (!turn) throw new Error('There is no end by which to start');
		await time.sleep(server.latencyMs / 2);
		const allowed = isAllowed();
		await time.sleep(server.latencyMs / 2);
		if (allowed) {
			pace.ended(turn);
			return undefined;
		}
		refused++;
		const failed = { retry: 'slower', waitMs: server.retryAfterMs } as const;
		pace.ended(turn, failed);
		return failed;
	};
	const request = async () => {
		const retries = new Retries(time.now, undefined, undefined, random);
		for (let refusal = await tryOnce(); refusal; refusal = await tryOnce()) {
			const pause = retries.pauseAfter(refusal);
			if (pause === undefined) return false;
			await time.sleep(pause);
		}
		return true;
	};
	await inParallel(Array(requests).keys(), inFlight, async () => {
		if (!(await request())) failed++;
		return true;
	});
	return { refused, failed, seconds: time.passed / 1000 };
}

describe('the pace', () => {
	const LIMIT = { perSecond: 30, burst: 30 };
	/** 300 requests: 30 at once, the others at 30 a second. */
	const ALLOWED_SECONDS = (300 - 30) / 30;

	it('waits for nothing as long as nothing is refused', async () => {
		const { refused, seconds } = await send(400, 8, {
			perSecond: 1000,
			burst: 1000,
			latencyMs: 50,
		});

		expect(refused).toBe(0);
		expect(seconds).toBe((400 / 8) * 0.05);
	});

	it.each([
		{ retryAfterMs: 1000, latencyMs: 10 },
		{ retryAfterMs: 1000, latencyMs: 50 },
		{ retryAfterMs: 1000, latencyMs: 200 },
		{ retryAfterMs: undefined, latencyMs: 10 },
		{ retryAfterMs: undefined, latencyMs: 50 },
		{ retryAfterMs: undefined, latencyMs: 200 },
	])('keeps close below 30 requests a second: %o', async (server) => {
		const { refused, failed, seconds } = await send(300, 8, { ...LIMIT, ...server });

		expect(failed).toBe(0);
		expect(refused).toBeLessThanOrEqual(15);
		expect(seconds).toBeLessThanOrEqual(1.25 * ALLOWED_SECONDS);
	});

	it('finds a rate far below the first burst', async () => {
		const { refused, failed, seconds } = await send(300, 8, {
			perSecond: 5,
			burst: 50,
			retryAfterMs: 2000,
			latencyMs: 50,
		});

		expect(failed).toBe(0);
		expect(refused).toBeLessThanOrEqual(30);
		expect(seconds).toBeLessThanOrEqual(1.25 * ((300 - 50) / 5));
	});

	it.each([
		[0.05, 10],
		[0.2, 30],
		[0.5, 120],
	])('loses nothing and finds its way if %d of all requests are refused', async (part, within) => {
		const anyRate = { perSecond: Infinity, burst: Infinity, latencyMs: 50 };
		const { failed, seconds } = await send(500, 32, { ...anyRate, refusesAtRandom: part });

		expect(failed).toBe(0);
		expect(seconds).toBeLessThanOrEqual(within);
	});

	it('goes on if the very first request is refused', async () => {
		const server = { perSecond: 2, burst: 2, held: 0, latencyMs: 50, retryAfterMs: 1000 };
		const { refused, failed } = await send(20, 8, server);

		expect(refused).toBeGreaterThan(0);
		expect(failed).toBe(0);
	});
});
