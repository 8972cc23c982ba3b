import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { AnyfastError, unreadableFile } from '../AnyfastError';
import { idOf } from '../json';
import { settle } from '../settle';
import type { Body, OpenBody } from '../transport/body';
import { exchange, type HttpAnswer } from '../transport/http';
import { readNoAnswer } from '../transport/noAnswer';
import type { Budget } from '../transport/Queue';
import { readAnswer } from './answer';
import { classifyNoAnswer, understand } from './classify';
import type { Endpoint } from './endpoint';
import { type Circumstances, type Failure, failureOf } from './failure';
import type { Secret } from './Secret';

/** The slowest connection that a file is given time for on top, in bytes a millisecond. */
const SLOWEST = 32;

/** By which Anyfast's support finds our calls; the version is that of package.json. */
const USER_AGENT = 'n8n-nodes-anyfast/0.1.0';

/** Where requests go, and with what. */
export interface Connection {
	/** Sends a request with the key on it. */
	request: (options: IHttpRequestOptions) => Promise<unknown>;
	baseUrl: string;
	secret: Secret;
	cancelSignal?: AbortSignal;
	/** For files that are copied in memory, in bytes. */
	copies: Budget;
}

/** What one try came to. */
export type Try<T> =
	/** @property beside what looked like an error beside the proof that it was done */
	{ ok: true; value: T; beside?: string } | { ok: false; failure: Failure };

/**
 * Sends one request and says what came of it.
 *
 * @param timeLeftMs the most it may take, in milliseconds; less if the endpoint says so
 * @param hasAnswered whether this endpoint has answered properly before in this run
 * @throws AnyfastError if a file could not be read
 */
export async function send<T>(
	connection: Connection,
	endpoint: Endpoint<T>,
	body: Body,
	timeLeftMs: number,
	hasAnswered = false,
): Promise<Try<T>> {
	return await connection.copies.run(body.bytes, async () => {
		const open = await opened(body);
		try {
			const tried = await post(connection, { endpoint, body, open, timeLeftMs, hasAnswered });
			const fileError = open.fileError();
			if (fileError) throw unreadableFile(fileError);
			return tried;
		} finally {
			open.close();
		}
	});
}

interface Posting<T> {
	endpoint: Endpoint<T>;
	body: Body;
	open: OpenBody;
	timeLeftMs: number;
	hasAnswered: boolean;
}

async function post<T>(connection: Connection, posting: Posting<T>): Promise<Try<T>> {
	const { endpoint, body, open, hasAnswered } = posting;
	const { baseUrl, secret } = connection;
	const { origin } = new URL(baseUrl);
	const about: Circumstances = { endpoint, origin, length: open.length, id: idOf(body.fields.Id) };
	const withoutAnswer = (error: unknown, shownId?: string): Try<T> => {
		const noAnswer = readNoAnswer(error, open.wasSent());
		about.noAnswer = { ...noAnswer, detail: secret.withoutIn(noAnswer.detail) };
		return { ok: false, failure: failureOf({ ...classifyNoAnswer(noAnswer), shownId }, about) };
	};
	const answered = await settle(answerTo(connection, posting));
	if (!answered.ok) return withoutAnswer(answered.cause);
	const came = answered.value;
	about.answer = readAnswer(came, secret);
	const understood = understand(about.answer, endpoint, body.fields, hasAnswered);
	if (understood.ok) return understood;
	about.unproven = understood.unproven;
	const { verdict } = understood;
	const isPart = came.brokenBy !== undefined && about.answer.form === 'incomplete';
	if (isPart && verdict.done !== 'no') return withoutAnswer(came.brokenBy, verdict.shownId);
	return { ok: false, failure: failureOf(verdict, about) };
}

async function answerTo<T>(
	{ request, baseUrl, cancelSignal }: Connection,
	{ endpoint, open, timeLeftMs }: Posting<T>,
): Promise<HttpAnswer> {
	const { method, path, timeoutMs } = endpoint;
	const headers: IDataObject = {
		...open.headers,
		'Accept-Language': 'en',
		'User-Agent': USER_AGENT,
	};
	return await exchange(
		request,
		{ method, url: baseUrl + path, headers, body: open.data, json: true },
		Math.min(timeoutMs + open.length / SLOWEST, timeLeftMs),
		cancelSignal,
	);
}

/** @throws AnyfastError if a file in it cannot be read */
async function opened(body: Body): Promise<OpenBody> {
	try {
		return await body.open();
	} catch (error) {
		throw error instanceof AnyfastError ? error : unreadableFile(error);
	}
}
