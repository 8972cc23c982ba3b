import type { IDataObject } from 'n8n-workflow';

import { isObject, nonBlank } from '../json';

/** An HTTP answer as it came, its body as text. */
export interface HttpAnswer {
	statusCode: number;
	headers: IDataObject;
	text: string;
}

/** The error that an answer carries, in whichever shape it came. */
export interface ApiError {
	message: string;
	code?: string;
	type?: string;
	requestId?: string;
}

/** An answer, read as far as HTTP and JSON go. */
export interface Answer {
	status: number;
	/** The JSON object in it, if it is one. */
	body?: IDataObject;
	/** What else came: a web page, the beginning of a JSON text (or nothing at all), or other text. */
	form: 'json' | 'web page' | 'incomplete' | 'text';
	error?: ApiError;
	retryAfter?: unknown;
}

/** An answer that succeeded lacks what the endpoint is documented to give. */
export class Unexpected {
	/** @param what is unexpected, as in "there is no Id in it" */
	constructor(readonly what: string) {}
}

/** Texts from outside are cut to this length, in characters, before anything searches them. */
const MAX_TEXT = 1000;

/** A message that is itself JSON is parsed up to this length, in characters, and this many times. */
const MAX_NESTED = 20_000;
const MAX_DEPTH = 3;

/** Cuts a text from outside to a length that can be searched, shown and stored. */
export function cut(text: string): string {
	return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Reads an answer; `classify` says what it means. */
export function readAnswer({ statusCode, headers, text }: HttpAnswer): Answer {
	const retryAfter = headers['retry-after'];
	const body = parse(text);
	if (isObject(body)) {
		return { status: statusCode, body, form: 'json', error: findApiError(body), retryAfter };
	}
	// JSON that is no object came whole, but is none of this API's.
	const form = body === undefined ? formOf(text, String(headers['content-type'])) : 'text';
	return { status: statusCode, form, retryAfter };
}

/** What a successful answer gives: gateways wrap it in `Result` (upstream's way) or `data` (seen in the field). */
export function unwrapped(body: IDataObject): IDataObject {
	if (hasContent(body)) return body;
	if (isObject(body.Result)) return body.Result;
	return isObject(body.data) ? body.data : body;
}

/**
 * Whether an answer that succeeded by its status is an error by its body. A thing, a list or a task may have a field
 * `error` of its own, as a failed asset does.
 */
export function isErrorBody(body: IDataObject): boolean {
	if (isObject(body.ResponseMetadata) && isObject(body.ResponseMetadata.Error)) return true;
	if (hasContent(body) || isTask(body)) return false;
	return isObject(body.error) || nonBlank(body.error) !== undefined || isRelay(body);
}

/**
 * Finds the error in a body: upstream's `{ ResponseMetadata: { RequestId, Error: { Code, Message } } }`, the gateway's
 * `{ error: { message, type, code } }`, its relay's `{ code, message, data: null }`, one text under `error`, or a bare
 * `message`. A message may itself be JSON with an error in it, and a code may stand in brackets in the text.
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

function outermost(body: IDataObject): ApiError | undefined {
	const metadata = isObject(body.ResponseMetadata) ? body.ResponseMetadata : {};
	const requestId = codeOf(metadata.RequestId);
	for (const error of [metadata.Error, body.error]) {
		if (isObject(error)) return { ...fieldsOf(error), requestId };
	}
	const message = nonBlank(body.error) ?? nonBlank(body.message);
	return message === undefined ? undefined : { message, code: codeOf(body.code) };
}

function fieldsOf(error: IDataObject): ApiError {
	return {
		message: nonBlank(error.message) ?? nonBlank(error.Message) ?? 'no message',
		code: codeOf(error.code) ?? codeOf(error.Code),
		type: codeOf(error.type),
	};
}

function codeOf(code: unknown): string | undefined {
	const text = typeof code === 'number' ? String(code) : nonBlank(code);
	return text === undefined ? undefined : cut(text);
}

function nested(message: string, depth: number): ApiError | undefined {
	if (!message.startsWith('{') || message.length > MAX_NESTED) return undefined;
	const body = parse(message);
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

/** The relay's way to pass an error on: a code that is no success, a text, and no data. */
function isRelay({ code, message, data }: IDataObject): boolean {
	const isSuccess = code === undefined || code === 0 || code === 'success' || code === 200;
	return !isSuccess && nonBlank(message) !== undefined && !isObject(data);
}

/** A bare task, as some gateways hand on: `{ id, status, error }` (seen on sibling gateways). */
const isTask = ({ id, task_id, status }: IDataObject) =>
	nonBlank(task_id ?? id) !== undefined && nonBlank(status) !== undefined;

const hasContent = (body: IDataObject) =>
	nonBlank(body.Id) !== undefined || Array.isArray(body.Items);

function formOf(text: string, contentType: string): 'web page' | 'incomplete' | 'text' {
	const start = text.slice(0, 100).trimStart();
	if (/text\/html/i.test(contentType) || start.startsWith('<')) return 'web page';
	const isEmpty = start === '' && text.trim() === '';
	return isEmpty || /json/i.test(contentType) || /^[{[]/.test(start) ? 'incomplete' : 'text';
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
