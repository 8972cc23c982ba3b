import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { sleep } from 'n8n-workflow';

import type {
	Asset,
	AssetGroup,
	ListAnswer,
	ListRequest,
	Entity,
} from '../../nodes/shared/api/assets';
import { Account } from './Account';
import { assetHandlers, type Site } from './assetHandlers';
import { checkAnswer } from './checkAnswer';
import type { FaultTarget } from './FaultPlan';
import { commit, type Fault, Instead } from './faults';
import { Manner, type MannerName } from './Manner';
import type { AccountOptions } from './options';
import { asReceived, type Handler, type Received } from './recording';
import {
	gatewayError,
	GatewayRefusal,
	invalidToken,
	Refusal,
	type RefusalAnswer,
} from './refusals';
import { invalidUrl, makeServer } from './server';
import { Storage, type StorageOptions } from './Storage';
import { Traffic, type TrafficOptions } from './Traffic';
import { videoHandlers } from './videoHandlers';
import type { Task } from './VideoStore';

export type { Fault } from './faults';
export type { Received } from './recording';
export { gatewayError } from './refusals';

export interface StandInOptions extends AccountOptions, TrafficOptions {
	/** How it behaves: as the vendor's pages say (unless said otherwise), or as clients of the real service report. */
	manner?: MannerName;
	/** Where rotations and random choices begin: the same number, the same behaviour. 0, unless given. */
	seed?: number;
	apiKey?: string;
	/** The time each answer takes, in milliseconds. */
	latencyMs?: number;
	/** The clock of all that takes a time, in milliseconds. */
	now?: () => number;
	/** Actions that this site does not serve, such as `DeleteAssetGroup`. */
	without?: string[];
	/** How finished videos are handed out. */
	storage?: StorageOptions;
}

/** Where the page is that a person opens to be verified; it needs no key. */
const PERSON_PATH = '/person/';

/**
 * An HTTP server on 127.0.0.1 that behaves like the Anyfast API: requests are checked against its OpenAPI descriptions,
 * and so are its own answers as long as it behaves as documented.
 * Tests script it: what it holds, how slow and how strict it is, how it fails, and what changes while it is read.
 */
export class StandIn implements Site {
	/** Called before each page is cut, with the number of the request from 1; may change the list. */
	beforePage?: (requestNumber: number) => void;

	/** Called before a fault that comes before the body was read. */
	onRefusal?: () => void;

	/** Called when a request meets a fault that never ends. */
	onHang?: () => void | Promise<void>;

	/** Called before each answer that is not a fault, which waits for it. */
	onAnswer?: (request: Received) => void | Promise<void>;

	/** Changes each page before it is sent. */
	tamper?: (answer: ListAnswer<Entity>, request: ListRequest) => unknown;

	/** The one key that is taken; may be changed at any time. */
	apiKey: string;

	/** The manner from the next `reset` on that names none. */
	usualManner: MannerName = 'as-documented';

	account: Account;

	dress: Manner;

	private traffic: Traffic;

	private pages = 0;

	private readonly server: FastifyInstance = makeServer();

	private address = '';

	private constructor(
		private options: StandInOptions,
		/** The other host, which finished videos are fetched from. */
		readonly storage: Storage,
	) {
		this.dress = new Manner(options.manner, options.seed);
		this.account = this.newAccount();
		this.traffic = this.newTraffic();
		this.apiKey = options.apiKey ?? 'stand-in-key';
	}

	/** Starts a server on a free port. */
	static async start(options: StandInOptions = {}): Promise<StandIn> {
		const storage = await Storage.start({ now: options.now, ...options.storage });
		const standIn = new StandIn(options, storage);
		try {
			await standIn.listen();
			return standIn;
		} finally {
			if (!standIn.url) await standIn.stop();
		}
	}

	/** What to set as Base URL. */
	get url(): string {
		return this.address;
	}

	get manner(): MannerName {
		return this.dress.name;
	}

	/** The groups of the account; may be changed at any time. */
	get groups(): AssetGroup[] {
		return this.account.groups.rows;
	}

	set groups(groups: AssetGroup[]) {
		this.account.groups.rows = groups;
	}

	/** The assets of the account; may be changed at any time. */
	get assets(): Asset[] {
		return this.account.assets.rows;
	}

	set assets(assets: Asset[]) {
		this.account.assets.rows = assets;
	}

	/** The video tasks that were accepted, each billed unless it fails, in their order. */
	get videoTasks(): Task[] {
		return this.account.videos.tasks;
	}

	/** How many videos were submitted, and so billed at first. */
	get submitted(): number {
		return this.videoTasks.length;
	}

	/** How many of the odd answers to queries of tasks no query has met yet. */
	get oddAnswersLeft(): number {
		return this.account.videos.oddAnswersLeft;
	}

	/** All requests that were answered or refused, in the order they came in. */
	get received(): Received[] {
		return this.traffic.received;
	}

	set received(received: Received[]) {
		this.traffic.received = received;
	}

	/** The bodies of all requests for a page of a list. */
	get bodies(): ListRequest[] {
		return this.received.flatMap(({ action, body }) =>
			// The checks have seen to the body's type by the time a test reads it; a refused one is recorded as it came.
			action.startsWith('ListAsset') ? [body as ListRequest] : [],
		);
	}

	/** The actions that were asked for, in their order. */
	get actions(): string[] {
		return this.received.map(({ action }) => action);
	}

	/** The most requests that were under way at the same time. */
	get mostInFlight(): number {
		return this.traffic.mostInFlight;
	}

	/** The requests that are under way now. */
	get inFlight(): number {
		return this.traffic.inFlight;
	}

	/** Requests refused by a limit or by the noise. */
	get refused(): number {
		return this.traffic.refused;
	}

	/** Does the work of a test; if it fails, its error says which manner and seed it failed with. */
	async seeded<T>(work: () => Promise<T>): Promise<T> {
		const { manner, options } = this;
		return await work().catch((error: unknown) => {
			const more = `(stand-in ${manner}, seed ${options.seed ?? 0})`;
			if (error instanceof Error) error.message += `\n${more}`;
			return Promise.reject(error);
		});
	}

	/** How many of the faults that were asked for no request has met yet. */
	get faultsLeft(): number {
		return this.traffic.faults.left;
	}

	/**
	 * The next requests of that action, or that it matches, meet these faults, one each; the ones after them, and all
	 * others, are answered. A request that fits several targets meets the faults of the one that was named first.
	 */
	fail(target: FaultTarget, ...faults: Fault[]): void {
		this.traffic.faults.add(target, ...faults);
	}

	/** The next requests, whatever they are, meet these faults: for tests whose requests go one after another. */
	failNext(...faults: Fault[]): void {
		this.fail({}, ...faults);
	}

	/** A person has opened the link of a verification; gives the address that the phone is then sent to. */
	finishVerification(bytedToken: string, outcome?: 'passed' | 'failed'): string {
		return this.account.people.finish(bytedToken, outcome);
	}

	/** Begins anew with other options, at the same address, with the same key and by the same clock. */
	reset(options: StandInOptions = {}): void {
		this.options = { now: this.options.now, ...options };
		this.dress = new Manner(options.manner ?? this.usualManner, options.seed);
		this.account = this.newAccount();
		this.traffic = this.newTraffic();
		this.storage.reset({ now: this.options.now, ...options.storage });
		this.pages = 0;
		this.beforePage = undefined;
		this.onAnswer = undefined;
		this.onRefusal = undefined;
		this.onHang = undefined;
		this.tamper = undefined;
	}

	async stop(): Promise<void> {
		await Promise.all([this.server.close(), this.storage.stop()]);
	}

	page(body: ListRequest, cut: () => ListAnswer<Entity>): unknown {
		this.beforePage?.(++this.pages);
		const answer = cut();
		return this.account.pages.asSent(this.tamper ? this.tamper(answer, body) : answer);
	}

	private newAccount(): Account {
		return new Account(this.options, this.dress, {
			inStorage: (name) => this.storage.link(name),
			onOwnHost: (id) => `${this.url}${contentPath(id)}`,
		});
	}

	private newTraffic(): Traffic {
		const { language } = this.options;
		const otherwise = this.dress.isField ? 'zh' : 'en';
		const onHang = () => void this.onHang?.();
		return new Traffic({ ...this.options, onHang, language: { otherwise, ...language } });
	}

	private async listen(): Promise<void> {
		const { server } = this;
		server.addHook('onRequest', async (request, reply) => {
			if (isForPerson(request)) return;
			await this.traffic.begin(request, reply, this.onRefusal);
		});
		server.addHook('preValidation', async (request, reply) => {
			if (isForPerson(request)) return;
			await this.traffic.take(request, reply);
			// Like the gateway, and unlike the OpenAPI library, which would look at the body first.
			if (!reply.sent) this.checkRequest(request);
		});
		server.setErrorHandler(async (error: Error, request, reply) => {
			const { status, body } = this.refusal(error, request);
			if (error instanceof Refusal && !this.dress.isField) checkAnswer(request, body, 'default');
			await reply.status(status).send(body);
		});
		server.get<{ Params: { id: string } }>(contentPath(':id'), async ({ params }, reply) =>
			this.storage.sendFromApi(`${params.id}.mp4`, reply),
		);
		server.get(`${PERSON_PATH}:bytedToken`, async (request, reply) => this.verify(request, reply));
		await server.register(openapiGlue, {
			specification: require.resolve('./openapi.yaml'),
			serviceHandlers: this.handlers(assetHandlers(this), (answer) => this.dress.answer(answer)),
		});
		await server.register(openapiGlue, {
			specification: require.resolve('./videos.yaml'),
			serviceHandlers: this.handlers(videoHandlers(this), (answer) => answer),
		});
		this.address = await server.listen({ host: '127.0.0.1', port: 0 });
	}

	private checkRequest(request: FastifyRequest): void {
		const { method, url, headers } = request;
		if (this.options.without?.includes(asReceived(request).action)) {
			throw new GatewayRefusal(404, invalidUrl(method, url));
		}
		if (headers.authorization !== `Bearer ${this.apiKey}`) {
			throw invalidToken();
		}
	}

	private refusal(error: Error & { statusCode?: number }, request: FastifyRequest): RefusalAnswer {
		if (error instanceof Refusal) return this.dress.refusal(error);
		const { statusCode: status = 500, message } = error;
		if (!(error instanceof GatewayRefusal)) return { status, body: gatewayError(message, status) };
		const text = this.traffic.languageFor(request) === 'zh' ? error.inChinese : message;
		return { status, body: gatewayError(text, status, error.code) };
	}

	/** Whether answers are to fit their descriptions. */
	private get isDocumented(): boolean {
		const { video, emptyPage, assetItem } = this.options;
		const isOdd = this.tamper || video?.shape || video?.oddAnswers || emptyPage || assetItem;
		return !this.dress.isField && !isOdd;
	}

	/** Handlers for requests whose bodies the checks have found to be of the types that they take. */
	private handlers(byOperation: Record<string, Handler>, dress: (answer: unknown) => unknown) {
		const answer = (work: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
			if (this.options.latencyMs) await sleep(this.options.latencyMs);
			const received = asReceived(request);
			const documented = await work(received);
			await this.onAnswer?.(received);
			const given = this.traffic.answerTo(request, documented);
			if (given instanceof Instead) {
				await commit(given.fault, reply, () => void this.onHang?.());
				return reply;
			}
			if (given === documented && this.isDocumented) checkAnswer(request, documented);
			return dress(given);
		};
		return Object.fromEntries(
			Object.entries(byOperation).map(([operation, work]) => [operation, answer(work)]),
		);
	}

	/** The page that a person opens on a phone: who opens it has passed, unless `?outcome=failed` is put behind it. */
	private async verify({ url }: FastifyRequest, reply: FastifyReply): Promise<void> {
		const { pathname, searchParams } = new URL(url, this.url);
		const outcome = searchParams.get('outcome') === 'failed' ? 'failed' : 'passed';
		await reply.redirect(this.finishVerification(pathname.slice(PERSON_PATH.length), outcome));
	}
}

/** Where the gateway itself hands out a video, to who has the key. */
const contentPath = (id: string) => `/v1/videos/${id}/content`;

const isForPerson = ({ url }: FastifyRequest): boolean => url.startsWith(PERSON_PATH);
