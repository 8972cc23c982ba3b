import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** @type {boolean} */
let isDone = false;

/** Compiles the rules that OpenAPI files have to follow once for all stand-ins of a worker, which is slow. */
export function compileOpenApiRulesOnce() {
	if (isDone) return;
	isDone = true;
	const glue = createRequire(require.resolve('fastify-openapi-glue'));
	const { Validator } = glue('@seriousme/openapi-schema-validator');
	const { getAjvValidator } = Validator.prototype;
	const compiled = {};
	Validator.prototype.getAjvValidator = function (/** @type {string} */ version) {
		this.ajvValidators = compiled;
		return getAjvValidator.call(this, version);
	};
}
