import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { TokenBucket } from 'limiter';
import { sleep } from 'n8n-workflow';

import type {
	AssetGroup,
	AssetGroupFilter,
	ListAnswer,
	ListAssetGroupsRequest,
} from '../../nodes/AnyfastAsset/transport/wire';
import { makeGroups } from './groups';

/** What the stand-in does instead of answering. */
export type Fault =
	/** Answers with this status, headers and body. */
	| { status: number; headers?: Record<string, string>; body?: string | object }
	/** Closes the connection without a word. */
	| 'drop'
	/** Closes the connection in the middle of the body. */
	| 'cut'
	/** Never answers. */
	| 'hang';

export interface StandInOptions {
	groups?: AssetGroup[];
	apiKey?: string;
	/** Larger pages are cut to this size, as the answer's PageSize then says. */
	maxPageSize?: number;
	/** The time each answer takes, in milliseconds. */
	latencyMs?: number;
	/** Allowed requests a second, and at once; more get 429. */
	rate?: { perSecond: number; burst: number; retryAfter?: string };
}

/** A request as it came in. */
export interface Received {
	headers: Record<string, unknown>;
	body: ListAssetGroupsRequest;
}

/**
 * An HTTP server on 127.0.0.1 that behaves like the Anyfast asset API: requests are checked against `openapi.yaml`.
 * Tests script it: what it holds, how slow and how strict it is, how it fails, and what changes while it is read.
 */
export class StandIn {
	/** The list; may be changed at any time. */
	groups: AssetGroup[];

	/** All requests that were answered or refused, in the order they came in. */
	received: Received[] = [];

	/** The most requests that were under way at the same time. */
	mostInFlight = 0;

	/** Requests answered with 429 by the rate limit. */
	refused = 0;

	/** Called before each page is cut, with the number of the request from 1; may change the list. */
	beforePage?: (requestNumber: number) => void;

	/** Changes each answer before it is sent. */
	tamper?: (answer: ListAnswer<AssetGroup>, request: ListAssetGroupsRequest) => unknown;

	readonly apiKey: string;

	private faults: Fault[] = [];

	private inFlight = 0;

	private pages = 0;

	private readonly server: FastifyInstance;

	private bucket?: TokenBucket;

	private address = '';

	private constructor(private options: StandInOptions) {
		this.groups = options.groups ?? makeGroups(3);
		this.apiKey = options.apiKey ?? 'stand-in-key';
		this.bucket = makeBucket(options);
		this.server = fastify({
			forceCloseConnections: true,
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

	/** The bodies of all requests. */
	get bodies(): ListAssetGroupsRequest[] {
		return this.received.map(({ body }) => body);
	}

	/** The next requests meet these faults, one each; the ones after them are answered. */
	failNext(...faults: Fault[]): void {
		this.faults.push(...faults);
	}

	/** Begins anew with other options, at the same address and with the same key. */
	reset(options: StandInOptions = {}): void {
		this.options = options;
		this.groups = options.groups ?? makeGroups(3);
		this.bucket = makeBucket(options);
		this.received = [];
		this.faults = [];
		this.pages = 0;
		this.mostInFlight = 0;
		this.refused = 0;
		this.beforePage = undefined;
		this.tamper = undefined;
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	private async listen(): Promise<void> {
		const { server } = this;
		server.addHook('onRequest', async (_request, reply) => {
			this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
			reply.raw.once('close', () => this.inFlight--);
		});
		server.addHook('preValidation', async (request: FastifyRequest, reply) => {
			// The checks have seen to the body's type by the time a test reads it; a refused one is recorded as it came.
			const { headers, body } = request as FastifyRequest<{ Body: ListAssetGroupsRequest }>;
			this.received.push({ headers, body });
			await this.refuseOrFail(reply);
			// Like the gateway, and unlike the OpenAPI library, which would look at the body first.
			if (!reply.sent) this.checkKey(request);
		});
		server.setErrorHandler(
			async (error: { statusCode?: number; message: string }, _request, reply) => {
				const status = error.statusCode ?? 500;
				await reply.status(status).send(gatewayError(error.message, status));
			},
		);
		server.setNotFoundHandler(async (request, reply) => {
			await reply
				.status(404)
				.send(gatewayError(`Invalid URL (${request.method} ${request.url})`, 404));
		});
		await server.register(openapiGlue, {
			specification: require.resolve('./openapi.yaml'),
			serviceHandlers: {
				listAssetGroups: async (request: FastifyRequest) => await this.list(request),
			},
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

	private async refuseOrFail(reply: FastifyReply): Promise<void> {
		if (this.bucket && !this.bucket.tryRemoveTokens(1)) {
			this.refused++;
			const { retryAfter } = this.options.rate ?? {};
			if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
			await reply.status(429).send(gatewayError('Too many requests', 429));
			return;
		}
		const fault = this.faults.shift();
		if (fault !== undefined) await commit(fault, reply);
	}

	private async list(request: FastifyRequest): Promise<unknown> {
		const { body } = request as FastifyRequest<{ Body: ListAssetGroupsRequest }>;
		if (this.options.latencyMs) await sleep(this.options.latencyMs);
		this.beforePage?.(++this.pages);
		const answer = this.cutPage(body);
		return this.tamper ? this.tamper(answer, body) : answer;
	}

	private cutPage({
		Filter,
		PageNumber = 1,
		PageSize = 10,
	}: ListAssetGroupsRequest): ListAnswer<AssetGroup> {
		const size = Math.min(PageSize, this.options.maxPageSize ?? Infinity);
		const matches = this.matches(Filter);
		return {
			Items: matches.slice((PageNumber - 1) * size, PageNumber * size),
			PageNumber,
			PageSize: size,
			TotalCount: matches.length,
		};
	}

	private matches({ Name: part, GroupIds, GroupType: type }: AssetGroupFilter): AssetGroup[] {
		// Reading 100,000 groups page by page must not cost a thousand walks through them.
		if (part === undefined && GroupIds === undefined && type === undefined) return this.groups;
		return this.groups.filter(
			({ Id, Name = '', GroupType }) =>
				Name.includes(part ?? '') &&
				(GroupIds?.includes(Id) ?? true) &&
				(type === undefined || GroupType === type),
		);
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

/** An error in the shape of the gateway. */
export function gatewayError(message: string, status: number) {
	const type = status === 401 ? 'authentication_error' : 'invalid_request_error';
	return { error: { message, type, code: '' } };
}

async function commit(fault: Fault, reply: FastifyReply): Promise<void> {
	if (typeof fault === 'object') {
		reply.headers(fault.headers ?? {});
		await reply
			.status(fault.status)
			.send(fault.body ?? gatewayError('Scripted failure', fault.status));
		return;
	}
	reply.hijack();
	if (fault === 'drop') reply.raw.destroy();
	if (fault === 'cut') {
		reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
		reply.raw.write('{"Items": [', () => reply.raw.destroy());
	}
}
