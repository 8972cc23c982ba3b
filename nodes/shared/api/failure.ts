import type { IDataObject } from 'n8n-workflow';

import { filledText, isObject } from '../json';
import type { Outcome } from './retry';

/** Why a call came to nothing, in words for the person at the canvas. */
export interface Failure {
	/** What happened. */
	message: string;
	/** What to do about it, and what the API said. */
	description: string;
	/** HTTP status, where there was an answer. */
	httpCode?: string;
	/** Whether what was asked for may have been done all the same. */
	inDoubt?: boolean;
}

/** The error an answer carries, in whichever shape it came. */
interface ApiError {
	message: string;
	code?: string;
	type?: string;
	requestId?: string;
}

const SITES = 'https://www.anyfast.com.cn or, for the international site, https://www.anyfast.ai';

export function failed(failure: Failure): Outcome<never, Failure> {
	return { ok: false, failure };
}

/** A failure that another try may not meet; `afterMs` is the wait the server asked for. */
export function failedForNow(failure: Failure, afterMs?: number): Outcome<never, Failure> {
	return { ok: false, failure, again: { afterMs } };
}

/**
 * Finds the error in a body: the gateway's `{ error: { message, type, code } }`, the upstream's
 * `{ ResponseMetadata: { RequestId, Error: { Code, Message } } }`, or a bare `message`.
 */
export function findApiError(body: unknown): ApiError | undefined {
	if (!isObject(body)) return undefined;

	const metadata = isObject(body.ResponseMetadata) ? body.ResponseMetadata : {};
	if (isObject(metadata.Error)) return upstreamError(metadata.Error, metadata);
	if (isObject(body.error)) return gatewayError(body.error);

	const message = filledText(body.error) ?? filledText(body.message);
	return message === undefined ? undefined : { message };
}

/** Whether an answer that succeeded by its status is an error by its body. */
export function isErrorBody(body: IDataObject): boolean {
	const metadata = isObject(body.ResponseMetadata) ? body.ResponseMetadata : {};
	return isObject(metadata.Error) || isObject(body.error) || filledText(body.error) !== undefined;
}

function upstreamError(error: IDataObject, metadata: IDataObject): ApiError {
	return {
		message: filledText(error.Message) ?? 'no message',
		code: filledText(error.Code),
		requestId: filledText(metadata.RequestId),
	};
}

/** The gateway's `code` may be empty, and its request ID hides in the message: `(request id: …)`. */
function gatewayError(error: IDataObject): ApiError {
	const message = filledText(error.message) ?? 'no message';
	return {
		message,
		code: typeof error.code === 'number' ? String(error.code) : filledText(error.code),
		type: filledText(error.type),
		requestId: /\(request id: ([^)]+)\)/i.exec(message)?.[1],
	};
}

/** `The API said: … (code …, request ID …).`, or nothing where it said nothing. */
function whatTheApiSaid(error: ApiError | undefined): string {
	if (!error) return '';
	const details = [
		error.code && `code ${error.code}`,
		error.type && `type ${error.type}`,
		error.requestId && `request ID ${error.requestId}`,
	].filter(Boolean);
	return ` The API said: ${error.message}${details.length > 0 ? ` [${details.join(', ')}]` : ''}`;
}

export function refusedKey(httpCode: string, origin: string, error?: ApiError): Failure {
	return {
		message: 'Anyfast refused the API key',
		description:
			`Check the API Key in the Anyfast API credential, and that its Base URL (${origin}) is the site ` +
			`the key belongs to: ${SITES}.${whatTheApiSaid(error)}`,
		httpCode,
	};
}

/** @param answer what came instead of the API's answer, as in "answered with a web page" */
export function wrongBaseUrl(
	answer: string,
	origin: string,
	httpCode: string,
	error?: ApiError,
): Failure {
	return {
		message: 'The Base URL does not lead to the Anyfast API',
		description:
			`${origin} answered with ${answer}. Set the Base URL of the Anyfast API credential to ${SITES}.` +
			whatTheApiSaid(error),
		httpCode,
	};
}

export function refusedRequest(httpCode: string, error?: ApiError): Failure {
	return {
		message: `Anyfast refused the request: ${error?.message ?? `HTTP status ${httpCode}`}`,
		description: `Check the node's parameters against what the API said.${whatTheApiSaid(error)}`,
		httpCode,
	};
}

export function unavailable(httpCode: string, error?: ApiError): Failure {
	return {
		message:
			httpCode === '429'
				? 'Anyfast is receiving too many requests (HTTP status 429)'
				: `Anyfast is not available right now (HTTP status ${httpCode})`,
		description:
			httpCode === '429'
				? `Run fewer workflows that use this API key at the same time, or try again later.${whatTheApiSaid(error)}`
				: `Try again later.${whatTheApiSaid(error)}`,
		httpCode,
		inDoubt: httpCode !== '429',
	};
}

export function cutShort(httpCode: string): Failure {
	return {
		message: 'The answer of Anyfast was cut short',
		description:
			'The connection, or a proxy on the way, dropped a part of the answer. Try again later.',
		httpCode,
		inDoubt: true,
	};
}

/** An answer that succeeded but is not what the action is documented to give. */
export function unexpectedAnswer(what: string, error?: ApiError): Failure {
	return {
		message: `Anyfast answered in a form this node does not know: ${what}`,
		description: `Check the Base URL of the Anyfast API credential; if it is right, the API may have changed.${whatTheApiSaid(error)}`,
		inDoubt: true,
	};
}
