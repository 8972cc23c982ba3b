import { randomBytes } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { type Body, type FileStream, type OpenBody, readableLike } from './body';

/** A file to send. */
export interface FilePart {
	fileName: string;
	/** Nothing, or empty, if it is not known. */
	mimeType?: string;
	/** In bytes. */
	length: number;
	/** Opens the file where it is stored, anew for each try; or the file itself, in base64. */
	content: (() => Promise<FileStream>) | string;
}

/** `multipart/form-data`: fields, and one file behind them. */
export function formBody(fields: Record<string, string>, file: FilePart): Body {
	const { length, content } = file;
	const memoryBytes = typeof content === 'string' ? length : 0;
	return { fields, length, memoryBytes, open: async () => await encodeForm(fields, file) };
}

/**
 * Encodes a form for one request, as `multipart/form-data` (RFC 7578). A stored file passes through piece by piece; one
 * that is in memory anyway is copied once.
 *
 * @throws what opening the file throws
 */
export async function encodeForm(
	fields: Record<string, string>,
	file: FilePart,
): Promise<OpenForm> {
	const boundary = `anyfast-${randomBytes(16).toString('hex')}`;
	const parts = Object.entries(fields).map(([name, value]) => fieldPart(boundary, name, value));
	const head = Buffer.from(parts.join('') + headOfFile(boundary, file));
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const headers = {
		'Content-Type': `multipart/form-data; boundary=${boundary}`,
		'Content-Length': head.length + file.length + tail.length,
	};

	const { content } = file;
	const encoded =
		typeof content === 'string'
			? fromMemory(head, content, file.length, tail)
			: fromStore(head, await content(), file.length, tail);
	return { headers, ...encoded };
}

/** A form on its way. */
interface OpenForm extends OpenBody {
	headers: IDataObject;
	data: FileStream | Buffer;
}

type Encoded = Omit<OpenForm, 'headers'>;

function fromMemory(head: Buffer, base64: string, length: number, tail: Buffer): Encoded {
	const body = Buffer.alloc(head.length + length + tail.length);
	body.set(head);
	const written = body.write(base64, head.length, length, 'base64');
	if (written !== length) throw wrongLength(written, length);
	body.set(tail, head.length + length);
	return { data: body, wasSent: () => true, fileError: () => undefined, close() {} };
}

function fromStore(head: Buffer, stored: FileStream, length: number, tail: Buffer): Encoded {
	let fileError: Error | undefined;
	async function* inOrder() {
		yield head;
		let bytes = 0;
		for await (const piece of stored) {
			bytes += piece.length;
			// Before it is sent: what is longer than announced would be taken for whole.
			if (bytes > length) break;
			yield piece;
		}
		if (bytes !== length) throw (fileError = wrongLength(bytes, length));
		yield tail;
	}
	// Both errors reach the request; one that met no listener before it began would end n8n.
	stored.on('error', (error) => (fileError = error));
	const body = readableLike(stored, inOrder()).on('error', () => {});
	const close = () => {
		body.destroy();
		stored.destroy();
	};
	return { data: body, wasSent: () => body.readableEnded, fileError: () => fileError, close };
}

const wrongLength = (found: number, expected: number) =>
	new Error(`It has ${found} bytes instead of ${expected}`);

const disposition = (name: string) => `Content-Disposition: form-data; name="${name}"`;

function fieldPart(boundary: string, name: string, value: string): string {
	return `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`;
}

function headOfFile(boundary: string, { fileName, mimeType = '' }: FilePart): string {
	const file = `${disposition('file')}; filename="${escaped(fileName)}"`;
	return `--${boundary}\r\n${file}\r\nContent-Type: ${escaped(mimeType || 'application/octet-stream')}\r\n\r\n`;
}

/** As browsers do (HTML, multipart/form-data encoding algorithm), so that a name cannot end its header. */
function escaped(text: string): string {
	return text.replace(/["\r\n]/g, encodeURIComponent);
}
