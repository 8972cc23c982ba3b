import { isObject, nonBlank } from '../json';
import { cut } from './answer';

/** Why a request got no answer. */
export interface NoAnswer {
	reason:
		/** There is no such host. */
		| 'unknown host'
		/** Nobody listens there, or its name cannot be looked up right now. */
		| 'unreachable'
		/** Its certificate is not trusted. */
		| 'untrusted'
		/** It cannot be sent at all, as with an invalid character in a header. */
		| 'not sendable'
		/** The connection broke, or was reset. */
		| 'lost'
		| 'timeout'
		/** The answer is larger than any that is expected. */
		| 'too long'
		| 'unknown';
	/** What Node.js or n8n said, with its code. */
	detail: string;
	/** Whether the request may have been sent as a whole. */
	wasSent: boolean;
}

/** The answer was not there when its time was up. */
export class OutOfTimeError extends Error {
	override readonly name = 'OutOfTimeError';
}

/** The answer was longer than any that is expected. */
export class TooLongError extends Error {
	override readonly name = 'TooLongError';
}

type Reason = NoAnswer['reason'];

/** Codes of Node.js and axios. */
const BY_CODE: Array<[RegExp, Reason]> = [
	[/^ENOTFOUND$/, 'unknown host'],
	[/^(ECONNREFUSED|EAI_AGAIN)$/, 'unreachable'],
	[/CERT|UNABLE_TO/, 'untrusted'],
	[/^ERR_INVALID_/, 'not sendable'],
	[
		/^(ECONNABORTED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_BAD_RESPONSE|ERR_NETWORK|ERR_STREAM_PREMATURE_CLOSE|ETIMEDOUT)$/,
		'lost',
	],
];

/**
 * The same by text: n8n 1.x hands some errors on without their code, in the words of its own for each code
 * (`COMMON_ERRORS` of n8n-workflow) or in Node's.
 */
const BY_TEXT: Array<[RegExp, Reason]> = [
	[/ENOTFOUND|incorrect host \(domain\) value/i, 'unknown host'],
	[/ECONNREFUSED|EAI_AGAIN|refused the connection|DNS server returned an error/i, 'unreachable'],
	[/certificate/i, 'untrusted'],
	[/invalid character in header|invalid header|unescaped characters/i, 'not sendable'],
	[
		/ECONNRESET|EPIPE|socket hang up|closed (the connection )?unexpectedly|connection was aborted|stream has been aborted|premature close|host is unreachable|^aborted$|connection timed out/i,
		'lost',
	],
];

/**
 * Tells why a request got no answer. n8n's helper wraps what happened in a NodeApiError, so the code stands on the error
 * or on one of its causes; n8n 1.x may leave it out.
 *
 * @param wasSent whether all of it may have been sent
 */
export function readNoAnswer(error: unknown, wasSent: boolean): NoAnswer {
	const { code, message, texts } = innermost(error);
	const detail = `${message}${code === undefined ? '' : ` (${code})`}`;
	return { reason: reasonOf(error, code, texts), detail, wasSent };
}

function reasonOf(error: unknown, code: string | undefined, texts: string): Reason {
	if (error instanceof TooLongError) return 'too long';
	if (error instanceof OutOfTimeError || /timeout of \d+ ?ms exceeded/i.test(texts)) {
		return 'timeout';
	}
	if (code !== undefined) return BY_CODE.find(([known]) => known.test(code))?.[1] ?? 'unknown';
	return BY_TEXT.find(([known]) => known.test(texts))?.[1] ?? 'unknown';
}

/** The code and message nearest to the root of an error's chain of causes, and all texts on the way. */
function innermost(error: unknown): { code?: string; message: string; texts: string } {
	let code: string | undefined;
	const texts: string[] = [];
	let current = error;
	for (let depth = 0; depth < 10 && isObject(current); depth++, current = current.cause) {
		code = nonBlank(current.code) ?? code;
		const message = nonBlank(current.message);
		if (message !== undefined) texts.push(cut(message));
	}
	return { code, message: texts.at(-1) ?? 'Unknown error', texts: texts.join('\n') };
}
