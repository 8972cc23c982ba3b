import type {
	IAuthenticate,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

const REFUSED_KEY =
	'Anyfast refused the API key. Check the key, and that the Base URL is the site it belongs to.';

const WRONG_BASE_URL =
	'The Base URL does not lead to the Anyfast API. Use https://www.anyfast.com.cn or, for the international site, https://www.anyfast.ai.';

const statusRule = (value: number, message: string): IAuthenticateRuleResponseCode => ({
	type: 'responseCode',
	properties: { value, message },
});

/** A web page under status 200 comes as text that begins with "<"; n8n reads a key of digits as a position in it. */
const WEB_PAGE_RULE: IAuthenticateRuleResponseSuccessBody = {
	type: 'responseSuccessBody',
	properties: { key: '0', value: '<', message: WRONG_BASE_URL },
};

/** The bearer token of an Anyfast account and the site it belongs to. */
export class AnyfastApi implements ICredentialType {
	name = 'anyfastApi';

	displayName = 'Anyfast API';

	icon: Icon = { light: 'file:../icons/anyfast.svg', dark: 'file:../icons/anyfast.dark.svg' };

	documentationUrl = 'https://docs.anyfast.com.cn';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The token from the API keys page of your Anyfast console',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://www.anyfast.com.cn',
			placeholder: 'https://www.anyfast.com.cn',
			description: 'The site the API key belongs to',
			hint: 'For the international site use https://www.anyfast.ai',
		},
	];

	/** A function, because n8n evaluates an expression anew for each request, which takes longer than the rest of it. */
	authenticate: IAuthenticate = async ({ apiKey }, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${String(apiKey).trim()}` },
	});

	/** Lists one group, which the vendor does not bill. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/volc/asset/ListAssetGroups',
			method: 'POST',
			body: { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 1 },
			json: true,
			disableFollowRedirect: true,
			timeout: 60_000,
		},
		rules: [
			...[401, 403].map((status) => statusRule(status, REFUSED_KEY)),
			...[301, 302, 303, 307, 308, 404, 405].map((status) => statusRule(status, WRONG_BASE_URL)),
			WEB_PAGE_RULE,
			// n8n goes through a mixed list rule by rule; only its type wants them all of one kind.
		] as ICredentialTestRequest['rules'],
	};
}
