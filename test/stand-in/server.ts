import fastify, { type FastifyInstance } from 'fastify';

import { jsonOf } from './answers/rawJson';
import { readForm } from './readForm';

/** Larger than the largest file the API takes, in base64. */
const BODY_LIMIT = 300 * 1024 * 1024;

/** A server that takes JSON and forms. */
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
	server.addHook('preSerialization', async (_request, reply, payload) => {
		reply.serializer(jsonOf);
		return payload;
	});
	return server;
}
