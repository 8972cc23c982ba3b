import type { FastifyRequest } from 'fastify';

import { at } from './json';
import { type FileLabel, labelOf } from './readForm';

/** A request as it came in. */
export interface Received {
	/** As `ListAssets`: the operation's ID in its description, or the last part of an address that nobody knows. */
	action: string;
	method: string;
	/** With the query. */
	path: string;
	headers: Record<string, unknown>;
	/** JSON, or the fields of a form with the file as a string of bytes. */
	body: unknown;
	/** What a form says of its file. */
	file?: FileLabel;
}

/** What is kept of a request. */
export function asReceived({ routeOptions, method, url, headers, body }: FastifyRequest): Received {
	const operation = at(routeOptions.schema, 'operationId');
	const name = typeof operation === 'string' ? operation : (url.split('/').at(-1) ?? '');
	const action = name.charAt(0).toUpperCase() + name.slice(1);
	return { action, method, path: url, headers, body, file: labelOf(body) };
}

/** Gives what is answered to a request; throws a Refusal. */
export type Handler = (received: Received) => unknown;

/** A handler for bodies of one type, which the checks against the OpenAPI description have seen to. */
export function taking<Body>(work: (body: Body, received: Received) => unknown): Handler {
	return (received) => work(received.body as Body, received);
}
