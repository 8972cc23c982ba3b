import type { ValidateFunction } from 'ajv';
import type { FastifyRequest } from 'fastify';

import { at, isObject } from './json';
import { compile, errorsOf } from './schemas';

/** By the schema of an answer. */
const checks = new WeakMap<object, ValidateFunction>();

/** Throws unless an answer fits what the OpenAPI description says of its operation and status. */
export function checkAnswer(
	{ routeOptions }: FastifyRequest,
	answer: unknown,
	status = '200',
): void {
	const schema = at(routeOptions.schema?.response, status, 'content', 'application/json', 'schema');
	if (!isObject(schema)) {
		throw new Error(`${routeOptions.url ?? ''} has no description of its answer ${status}`);
	}
	const check = checks.get(schema) ?? compile(schema);
	checks.set(schema, check);
	if (check(answer)) return;
	throw new Error(`What the stand-in answers does not fit: ${errorsOf(check)}`);
}
