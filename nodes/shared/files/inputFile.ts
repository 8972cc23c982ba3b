import type { BinaryHelperFunctions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { FilePart } from '../transport/multipart';
import type { ItemContext } from '../operation';
import { isTool } from '../parameters/NodeParameters';
import { checkedLabel, describeFile, type Label, unsuitableFile } from './formats';
import { unreadableFile } from '../unreadableFile';

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
	const field = parameters.file(property);
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
	const bytes = await sizeOf(id, getBinaryMetadata);
	const open = async () => await getBinaryStream(id, PIECE_BYTES);
	const label = await checkedLabel(said, async () => await readBytes(open, HEAD_BYTES));
	return { label, name, bytes, content: open };
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
export function fileFromUrl(
	{ parameters }: Pick<ItemContext, 'parameters'>,
	property: Property,
): InputFile {
	const address = parameters.httpUrl(property);
	const fileName = fileNameIn(new URL(address));
	return { label: { fileName }, name: withoutEnding(fileName), content: { address } };
}

/** A file as text. @throws AnyfastError if the parameter is neither base64 nor a data URI */
export function fileFromBase64(
	{ parameters }: Pick<ItemContext, 'parameters'>,
	property: Property,
): InputFile {
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

/** A stored file, or as much of it as holds so many bytes. @throws AnyfastError if it cannot be read */
async function readBytes(open: () => ReturnType<BinaryStream>, enough = Infinity): Promise<Buffer> {
	try {
		const pieces: Uint8Array[] = [];
		let bytes = 0;
		for await (const piece of await open()) {
			pieces.push(piece);
			bytes += piece.length;
			if (bytes >= enough) break;
		}
		return Buffer.concat(pieces);
	} catch (error) {
		throw unreadableFile(error);
	}
}

type BinaryStream = IExecuteFunctions['helpers']['getBinaryStream'];

async function sizeOf(
	id: string,
	getMetadata: BinaryHelperFunctions['getBinaryMetadata'],
): Promise<number> {
	try {
		return (await getMetadata(id)).fileSize;
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
