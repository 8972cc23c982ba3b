import type { FastifyRequest } from 'fastify';

/** What a form says of a file in it. */
export interface FileLabel {
	name: string;
	type: string;
}

const labels = new WeakMap<object, FileLabel>();

/** What the form said of its file, by what was read from the form. */
export const labelOf = (body: unknown): FileLabel | undefined =>
	typeof body === 'object' && body !== null ? labels.get(body) : undefined;

/** The fields of a `multipart/form-data` body; a file becomes a string of bytes, as OpenAPI describes files. */
export async function readForm(
	{ headers }: FastifyRequest,
	body: Buffer,
): Promise<Record<string, string>> {
	const type = headers['content-type'] ?? '';
	const form = await new Response(body, { headers: { 'content-type': type } }).formData();
	const fields: Record<string, string> = {};
	for (const [name, value] of form) {
		if (typeof value === 'string') fields[name] = value;
		else {
			fields[name] = Buffer.from(await value.arrayBuffer()).toString('latin1');
			labels.set(fields, { name: value.name, type: value.type });
		}
	}
	return fields;
}
