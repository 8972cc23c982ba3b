import fastify, { type FastifyInstance } from 'fastify';

import { jsonOf } from './answers/rawJson';
import { readForm } from './readForm';
import { gatewayError } from './refusals';

/** Larger than the largest file the API takes, in base64. */
const BODY_LIMIT = 300 * 1024 * 1024;

/** A server that takes JSON and forms, and answers what it does not know as the gateway does. */
export function makeServer(): FastifyInstance {
	const server = fastify({
		forceCloseConnections: true,
		bodyLimit: BODY_LIMIT,
		ajv: {
			customOptions: {
				strict: false,
				coerceTypes: false,
				removeAdditional: false,
				useDefaults: false,
			},
		},
	});
	server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readForm);
	server.setNotFoundHandler(async ({ method, url }, reply) => {
		await reply.status(404).send(gatewayError(invalidUrl(method, url), 404));
	});
	server.addHook('preSerialization', async (_request, reply, payload) => {
		reply.serializer(jsonOf);
		return payload;
	});
	return server;
}

/** What the gateway says of an address that it does not serve. */
export const invalidUrl = (method: string, url: string): string => `Invalid URL (${method} ${url})`;
