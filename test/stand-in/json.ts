export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** What is at a path within a value, or undefined. */
export const at = (value: unknown, ...path: string[]): unknown =>
	path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
