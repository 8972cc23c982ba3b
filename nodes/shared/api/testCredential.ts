import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import { settle } from '../settle';
import { DEFAULT_MODEL, type ListRequest } from './assets';
import { readCredential } from './credential';
import { listAssetGroups } from './listOf';
import { jsonBody } from '../transport/body';
import { Budget } from '../transport/Queue';
import { Secret } from './Secret';
import { type Connection, send } from './send';

/** The whole of a test may take so long, in milliseconds. */
const TIMEOUT_MS = 60_000;

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
	if (tested.ok) return tested.value;
	const { cause } = tested;
	if (cause instanceof AnyfastError) return failed(cause.message, cause.details.description);
	return failed(cause instanceof Error ? cause.message : String(cause));
}

async function listOneGroup(
	helpers: ICredentialTestFunctions['helpers'],
	data: NonNullable<ICredentialsDecrypted['data']>,
): Promise<INodeCredentialTestResult> {
	const { baseUrl, apiKey } = readCredential(data);
	const connection: Connection = {
		baseUrl,
		secret: new Secret(apiKey),
		request: async (options) => await helpers.request(inOldWords(withKey(options, apiKey))),
		copies: new Budget(0),
	};
	const tried = await send(connection, listAssetGroups, jsonBody(ONE_GROUP), TIMEOUT_MS);
	if (tried.ok) return { status: 'OK', message: 'Connection successful' };
	const { kind, message, description } = tried.failure;
	// The gateway knows the key, and answers only for the models that it may use.
	if (kind === 'no model') return { status: 'OK', message: VIDEOS_ONLY };
	return failed(message, description);
}

const VIDEOS_ONLY =
	'The key is valid, but its group does not have the model volc-asset: it can make videos, and no assets';

const failed = (what: string, advice?: string): INodeCredentialTestResult => ({
	status: 'Error',
	message: [`${what}.`, advice].filter(Boolean).join(' '),
});

/** n8n's test functions have no helper that puts the key on a request. */
function withKey(options: IHttpRequestOptions, apiKey: string): IHttpRequestOptions {
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
