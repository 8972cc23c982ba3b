import type { IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n gives the files in its store. */
export type FileStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** `Readable.from` of Node.js. Community nodes may not import `stream`, so its class is taken from n8n's stream. */
export function readableLike(stream: FileStream, chunks: AsyncIterable<Buffer>): FileStream {
	const { constructor: readable } = stream;
	if (canMakeStreams(readable)) return readable.from(chunks, { objectMode: false });
	throw new Error('n8n provided the file in a form that cannot be sent');
}

function canMakeStreams(
	readable: object,
): readable is { from: (chunks: AsyncIterable<Buffer>, options: object) => FileStream } {
	return 'from' in readable && typeof readable.from === 'function';
}
