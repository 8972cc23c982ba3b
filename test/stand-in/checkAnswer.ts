import Ajv, { type ValidateFunction } from 'ajv';
import type { FastifyRequest } from 'fastify';

const ajv = new Ajv({ strict: false, validateFormats: false });

/** By the schema of an answer. */
const checks = new WeakMap<object, ValidateFunction>();

/** Throws unless an answer fits what the OpenAPI description says of its operation. */
export function checkAnswer({ routeOptions }: FastifyRequest, answer: unknown): void {
	const schema = at(routeOptions.schema?.response, '200', 'content', 'application/json', 'schema');
	if (!isObject(schema))
		throw new Error(`${routeOptions.url ?? ''} has no description of its answer`);
	const check = checks.get(schema) ?? ajv.compile(schema);
	checks.set(schema, check);
	if (check(answer)) return;
	throw new Error(`What the stand-in answers does not fit: ${ajv.errorsText(check.errors)}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const at = (value: unknown, ...path: string[]): unknown =>
	path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
