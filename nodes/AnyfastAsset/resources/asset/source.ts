import type { INodeProperties } from 'n8n-workflow';

import { Form } from '../../transport/form';
import type { CreateAssetFields, CreateAssetRequest } from '../../transport/wire';
import type { Call } from '../operation';
import type { Label } from './media';

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
	const { id, data, mimeType, fileName } = context.helpers.assertBinaryData(itemIndex, field);
	const { getBinaryMetadata, getBinaryStream } = context.helpers;
	const bytes =
		id === undefined ? Buffer.byteLength(data, 'base64') : (await getBinaryMetadata(id)).fileSize;
	const file = {
		fileName: fileName ?? 'file',
		mimeType,
		length: bytes,
		content: id === undefined ? data : async () => await getBinaryStream(id, PIECE_BYTES),
	};
	return {
		label: { fileName, mimeType },
		name: withoutEnding(fileName),
		bytes,
		bodyWith: (fields) => new Form(fields, file),
	};
}

function fromUrl({ parameters }: Call): Media {
	const address = parameters.requiredText(url);
	if (!URL.canParse(address) || !/^https?:/i.test(address)) {
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
	const text = parameters.requiredText(base64).replace(/\s+/g, '');
	const [, mimeType, encoding] = /^data:([^,;]*)([^,]*),/i.exec(text) ?? [];
	const content = text.slice(text.indexOf(',') + 1);
	const isBase64 = mimeType === undefined || /;base64$/i.test(encoding ?? '');

	if (isBase64 && !/^[\w+/-]+={0,2}$/.test(content)) {
		throw parameters.invalid(
			base64,
			'must be base64, or a data URI such as data:image/png;base64,…',
			text,
		);
	}
	return {
		label:
			mimeType === undefined
				? {
						mimeType: 'image/png',
						reason: 'Base64 alone is taken for a PNG image; put data:…;base64, in front of it.',
					}
				: { mimeType },
		bytes: isBase64 ? Buffer.byteLength(content, 'base64') : undefined,
		bodyWith: (fields) => ({ ...fields, URL: text }),
	};
}

/** The last part of an address's path, which may be nothing. */
function fileNameIn({ pathname }: URL): string | undefined {
	const last = pathname.split('/').at(-1)?.replaceAll('+', '%2B');
	// Unlike decodeURIComponent, this takes broken escapes as well.
	return new URLSearchParams(`name=${last}`).get('name') || undefined;
}

function withoutEnding(fileName: string | undefined): string | undefined {
	return fileName?.replace(/(?<=.)\.[^.]*$/, '') || undefined;
}
