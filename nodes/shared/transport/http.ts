import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { unreadableFile } from '../AnyfastError';
import { time } from '../clock';
import { isObject } from '../json';
import { settle } from '../settle';
import type { Body, FileStream, OpenBody } from './body';
import { type NoAnswer, OutOfTimeError, readNoAnswer, TooLongError } from './noAnswer';
import type { Budget } from './Queue';

/** The largest answer that is read, in bytes; a page of 100 rows has about 50,000. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Sends a request, with or without the credential. */
export type Send = (options: IHttpRequestOptions) => Promise<unknown>;

/** What to send, and how long to wait for the answer. */
interface HttpRequest extends Pick<IHttpRequestOptions, 'method' | 'url'> {
	headers: IDataObject;
	body: Body;
	/** For all of it, in milliseconds. */
	timeoutMs: number;
}

/** An HTTP answer as it came, its body as text. */
export interface HttpAnswer {
	statusCode: number;
	headers: IDataObject;
	text: string;
	/** Why its body ended too early, so that the text is only its beginning. */
	brokenBy?: NoAnswer;
}

/** An answer whose body has not been read yet. */
export interface OpenAnswer {
	statusCode: number;
	headers: IDataObject;
	body: FileStream;
}

/**
 * Sends a request and reads its answer to the end, whatever its status. n8n's timeout is one of idleness; this one is
 * for all of it, so an answer that drips in byte by byte ends as well. Reading the body here, not in n8n's helper, also
 * makes a connection that breaks in it the same error in every n8n.
 *
 * @param memory for bodies that are in memory, in bytes
 * @param cancelSignal of the execution
 * @returns the answer; if its body broke off, also what of it came until then, for an ID may stand there
 * @throws AnyfastError if a file could not be read
 */
export async function exchange(
	send: Send,
	request: HttpRequest,
	memory: Budget,
	cancelSignal?: AbortSignal,
): Promise<HttpAnswer | NoAnswer> {
	return await memory.run(request.body.memoryBytes, async () => {
		const open = await settle(request.body.open());
		if (!open.ok) throw unreadableFile(open.cause);
		const body = open.value;
		try {
			const came = await sendOpen(send, request, body, cancelSignal);
			const fileError = body.fileError();
			if (fileError) throw unreadableFile(fileError);
			return came;
		} finally {
			body.close();
		}
	});
}

async function sendOpen(
	send: Send,
	{ method, url, headers, timeoutMs }: HttpRequest,
	body: OpenBody,
	cancelSignal?: AbortSignal,
): Promise<HttpAnswer | NoAnswer> {
	// Node.js takes no time that is not positive; the time may have run out while the request waited for its turn.
	const timeout = Math.max(1, Math.ceil(timeoutMs));
	const deadline = time.deadline(timeout);
	const signal = cancelSignal ? AbortSignal.any([deadline, cancelSignal]) : deadline;
	const options: IHttpRequestOptions = {
		method,
		url,
		headers: { ...headers, ...body.headers },
		body: body.data,
		json: true,
		timeout,
		// The token must not travel to another host.
		disableFollowRedirect: true,
	};
	const begun = await settle(openAnswer(send, options, signal));
	if (!begun.ok) return readNoAnswer(begun.cause, body.wasSent());
	const { statusCode, headers: headersOfAnswer, body: stream } = begun.value;
	const pieces: Uint8Array[] = [];
	const read = await settle(readPieces(stream, pieces, signal));
	const brokenBy = read.ok ? undefined : readNoAnswer(read.cause, body.wasSent());
	const text = textOf(Buffer.concat(pieces));
	return { statusCode, headers: headersOfAnswer, text, brokenBy };
}

/**
 * Sends a request and gives its answer, whatever its status, as soon as its body can be read.
 *
 * @param signal ends the request, and closes an answer that comes after that
 * @throws OutOfTimeError once the signal is aborted, and what the network throws, wrapped by n8n or not
 */
export async function openAnswer(
	send: Send,
	options: IHttpRequestOptions,
	signal: AbortSignal,
): Promise<OpenAnswer> {
	const answering = send({
		...options,
		abortSignal: signal,
		encoding: 'stream',
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});
	const answer = await unlessAborted(answering, signal);
	if (isOpenAnswer(answer)) return answer;
	throw new Error("n8n's request helper gave no stream");
}

/** n8n 1.x does not hand our signal on, so the time of its request ends here, not there. */
async function unlessAborted(answering: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
	const late = (answer: unknown) => {
		if (signal.aborted && isOpenAnswer(answer)) answer.body.destroy();
	};
	answering.then(late, () => {});
	return await new Promise((resolve, reject) => {
		const abort = () => reject(new OutOfTimeError('The time for the request is up'));
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		answering.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/** @throws OutOfTimeError, TooLongError, and what the network throws; what came until then is in the pieces */
async function readPieces(
	body: FileStream,
	pieces: Uint8Array[],
	signal: AbortSignal,
): Promise<void> {
	const abort = () => body.destroy(new OutOfTimeError('The time for the answer is up'));
	signal.addEventListener('abort', abort, { once: true });
	let bytes = 0;
	try {
		for await (const piece of body) {
			bytes += piece.length;
			if (bytes > MAX_ANSWER_BYTES) {
				throw new TooLongError(`It has more than ${MAX_ANSWER_BYTES} bytes`);
			}
			pieces.push(piece);
		}
	} finally {
		signal.removeEventListener('abort', abort);
		body.destroy();
	}
}

/** UTF-8, unless a byte order mark says otherwise. */
function textOf(bytes: Buffer): string {
	const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	return bytes.toString(isUtf16 ? 'utf16le' : 'utf8');
}

function isOpenAnswer(answer: unknown): answer is OpenAnswer {
	if (!isObject(answer) || typeof answer.statusCode !== 'number') return false;
	const { body, headers } = answer;
	return isObject(headers) && isObject(body) && typeof body.destroy === 'function';
}
