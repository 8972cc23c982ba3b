import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { time } from '../clock';
import { isObject } from '../json';
import { settle } from '../settle';
import type { FileStream } from './body';
import { OutOfTimeError, TooLongError } from './noAnswer';

/** The largest answer that is read, in bytes; a page of 100 rows has about 50,000. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Sends a request, with or without the credential. */
type Send = (options: IHttpRequestOptions) => Promise<unknown>;

/** An HTTP answer as it came, its body as text. */
export interface HttpAnswer {
	statusCode: number;
	headers: IDataObject;
	text: string;
	/** What ended its body too early, so that the text is only its beginning: {@link exchange} says what that can be. */
	brokenBy?: Error;
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
 * @param timeoutMs for all of it, in milliseconds
 * @param cancelSignal of the execution
 * @returns the answer; if its body broke off, also what of it came until then, for an ID may stand there
 * @throws before an answer began: OutOfTimeError, and what the network throws, wrapped by n8n or not. The same, or a
 *   TooLongError, is what its body may be broken by
 */
export async function exchange(
	send: Send,
	options: IHttpRequestOptions,
	timeoutMs: number,
	cancelSignal?: AbortSignal,
): Promise<HttpAnswer> {
	// Node.js takes no time that is not positive; the time may have run out while the request waited for its turn.
	const timeout = Math.max(1, Math.ceil(timeoutMs));
	const deadline = time.deadline(timeout);
	const signal = cancelSignal ? AbortSignal.any([deadline, cancelSignal]) : deadline;
	// The token must not travel to another host.
	const request = { ...options, timeout, disableFollowRedirect: true };
	const answer = await openAnswer(send, request, signal);
	return {
		statusCode: answer.statusCode,
		headers: answer.headers,
		...(await readText(answer.body, signal)),
	};
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

async function readText(
	body: FileStream,
	signal: AbortSignal,
): Promise<Pick<HttpAnswer, 'text' | 'brokenBy'>> {
	const abort = () => body.destroy(new OutOfTimeError('The time for the answer is up'));
	signal.addEventListener('abort', abort, { once: true });
	const pieces: Uint8Array[] = [];
	const read = await settle(readPieces(body, pieces));
	signal.removeEventListener('abort', abort);
	body.destroy();
	const text = textOf(Buffer.concat(pieces));
	if (read.ok) return { text };
	const { cause } = read;
	return { text, brokenBy: cause instanceof Error ? cause : new Error(String(cause)) };
}

/** @throws TooLongError, and what the network throws; what came until then is in the pieces */
async function readPieces(body: FileStream, pieces: Uint8Array[]): Promise<void> {
	let bytes = 0;
	for await (const piece of body) {
		bytes += piece.length;
		if (bytes > MAX_ANSWER_BYTES) {
			throw new TooLongError(`It has more than ${MAX_ANSWER_BYTES} bytes`);
		}
		pieces.push(piece);
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
