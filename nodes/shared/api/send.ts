import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { isObject, nonBlank } from '../json';
import { readAnswer, unwrapped } from './answer';
import { classifyAnswer, classifyNoAnswer } from './classify';
import { type Body, type Endpoint, JsonWithFiles } from './endpoint';
import { type Circumstances, type Failure, failureOf } from './failure';
import { exchange } from '../transport/http';
import { unreadableFile } from '../files/unreadableFile';
import { type EncodedForm, encodeForm, Form } from '../transport/multipart';
import { readNoAnswer } from '../transport/noAnswer';
import type { Budget } from '../transport/Queue';

/** The slowest connection that a file is given time for on top, in bytes a millisecond. */
const SLOWEST = 32;

/** Where requests go, and with what. */
export interface Connection {
	/** Sends a request with the key on it. */
	request: (options: IHttpRequestOptions) => Promise<unknown>;
	baseUrl: string;
	apiKey: string;
	cancelSignal?: AbortSignal;
	/** For files that are copied in memory, in bytes. */
	copies: Budget;
}

/** What one try came to. */
export type Sent =
	{ ok: true; result: IDataObject; about: Circumstances } | { ok: false; failure: Failure };

/** What is about to be sent. */
interface Request {
	data?: object;
	/** In bytes. */
	length: number;
	form?: EncodedForm;
}

/**
 * Sends one request and says what came of it.
 *
 * @param timeLeftMs the most it may take, in milliseconds; less if the endpoint says so
 * @throws AnyfastError if the file of a form could not be read
 */
export async function send(
	connection: Connection,
	endpoint: Endpoint,
	body: Body,
	timeLeftMs: number,
): Promise<Sent> {
	const { copies } = connection;
	if (body instanceof JsonWithFiles) {
		return await copies.run(body.bytes, async () => {
			const request = { data: await body.make(), length: body.bytes };
			return await post(connection, endpoint, request, timeLeftMs);
		});
	}
	if (!(body instanceof Form)) {
		const length = lengthOf(body);
		return await copies.run(length, async () => {
			return await post(connection, endpoint, { data: body, length }, timeLeftMs);
		});
	}
	return await copies.run(body.bytesInMemory, async () => {
		const form = await opened(body);
		try {
			const request = { data: form.body, length: form.length, form };
			const sent = await post(connection, endpoint, request, timeLeftMs);
			const fileError = form.fileError();
			if (fileError) throw unreadableFile(fileError);
			return sent;
		} finally {
			form.close();
		}
	});
}

async function post(
	connection: Connection,
	endpoint: Endpoint,
	request: Request,
	timeLeftMs: number,
): Promise<Sent> {
	const { baseUrl } = connection;
	const { length, form, data } = request;
	const id = isObject(data) ? nonBlank(data.Id) : undefined;
	const about: Circumstances = { endpoint, origin: new URL(baseUrl).origin, length, id };
	const timeoutMs = Math.min(endpoint.timeoutMs + length / SLOWEST, timeLeftMs);
	try {
		about.answer = readAnswer(await answerTo(connection, endpoint, request, timeoutMs));
	} catch (error) {
		const noAnswer = readNoAnswer(error, form?.wasSent() ?? true);
		about.noAnswer = { ...noAnswer, detail: withoutKey(noAnswer.detail, connection) };
		return { ok: false, failure: failureOf(classifyNoAnswer(noAnswer), about) };
	}
	const verdict = classifyAnswer(about.answer, endpoint);
	if (verdict) return { ok: false, failure: failureOf(verdict, about) };
	const { body = {} } = about.answer;
	return { ok: true, result: endpoint.isWhole ? body : unwrapped(body), about };
}

async function answerTo(
	connection: Connection,
	{ method, path }: Endpoint,
	{ data, form }: Request,
	timeoutMs: number,
) {
	const { request, baseUrl, cancelSignal } = connection;
	const answer = await exchange(
		request,
		{ method, url: baseUrl + path, headers: { ...form?.headers }, body: data, json: true },
		timeoutMs,
		cancelSignal,
	);
	return { ...answer, text: withoutKey(answer.text, connection) };
}

/** An API that quotes the key must not carry it into items, errors and logs: it ends where answers come in. */
function withoutKey(text: string, { apiKey }: Connection): string {
	return text.replaceAll(apiKey, '***');
}

async function opened(form: Form): Promise<EncodedForm> {
	try {
		return await encodeForm(form);
	} catch (error) {
		throw unreadableFile(error);
	}
}

/** The length of the text in a body; what else there is is short. */
function lengthOf(body: object = {}): number {
	return Object.values(body).reduce(
		(sum: number, value: unknown) => sum + (typeof value === 'string' ? value.length : 0),
		0,
	);
}
