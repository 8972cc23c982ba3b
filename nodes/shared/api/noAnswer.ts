import { failed, failedForNow, type Failure } from './failure';
import { filledText, isObject } from '../json';
import type { Outcome } from './retry';

/** Codes of Node.js and axios for a connection that may hold the next time. */
const PASSING_CODES = new Set([
	'EAI_AGAIN',
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EPIPE',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'ETIMEDOUT',
]);

/** Codes of a request that certainly did not arrive: no such host, nobody listens, not trusted, not a header. */
const NEVER_SENT = /^(EAI_AGAIN|ECONNREFUSED|ENOTFOUND)$|^ERR_INVALID_|CERT|UNABLE_TO/;

/**
 * Tells why a request got no answer. n8n's helper wraps what happened in a NodeApiError, so the code stands on the
 * error or on one of its causes.
 *
 * @param wasSent whether all of it may have been sent
 */
export function readLostRequest(
	error: unknown,
	origin: string,
	wasSent: boolean,
): Outcome<never, Failure> {
	const { code, message } = innermost(error);
	const inDoubt = wasSent && (code === undefined || !NEVER_SENT.test(code));

	if (code === 'ENOTFOUND') {
		return failed({
			message: 'There is no such host as the Base URL names',
			description: `${origin} could not be found. Check the Base URL of the Anyfast API credential.`,
		});
	}
	const isTimeout = /timeout/i.test(message);
	if (isTimeout && !wasSent) {
		return failed({
			message: 'The file could not be sent to Anyfast in time',
			description: `The connection to ${origin} is too slow for a file of this size. Make the file smaller, or try again when the network is free.`,
		});
	}
	if (code !== undefined && PASSING_CODES.has(code)) {
		return failedForNow({
			message: isTimeout ? 'Anyfast did not answer in time' : 'The connection to Anyfast was lost',
			description: `${origin} could not be reached or broke off (${code}). Check the network between n8n and Anyfast, or try again later.`,
			inDoubt,
		});
	}
	return failed({
		message: inDoubt ? 'The request to Anyfast failed' : 'The request to Anyfast could not be sent',
		description: `${message}${code === undefined ? '' : ` (${code})`}. Check the Anyfast API credential and the network settings of n8n.`,
		inDoubt,
	});
}

/** The code and message nearest to the root of an error's chain of causes. */
function innermost(error: unknown): { code?: string; message: string } {
	let found: { code?: string; message: string } = { message: 'Unknown error' };
	for (let current = error; isObject(current); current = current.cause) {
		const code = filledText(current.code);
		const message = filledText(current.message) ?? found.message;
		found = { code: code ?? found.code, message };
	}
	return found;
}
