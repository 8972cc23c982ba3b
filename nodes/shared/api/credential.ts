import type {
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { nonBlank } from '../json';

/** The name of the credential's type. */
export const CREDENTIAL = 'anyfastApi';

/** What can send with the credential: a node that runs, a trigger that polls, or a drop-down. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/**
 * What the credential says, checked.
 *
 * @throws AnyfastError if it lacks a key, or its Base URL is not an http(s) address
 */
export function readCredential(credential: IDataObject): { apiKey: string; baseUrl: string } {
	const apiKey = nonBlank(credential.apiKey);
	const baseUrl = normalizeBaseUrl(nonBlank(credential.baseUrl) ?? '');
	if (apiKey === undefined) {
		throw new AnyfastError('The Anyfast API credential has no API key', {
			description: 'Open the credential and fill in API Key.',
		});
	}
	if (baseUrl === undefined) {
		throw new AnyfastError('The Base URL is not a web address', {
			description:
				'The Base URL of the Anyfast API credential must start with https:// or http:// and hold no "?" or "#", for example https://www.anyfast.com.cn.',
		});
	}
	return { apiKey, baseUrl };
}

/** The Base URL without spaces around it and slashes at its end, so that a path can follow. */
function normalizeBaseUrl(text: string): string | undefined {
	if (!URL.canParse(text)) return undefined;
	const { protocol, search, hash } = new URL(text);
	if (!['http:', 'https:'].includes(protocol) || search !== '' || hash !== '') return undefined;
	return text.replace(/\/+$/, '');
}
