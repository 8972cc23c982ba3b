import { randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A file in n8n's binary store. */
export type FileStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A file to send. */
export interface FilePart {
	fileName: string;
	mimeType: string;
	/** In bytes. */
	length: number;
	/** Opens the file where it is stored, anew for each try; or the file itself, in base64. */
	content: (() => Promise<FileStream>) | string;
}

/** A body that is sent as `multipart/form-data` (RFC 7578): fields, and one file behind them. */
export class Form {
	constructor(
		readonly fields: Record<string, string>,
		readonly file: FilePart,
	) {}
}

/** A form on its way. */
export interface EncodedForm {
	headers: IDataObject;
	/** A stored file passes through piece by piece; one that is in memory anyway is copied once. */
	body: FileStream | Buffer;
	/** Lets go of the file. */
	close: () => void;
}

/**
 * Encodes a form for one request.
 *
 * @throws what opening the file throws
 */
export async function encodeForm({ fields, file }: Form): Promise<EncodedForm> {
	const boundary = `anyfast-${randomBytes(16).toString('hex')}`;
	const parts = Object.entries(fields).map(([name, value]) => fieldPart(boundary, name, value));
	const head = Buffer.from(parts.join('') + headOfFile(boundary, file));
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const headers = {
		'Content-Type': `multipart/form-data; boundary=${boundary}`,
		'Content-Length': head.length + file.length + tail.length,
	};

	if (typeof file.content === 'string') {
		const body = Buffer.alloc(headers['Content-Length']);
		body.set(head);
		body.write(file.content, head.length, file.length, 'base64');
		body.set(tail, head.length + file.length);
		return { headers, body, close() {} };
	}
	const stored = await file.content();
	const body = readableLike(stored, inOrder(head, stored, tail));
	// What goes wrong reaches the request; an error that meets no listener before it begins would end n8n.
	for (const stream of [stored, body]) stream.on('error', () => {});
	const close = () => {
		body.destroy();
		stored.destroy();
	};
	return { headers, body, close };
}

async function* inOrder(head: Buffer, stored: AsyncIterable<Buffer>, tail: Buffer) {
	yield head;
	yield* stored;
	yield tail;
}

/** `Readable.from` of Node.js, by way of a stream at hand: a community node may not import it. */
function readableLike(stream: FileStream, chunks: AsyncIterable<Buffer>): FileStream {
	const { constructor: readable } = stream;
	if (canMakeStreams(readable)) return readable.from(chunks, { objectMode: false });
	throw new Error('n8n gave the file in a form that cannot be sent');
}

function canMakeStreams(
	readable: object,
): readable is { from: (chunks: AsyncIterable<Buffer>, options: object) => FileStream } {
	return 'from' in readable && typeof readable.from === 'function';
}

const disposition = (name: string) => `Content-Disposition: form-data; name="${name}"`;

function fieldPart(boundary: string, name: string, value: string): string {
	return `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`;
}

function headOfFile(boundary: string, { fileName, mimeType }: FilePart): string {
	const file = `${disposition('file')}; filename="${escaped(fileName)}"`;
	return `--${boundary}\r\n${file}\r\nContent-Type: ${escaped(mimeType)}\r\n\r\n`;
}

/** As browsers do (HTML, multipart/form-data encoding algorithm), so that a name cannot end its header. */
function escaped(text: string): string {
	return text.replace(/["\r\n]/g, encodeURIComponent);
}
