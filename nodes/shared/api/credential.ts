import type {
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { nonBlank } from '../json';
import type { Send } from '../transport/http';

/** The name of the credential's type. */
const CREDENTIAL = 'anyfastApi';

/** What can send with the credential: a node that runs, a trigger that polls, or a drop-down. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The sites of Anyfast by the value of Site. A key belongs to one of them. */
export const SITES = {
	international: 'https://www.anyfast.ai',
	china: 'https://www.anyfast.com.cn',
} as const;

/** What Site is as long as nobody chose one. */
export const NOT_CHOSEN = '';

/** Where requests go, and with what. */
export interface Connection {
	/** An origin and a path without a slash at its end, ready for the path of an endpoint. */
	baseUrl: string;
	apiKey: string;
	/** Sends a request with the key on it. */
	withKey: Send;
	/** Sends a request without the key. */
	withoutKey: Send;
	cancelSignal?: AbortSignal;
}

/** Gives the connection that the node's credential describes. @throws what {@link readCredential} throws */
export async function connect(context: Context): Promise<Connection> {
	const { httpRequest, httpRequestWithAuthentication } = context.helpers;
	return {
		...readCredential(await context.getCredentials(CREDENTIAL)),
		withKey: async (options) =>
			await httpRequestWithAuthentication.call(context, CREDENTIAL, options),
		withoutKey: async (options) => await httpRequest(options),
		cancelSignal:
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	};
}

/**
 * What the credential says, checked.
 *
 * @throws AnyfastError if it lacks a key or a Site, or if one of them cannot be what it should be
 */
export function readCredential(credential: IDataObject): Pick<Connection, 'apiKey' | 'baseUrl'> {
	return { apiKey: readApiKey(credential), baseUrl: readBaseUrl(credential) };
}

/**
 * The key without what may have been pasted around it: blanks, quotes, the word "Bearer".
 *
 * @throws AnyfastError if there is none, or if it holds what no header can carry
 */
export function readApiKey(credential: IDataObject): string {
	const apiKey = bare(bare(credential.apiKey).replace(/^bearer(\s+|$)/i, ''));
	if (apiKey === '') {
		throw new AnyfastError('The Anyfast API credential has no API key', {
			description: 'Open the credential and fill in API Key.',
		});
	}
	if (/^[!-~]+$/.test(apiKey)) return apiKey;
	const place = [...apiKey].findIndex((character) => !/[!-~]/.test(character)) + 1;
	throw new AnyfastError('The API key holds a character that no key has', {
		description: `A key is made of letters, digits and signs, without blanks. Character ${place} of the API Key in the Anyfast API credential is none of these, and may be invisible. Copy the key anew from the console.`,
	});
}

/** What is copied along with a text: blanks, visible or not, and quotes of all kinds. */
const EDGE = String.raw`[\s\p{Cf}\p{Pi}\p{Pf}"'\x60´„‚＂＇「」『』〝〞〟]+`;

const EDGES = new RegExp(`^${EDGE}|${EDGE}$`, 'gu');

/** Text without what was copied along with it; empty if it is no text. */
const bare = (text: unknown): string => (typeof text === 'string' ? text.replace(EDGES, '') : '');

/** The address of the chosen site. */
function readBaseUrl(credential: IDataObject): string {
	const site = nonBlank(credential.site);
	switch (site) {
		case 'international':
		case 'china':
			return SITES[site];
		case 'other':
			return addressOf(bare(credential.baseUrl));
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

/** One form of a Base URL, however it was written: with https:// unless it says http://, and without `/v1` at its end. */
function addressOf(text: string): string {
	if (text === '') {
		throw new AnyfastError('The Anyfast API credential has no Base URL', {
			description: 'Open the credential and fill in Base URL, or choose another Site.',
		});
	}
	const hasScheme = /^https?:|^[a-z][a-z\d+.-]*:\/\//i.test(text);
	const address = hasScheme ? text : `https://${text}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (
		!url ||
		!isPlain(address) ||
		!/^https?:$/.test(url.protocol) ||
		url.username ||
		url.password
	) {
		throw new AnyfastError('The Base URL is not a web address', {
			description: `The Base URL of the Anyfast API credential must be a web address without a user name, "?", "#" and blanks, for example ${SITES.international}.`,
		});
	}
	const path = url.pathname.replace(/\/+$/, '').replace(/\/+v1$/i, '');
	return url.origin + path.replace(/\/+$/, '');
}

/** Whether an address holds nothing that a browser would take for more than its host and path, or would leave out. */
const isPlain = (address: string): boolean => !/[?#\\\s\p{C}]|\/\/[^/]*@/u.test(address);
