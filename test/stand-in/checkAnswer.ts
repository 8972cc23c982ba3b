import Ajv, { type ValidateFunction } from 'ajv';
import type { FastifyRequest } from 'fastify';

import { at, isObject } from './json';

const ajv = new Ajv({ strict: false, validateFormats: false });

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
	const check = checks.get(schema) ?? ajv.compile(schema);
	checks.set(schema, check);
	if (check(answer)) return;
	throw new Error(`What the stand-in answers does not fit: ${ajv.errorsText(check.errors)}`);
}
