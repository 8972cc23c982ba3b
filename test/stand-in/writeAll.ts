import type { FastifyReply } from 'fastify';

/** The parts of a body, one after another. */
export type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Writes a body as fast as it is taken, and no further than the connection lasts. */
export async function writeAll({ raw }: FastifyReply, chunks: Chunks): Promise<void> {
	for await (const chunk of chunks) {
		if (raw.destroyed) return;
		await new Promise<void>((done) => raw.write(chunk, () => done()));
	}
}
