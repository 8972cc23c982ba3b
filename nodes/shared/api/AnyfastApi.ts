import { createHash } from 'crypto';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { AnyfastError, CanceledError, StoppedError } from '../AnyfastError';
import { type Clock, clockUntil } from '../clock';
import { Unexpected } from './answer';
import { type Context, CREDENTIAL, readCredential } from './credential';
import { type Body, type Change, type Endpoint, JsonWithFiles } from './endpoint';
import { errorOf, type Failure, failureOf } from './failure';
import { Form } from '../transport/multipart';
import { Pace } from '../transport/Pace';
import { Budget, Queue } from '../transport/Queue';
import { MAX_RETRIES, pauseBefore, Retries, retryAfterMs } from '../transport/retry';
import { type Connection, send, type Sent } from './send';

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

/** Who is told of calls: whether the run that makes them goes on, and what they changed. */
export interface CallWatcher {
	/** Whether the run was stopped, so that no further request may start. */
	isStopped: () => boolean;
	/** @param what was created, deleted or renamed, as in "uploaded asset://…" */
	changed: (what: string) => void;
}

const NOBODY: CallWatcher = { isStopped: () => false, changed() {} };

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
	clock: Clock;
	/** What one request learns about the rate holds for the others. */
	pace: Pace;
	queue: Queue;
	maxRetries: number;
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
		const credential = readCredential(await context.getCredentials(CREDENTIAL));
		const cancelSignal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		const clock = clockUntil(cancelSignal);
		const { httpRequest, httpRequestWithAuthentication } = context.helpers;
		return new AnyfastApi({
			connection: {
				request: async (options) =>
					await httpRequestWithAuthentication.call(context, CREDENTIAL, options),
				...credential,
				cancelSignal,
				copies: new Budget(MAX_COPIES_BYTES),
			},
			plainRequest: async (options) => await httpRequest(options),
			clock,
			pace: new Pace(clock),
			queue: new Queue(concurrency ?? DEFAULT_CONCURRENCY, concurrency ?? FIRST_CONCURRENCY),
			maxRetries,
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

	/** A hash of site and key, which tells accounts apart without showing either. */
	get accountHash(): string {
		const { baseUrl, apiKey } = this.shared.connection;
		const { origin } = new URL(baseUrl);
		return createHash('sha256').update(`${origin}\n${apiKey}`).digest('base64url').slice(0, 22);
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
	 * @param read takes what the caller needs from the result, or says what is unexpected in it
	 * @throws AnyfastError saying what the API did and how often it was tried, without the key in it; or that a file could
	 *   not be read; CanceledError and StoppedError once the run has ended
	 */
	async call<T>(
		endpoint: Endpoint,
		body: Body,
		read: (result: IDataObject) => T | Unexpected,
		{ until = Infinity }: CallOptions = {},
	): Promise<T> {
		const { change } = endpoint;
		const retries = new Retries(endpoint, this.clock.now, this.shared.maxRetries);
		let doubtful: Change | undefined;
		for (let tries = 1; ; tries++) {
			this.stopIfEnded(doubtful);
			const outcome = understood(await this.try(endpoint, body, until), read);
			if (outcome.ok) return this.tell(endpoint, body, outcome);

			const { failure } = outcome;
			if (doubtful && failure.kind === doubtful.provenBy) {
				const value = read({});
				if (!(value instanceof Unexpected)) {
					return this.tell(endpoint, body, { result: {}, value });
				}
			}
			if (failure.done === 'maybe') doubtful = change;
			this.stopIfCanceled(doubtful);
			const pause = retries.pauseAfter(failure);
			if (pause === undefined || this.clock.now() + pause >= until) {
				throw inDoubt(errorOf(failure, tries), doubtful);
			}
			await this.clock.wait(pause);
		}
	}

	/** One try. Its place in the queue is held for this try alone, never for a pause between two. */
	private async try(endpoint: Endpoint, body: Body, until: number): Promise<Sent> {
		const { queue, pace, connection } = this.shared;
		return await queue.run(async () => {
			const turn = await pace.turn();
			this.stopIfEnded();
			const sent = await send(connection, endpoint, body, until - this.clock.now());
			// At a 429 all requests wait, not just the one that was refused; that one waits the same time in `call`.
			if (sent.ok || sent.failure.httpCode !== '429') pace.accepted();
			else pace.refused(turn, pauseBefore(1, askedPause(sent.failure, this.clock.now())));
			return sent;
		});
	}

	/** Tells what was done, for the case that something else ends the run. */
	private tell<T>(
		{ change }: Endpoint,
		body: Body,
		{ result, value }: { result: IDataObject; value: T },
	): T {
		if (change) this.watcher.changed(change.made(result, fieldsOf(body)));
		return value;
	}

	/** @param doubtful what a request without an answer was to change */
	private stopIfEnded(doubtful?: Change): void {
		this.stopIfCanceled(doubtful);
		if (!this.watcher.isStopped()) return;
		if (!doubtful) throw new StoppedError();
		throw new AnyfastError(`Stopped, because another item failed; ${doubtful.doubt}`, {
			description: doubtful.check,
			kind: 'stopped',
			done: 'maybe',
		});
	}

	private stopIfCanceled(doubtful?: Change): void {
		if (!this.shared.connection.cancelSignal?.aborted) return;
		// By this spelling in the message n8n tells a canceled execution from a failed one.
		const message = 'The execution was canceled';
		throw new CanceledError(doubtful ? `${message}; ${doubtful.doubt}` : message, {
			description: `${doubtful?.check ?? ''} No further request was sent to Anyfast.`.trim(),
			kind: 'canceled',
			done: doubtful ? 'maybe' : 'no',
		});
	}
}

function understood<T>(
	sent: Sent,
	read: (result: IDataObject) => T | Unexpected,
): { ok: true; result: IDataObject; value: T } | { ok: false; failure: Failure } {
	if (!sent.ok) return sent;
	const value = read(sent.result);
	if (!(value instanceof Unexpected)) return { ...sent, value };
	const verdict = { kind: 'unexpected', done: 'maybe' } as const;
	return { ok: false, failure: failureOf(verdict, { ...sent.about, unexpected: value.what }) };
}

/** What was sent, apart from files. */
function fieldsOf(body: Body): IDataObject {
	if (body instanceof Form) return body.fields;
	return body === undefined || body instanceof JsonWithFiles ? {} : body;
}

/** The error, saying also what may be the case at Anyfast. */
function inDoubt(error: AnyfastError, doubtful: Change | undefined): AnyfastError {
	if (!doubtful) return error;
	return error.with({
		message: `${error.message}; ${doubtful.doubt}`,
		description: `${doubtful.check} ${error.details.description}`,
		done: 'maybe',
	});
}

const askedPause = ({ retryAfter }: Failure, now: number) => retryAfterMs(retryAfter, now);
