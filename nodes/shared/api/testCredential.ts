import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { asAnyfastError, isKind } from '../AnyfastError';
import { settle } from '../settle';
import type { Send } from '../transport/http';
import { AnyfastApi } from './AnyfastApi';
import { DEFAULT_MODEL, type ListRequest } from './assets';
import { readCredential } from './credential';
import { listAssetGroups } from './listOf';

/** Lists one group, which the vendor does not bill. */
const ONE_GROUP: ListRequest = { model: DEFAULT_MODEL, Filter: {}, PageNumber: 1, PageSize: 1 };

/**
 * Tests a credential when it is saved. n8n also knows tests that are a request with rules, but says no more than a code
 * such as ECONNREFUSED if that request gets no answer; this says in words what is wrong and what to do, as a run would.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const tested = await settle(listOneGroup(this.helpers, data));
	if (tested.ok) return { status: 'OK', message: 'Connection successful' };
	// The gateway knows the key, and answers only for the models that it may use.
	if (isKind(tested.cause, 'no model')) return { status: 'OK', message: VIDEOS_ONLY };
	const { message, details } = asAnyfastError(tested.cause);
	return {
		status: 'Error',
		message: [`${message}.`, details.description].filter(Boolean).join(' '),
	};
}

async function listOneGroup(
	helpers: ICredentialTestFunctions['helpers'],
	data: NonNullable<ICredentialsDecrypted['data']>,
): Promise<void> {
	const { baseUrl, apiKey } = readCredential(data);
	const withoutKey: Send = async (options) => await helpers.request(inOldWords(options));
	const withKey: Send = async (options) => await withoutKey(carrying(apiKey, options));
	const api = AnyfastApi.at({ baseUrl, apiKey, withKey, withoutKey }, { maxRetries: 0 });
	await api.call(listAssetGroups, ONE_GROUP);
}

const VIDEOS_ONLY =
	'The key is valid, but its group does not have the model volc-asset: it can make videos, and no assets';

/** n8n's test functions have no helper that puts the key on a request. */
function carrying(apiKey: string, options: IHttpRequestOptions): IHttpRequestOptions {
	return { ...options, headers: { ...options.headers, Authorization: `Bearer ${apiKey}` } };
}

/** The same request for the one helper of n8n's test functions, which has other names for some options. */
function inOldWords({ method, url, headers, body, json, timeout }: IHttpRequestOptions): object {
	return {
		method,
		uri: url,
		headers,
		body,
		json,
		timeout,
		followRedirect: false,
		resolveWithFullResponse: true,
		simple: false,
		useStream: true,
	};
}
