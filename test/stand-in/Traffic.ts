import type { FastifyReply, FastifyRequest } from 'fastify';
import { TokenBucket } from 'limiter';

import { GATEWAY_ANSWERS, GATEWAY_HEADERS } from './answers/gateway';
import type { Answer } from './answers/ReadyAnswer';
import { FaultPlan } from './FaultPlan';
import { commit, type Fault, Instead, isAfterDoing, isBeforeBody, isChanged } from './faults';
import { languageFor, type LanguageOptions } from './language';
import { Noise, type NoiseOptions } from './Noise';
import { asReceived, type Received } from './recording';
import { gatewayError } from './refusals';
import { RequestWindow, type WindowOptions } from './RequestWindow';

/** Allowed requests a second, and at once; more get 429. */
export interface Rate {
	perSecond: number;
	burst: number;
	retryAfter?: string;
}

/** What makes requests fail, whatever they ask. */
export interface TrafficOptions {
	rate?: Rate;
	/** A limit for a longer time, as the gateway's family has it. */
	window?: WindowOptions;
	/** Refusals at random. */
	noise?: NoiseOptions;
	/** What language errors are in. */
	language?: LanguageOptions;
	/** Where random choices begin: the same number, the same choices. */
	seed?: number;
	/** The clock, in milliseconds. */
	now?: () => number;
	/** Called when a request meets a fault that never ends. */
	onHang?: () => void;
}

/** What comes in: counted, recorded, and made to fail where that was asked for. */
export class Traffic {
	received: Received[] = [];

	mostInFlight = 0;

	/** Requests refused by a limit or by the noise. */
	refused = 0;

	readonly faults = new FaultPlan();

	/** Requests that are under way now. */
	inFlight = 0;

	private readonly later = new WeakMap<FastifyRequest, Fault>();

	private readonly bucket: TokenBucket | undefined;

	private readonly window: RequestWindow | undefined;

	private readonly noise: Noise | undefined;

	constructor(private readonly options: TrafficOptions = {}) {
		const { rate, window, noise, seed = 0, now = () => Date.now() } = options;
		this.bucket = rate && makeBucket(rate);
		this.window = window && new RequestWindow(window, now);
		this.noise = noise && new Noise(noise, seed);
	}

	/** The language of what a request is refused with. */
	languageFor({ headers }: FastifyRequest): 'en' | 'zh' {
		return languageFor(headers['accept-language'], this.options.language ?? {});
	}

	/** A request begins, its body not read yet. */
	async begin(request: FastifyRequest, reply: FastifyReply, onRefusal?: () => void): Promise<void> {
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		for (const [name, value] of Object.entries(GATEWAY_HEADERS)) reply.raw.setHeader(name, value);
		reply.raw.once('close', () => this.inFlight--);
		const received = asReceived(request);
		const fault = this.faults.peek(received);
		if (!isBeforeBody(fault)) return;
		this.faults.take(received);
		this.received.push(received);
		onRefusal?.();
		await commit(fault.beforeBody, reply.header('connection', 'close'), this.options.onHang);
	}

	/** A request is there as a whole. */
	async take(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const received = asReceived(request);
		this.received.push(received);
		const refusal =
			this.refuse(reply) ?? this.noise?.next(received.action, this.languageFor(request));
		if (refusal) {
			this.refused++;
			await commit(refusal, reply);
			return;
		}
		const fault = this.faults.take(received);
		if (isAfterDoing(fault) || isChanged(fault)) this.later.set(request, fault);
		else if (fault !== undefined) await commit(fault, reply, this.options.onHang);
	}

	/**
	 * What was asked for was done.
	 *
	 * @returns what is answered, or that something else happens instead
	 */
	answerTo(request: FastifyRequest, answer: unknown): unknown {
		const fault = this.later.get(request);
		if (fault === undefined) return answer;
		return isChanged(fault) ? fault.changed(answer, asReceived(request)) : new Instead(fault);
	}

	/** What a request is answered that is one too many. */
	private refuse(reply: FastifyReply): Answer | undefined {
		if (this.window && !this.window.admits()) return GATEWAY_ANSWERS[this.window.answer];
		if (!this.bucket || this.bucket.tryRemoveTokens(1)) return undefined;
		const { retryAfter } = this.options.rate ?? {};
		if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
		return { status: 429, body: gatewayError('Too many requests', 429) };
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
