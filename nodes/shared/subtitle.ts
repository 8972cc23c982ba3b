import type { Resource } from './operation';

/** The line below a node's name: its operation in the words of the screen, as in "List Groups". */
export function subtitleOf(resources: Resource[]): string {
	const names = resources.flatMap(({ value = '', operations }) =>
		operations.map((operation) => [`${value} ${operation.value}`, operation.name]),
	);
	const key = '($parameter["resource"] ?? "") + " " + $parameter["operation"]';
	return `={{ (${JSON.stringify(Object.fromEntries(names))})[${key}] }}`;
}
