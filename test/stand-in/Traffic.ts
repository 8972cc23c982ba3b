import type { FastifyReply, FastifyRequest } from 'fastify';
import { TokenBucket } from 'limiter';

import { FaultPlan } from './FaultPlan';
import { commit, type Fault, isAfterDoing, isBeforeBody } from './faults';
import { asReceived, type Received } from './recording';
import { gatewayError } from './refusals';

/** Allowed requests a second, and at once; more get 429. */
export interface Rate {
	perSecond: number;
	burst: number;
	retryAfter?: string;
}

/** What comes in: counted, recorded, and made to fail where that was asked for. */
export class Traffic {
	received: Received[] = [];

	mostInFlight = 0;

	/** Requests answered with 429 by the rate limit. */
	refused = 0;

	readonly faults = new FaultPlan();

	/** Requests that are under way now. */
	inFlight = 0;

	private readonly later = new WeakMap<FastifyRequest, Fault>();

	private readonly bucket: TokenBucket | undefined;

	constructor(private readonly rate?: Rate) {
		this.bucket = rate && makeBucket(rate);
	}

	/** A request begins, its body not read yet. */
	async begin(request: FastifyRequest, reply: FastifyReply, onRefusal?: () => void): Promise<void> {
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		reply.raw.once('close', () => this.inFlight--);
		const received = asReceived(request);
		const fault = this.faults.peek(received);
		if (!isBeforeBody(fault)) return;
		this.faults.take(received);
		this.received.push(received);
		onRefusal?.();
		await commit(fault.beforeBody, reply.header('connection', 'close'));
	}

	/** What was asked for was done. @returns whether the answer is lost */
	async lose(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
		const fault = this.later.get(request);
		if (fault) await commit(fault, reply);
		return fault !== undefined;
	}

	/** A request is there as a whole. */
	async take(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const received = asReceived(request);
		this.received.push(received);
		if (this.bucket && !this.bucket.tryRemoveTokens(1)) {
			this.refused++;
			if (this.rate?.retryAfter !== undefined) reply.header('retry-after', this.rate.retryAfter);
			await reply.status(429).send(gatewayError('Too many requests', 429));
			return;
		}
		const fault = this.faults.take(received);
		if (isAfterDoing(fault)) this.later.set(request, fault);
		else if (fault !== undefined) await commit(fault, reply);
	}
}

function makeBucket({ perSecond, burst }: Rate): TokenBucket {
	const bucket = new TokenBucket({
		bucketSize: burst,
		tokensPerInterval: perSecond,
		interval: 'second',
	});
	bucket.content = burst;
	return bucket;
}
