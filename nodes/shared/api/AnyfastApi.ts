import { createHash } from 'crypto';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { type Clock, clockUntil } from '../clock';
import { idOf } from '../json';
import { type Body, isBody, jsonBody } from '../transport/body';
import { exchange } from '../transport/http';
import { Pace } from '../transport/Pace';
import { Budget, Queue } from '../transport/Queue';
import { MAX_RETRIES, Retries } from '../transport/retry';
import { readAnswer } from './answer';
import { classifyNoAnswer, type Success, understand } from './classify';
import { connect, type Connection, type Context } from './credential';
import { Doubt } from './Doubt';
import type { Change, Endpoint } from './endpoint';
import { errorOf, type Failure, failureOf } from './failure';
import { Secret } from './Secret';

/** Requests under way at the same time unless the user says otherwise: enough to be about as fast as n8n allows. */
export const DEFAULT_CONCURRENCY = 32;

/**
 * So many of them at first, unless the user says otherwise. A first refusal for being too fast meets all that are under
 * way, and comes early where a site allows little.
 */
const FIRST_CONCURRENCY = 10;

/**
 * Files that n8n keeps in memory are copied for sending; the copies may take this many bytes at a time. Node.js gives
 * memory back late, so that about as much again is in use.
 */
const MAX_COPIES_BYTES = 64 * 1024 * 1024;

/** The slowest connection that a file is given time for on top, in bytes a millisecond. */
const SLOWEST = 32;

/** A call whose turn comes late still gets this long for its answer, in milliseconds. */
const LEAST_MS = 1000;

/** Anyfast's support finds our calls by the name; the version is that of package.json. */
const HEADERS = { 'Accept-Language': 'en', 'User-Agent': 'n8n-nodes-anyfast/0.1.0' };

/** What a call has changed. */
export interface DoneChange extends Pick<Change<unknown>, 'did' | 'next'> {
	/** As in "asset://…". */
	to: string;
}

/** Who is told of calls: whether the run that makes them goes on, and what came of them. */
interface CallWatcher {
	/** Whether the run was stopped, so that no further request may start. */
	isStopped: () => boolean;
	/** Something was created, deleted or renamed; told before anything else is done. */
	changed: (change: DoneChange) => void;
	/** @param what is to be known of a call that went well */
	hint: (what: string, about?: string) => void;
	/** @param what came of a call of which nobody knows whether it was done, for the log */
	doubted: (what: string) => void;
}

const NOBODY: CallWatcher = { isStopped: () => false, changed() {}, hint() {}, doubted() {} };

/** How to make a call. */
export interface CallOptions {
	/** The time by the clock at which it ends, its tries and pauses included. */
	until?: number;
}

/** How much to ask of the service. */
interface Demand {
	/**
	 * Requests under way at the same time; unless given, {@link FIRST_CONCURRENCY} at first, then more and more up to
	 * {@link DEFAULT_CONCURRENCY}.
	 */
	concurrency?: number;
	/** Tries of a call after the first, while the service is busy or out of reach. */
	maxRetries?: number;
}

/** What all calls share. */
interface Shared {
	connection: Connection;
	secret: Secret;
	clock: Clock;
	/** What one request learns about the rate holds for the others. */
	pace: Pace;
	queue: Queue;
	/** Those of files, which take long: no call waits for them. */
	downloads: Queue;
	/** The memory for files that are copied. */
	copies: Budget;
	maxRetries: number;
	/** The names of the endpoints that have answered properly. */
	answered: Set<string>;
}

/** What came of one try. */
type Try<T> = Success<T> | { ok: false; failure: Failure };

/** The one door to the Anyfast API. Open it once for each run of a node. */
export class AnyfastApi {
	private constructor(
		private readonly shared: Shared,
		private readonly watcher: CallWatcher = NOBODY,
	) {}

	/**
	 * Opens the API with the node's credential.
	 *
	 * @throws AnyfastError if the credential lacks a key, or says no address that n8n can send to
	 */
	static async open(context: Context, demand?: Demand): Promise<AnyfastApi> {
		return AnyfastApi.at(await connect(context), demand);
	}

	/** Opens the API at the other end of a connection. */
	static at(
		connection: Connection,
		{ concurrency, maxRetries = MAX_RETRIES }: Demand = {},
	): AnyfastApi {
		const clock = clockUntil(connection.cancelSignal);
		return new AnyfastApi({
			connection,
			secret: new Secret(connection.apiKey),
			clock,
			pace: new Pace(clock),
			queue: new Queue(concurrency ?? DEFAULT_CONCURRENCY, concurrency ?? FIRST_CONCURRENCY),
			downloads: new Queue(concurrency ?? DEFAULT_CONCURRENCY),
			copies: new Budget(MAX_COPIES_BYTES),
			maxRetries,
			answered: new Set(),
		});
	}

	/** Its waits end early when the execution is canceled; the next call then says so. */
	get clock(): Clock {
		return this.shared.clock;
	}

	/** Aborted when the execution is canceled. */
	get cancelSignal(): AbortSignal | undefined {
		return this.shared.connection.cancelSignal;
	}

	/** Whether the address and the key were good for any call of this run. */
	get hasAnswered(): boolean {
		return this.shared.answered.size > 0;
	}

	/** A hash of site and key, which tells accounts apart without showing either. */
	get accountHash(): string {
		const { baseUrl, apiKey } = this.shared.connection;
		const account = `${new URL(baseUrl).origin}\n${apiKey}`;
		return createHash('sha256').update(account).digest('base64url').slice(0, 22);
	}

	/** The same API, with its calls watched; queue and pace stay common to all. */
	watchedBy(watcher: CallWatcher): AnyfastApi {
		return new AnyfastApi(this.shared, watcher);
	}

	/** Lets as many requests be under way as may be at the most from now on, not only after a while. */
	startWithAll(): void {
		this.shared.queue.startWithAll();
	}

	/** Sends a request to any host: with the key to the API's own origin, without it to all others. */
	readonly request = async (options: IHttpRequestOptions): Promise<unknown> => {
		const { baseUrl, withKey, withoutKey } = this.shared.connection;
		const isOwn = new URL(options.url).origin === new URL(baseUrl).origin;
		return await (isOwn ? withKey : withoutKey)(options);
	};

	/**
	 * Does work as one of the downloads under way.
	 *
	 * @throws AnyfastError if the run has ended, and what the work throws
	 */
	readonly inQueue = async <T>(work: () => Promise<T>): Promise<T> => {
		return await this.runIn(this.shared.downloads, work);
	};

	private async runIn<T>(queue: Queue, work: () => Promise<T>): Promise<T> {
		return await queue.run(async () => {
			this.checkRunning();
			return await work();
		});
	}

	/** @throws AnyfastError of the kind `canceled` or `stopped` if the run has ended */
	readonly checkRunning = (): void => {
		this.checkNotCanceled();
		if (this.watcher.isStopped()) {
			const details = { kind: 'stopped', done: 'no' } as const;
			throw new AnyfastError('Stopped, because another item failed', details);
		}
	};

	private checkNotCanceled(): void {
		if (!this.cancelSignal?.aborted) return;
		// By this spelling in the message n8n tells a canceled execution from a failed one.
		throw new AnyfastError('The execution was canceled', {
			description: 'No further request was sent to Anyfast.',
			kind: 'canceled',
			done: 'no',
		});
	}

	/**
	 * Calls an endpoint; tries again if that may help and can do no harm.
	 *
	 * @param request its fields, or a body with a file
	 * @returns what the endpoint reads from the answer
	 * @throws AnyfastError saying what the API did and how often it was tried, without the key in it; or that a file could
	 *   not be read, or that the run has ended
	 */
	async call<T>(
		endpoint: Endpoint<T>,
		request?: IDataObject | Body,
		{ until = Infinity }: CallOptions = {},
	): Promise<T> {
		const body = request !== undefined && isBody(request) ? request : jsonBody(request);
		const doubt = new Doubt(endpoint, body.fields);
		try {
			return await this.tryUntilDone(endpoint, body, until, doubt);
		} catch (cause) {
			throw cause instanceof AnyfastError ? doubt.saidIn(cause) : cause;
		}
	}

	private async tryUntilDone<T>(
		endpoint: Endpoint<T>,
		body: Body,
		until: number,
		doubt: Doubt<T>,
	): Promise<T> {
		const { clock, pace, maxRetries } = this.shared;
		const retries = new Retries(clock.now, maxRetries, endpoint.propagationPausesMs);
		let last: Failure | undefined;
		for (let tries = 1; ; tries++) {
			const tried = await this.try(endpoint, body, until);
			if (!tried) throw errorOf(last ?? neverTried(endpoint), tries - 1);
			if (tried.ok) return this.report(endpoint, tried);

			last = tried.failure;
			const value = doubt.provenBy(last);
			if (value !== undefined) return this.report(endpoint, { value });
			if (doubt.add(last)) {
				this.watcher.doubted(`${endpoint.name}: ${last.message}. ${last.description}`);
			}
			this.checkNotCanceled();
			const mayRepeat = last.done === 'no' || endpoint.change?.repeatable !== false;
			const pause = mayRepeat ? retries.pauseAfter(last, pace.letThrough) : undefined;
			if (pause === undefined || clock.now() + pause >= until) throw errorOf(last, tries);
			await clock.wait(pause);
		}
	}

	/**
	 * One try. Its place in the queue is held for this try alone, never for a pause between two.
	 *
	 * @returns undefined if it could not start in time
	 */
	private async try<T>(
		endpoint: Endpoint<T>,
		body: Body,
		until: number,
	): Promise<Try<T> | undefined> {
		const { clock, queue, pace, answered } = this.shared;
		return await this.runIn(queue, async () => {
			const end = Math.max(until, clock.now() + LEAST_MS);
			const turn = await pace.turn(end);
			this.checkRunning();
			if (!turn) return undefined;
			const tried = await this.sendOnce(endpoint, body, end);
			if (tried.ok) answered.add(endpoint.name);
			pace.ended(turn, tried.ok ? {} : tried.failure);
			return tried;
		});
	}

	/** Sends one request, and says what came of it. @throws AnyfastError if a file could not be read */
	private async sendOnce<T>(endpoint: Endpoint<T>, body: Body, until: number): Promise<Try<T>> {
		const { connection, secret, clock, pace, copies, answered } = this.shared;
		const { baseUrl, withKey, cancelSignal } = connection;
		const { method, path, name } = endpoint;
		const timeoutMs = Math.min(endpoint.timeoutMs + body.length / SLOWEST, until - clock.now());
		const request = { method, url: baseUrl + path, headers: HEADERS, body, timeoutMs };
		const came = await exchange(withKey, request, copies, cancelSignal);

		const { origin } = new URL(baseUrl);
		const call = { endpoint, origin, length: body.length, id: idOf(body.fields.Id) };
		if ('reason' in came) {
			const noAnswer = { ...came, detail: secret.withoutIn(came.detail) };
			return { ok: false, failure: failureOf(classifyNoAnswer(came), { ...call, noAnswer }) };
		}
		const answer = readAnswer(came, secret);
		const soFar = { hasAnswered: answered.has(name), silentForMs: pace.silentForMs };
		const understood = understand(answer, endpoint, body.fields, soFar);
		if (understood.ok) return understood;
		const { verdict, unproven } = understood;
		return { ok: false, failure: failureOf(verdict, { ...call, answer, unproven }) };
	}

	/** Tells what was done, for the case that something else ends the run. */
	private report<T>({ change, name }: Endpoint<T>, { value, alsoSaid }: Omit<Success<T>, 'ok'>): T {
		if (change) {
			const { did, next } = change;
			this.watcher.changed({ did, next, to: change.to(value) });
		}
		if (alsoSaid !== undefined)
			this.watcher.hint(`${name} was done, though Anyfast said`, alsoSaid);
		return value;
	}
}

/** The failure of a call whose time was up before the rate allowed its first request. */
const neverTried = (endpoint: Endpoint<unknown>): Failure =>
	failureOf({ kind: 'busy', done: 'no' }, { endpoint, origin: '', length: 0 });
