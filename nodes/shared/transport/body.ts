import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A body that is ready to be sent, once. */
export interface OpenBody {
	headers?: IDataObject;
	/** What n8n's helper takes; nothing for a request without a body. */
	data?: object;
	/** Whether it was sent to its end, as far as one can tell; if not, nothing can have come of it. */
	wasSent: () => boolean;
	/** What went wrong with the file in it, if anything did. */
	fileError: () => Error | undefined;
	/** Lets go of the file. */
	close: () => void;
}

/** What is sent in a request, made anew for each try. */
export interface Body {
	/** The fields in it, without files. */
	fields: IDataObject;
	/** How long it is, in bytes, about. */
	length: number;
	/** How much of it is in memory while it is sent, in bytes. */
	memoryBytes: number;
	/** @throws what opening or reading a file throws */
	open: () => Promise<OpenBody>;
}

/** JSON without files; or nothing, as a GET request has it. */
export function jsonBody(fields?: IDataObject): Body {
	const length = textLengthOf(fields);
	return {
		fields: fields ?? {},
		length,
		memoryBytes: length,
		open: async () => await Promise.resolve(inMemory(fields)),
	};
}

/**
 * JSON that holds files as text.
 *
 * @param length in bytes, about
 * @param read reads the files; called when there is room for them in memory
 */
export function jsonWithFiles(
	fields: IDataObject,
	length: number,
	read: () => Promise<IDataObject>,
): Body {
	return { fields, length, memoryBytes: length, open: async () => inMemory(await read()) };
}

export function isBody(value: IDataObject | Body): value is Body {
	return typeof value.open === 'function';
}

function inMemory(data: IDataObject | undefined): OpenBody {
	return { data, wasSent: () => true, fileError: () => undefined, close() {} };
}

/** The length of the texts in it; what else there is is short. */
function textLengthOf(fields: IDataObject = {}): number {
	return Object.values(fields).reduce(
		(sum: number, value) => sum + (typeof value === 'string' ? value.length : 0),
		0,
	);
}

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
