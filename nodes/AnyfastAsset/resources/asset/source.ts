import type { INodeProperties } from 'n8n-workflow';

import {
	fileFromBase64,
	fileFromBinary,
	fileFromUrl,
	type InputFile,
} from '../../../shared/files/inputFile';
import type { ItemContext } from '../../../shared/operation';

/*
 * Where the file of an upload comes from. None of the parameters is required for the editor, which takes all of them for
 * shown if Source is an expression; reading tells.
 */

const SOURCES = ['binary', 'url', 'base64'] as const;

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'Binary File', value: 'binary', description: 'A file from the input item' },
		{
			name: 'URL',
			value: 'url',
			description: 'A public URL that Anyfast downloads the file from',
		},
		{ name: 'Base64 or Data URI', value: 'base64', description: 'The file as text' },
	],
	default: 'binary',
};

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	displayOptions: { show: { source: ['binary'] } },
	default: 'data',
	hint: 'The name of the input field that holds the file to upload. An expression can also give a file of another node.',
};

const url: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	displayOptions: { show: { source: ['url'] } },
	default: '',
	placeholder: 'e.g. https://example.com/video.mp4',
	description: 'A public URL that Anyfast downloads the file from',
};

const base64: INodeProperties = {
	displayName: 'Base64 or Data URI',
	name: 'base64',
	type: 'string',
	displayOptions: { show: { source: ['base64'] } },
	default: '',
	placeholder: 'e.g. data:image/jpeg;base64,…',
	description: 'Plain base64 is read as a PNG image; a data URI names the type of the file',
};

export const sourceProperties = [source, binaryPropertyName, url, base64];

/** @throws AnyfastError if there is no file, or the text does not stand for one */
export async function readSource(item: ItemContext): Promise<InputFile> {
	switch (item.parameters.choice(source, SOURCES)) {
		case 'url':
			return fileFromUrl(item, url);
		case 'base64':
			return fileFromBase64(item, base64);
		default:
			return await fileFromBinary(item, binaryPropertyName);
	}
}
