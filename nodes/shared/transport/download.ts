import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { nonBlank } from '../json';
import { settle } from '../settle';
import type { AnyfastApi } from '../api/AnyfastApi';
import { type OpenAnswer, openAnswer } from './http';
import { type FileStream, readableLike } from './multipart';
import { OutOfTimeError, readNoAnswer } from './noAnswer';
import { MAX_TRIES, pauseBefore, retryAfterMs } from './retry';

/** A download ends if nothing came for so long, in milliseconds. */
const IDLE_MS = 60_000;

/** What a download needs: n8n, and what it has in common with the calls of the run. */
export interface Downloading {
	context: IExecuteFunctions;
	api: Pick<AnyfastApi, 'clock' | 'cancelSignal' | 'checkRunning' | 'inQueue'>;
}

/** A file on its way from the storage host. */
export interface Download {
	stream: FileStream;
	/** As the storage host says it, without parameters; undefined if it says nothing of use. */
	mimeType?: string;
}

/** Why a try failed. */
interface Problem {
	what: string;
	httpCode?: string;
	/** Whether another try may help. */
	isPassing: boolean;
	retryAfter?: unknown;
}

/**
 * Downloads a file from the host that the API named, as a stream. The key is never sent there, as it belongs to the API
 * alone; redirects are followed. Tried again if the network or the host fails, up to {@link MAX_TRIES} times. Each try
 * counts as one of the requests under way.
 *
 * @param take puts the stream where it belongs; called anew for each try
 * @throws AnyfastError if the link has expired, the file did not come, or n8n could not keep it; CanceledError
 */
export async function download<T>(
	downloading: Downloading,
	url: string,
	take: (download: Download) => Promise<T>,
): Promise<T> {
	const { api } = downloading;
	if (!URL.canParse(url) || !/^https?:/i.test(url)) throw notAnAddress();
	for (let tries = 1; ; tries++) {
		const outcome = await api.inQueue(async () => await tryOnce(downloading, url, take));
		if (outcome.ok) return outcome.value;
		api.checkRunning();
		const { problem } = outcome;
		if (!problem.isPassing || tries >= MAX_TRIES) throw errorOf(problem, tries);
		const asked = retryAfterMs(problem.retryAfter, api.clock.now());
		await api.clock.wait(pauseBefore(tries, asked));
	}
}

type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

async function tryOnce<T>(
	{ context, api: { cancelSignal } }: Downloading,
	url: string,
	take: (download: Download) => Promise<T>,
): Promise<Outcome<T>> {
	const ending = new AbortController();
	const end = () => ending.abort();
	if (cancelSignal?.aborted) end();
	cancelSignal?.addEventListener('abort', end);
	const watch = new IdleWatch(end);
	try {
		const opened = await settle(open(context, url, ending.signal));
		if (!opened.ok) return { ok: false, problem: networkProblem(opened.cause) };
		const { value: answer } = opened;
		const problem = problemOf(answer);
		if (!problem) return await taken(answer, { signal: ending.signal, watch, take });
		answer.body.destroy();
		return { ok: false, problem };
	} finally {
		watch.stop();
		cancelSignal?.removeEventListener('abort', end);
	}
}

async function taken<T>(
	{ body, headers }: OpenAnswer,
	{ signal, watch, take }: Taking<T>,
): Promise<Outcome<T>> {
	const received: { failure?: unknown } = {};
	const stream = watched(body, signal, watch, received);
	const taking = await settle(take({ stream, mimeType: mimeTypeOf(headers) }));
	if (taking.ok) return taking;
	stream.destroy();
	body.destroy();
	if (received.failure !== undefined || signal.aborted) {
		return { ok: false, problem: networkProblem(received.failure ?? taking.cause) };
	}
	throw notKept(taking.cause);
}

interface Taking<T> {
	signal: AbortSignal;
	watch: IdleWatch;
	take: (download: Download) => Promise<T>;
}

/** Opens the address without the credential. */
async function open(
	{ helpers }: IExecuteFunctions,
	url: string,
	signal: AbortSignal,
): Promise<OpenAnswer> {
	const send = async (options: IHttpRequestOptions) => await helpers.httpRequest(options);
	return await openAnswer(send, { url, method: 'GET', timeout: IDLE_MS }, signal);
}

/** The stream, piece by piece as it is taken; it ends with an error when the signal is aborted. */
function watched(
	body: FileStream,
	signal: AbortSignal,
	watch: IdleWatch,
	received: { failure?: unknown },
): FileStream {
	const abort = () => body.destroy(new OutOfTimeError('Nothing came in time'));
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort, { once: true });
	// One that met no listener before it began would end n8n.
	body.on('error', (error) => (received.failure = error));
	async function* pieces() {
		const source: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
		try {
			for (;;) {
				const next = await settle(source.next());
				watch.touch();
				if (!next.ok) throw (received.failure = next.cause);
				if (next.value.done) return;
				yield next.value.value;
				watch.touch();
			}
		} finally {
			signal.removeEventListener('abort', abort);
			body.destroy();
		}
	}
	return readableLike(body, pieces()).on('error', () => {});
}

/** Calls `end` once nothing was received for {@link IDLE_MS}. */
class IdleWatch {
	private isOver = false;

	private isIdle = true;

	constructor(private readonly end: () => void) {
		this.look();
	}

	touch(): void {
		this.isIdle = false;
	}

	stop(): void {
		this.isOver = true;
	}

	private look(): void {
		this.isIdle = true;
		AbortSignal.timeout(IDLE_MS).addEventListener('abort', () => {
			if (this.isOver) return;
			if (this.isIdle) this.end();
			else this.look();
		});
	}
}

function problemOf({ statusCode, headers }: OpenAnswer): Problem | undefined {
	if (statusCode >= 200 && statusCode < 300) return undefined;
	return {
		what: `the storage host answered with HTTP status ${statusCode}`,
		httpCode: String(statusCode),
		isPassing: statusCode === 408 || statusCode === 429 || statusCode >= 500,
		retryAfter: headers['retry-after'],
	};
}

function networkProblem(error: unknown): Problem {
	const { reason, detail } = readNoAnswer(error, true);
	const isPassing = !['untrusted', 'not sendable'].includes(reason);
	return { what: reason === 'timeout' ? 'it did not come in time' : detail, isPassing };
}

/** Answers of a storage host for a link that is no longer valid. */
const EXPIRED = ['401', '403', '404', '410'];

function errorOf({ what, httpCode }: Problem, tries: number): AnyfastError {
	const tried = tries > 1 ? `, tried ${tries} times` : '';
	if (httpCode !== undefined && EXPIRED.includes(httpCode)) {
		return new AnyfastError('The link to the file has expired', {
			cause: 'api',
			kind: 'link expired',
			httpCode,
			description: `Links are valid for 24 hours; ${what}.`,
		});
	}
	return new AnyfastError(`The file could not be downloaded: ${what}${tried}`, {
		cause: 'api',
		httpCode,
		description: 'Check the network between n8n and the storage host of Anyfast.',
	});
}

const notAnAddress = () =>
	new AnyfastError('The file could not be downloaded: Anyfast gave no web address for it', {
		cause: 'api',
		description: 'To see what Anyfast answered, turn on Include Raw Response in Get Video.',
	});

/** While all comes in well, what fails is the place where it is put. */
function notKept(cause: unknown): AnyfastError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new AnyfastError(`The file could not be stored in n8n: ${reason}`, {
		description: "Check n8n's storage for the files of executions, and that it has free space.",
	});
}

/** A type that says something; storage hosts often send `application/octet-stream`. */
function mimeTypeOf(headers: IDataObject): string | undefined {
	const type = nonBlank(headers['content-type'])?.split(';')[0]?.trim().toLowerCase();
	return type === undefined || /octet-stream$/.test(type) ? undefined : type;
}
