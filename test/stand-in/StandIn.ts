import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { TokenBucket } from 'limiter';
import { sleep } from 'n8n-workflow';

import type {
	Asset,
	AssetGroup,
	AssetRequest,
	CreateAssetFields,
	CreateAssetGroupRequest,
	ListAnswer,
	ListRequest,
	Row,
} from '../../nodes/shared/api/assets';
import { Account, type AccountOptions, Refusal } from './Account';
import { type FileLabel, labelOf, readForm } from './readForm';

/** Larger than the largest file the API takes, in base64. */
const BODY_LIMIT = 80 * 1024 * 1024;

/** What the stand-in does instead of answering. */
export type Fault =
	/** Answers with this status, headers and body. */
	| { status: number; headers?: Record<string, string>; body?: string | object }
	/** Closes the connection without a word. */
	| 'drop'
	/** Closes the connection in the middle of the body. */
	| 'cut'
	/** Never answers. */
	| 'hang'
	/** Does one of the above without reading the body. */
	| { beforeBody: Fault };

export interface StandInOptions extends AccountOptions {
	apiKey?: string;
	/** The time each answer takes, in milliseconds. */
	latencyMs?: number;
	/** Allowed requests a second, and at once; more get 429. */
	rate?: { perSecond: number; burst: number; retryAfter?: string };
}

/** A request as it came in. */
export interface Received {
	/** As `ListAssets`. */
	action: string;
	headers: Record<string, unknown>;
	/** JSON, or the fields of a form with the file as a string of bytes. */
	body: unknown;
	/** What a form says of its file. */
	file?: FileLabel;
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

	private faults: Fault[] = [];

	private inFlight = 0;

	private pages = 0;

	private readonly server: FastifyInstance;

	private bucket?: TokenBucket;

	private address = '';

	private constructor(private options: StandInOptions) {
		this.account = new Account(options);
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

	/** The next requests meet these faults, one each; the ones after them are answered. */
	failNext(...faults: Fault[]): void {
		this.faults.push(...faults);
	}

	/** Begins anew with other options, at the same address and with the same key. */
	reset(options: StandInOptions = {}): void {
		this.options = options;
		this.account = new Account(options);
		this.bucket = makeBucket(options);
		this.received = [];
		this.faults = [];
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
			const [fault] = this.faults;
			if (typeof fault !== 'object' || !('beforeBody' in fault)) return;
			this.faults.shift();
			this.received.push(asReceived(request));
			this.onRefusal?.();
			await commit(fault.beforeBody, reply.header('connection', 'close'));
		});
		server.addHook('preValidation', async (request: FastifyRequest, reply) => {
			this.received.push(asReceived(request));
			await this.refuseOrFail(reply);
			// Like the gateway, and unlike the OpenAPI library, which would look at the body first.
			if (!reply.sent) this.checkKey(request);
		});
		server.setErrorHandler(
			async (error: { statusCode?: number; message: string }, _request, reply) => {
				const status = error.statusCode ?? 500;
				const body =
					error instanceof Refusal ? upstreamError(error) : gatewayError(error.message, status);
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
			serviceHandlers: {
				listAssetGroups: this.answer((body: ListRequest) =>
					this.page(body, () => this.account.listGroups(body)),
				),
				listAssets: this.answer((body: ListRequest) =>
					this.page(body, () => this.account.listAssets(body)),
				),
				createAssetGroup: this.answer((body: CreateAssetGroupRequest) =>
					this.account.createGroup(body),
				),
				createAsset: this.answer((body: CreateAssetFields) => this.account.createAsset(body)),
				getAsset: this.answer((body: AssetRequest) => this.account.getAsset(body)),
				deleteAsset: this.answer((body: AssetRequest) => this.account.deleteAsset(body)),
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

	/** A handler for requests whose bodies the checks have found to be of that type. */
	private answer<Body>(work: (body: Body) => unknown) {
		return async (request: FastifyRequest) => {
			if (this.options.latencyMs) await sleep(this.options.latencyMs);
			const answer = work(request.body as Body);
			this.onAnswer?.(asReceived(request));
			return await answer;
		};
	}

	private page(body: ListRequest, cut: () => ListAnswer<Row>): unknown {
		this.beforePage?.(++this.pages);
		const answer = cut();
		return this.tamper ? this.tamper(answer, body) : answer;
	}
}

function asReceived({ headers, body, url }: FastifyRequest): Received {
	return { action: url.split('/').at(-1) ?? '', headers, body, file: labelOf(body) };
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

/** An error in the shape of upstream, which the gateway passes through. */
function upstreamError({ code, message }: Refusal) {
	return {
		ResponseMetadata: { RequestId: '20260101-stand-in', Error: { Code: code, Message: message } },
	};
}

async function commit(fault: Fault, reply: FastifyReply): Promise<void> {
	if (typeof fault === 'object' && 'beforeBody' in fault)
		return await commit(fault.beforeBody, reply);
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
