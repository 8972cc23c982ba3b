import type { BinaryHelperFunctions, INodeProperties } from 'n8n-workflow';

import { type FilePart, Form, unreadableFile } from '../../../shared/api/multipart';
import type { CreateAssetFields, CreateAssetRequest } from '../../../shared/api/assets';
import type { Call } from '../../../shared/operation';
import { type Label, shown, UnsuitableFileError } from '../../../shared/files/formats';

/*
 * Where the file of an upload comes from: what the user sets, and what the API is sent for it.
 */

/** A file to upload. */
export interface Media {
	label: Label;
	/** Its own name, without the ending. */
	name?: string;
	/** Its size, where it is known here. */
	bytes?: number;
	/** What to send. */
	bodyWith: (fields: CreateAssetFields) => CreateAssetRequest | Form;
}

/** How much of a stored file is read at once: pieces of this size go back to the system as soon as they were sent. */
const PIECE_BYTES = 256 * 1024;

/** What base64 says of itself that is no data URI. */
const PLAIN_BASE64: Label = {
	mimeType: 'image/png',
	reason: 'Base64 alone is taken for a PNG image; put data:…;base64, in front of it.',
};

const SOURCES = ['binary', 'url', 'base64'] as const;

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'Base64 or Data URI', value: 'base64', description: 'Text that holds the file' },
		{ name: 'Binary File', value: 'binary', description: 'A file of the input item' },
		{ name: 'URL', value: 'url', description: 'A public address, from which Anyfast fetches it' },
	],
	default: 'binary',
};

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	displayOptions: { show: { source: ['binary'] } },
	default: 'data',
	hint: 'The name of the input binary field containing the file to be uploaded. An expression may also give a file of another node.',
};

const url: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	required: true,
	displayOptions: { show: { source: ['url'] } },
	default: '',
	placeholder: 'e.g. https://example.com/video.mp4',
	description: 'The address of the file, which anybody can open',
};

const base64: INodeProperties = {
	displayName: 'Base64 or Data URI',
	name: 'base64',
	type: 'string',
	required: true,
	displayOptions: { show: { source: ['base64'] } },
	default: '',
	placeholder: 'e.g. data:image/jpeg;base64,…',
	description: 'Base64 alone is taken for a PNG image; a data URI says what it is',
};

export const mediaProperties = [source, binaryPropertyName, url, base64];

/** @throws NodeOperationError where there is no file, or the text does not stand for one */
export async function readMedia(call: Call): Promise<Media> {
	switch (call.parameters.choice(source, SOURCES)) {
		case 'url':
			return fromUrl(call);
		case 'base64':
			return fromBase64(call);
		default:
			return await fromBinary(call);
	}
}

async function fromBinary({ context, itemIndex, parameters }: Call): Promise<Media> {
	const field = parameters.file(binaryPropertyName);
	const { assertBinaryData, getBinaryMetadata, getBinaryStream } = context.helpers;
	const file = typeof field === 'string' ? assertBinaryData(itemIndex, field) : field;
	const { id, fileName, mimeType } = file;
	const label = { fileName, mimeType };
	const name = withoutEnding(fileName);
	const bodyWith = (length: number, content: FilePart['content']) => (fields: CreateAssetFields) =>
		new Form(fields, { fileName: fileName ?? 'file', mimeType, length, content });

	if (id === undefined) {
		const data = typeof file.data === 'string' ? withoutSpace(file.data) : undefined;
		if (data === undefined || !isBase64(data)) throw notBase64(label);
		const bytes = Buffer.byteLength(data, 'base64');
		return { label, name, bytes, bodyWith: bodyWith(bytes, data) };
	}
	const bytes = await sizeOf(id, getBinaryMetadata);
	const open = async () => await getBinaryStream(id, PIECE_BYTES);
	return { label, name, bytes, bodyWith: bodyWith(bytes, open) };
}

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

function notBase64(label: Label): UnsuitableFileError {
	return new UnsuitableFileError(
		'The file is not in base64, as n8n keeps files',
		`${shown(label)} Check the node that made it: a Code node has to give its content in base64, without "data:" before it.`,
	);
}

function fromUrl({ parameters }: Call): Media {
	const address = parameters.requiredText(url);
	if (!URL.canParse(address) || !/^https?:\/\//i.test(address)) {
		throw parameters.invalid(url, 'must start with https:// or http://', address);
	}
	const fileName = fileNameIn(new URL(address));
	return {
		label: { fileName },
		name: withoutEnding(fileName),
		bodyWith: (fields) => ({ ...fields, URL: address }),
	};
}

function fromBase64({ parameters }: Call): Media {
	const text = withoutSpace(parameters.requiredText(base64));
	const [head, mimeType = '', encoding = ''] = /^data:([^,;]*)(;[^,]*)?,/i.exec(text) ?? [''];
	const content = text.slice(head.length);
	const isPlain = head === '';
	const isEncoded = isPlain || /;base64$/i.test(encoding);

	if (isEncoded && !isBase64(content)) {
		throw parameters.invalid(
			base64,
			'must be base64, or a data URI such as data:image/png;base64,…',
			text,
		);
	}
	return {
		label: isPlain ? PLAIN_BASE64 : { mimeType },
		bytes: isEncoded ? Buffer.byteLength(content, 'base64') : undefined,
		bodyWith: (fields) => ({ ...fields, URL: text }),
	};
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
