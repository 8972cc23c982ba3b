import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { TokenBucket } from 'limiter';
import { sleep } from 'n8n-workflow';

import type {
	Asset,
	AssetGroup,
	ListAnswer,
	ListRequest,
	Row,
} from '../../nodes/shared/api/assets';
import { Account, type AccountOptions } from './Account';
import { assetHandlers } from './assetHandlers';
import { checkAnswer } from './checkAnswer';
import { type FaultTarget, FaultPlan } from './FaultPlan';
import { commit, type Fault, isBeforeBody } from './faults';
import { Manner, type MannerName } from './Manner';
import { readForm } from './readForm';
import { asReceived, type Handler, type Received } from './recording';
import { gatewayError, Refusal } from './refusals';

export type { Fault } from './faults';
export type { Received } from './recording';
export { gatewayError } from './refusals';

/** Larger than the largest file the API takes, in base64. */
const BODY_LIMIT = 300 * 1024 * 1024;

export interface StandInOptions extends AccountOptions {
	/** How it behaves: as the vendor's pages say (unless said otherwise), or as clients of the real service report. */
	manner?: MannerName;
	/** Where the rotations of the field's manner begin: the same number, the same behaviour. */
	seed?: number;
	apiKey?: string;
	/** The time each answer takes, in milliseconds. */
	latencyMs?: number;
	/** Allowed requests a second, and at once; more get 429. */
	rate?: { perSecond: number; burst: number; retryAfter?: string };
}

/**
 * An HTTP server on 127.0.0.1 that behaves like the Anyfast asset API: requests are checked against `openapi.yaml`.
 * Tests script it: what it holds, how slow and how strict it is, how it fails, and what changes while it is read.
 */
export class StandIn {
	/** All requests that were answered or refused, in the order they came in. */
	received: Received[] = [];

	/** The most requests that were under way at the same time. */
	mostInFlight = 0;

	/** Requests answered with 429 by the rate limit. */
	refused = 0;

	/** Called before each page is cut, with the number of the request from 1; may change the list. */
	beforePage?: (requestNumber: number) => void;

	/** Called before a fault that comes before the body was read. */
	onRefusal?: () => void;

	/** Called before each answer that is not a fault. */
	onAnswer?: (request: Received) => void;

	/** Changes each page before it is sent. */
	tamper?: (answer: ListAnswer<Row>, request: ListRequest) => unknown;

	readonly apiKey: string;

	private account: Account;

	private dress: Manner;

	private faults = new FaultPlan();

	private inFlight = 0;

	private pages = 0;

	private readonly server: FastifyInstance;

	private bucket?: TokenBucket;

	private address = '';

	private constructor(private options: StandInOptions) {
		this.dress = new Manner(options.manner, options.seed);
		this.account = new Account(options, this.dress);
		this.apiKey = options.apiKey ?? 'stand-in-key';
		this.bucket = makeBucket(options);
		this.server = fastify({
			forceCloseConnections: true,
			bodyLimit: BODY_LIMIT,
			ajv: {
				customOptions: {
					strict: false,
					coerceTypes: false,
					removeAdditional: false,
					useDefaults: false,
				},
			},
		});
	}

	/** Starts a server on a free port. */
	static async start(options: StandInOptions = {}): Promise<StandIn> {
		const standIn = new StandIn(options);
		await standIn.listen();
		return standIn;
	}

	/** What to set as Base URL. */
	get url(): string {
		return this.address;
	}

	/** How it behaves. */
	get manner(): MannerName {
		return this.dress.name;
	}

	/** The groups of the account; may be changed at any time. */
	get groups(): AssetGroup[] {
		return this.account.groups;
	}

	set groups(groups: AssetGroup[]) {
		this.account.groups = groups;
	}

	/** The assets of the account; may be changed at any time. */
	get assets(): Asset[] {
		return this.account.assets;
	}

	set assets(assets: Asset[]) {
		this.account.assets = assets;
	}

	/** The bodies of all requests for a page of a list. */
	get bodies(): ListRequest[] {
		return this.received.flatMap(({ action, body }) =>
			// The checks have seen to the body's type by the time a test reads it; a refused one is recorded as it came.
			action.startsWith('List') ? [body as ListRequest] : [],
		);
	}

	/** The actions that were asked for, in their order. */
	get actions(): string[] {
		return this.received.map(({ action }) => action);
	}

	/** How many of the faults that were asked for no request has met yet. */
	get faultsLeft(): number {
		return this.faults.left;
	}

	/**
	 * The next requests of that action, or that it matches, meet these faults, one each; the ones after them, and all
	 * others, are answered. A request that fits several targets meets the faults of the one that was named first.
	 */
	fail(target: FaultTarget, ...faults: Fault[]): void {
		this.faults.add(target, ...faults);
	}

	/** The next requests, whatever they are, meet these faults: for tests whose requests go one after another. */
	failNext(...faults: Fault[]): void {
		this.fail({}, ...faults);
	}

	/** Begins anew with other options, at the same address and with the same key. */
	reset(options: StandInOptions = {}): void {
		this.options = options;
		this.dress = new Manner(options.manner, options.seed);
		this.account = new Account(options, this.dress);
		this.bucket = makeBucket(options);
		this.received = [];
		this.faults = new FaultPlan();
		this.pages = 0;
		this.mostInFlight = 0;
		this.refused = 0;
		this.beforePage = undefined;
		this.onAnswer = undefined;
		this.onRefusal = undefined;
		this.tamper = undefined;
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	private async listen(): Promise<void> {
		const { server } = this;
		server.addHook('onRequest', async (request, reply) => {
			this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
			reply.raw.once('close', () => this.inFlight--);
			const received = asReceived(request);
			const fault = this.faults.peek(received);
			if (!isBeforeBody(fault)) return;
			this.faults.take(received);
			this.received.push(received);
			this.onRefusal?.();
			await commit(fault.beforeBody, reply.header('connection', 'close'));
		});
		server.addHook('preValidation', async (request: FastifyRequest, reply) => {
			const received = asReceived(request);
			this.received.push(received);
			await this.refuseOrFail(received, reply);
			// Like the gateway, and unlike the OpenAPI library, which would look at the body first.
			if (!reply.sent) this.checkKey(request);
		});
		server.setErrorHandler(
			async (error: { statusCode?: number; message: string }, _request, reply) => {
				const { statusCode = 500, message } = error;
				const { status, body } =
					error instanceof Refusal
						? this.dress.refusal(error)
						: { status: statusCode, body: gatewayError(message, statusCode) };
				await reply.status(status).send(body);
			},
		);
		server.setNotFoundHandler(async (request, reply) => {
			await reply
				.status(404)
				.send(gatewayError(`Invalid URL (${request.method} ${request.url})`, 404));
		});
		server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readForm);
		await server.register(openapiGlue, {
			specification: require.resolve('./openapi.yaml'),
			serviceHandlers: this.handlers(),
		});
		server.addHook('preSerialization', async (_request, reply, payload) => {
			reply.serializer(JSON.stringify);
			return payload;
		});
		this.address = await server.listen({ host: '127.0.0.1', port: 0 });
	}

	private checkKey(request: FastifyRequest): void {
		if (request.headers.authorization === `Bearer ${this.apiKey}`) return;
		throw Object.assign(new Error('Invalid token (request id: 20260101-stand-in)'), {
			statusCode: 401,
		});
	}

	private async refuseOrFail(received: Received, reply: FastifyReply): Promise<void> {
		if (this.bucket && !this.bucket.tryRemoveTokens(1)) {
			this.refused++;
			const { retryAfter } = this.options.rate ?? {};
			if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
			await reply.status(429).send(gatewayError('Too many requests', 429));
			return;
		}
		const fault = this.faults.take(received);
		if (fault !== undefined) await commit(fault, reply);
	}

	private handlers() {
		const page = (body: ListRequest, cut: () => ListAnswer<Row>) => this.page(body, cut);
		const handlers = Object.entries(assetHandlers(() => this.account, page));
		return Object.fromEntries(handlers.map(([name, work]) => [name, this.answer(work)]));
	}

	/** A handler for requests whose bodies the checks have found to be of the type that the work takes. */
	private answer(work: Handler) {
		return async (request: FastifyRequest) => {
			if (this.options.latencyMs) await sleep(this.options.latencyMs);
			const received = asReceived(request);
			const answer = await work(received);
			this.onAnswer?.(received);
			if (!this.tamper && !this.dress.isField) checkAnswer(request, answer);
			return this.dress.answer(answer);
		};
	}

	private page(body: ListRequest, cut: () => ListAnswer<Row>): unknown {
		this.beforePage?.(++this.pages);
		const answer = cut();
		return this.tamper ? this.tamper(answer, body) : answer;
	}
}

function makeBucket({ rate }: StandInOptions): TokenBucket | undefined {
	if (!rate) return undefined;
	const { perSecond, burst } = rate;
	const bucket = new TokenBucket({
		bucketSize: burst,
		tokensPerInterval: perSecond,
		interval: 'second',
	});
	bucket.content = burst;
	return bucket;
}
