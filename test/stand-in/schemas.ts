import Ajv, { type ValidateFunction } from 'ajv';

const ajv = new Ajv({ strict: false, validateFormats: false });

/** By their text: each stand-in has copies of its own of the same schemas, and compiling them is slow. */
const compiled = new Map<string, ValidateFunction>();

/** What checks a value by a schema of the OpenAPI descriptions; it is kept, whoever asks. */
export function compile(schema: unknown): ValidateFunction {
	const text = JSON.stringify(schema);
	const check = compiled.get(text) ?? ajv.compile(JSON.parse(text));
	compiled.set(text, check);
	return check;
}

/** What a check did not like. */
export const errorsOf = ({ errors }: ValidateFunction): string => ajv.errorsText(errors);
