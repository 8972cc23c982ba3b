import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { type Clock, time } from '../clock';
import { nonBlank } from '../json';
import { settle } from '../settle';
import { type FileStream, readableLike } from './body';
import { type OpenAnswer, openAnswer } from './http';
import { type NoAnswer, OutOfTimeError, readNoAnswer } from './noAnswer';
import { MAX_TRIES, pauseBefore, retryAfterMs } from './retry';

/** A download ends if nothing came for so long, in milliseconds. */
const IDLE_MS = 60_000;

/** The redirects that one try follows; browsers follow 20. */
const MAX_REDIRECTS = 20;

/** This much of a file is looked at before it is stored, in bytes. */
const HEAD_BYTES = 64;

/** What a download has in common with the other requests of a run. */
export interface DownloadContext {
	/** Sends a request to any host; what does so knows which hosts may see a key. */
	request: (options: IHttpRequestOptions) => Promise<unknown>;
	clock: Clock;
	/** Aborted when the execution is canceled. */
	cancelSignal?: AbortSignal;
	/** Throws if the run has ended. */
	checkRunning: () => void;
	/** Does work as one of the downloads that may be under way at the same time. */
	inQueue: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Who takes the file. */
export interface Receiver<T> {
	/** Gives another address after the host denied the file at this one; undefined if there is none, which ends the download. */
	renew: () => Promise<string | undefined>;
	/** Says what came instead of the file, by its first bytes; undefined if it is the file. */
	problemOf: (head: Buffer) => string | undefined;
	/** Puts the file where it belongs; called anew for each try. */
	store: (stream: FileStream, head: Buffer) => Promise<T>;
}

/** Why a file did not come. */
export interface DownloadFailure {
	reason:
		/** The host does not give it to us: 401, 403, 404 or 410. */
		| 'denied'
		/** The host gives something else, or nothing now. */
		| 'not the file'
		/** The network failed. */
		| 'no answer'
		/** n8n does not let nodes connect to the host. */
		| 'blocked'
		/** The file came, but could not be stored. */
		| 'not stored';
	/** What happened, as in "the host answered with HTTP status 403". */
	what: string;
	/** What Node.js or n8n said of it. */
	detail?: string;
	httpCode?: string;
	/** How long the host asked to wait, as it said it. */
	retryAfter?: unknown;
	/** Another try cannot help. */
	isLasting?: boolean;
}

/** What came of a download. */
type DownloadResult<T> =
	{ ok: true; value: T } | { ok: false; failure: DownloadFailure; tries: number };

/**
 * Downloads a file as a stream. Only an answer with HTTP status 200 that is as long as it says is the file; redirects are
 * followed. Tries again, up to {@link MAX_TRIES} times, if the host or the network failed or something else came.
 *
 * @param url an http(s) URL
 * @throws what `inQueue` throws once the run has ended
 */
export async function download<T>(
	context: DownloadContext,
	url: string,
	receiver: Receiver<T>,
): Promise<DownloadResult<T>> {
	const { clock, inQueue } = context;
	let address: string | undefined = url;
	for (let tries = 1; ; tries++) {
		const from: string = address;
		const attempt = new Attempt(context, receiver);
		const tried = await inQueue(async () => await settle(attempt.from(from)));
		if (tried.ok) return tried;
		const failure = failureOf(tried.cause);
		if (failure.isLasting || tries >= MAX_TRIES) return { ok: false, failure, tries };
		await clock.wait(pauseBefore(tries, retryAfterMs(failure.retryAfter, clock.now())));
		address = failure.reason === 'denied' ? await receiver.renew() : from;
		if (address === undefined) return { ok: false, failure, tries };
	}
}

/** Ends an attempt. */
class FailedAttempt extends Error {
	constructor(readonly failure: DownloadFailure) {
		super(failure.what);
	}
}

/** One try of a download. It ends once nothing came for {@link IDLE_MS}, or the execution is canceled. */
class Attempt<T> {
	private readonly ending = new AbortController();

	private isOver = false;

	private isIdle = true;

	/** What ended the stream before the file's end. */
	private broken?: { cause: unknown };

	constructor(
		private readonly context: DownloadContext,
		private readonly receiver: Receiver<T>,
	) {}

	/** @throws FailedAttempt, and what the network throws */
	async from(url: string): Promise<T> {
		const { cancelSignal } = this.context;
		const end = () => this.ending.abort();
		if (cancelSignal?.aborted) end();
		cancelSignal?.addEventListener('abort', end);
		this.endIfIdle();
		try {
			return await this.receive(await this.open(url));
		} finally {
			this.isOver = true;
			cancelSignal?.removeEventListener('abort', end);
		}
	}

	/** Follows redirects one by one, so that each host is asked as befits it. */
	private async open(url: string): Promise<OpenAnswer> {
		const options = { method: 'GET', timeout: IDLE_MS, disableFollowRedirect: true } as const;
		let address = url;
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const request = { ...options, url: address };
			const answer = await openAnswer(this.context.request, request, this.ending.signal);
			if (answer.statusCode === 200) return answer;
			answer.body.destroy();
			const target = redirectOf(answer);
			if (target === undefined) throw new FailedAttempt(failureOfStatus(answer));
			address = addressAt(target, address);
		}
		throw notTheFile('the host redirects without an end');
	}

	private async receive({ body, headers }: OpenAnswer): Promise<T> {
		const { signal } = this.ending;
		const abort = () => body.destroy(new OutOfTimeError('Nothing came in time'));
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
		// An error that meets no listener would end n8n.
		body.on('error', (cause) => this.breakOff(cause));
		try {
			const pieces = this.piecesOf(body, lengthIn(headers));
			const head = await readHead(pieces);
			const problem = this.receiver.problemOf(head.subarray(0, HEAD_BYTES));
			if (problem !== undefined) throw notTheFile(problem);
			return await this.store(readableLike(body, joined(head, pieces)), head);
		} finally {
			signal.removeEventListener('abort', abort);
			body.destroy();
		}
	}

	private async store(stream: FileStream, head: Buffer): Promise<T> {
		stream.on('error', () => {});
		const stored = await settle(this.receiver.store(stream, head));
		stream.destroy();
		if (this.broken) throw this.broken.cause;
		if (stored.ok) return stored.value;
		// While all comes in well, what fails is the place where it is put.
		const { cause } = stored;
		const what = cause instanceof Error ? cause.message : String(cause);
		throw new FailedAttempt({ reason: 'not stored', what, isLasting: true });
	}

	/** The pieces of a body as they are taken. @param length in bytes, if the host said it */
	private async *piecesOf(body: FileStream, length = 0): AsyncGenerator<Buffer> {
		const source: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
		for (let bytes = 0; ;) {
			const next = await settle(source.next());
			this.isIdle = false;
			if (!next.ok) throw this.breakOff(next.cause);
			if (next.value.done) {
				if (bytes >= length) return;
				throw this.breakOff(notTheFile(`it ended after ${bytes} of ${length} bytes`));
			}
			bytes += next.value.value.length;
			yield next.value.value;
			this.isIdle = false;
		}
	}

	/** Remembers why the stream ended, because what stores it may say something else. */
	private breakOff(cause: unknown): unknown {
		this.broken ??= { cause };
		return cause;
	}

	/** Ends the attempt if nothing came since it was looked at last. */
	private endIfIdle(): void {
		this.isIdle = true;
		time.deadline(IDLE_MS).addEventListener('abort', () => {
			if (this.isOver) return;
			if (this.isIdle) this.ending.abort();
			else this.endIfIdle();
		});
	}
}

async function readHead(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
	const head: Buffer[] = [];
	for (let bytes = 0; bytes < HEAD_BYTES;) {
		const next = await pieces.next();
		if (next.done) break;
		head.push(next.value);
		bytes += next.value.length;
	}
	return Buffer.concat(head);
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	yield head;
	yield* rest;
}

const notTheFile = (what: string) => new FailedAttempt({ reason: 'not the file', what });

/** How a storage host denies a file, for a link that is no longer valid, or not valid yet. */
const DENIED = [401, 403, 404, 410];

function failureOfStatus({ statusCode, headers }: OpenAnswer): DownloadFailure {
	return {
		reason: DENIED.includes(statusCode) ? 'denied' : 'not the file',
		what: `the host answered with HTTP status ${statusCode}`,
		httpCode: String(statusCode),
		retryAfter: headers['retry-after'],
	};
}

function failureOf(cause: unknown): DownloadFailure {
	if (cause instanceof FailedAttempt) return cause.failure;
	const { reason, detail } = readNoAnswer(cause, true);
	return {
		reason: reason === 'blocked' ? reason : 'no answer',
		what: NO_ANSWER[reason],
		detail,
		isLasting: ['untrusted', 'blocked', 'not sendable'].includes(reason),
	};
}

const NO_ANSWER: Record<NoAnswer['reason'], string> = {
	'unknown host': 'its host was not found',
	unreachable: 'its host could not be reached',
	untrusted: 'the certificate of its host is not trusted',
	blocked: 'n8n does not allow the address of its host',
	'not sendable': 'the request could not be sent',
	lost: 'the connection broke',
	timeout: 'it did not come in time',
	'too long': 'it was too long',
	unknown: 'the request failed',
};

function redirectOf({ statusCode, headers }: OpenAnswer): string | undefined {
	return statusCode >= 300 && statusCode < 400 ? nonBlank(headers.location) : undefined;
}

/** @throws FailedAttempt if a redirect leads nowhere */
function addressAt(target: string, from: string): string {
	const address = URL.canParse(target, from) ? new URL(target, from) : undefined;
	if (address && isWeb(address)) return address.href;
	throw notTheFile('the host redirects to something that is no web address');
}

const isWeb = ({ protocol }: URL) => protocol === 'https:' || protocol === 'http:';

/** The length that a host announces, in bytes. A packed body comes out longer. */
function lengthIn(headers: IDataObject): number | undefined {
	const text = nonBlank(headers['content-length']);
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
