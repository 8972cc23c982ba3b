import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { unreadableFile } from '../AnyfastError';
import { isObject } from '../json';
import type { ItemContext } from '../operation';
import { isTool, type NodeParameters } from '../parameters/NodeParameters';
import type { FileStream } from '../transport/body';
import type { FilePart } from '../transport/multipart';
import { checkedLabel, describeFile, type Label, unsuitableFile } from './formats';

/** A file that goes to the API. */
export interface InputFile {
	label: Label;
	/** Its own name, without the ending. */
	name?: string;
	/** Its size, if it is known here. */
	bytes?: number;
	/** A file of n8n's, or the address where the API can download it (a data URI holds the file itself). */
	content: FilePart['content'] | { address: string };
}

/** What tells a file from others without reading it: its address, or itself, or else its name and size. */
export function identityOf({ label, bytes, content }: InputFile): string {
	if (typeof content === 'string') return content;
	return typeof content === 'object' ? content.address : `${label.fileName} ${bytes}`;
}

type Property = Pick<INodeProperties, 'name' | 'displayName'>;

/** How much of a stored file is read at once: pieces of this size go back to the system as soon as they were sent. */
const PIECE_BYTES = 256 * 1024;

/** How much of a file tells what it is. */
const HEAD_BYTES = 16;

/** What base64 says of itself that is no data URI. */
const PLAIN_BASE64: Label = {
	mimeType: 'image/png',
	reason:
		'Plain base64 is taken for a PNG image. For another type, put data:…;base64, in front of it.',
};

/**
 * The file that a parameter names or gives.
 *
 * @throws AnyfastError if there is none, or n8n cannot give it
 */
export async function fileFromBinary(
	{ context, itemIndex, parameters }: ItemContext,
	property: Property,
): Promise<InputFile> {
	const field = nameOrFile(parameters, property);
	const { assertBinaryData, getBinaryMetadata, getBinaryStream } = context.helpers;
	if (typeof field === 'string') checkReachable(context, itemIndex, field);
	const file = typeof field === 'string' ? assertBinaryData(itemIndex, field) : field;
	const { id, fileName, mimeType } = file;
	const said = { fileName, mimeType };
	const name = withoutEnding(fileName);

	if (id === undefined) {
		const data = typeof file.data === 'string' ? withoutSpace(file.data) : undefined;
		if (data === undefined || !isBase64(data)) throw notBase64(said);
		const label = await checkedLabel(said, async () => Buffer.from(data.slice(0, 64), 'base64'));
		return { label, name, bytes: Buffer.byteLength(data, 'base64'), content: data };
	}
	const bytes = await fromStore(async () => (await getBinaryMetadata(id)).fileSize);
	const open = async () => await getBinaryStream(id, PIECE_BYTES);
	const label = await checkedLabel(said, async () => await readBytes(open, HEAD_BYTES));
	return { label, name, bytes, content: open };
}

/** The name of a field of the input item, or the file itself if an expression gives it. @throws AnyfastError if it is neither */
function nameOrFile(parameters: NodeParameters, property: Property): string | IBinaryData {
	const value = parameters.value(property);
	if (isFile(value)) return value;
	// What n8n leaves of a file in $binary, where it keeps files in memory.
	if (isObject(value) && 'mimeType' in value) {
		throw parameters.invalid(
			property,
			"must be the name of a field, or a whole file such as {{ $('Node').item.binary.data }}",
			value,
		);
	}
	return parameters.requiredText(property);
}

function isFile(value: unknown): value is IBinaryData {
	return isObject(value) && 'mimeType' in value && ('data' in value || 'id' in value);
}

/** An AI Agent hands a tool nothing but texts. @throws AnyfastError if that is why there is no file */
function checkReachable(context: IExecuteFunctions, itemIndex: number, field: string): void {
	const isThere = context.getInputData()[itemIndex]?.binary?.[field] !== undefined;
	if (isThere || !isTool(context.getNode())) return;
	throw unsuitableFile(
		'A file cannot reach a tool of an AI Agent',
		'The agent hands on texts only. Give the tool a URL, or the ID of an asset that Upload Asset made in the workflow before.',
	);
}

/** A file that the API downloads itself. @throws AnyfastError if the parameter is no http(s) URL */
export function fileFromUrl(parameters: NodeParameters, property: Property): InputFile {
	const address = parameters.httpUrl(property);
	const fileName = fileNameIn(new URL(address));
	return { label: { fileName }, name: withoutEnding(fileName), content: { address } };
}

/** A file as text. @throws AnyfastError if the parameter is neither base64 nor a data URI */
export function fileFromBase64(parameters: NodeParameters, property: Property): InputFile {
	const text = withoutSpace(parameters.requiredText(property));
	const [head, mimeType = '', encoding = ''] = /^data:([^,;]*)(;[^,]*)?,/i.exec(text) ?? [''];
	const content = text.slice(head.length);
	const isPlain = head === '';
	const isEncoded = isPlain || /;base64$/i.test(encoding);

	if (isEncoded && !isBase64(content)) {
		throw parameters.invalid(
			property,
			'must be base64, or a data URI such as data:image/png;base64,…',
			text,
		);
	}
	return {
		label: isPlain ? PLAIN_BASE64 : { mimeType },
		bytes: isEncoded ? Buffer.byteLength(content, 'base64') : undefined,
		content: { address: text },
	};
}

/**
 * The file as a data URI, read into memory.
 *
 * @param mimeType what it is said to be
 * @throws AnyfastError if n8n cannot give it
 */
export async function toDataUri({ content }: InputFile, mimeType: string): Promise<string> {
	if (typeof content === 'object') return content.address;
	const base64 =
		typeof content === 'string' ? content : (await readBytes(content)).toString('base64');
	return `data:${mimeType};base64,${base64}`;
}

/** A stored file, or as much of it as holds so many bytes. */
async function readBytes(open: () => Promise<FileStream>, enough = Infinity): Promise<Buffer> {
	return await fromStore(async () => {
		const pieces: Uint8Array[] = [];
		let bytes = 0;
		for await (const piece of await open()) {
			pieces.push(piece);
			bytes += piece.length;
			if (bytes >= enough) break;
		}
		return Buffer.concat(pieces);
	});
}

/** @throws AnyfastError if n8n's store does not give it */
async function fromStore<T>(read: () => Promise<T>): Promise<T> {
	try {
		return await read();
	} catch (error) {
		throw unreadableFile(error);
	}
}

function notBase64(label: Label) {
	return unsuitableFile(
		'The content of the file is not base64',
		`${describeFile(label)} Check the node that made it: a Code node has to output its content as base64, without "data:" in front.`,
	);
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

const isBase64 = (text: string): boolean => /^[\w+/-]*={0,2}$/.test(text);

/** The last part of an address's path, which may be nothing. */
function fileNameIn({ pathname }: URL): string | undefined {
	const last = pathname.split('/').at(-1)?.replace(/[&+]/g, encodeURIComponent);
	// Unlike decodeURIComponent, this takes broken escapes as well.
	return new URLSearchParams(`name=${last}`).get('name') || undefined;
}

function withoutEnding(fileName: string | undefined): string | undefined {
	return fileName?.replace(/(?<=.)\.[^.]*$/, '') || undefined;
}
