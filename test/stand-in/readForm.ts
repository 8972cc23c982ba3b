import type { FastifyRequest } from 'fastify';

/** The fields of a `multipart/form-data` body; a file becomes a string of bytes, as OpenAPI describes files. */
export async function readForm(
	{ headers }: FastifyRequest,
	body: Buffer,
): Promise<Record<string, string>> {
	const type = headers['content-type'] ?? '';
	const form = await new Response(body, { headers: { 'content-type': type } }).formData();
	const fields: Record<string, string> = {};
	for (const [name, value] of form) {
		fields[name] = typeof value === 'string' ? value : await asBytes(value);
	}
	return fields;
}

async function asBytes(file: Blob): Promise<string> {
	return Buffer.from(await file.arrayBuffer()).toString('latin1');
}
