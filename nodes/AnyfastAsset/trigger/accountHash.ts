import type { IPollFunctions } from 'n8n-workflow';

import { normalizeBaseUrl } from '../../shared/api/baseUrl';
import { hashOfText } from './memory';

/** A hash of the site and the key of the node's credential. */
export async function accountHash(context: IPollFunctions): Promise<string> {
	const { apiKey, baseUrl } = await context.getCredentials('anyfastApi');
	const url = normalizeBaseUrl(String(baseUrl));
	return hashOfText(JSON.stringify([url && new URL(url).origin, String(apiKey).trim()]));
}
