import fastify, { type FastifyInstance } from 'fastify';

import { jsonOf } from './answers/rawJson';
import { readForm } from './readForm';
import { gatewayError } from './refusals';
import { compile } from './schemas';

/** Larger than the largest file the API takes, in base64. */
const BODY_LIMIT = 300 * 1024 * 1024;

/** A server that takes JSON and forms, and answers what it does not know as the gateway does. */
export function makeServer(): FastifyInstance {
	const server = fastify({
		forceCloseConnections: true,
		bodyLimit: BODY_LIMIT,
	});
	server.setValidatorCompiler(({ schema }) => compile(schema));
	// Answers are checked by checkAnswer, and may be odd on purpose.
	server.setSerializerCompiler(() => jsonOf);
	server.setReplySerializer(jsonOf);
	server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readForm);
	server.setNotFoundHandler(async ({ method, url }, reply) => {
		await reply.status(404).send(gatewayError(invalidUrl(method, url), 404));
	});
	return server;
}

/** What the gateway says of an address that it does not serve. */
export const invalidUrl = (method: string, url: string): string => `Invalid URL (${method} ${url})`;
