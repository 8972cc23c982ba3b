import type { IAuthenticate, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { NOT_CHOSEN, readApiKey, SITES } from '../nodes/shared/api/credential';

const link = (url: string) => `<a href="${url}" target="_blank">${url.replace('https://', '')}</a>`;

const international = link(SITES.international);
const china = link(SITES.china);

/** Where to make a key, for what is chosen as Site. */
const keysNotice = (chosen: string[], links: string): INodeProperties => ({
	displayName: `Create an API key in the console: ${links}. A key works only on the site where it was made.`,
	name: 'keys',
	type: 'notice',
	displayOptions: { show: { site: chosen } },
	default: '',
});

/** The key of an Anyfast account and the site it belongs to. The nodes test it (`testCredential`). */
export class AnyfastApi implements ICredentialType {
	name = 'anyfastApi';

	displayName = 'Anyfast API';

	icon: Icon = { light: 'file:../icons/anyfast.svg', dark: 'file:../icons/anyfast.dark.svg' };

	documentationUrl = 'https://github.com/anyfast-community/n8n-nodes-anyfast#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Site',
			name: 'site',
			type: 'options',
			required: true,
			options: [
				{ name: 'International (www.anyfast.ai)', value: 'international' },
				{ name: 'China (www.anyfast.com.cn)', value: 'china' },
				{ name: 'Other', value: 'other' },
			],
			default: NOT_CHOSEN,
			description: 'The site where your account is',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			displayOptions: { show: { site: ['other'] } },
			required: true,
			default: '',
			placeholder: `e.g. ${SITES.international}`,
			description: 'The address of the site, without the path of the API',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. sk-…',
		},
		keysNotice(['international'], international),
		keysNotice(['china'], china),
		keysNotice([NOT_CHOSEN, 'other'], `${international} or ${china}`),
	];

	/** A function, because n8n evaluates an expression anew for each request, which takes longer than the rest of it. */
	authenticate: IAuthenticate = async (credential, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${readApiKey(credential)}` },
	});
}
