import type { IDataObject } from 'n8n-workflow';

import { cut, idOf, isObject, nonBlank, parseJson } from '../json';

/** The error that an answer carries, in whichever shape it came. */
export interface ApiError {
	message: string;
	code?: string;
	type?: string;
	requestId?: string;
}

/** A message that is itself JSON is parsed up to this length, in characters, and this many times. */
const MAX_NESTED = 20_000;
const MAX_DEPTH = 3;

/** Words that say that there is no error, under a name that would hold one. */
const NO_ERROR = /^(|0|2\d\d|ok|success|succeed|succeeded|none|null|nil|false)$/i;

/** Where a text of an error may stand, the fullest first. */
const MESSAGES = ['message', 'Message', 'msg', 'detail', 'title', 'error_description', 'reason'];

/**
 * The error in a body, if anything in it says that something went wrong: upstream's `{ ResponseMetadata: { RequestId,
 * Error: { Code, Message } } }`, the gateway's `{ error: { message, type, code } }`, its relay's `{ code, message }`,
 * `{ success: false }` and their kind. An error that is there and empty is none: some gateways always print the field.
 */
export function errorIn(body: IDataObject): ApiError | undefined {
	return speaksOfError(body) ? findApiError(body) : undefined;
}

/**
 * Reads the error of a body that is known to be one, even if nothing but a bare message says so. A message may itself be
 * JSON with an error in it, and a code may stand in brackets in the text.
 */
export function findApiError(body: IDataObject, depth = 0): ApiError | undefined {
	const outer = outermost(body);
	if (!outer) return undefined;

	const inner = depth < MAX_DEPTH ? nested(outer.message, depth + 1) : undefined;
	const requestId = inner?.requestId ?? outer.requestId ?? codeOf(body.request_id);
	if (inner) return { ...inner, code: inner.code ?? outer.code, requestId };

	const message = cut(outer.message);
	return {
		...outer,
		message,
		code: codeIn(message) ?? outer.code,
		requestId: requestId ?? /\(request id: ([^)]+)\)/i.exec(message)?.[1],
	};
}

function speaksOfError(body: IDataObject): boolean {
	const { ResponseMetadata: metadata, code, Code, status } = body;
	if (isObject(metadata) && !isEmpty(metadata.Error)) return true;
	if (['error', 'Error', 'errors', 'Errors'].some((name) => !isEmpty(body[name]))) return true;
	if ([body.success, body.Success, body.ok].some((value) => /^false$/i.test(String(value)))) {
		return true;
	}
	if (typeof status === 'number' ? status >= 400 : /^(error|fail)/i.test(String(status)))
		return true;
	return !isEmpty(code ?? Code) && textIn(body) !== undefined;
}

/** Whether a field that would hold an error, or its code, says that there is none. */
function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (Array.isArray(value)) return value.every(isEmpty);
	if (isObject(value)) return Object.values(value).every(isEmpty);
	return NO_ERROR.test(String(value).trim());
}

function outermost(body: IDataObject): ApiError | undefined {
	const metadata = isObject(body.ResponseMetadata) ? body.ResponseMetadata : {};
	const requestId = codeOf(metadata.RequestId);
	const errors = [metadata.Error, body.error, body.Error, body.errors, body.Errors];
	const error = errors.flat().find((part) => !isEmpty(part));
	if (isObject(error)) return { ...fieldsOf(error), requestId };
	const message = error === undefined ? textIn(body) : String(error);
	const code = codeOf(body.code ?? body.Code);
	if (message !== undefined) return { message, code, requestId };
	return speaksOfError(body) ? { message: 'no message', code, requestId } : undefined;
}

function fieldsOf(error: IDataObject): ApiError {
	return {
		message: textIn(error) ?? 'no message',
		code: codeOf(error.code ?? error.Code),
		type: codeOf(error.type),
	};
}

/** The text of an error; one that is an object is shown as JSON. */
function textIn(body: IDataObject): string | undefined {
	return MESSAGES.flatMap((name) => {
		const value = body[name];
		return isObject(value) && !isEmpty(value) ? JSON.stringify(value) : (nonBlank(value) ?? []);
	})[0];
}

function codeOf(code: unknown): string | undefined {
	const text = idOf(code);
	return text === undefined ? undefined : cut(text);
}

function nested(message: string, depth: number): ApiError | undefined {
	if (!message.startsWith('{') || message.length > MAX_NESTED) return undefined;
	const body = parseJson(message);
	return isObject(body) ? findApiError(body, depth) : undefined;
}

/**
 * Upstream's code in a text, as in `upstream_error: [NotFound.group_id] The specified …`. One without a dot must stand
 * where codes stand: `must be one of [AIGC]` holds none.
 */
function codeIn(text: string): string | undefined {
	const dotted = /\[([A-Z]\w*(?:\.\w+)+)\]/.exec(text)?.[1];
	return dotted ?? /(?:^|: )\[([A-Za-z]\w*)\]/.exec(text)?.[1];
}
