import type { IDataObject } from 'n8n-workflow';

import {
	cutShort,
	failed,
	failedForNow,
	type Failure,
	findApiError,
	isErrorBody,
	refusedKey,
	refusedRequest,
	unavailable,
	wrongBaseUrl,
} from './failure';
import { isObject } from '../json';
import type { Outcome } from './retry';
import { retryAfterMs } from './retryAfter';
import type { Action } from './assets';

/** An HTTP answer as n8n's request helper hands it on: JSON parsed where it could be, else the text. */
export interface HttpAnswer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/**
 * Tells what an HTTP answer means: the result of the call, or why there is none and whether trying again may help.
 *
 * @param origin scheme and host of the Base URL, to name in errors
 */
export function readAnswer(
	answer: HttpAnswer,
	origin: string,
	action: Action,
): Outcome<IDataObject, Failure> {
	const { statusCode, headers, body } = answer;
	const httpCode = String(statusCode);
	const error = findApiError(body);

	if (statusCode === 429 || statusCode >= 500) {
		return failedForNow(
			unavailable(httpCode, error),
			retryAfterMs(headers['retry-after'], Date.now()),
		);
	}
	if (statusCode === 401 || statusCode === 403) return failed(refusedKey(httpCode, origin, error));
	if (statusCode >= 300 && statusCode < 400) {
		return failed(wrongBaseUrl(`a redirect (HTTP status ${httpCode})`, origin, httpCode));
	}
	if (isWebPage(answer)) return failed(wrongBaseUrl('a web page', origin, httpCode));
	if (statusCode === 404 && !isAboutThing(body, action)) {
		return failed(wrongBaseUrl('HTTP status 404', origin, httpCode, error));
	}
	if (statusCode >= 400) return failed(refusedRequest(httpCode, error));
	return readSuccess(answer, origin);
}

function readSuccess(answer: HttpAnswer, origin: string): Outcome<IDataObject, Failure> {
	const { body } = answer;
	const httpCode = String(answer.statusCode);

	if (isObject(body)) {
		if (isErrorBody(body)) {
			const error = findApiError(body);
			// Upstream's own troubles, which come under a status of their own elsewhere.
			const inDoubt = /internal|timeout|unavailable/i.test(error?.code ?? '');
			return failed({ ...refusedRequest(httpCode, error), inDoubt });
		}
		return { ok: true, value: isObject(body.Result) ? body.Result : body };
	}
	if (isBrokenJson(answer)) return failedForNow(cutShort(httpCode));
	return failed(wrongBaseUrl('something that is not JSON', origin, httpCode));
}

/**
 * Whether a 404 is about the thing that was asked for. The upstream knows the address when it says so; the gateway may mean
 * the address itself, and does where no thing was named.
 */
function isAboutThing(body: unknown, action: Action): boolean {
	if (!isObject(body)) return false;
	if (isObject(body.ResponseMetadata) && isObject(body.ResponseMetadata.Error)) return true;
	const message = findApiError(body)?.message;
	return !action.startsWith('List') && message !== undefined && !/invalid url/i.test(message);
}

function isWebPage({ headers, body }: HttpAnswer): boolean {
	if (typeof body !== 'string') return false;
	return /text\/html/i.test(String(headers['content-type'])) || /^\s*</.test(body);
}

/** An empty body or the beginning of a JSON text: the rest was lost on the way. */
function isBrokenJson({ headers, body }: HttpAnswer): boolean {
	if (typeof body !== 'string') return body === undefined || body === null;
	return (
		body.trim() === '' || /json/i.test(String(headers['content-type'])) || /^\s*[{[]/.test(body)
	);
}
