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

/** The sites of Anyfast by the value of Site. A key belongs to one of them. */
export const SITES = {
	international: 'https://www.anyfast.ai',
	china: 'https://www.anyfast.com.cn',
} as const;

/** What Site is as long as nobody chose one. */
export const NOT_CHOSEN = '';

/**
 * What the credential says, checked. The key comes without spaces around it and without the word "Bearer"; the Base URL
 * ready for a path to follow.
 *
 * @throws AnyfastError if it lacks a key or a Site, or says no address that n8n can send to
 */
export function readCredential(credential: IDataObject): { apiKey: string; baseUrl: string } {
	const apiKey = keyIn(credential);
	if (apiKey === undefined) {
		throw new AnyfastError('The Anyfast API credential has no API key', {
			description: 'Open the credential and fill in API Key.',
		});
	}
	return { apiKey, baseUrl: readBaseUrl(credential) };
}

/** The key without what may have been pasted around it; undefined if there is none. */
export const keyIn = ({ apiKey }: IDataObject): string | undefined =>
	nonBlank(nonBlank(apiKey)?.replace(/^bearer(\s+|$)/i, ''));

/** The address of the chosen site. */
function readBaseUrl(credential: IDataObject): string {
	const site = nonBlank(credential.site);
	const baseUrl = nonBlank(credential.baseUrl);
	switch (site) {
		case 'international':
		case 'china':
			return SITES[site];
		case 'other':
			if (baseUrl !== undefined) return normalizeBaseUrl(baseUrl);
			throw new AnyfastError('The Anyfast API credential has no Base URL', {
				description: 'Open the credential and fill in Base URL, or choose another Site.',
			});
		case undefined:
			throw new AnyfastError('The Anyfast API credential has no Site', {
				description:
					'Open the credential and choose the Site where your account is: a key works only there.',
			});
		default:
			throw new AnyfastError(`The Anyfast API credential has an unknown Site: ${site}`, {
				description: 'Open the credential and choose a Site from the list.',
			});
	}
}

/** The Base URL with https:// in front if nothing is, and without slashes at its end. */
function normalizeBaseUrl(text: string): string {
	const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	if (isWebAddress(address)) return address.replace(/\/+$/, '');
	throw new AnyfastError('The Base URL is not a web address', {
		description: `The Base URL of the Anyfast API credential must be a web address without "?" and "#", for example ${SITES.international}.`,
	});
}

function isWebAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, search, hash } = new URL(text);
	return ['http:', 'https:'].includes(protocol) && search === '' && hash === '';
}
