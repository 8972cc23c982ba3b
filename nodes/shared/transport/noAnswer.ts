import type { IDataObject } from 'n8n-workflow';

import { cut, isObject, nonBlank } from '../json';

/** Why a request got no answer. */
export interface NoAnswer {
	reason:
		/** There is no such host. */
		| 'unknown host'
		/** There never was a connection: nobody listens there, or its name cannot be looked up right now. */
		| 'unreachable'
		/** Its certificate is not trusted. */
		| 'untrusted'
		/** n8n does not let nodes connect to it: its protection against SSRF. */
		| 'blocked'
		/** It cannot be sent at all, as with an invalid character in a header. */
		| 'not sendable'
		/** There was a connection, as far as is known, and it broke or was reset. */
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

/** Codes of Node.js and axios. `Z_BUF_ERROR`: a compressed answer ended early. */
const BY_CODE: Array<[RegExp, Reason]> = [
	[/^ENOTFOUND$/, 'unknown host'],
	[/^(ECONNREFUSED|EAI_AGAIN)$/, 'unreachable'],
	[/CERT|UNABLE_TO/, 'untrusted'],
	[/^ERR_INVALID_/, 'not sendable'],
	[
		/^(ECONNABORTED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_BAD_RESPONSE|ERR_NETWORK|ERR_STREAM_PREMATURE_CLOSE|ETIMEDOUT|Z_BUF_ERROR)$/,
		'lost',
	],
];

/**
 * The same by text, if there is no code. n8n words some codes itself (`COMMON_ERRORS` of n8n-workflow); for a body that
 * is cut off, some versions give nothing but a text.
 */
const BY_TEXT: Array<[RegExp, Reason]> = [
	[/incorrect host \(domain\) value/i, 'unknown host'],
	[/refused the connection|DNS server returned an error/i, 'unreachable'],
	[/certificate/i, 'untrusted'],
	[/invalid character in header|unescaped characters/i, 'not sendable'],
	[
		/socket hang up|closed unexpectedly|connection was aborted|stream has been aborted|^aborted$|premature close|maxContentLength size of Infinity|host is unreachable|connection timed out/im,
		'lost',
	],
];

/** What n8n's protection against SSRF says (`SsrfBlockedIpError` and `SsrfBlockedHostnameError` of n8n 2.12 and newer). */
const BLOCKED = /resolves to a restricted IP address|destination hostname is restricted/;

/** Said of a connection that never came about, as in "connect EHOSTUNREACH", or broke before anything was sent in it. */
const NEVER_CONNECTED = /\bconnect E[A-Z]+\b|before secure TLS connection was established/;

/**
 * Tells why a request got no answer. n8n's helper wraps what happened in a NodeApiError. Its causes have the code of
 * Node.js or axios; since 1.12x and up to 2.2x there are none, and the code is its `httpCode`, the texts its `messages`.
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
	if (BLOCKED.test(texts)) return 'blocked';
	if (NEVER_CONNECTED.test(texts)) return 'unreachable';
	if (code !== undefined) return BY_CODE.find(([known]) => known.test(code))?.[1] ?? 'unknown';
	return BY_TEXT.find(([known]) => known.test(texts))?.[1] ?? 'unknown';
}

/** The code and message nearest to the root of an error's chain of causes, and all texts on the way. */
function innermost(error: unknown): { code?: string; message: string; texts: string } {
	let code: string | undefined;
	const texts: string[] = [];
	let current = error;
	for (let depth = 0; depth < 10 && isObject(current); depth++, current = current.cause) {
		code = codeOf(current) ?? code;
		for (const text of textsOf(current)) {
			const said = nonBlank(text);
			if (said !== undefined) texts.push(cut(said));
		}
	}
	return { code, message: texts.at(-1) ?? 'Unknown error', texts: texts.join('\n') };
}

/** A host with several addresses fails with an error for each of them, under one that has no text. */
function textsOf({ message, messages, errors }: IDataObject): unknown[] {
	const parts: unknown[] = Array.isArray(errors) ? errors : [];
	const ofParts = parts.map((part) => (isObject(part) ? part.message : undefined));
	return [...ofParts, message, ...(Array.isArray(messages) ? messages : [])];
}

/** An `httpCode` of digits is the status of an answer that had begun. */
function codeOf({ code, httpCode }: IDataObject): string | undefined {
	const status = nonBlank(httpCode);
	return nonBlank(code) ?? (status !== undefined && /\D/.test(status) ? status : undefined);
}
