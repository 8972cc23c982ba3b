import type { FastifyRequest } from 'fastify';

import { type FileLabel, labelOf } from './readForm';

/** A request as it came in. */
export interface Received {
	/** As `ListAssets`. */
	action: string;
	headers: Record<string, unknown>;
	/** JSON, or the fields of a form with the file as a string of bytes. */
	body: unknown;
	/** What a form says of its file. */
	file?: FileLabel;
}

/** What is kept of a request. */
export function asReceived({ headers, body, url }: FastifyRequest): Received {
	return { action: url.split('/').at(-1) ?? '', headers, body, file: labelOf(body) };
}

/** Gives what is answered to a request; throws a Refusal. */
export type Handler = (received: Received) => unknown;

/** A handler for bodies of one type, which the checks against the OpenAPI description have seen to. */
export function taking<Body>(work: (body: Body, received: Received) => unknown): Handler {
	return (received) => work(received.body as Body, received);
}
