import type { Resource } from './operation';

/**
 * An expression for the name of the chosen operation in the words of the screen, as in "List Groups": the line below a
 * node's name.
 */
export function nameOfOperation(resources: Resource[]): string {
	const names = resources.flatMap(({ value, operations }) =>
		operations.map((operation) => [`${value} ${operation.value}`, operation.name]),
	);
	const key = '$parameter["resource"] + " " + $parameter["operation"]';
	return `(${JSON.stringify(Object.fromEntries(names))})[${key}]`;
}
