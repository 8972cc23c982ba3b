import { listAssetGroups } from '../../../nodes/shared/api/assets';
import { failureOf } from '../../../nodes/shared/api/failure';
import { Pace } from '../../../nodes/shared/transport/Pace';
import { pauseBefore, Retries } from '../../../nodes/shared/transport/retry';
import { inParallel } from '../../../nodes/shared/inParallel';
import { VirtualTime } from './VirtualTime';

interface Server {
	perSecond: number;
	burst: number;
	/** Tokens in the bucket at the start; it is full unless said. */
	held?: number;
	retryAfterMs?: number;
	latencyMs: number;
}

/** A refusal for being too fast. */
const tooMany = (retryAfterMs?: number) =>
	failureOf(
		{ kind: 'busy', done: 'no', retry: 'busy' },
		{
			...{ endpoint: listAssetGroups, origin: 'https://www.anyfast.com.cn', length: 0 },
			answer: {
				status: 429,
				form: 'json',
				retryAfter: retryAfterMs === undefined ? undefined : String(retryAfterMs / 1000),
			},
		},
	);

/** Sends requests as the node does, against a server that fills a bucket of tokens; all in virtual time. */
async function send(requests: number, inFlight: number, server: Server) {
	const time = new VirtualTime();
	const pace = new Pace(time);
	let tokens = server.held ?? server.burst;
	let filledAt = 0;
	let refused = 0;
	let failed = 0;

	const isAllowed = () => {
		tokens = Math.min(server.burst, tokens + ((time.now() - filledAt) * server.perSecond) / 1000);
		filledAt = time.now();
		if (tokens < 1) return false;
		tokens--;
		return true;
	};
	const tryOnce = async () => {
		const turn = await pace.turn();
		await time.wait(server.latencyMs / 2);
		const allowed = isAllowed();
		await time.wait(server.latencyMs / 2);
		if (allowed) {
			pace.accepted();
			return undefined;
		}
		refused++;
		pace.refused(
			turn,
			pauseBefore(1, server.retryAfterMs, () => 0.5),
		);
		return tooMany(server.retryAfterMs);
	};
	const request = async () => {
		const retries = new Retries(listAssetGroups, time.now);
		for (let refusal = await tryOnce(); refusal; refusal = await tryOnce()) {
			const pause = retries.pauseAfter(refusal);
			if (pause === undefined) return false;
			await time.wait(pause);
		}
		return true;
	};
	await time.run(
		inParallel(Array(requests).keys(), inFlight, async () => {
			if (!(await request())) failed++;
			return true;
		}),
	);
	return { refused, failed, seconds: time.now() / 1000 };
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

	it('goes on where the very first request is refused', async () => {
		const server = { perSecond: 2, burst: 2, held: 0, latencyMs: 50, retryAfterMs: 1000 };
		const { refused, failed } = await send(20, 8, server);

		expect(refused).toBeGreaterThan(0);
		expect(failed).toBe(0);
	});
});
