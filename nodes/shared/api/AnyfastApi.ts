import { createHash } from 'crypto';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { AnyfastError, CanceledError, StoppedError } from '../AnyfastError';
import { type Clock, clockUntil } from '../clock';
import { type Body, isBody, jsonBody } from '../transport/body';
import { Pace } from '../transport/Pace';
import { Budget, Queue } from '../transport/Queue';
import { type FailedTry, MAX_RETRIES, Retries, retryAfterMs } from '../transport/retry';
import { NOTHING, Unproven } from './answer';
import { windowOf } from './classify';
import { type Context, CREDENTIAL, readCredential } from './credential';
import type { Change, Endpoint } from './endpoint';
import { errorOf, type Failure, failureOf } from './failure';
import { Secret } from './Secret';
import { type Connection, send, type Try } from './send';

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

/** What all calls share. */
interface Shared {
	connection: Connection;
	/** Sends a request without the key. */
	plainRequest: (options: IHttpRequestOptions) => Promise<unknown>;
	account: string;
	clock: Clock;
	/** What one request learns about the rate holds for the others. */
	pace: Pace;
	queue: Queue;
	maxRetries: number;
	/** The names of the endpoints that have answered properly. */
	answered: Set<string>;
}

/** The one door to the Anyfast API. Open it once for each run of a node. */
export class AnyfastApi {
	private constructor(
		private readonly shared: Shared,
		private readonly watcher: CallWatcher = NOBODY,
	) {}

	/**
	 * Opens the API with the node's credential.
	 *
	 * @param concurrency requests under way at the same time; unless given, {@link FIRST_CONCURRENCY} at first, then more
	 *   and more up to {@link DEFAULT_CONCURRENCY}
	 * @param maxRetries tries of a call after the first, while the service is busy or out of reach
	 * @throws AnyfastError if the credential lacks a key, or says no address that n8n can send to
	 */
	static async open(
		context: Context,
		concurrency?: number,
		maxRetries = MAX_RETRIES,
	): Promise<AnyfastApi> {
		const { baseUrl, apiKey } = readCredential(await context.getCredentials(CREDENTIAL));
		const cancelSignal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		const clock = clockUntil(cancelSignal);
		const { httpRequest, httpRequestWithAuthentication } = context.helpers;
		return new AnyfastApi({
			connection: {
				request: async (options) =>
					await httpRequestWithAuthentication.call(context, CREDENTIAL, options),
				baseUrl,
				secret: new Secret(apiKey),
				cancelSignal,
				copies: new Budget(MAX_COPIES_BYTES),
			},
			plainRequest: async (options) => await httpRequest(options),
			account: hashOf(`${new URL(baseUrl).origin}\n${apiKey}`),
			clock,
			pace: new Pace(clock),
			queue: new Queue(concurrency ?? DEFAULT_CONCURRENCY, concurrency ?? FIRST_CONCURRENCY),
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
		return this.shared.account;
	}

	/** The same API, with its calls watched; queue and pace stay common to all. */
	watchedBy(watcher: CallWatcher): AnyfastApi {
		return new AnyfastApi(this.shared, watcher);
	}

	/** Sends a request to any host: with the key to the API's own origin, without it to all others. */
	readonly request = async (options: IHttpRequestOptions): Promise<unknown> => {
		const { connection, plainRequest } = this.shared;
		const isOwn = new URL(options.url).origin === new URL(connection.baseUrl).origin;
		return await (isOwn ? connection.request : plainRequest)(options);
	};

	/**
	 * Does work that is no call of the API, such as a download, as one of the requests under way.
	 *
	 * @throws CanceledError and StoppedError if the run has ended, and what the work throws
	 */
	readonly inQueue = async <T>(work: () => Promise<T>): Promise<T> => {
		return await this.shared.queue.run(async () => {
			this.stopIfEnded();
			return await work();
		});
	};

	/** @throws CanceledError if the execution was canceled, StoppedError if the run was stopped */
	readonly checkRunning = (): void => this.stopIfEnded();

	/**
	 * Calls an endpoint; tries again if that may help and can do no harm.
	 *
	 * @param request its fields, or a body with a file
	 * @returns what the endpoint reads from the answer
	 * @throws AnyfastError saying what the API did and how often it was tried, without the key in it; or that a file could
	 *   not be read; CanceledError and StoppedError once the run has ended
	 */
	async call<T>(
		endpoint: Endpoint<T>,
		request?: IDataObject | Body,
		{ until = Infinity }: CallOptions = {},
	): Promise<T> {
		const body = request !== undefined && isBody(request) ? request : jsonBody(request);
		const { change, propagationPausesMs } = endpoint;
		const retries = new Retries(this.clock.now, this.shared.maxRetries, propagationPausesMs);
		let doubtful: Change<T> | undefined;
		let isLost = false;
		let last: Failure | undefined;
		for (let tries = 1; ; tries++) {
			this.stopIfEnded(doubtful);
			const tried = await this.try(endpoint, body, until);
			if (!tried) throw inDoubt(errorOf(last ?? tooFast(endpoint), tries - 1), doubtful);
			if (tried.ok) return this.tell(endpoint, tried);

			const { failure } = tried;
			last = failure;
			const proven = isLost && failure.kind === doubtful?.provenBy;
			const value = proven ? endpoint.read(NOTHING, body.fields) : undefined;
			if (value !== undefined && !(value instanceof Unproven)) {
				return this.tell(endpoint, { value });
			}
			if (failure.done === 'maybe' && change) {
				doubtful = change;
				isLost = !isDenial(failure);
				this.watcher.doubted(`${endpoint.name}: ${failure.message}. ${failure.description}`);
			}
			this.stopIfCanceled(doubtful);
			const pause = this.pauseAfter(failure, endpoint, retries);
			if (pause === undefined || this.clock.now() + pause >= until) {
				throw inDoubt(errorOf(failure, tries), doubtful, failure.shownId);
			}
			await this.clock.wait(pause);
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
		const { queue, pace, connection, answered, clock } = this.shared;
		return await queue.run(async () => {
			const turn = await pace.turn(until);
			this.stopIfEnded();
			if (!turn) return undefined;
			const hasAnswered = answered.has(endpoint.name);
			const tried = await send(connection, endpoint, body, until - clock.now(), hasAnswered);
			if (tried.ok) answered.add(endpoint.name);
			const failedTry = tried.ok ? undefined : this.failedTry(tried.failure);
			if (failedTry?.why === 'window') pace.pause(failedTry.askedMs ?? 0);
			else if (failedTry?.why === 'refused') pace.refused(turn, failedTry.askedMs);
			else pace.accepted();
			return tried;
		});
	}

	/** What a failure means for another try. */
	private failedTry({ kind, retry, answer }: Failure): FailedTry {
		if (retry === 'propagating') return { why: 'invisible' };
		const { pace, clock } = this.shared;
		const askedMs = retryAfterMs(answer?.retryAfter, clock.now());
		if (kind !== 'busy') return { why: 'failed', askedMs };
		const windowMs = askedMs === undefined ? windowOf(answer, pace.silentForMs) : undefined;
		if (windowMs === undefined) return { why: 'refused', askedMs };
		return { why: 'window', askedMs: windowMs, letThrough: pace.letThrough };
	}

	/** @returns the pause before the next try, in milliseconds; undefined if there is to be none */
	private pauseAfter<T>(
		failure: Failure,
		{ change }: Endpoint<T>,
		retries: Retries,
	): number | undefined {
		const mayRepeat = failure.done === 'no' || change?.repeatable !== false;
		if (failure.retry === undefined || !mayRepeat) return undefined;
		return retries.pauseAfter(this.failedTry(failure));
	}

	/** Tells what was done, for the case that something else ends the run. */
	private tell<T>(
		{ change, name }: Endpoint<T>,
		{ value, beside }: { value: T; beside?: string },
	): T {
		if (change) {
			const { did, next } = change;
			this.watcher.changed({ did, next, to: change.to(value) });
		}
		if (beside !== undefined) this.watcher.hint(`${name} was done, though Anyfast said`, beside);
		return value;
	}

	/** @param doubtful what a request without an answer was to change */
	private stopIfEnded(doubtful?: Doubt): void {
		this.stopIfCanceled(doubtful);
		if (!this.watcher.isStopped()) return;
		if (!doubtful) throw new StoppedError();
		throw new AnyfastError(`Stopped, because another item failed; ${doubtful.doubt}`, {
			description: doubtful.check,
			kind: 'stopped',
			done: 'maybe',
		});
	}

	private stopIfCanceled(doubtful?: Doubt): void {
		if (!this.cancelSignal?.aborted) return;
		// By this spelling in the message n8n tells a canceled execution from a failed one.
		const message = 'The execution was canceled';
		throw new CanceledError(doubtful ? `${message}; ${doubtful.doubt}` : message, {
			description: `${doubtful?.check ?? ''} No further request was sent to Anyfast.`.trim(),
			kind: 'canceled',
			done: doubtful ? 'maybe' : 'no',
		});
	}
}

/** Whether an answer came that says something else than was asked for, which no later "not found" can turn round. */
const isDenial = ({ kind }: Failure): boolean => kind === 'unexpected' || kind === 'another thing';

type Doubt = Pick<Change<unknown>, 'doubt' | 'check'>;

/** The error, saying also what may be the case at Anyfast, and of which ID. */
function inDoubt(error: AnyfastError, doubtful: Doubt | undefined, shownId?: string): AnyfastError {
	if (!doubtful) return error;
	const shown = shownId === undefined ? '' : `; the answer holds: ${shownId}`;
	return error.with({
		message: `${error.message}; ${doubtful.doubt}${shown}`,
		description: `${doubtful.check} ${error.details.description}`,
		done: 'maybe',
	});
}

/** The failure of a call whose time was up before the rate allowed its first request. */
const tooFast = (endpoint: Pick<Endpoint<unknown>, 'name' | 'about'>): Failure =>
	failureOf({ kind: 'busy', done: 'no' }, { endpoint, origin: '', length: 0 });

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
