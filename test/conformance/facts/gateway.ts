import { at } from '../../stand-in/json';
import { inShort, isRefused, isUnserved } from '../answers';
import type { Fact } from '../fact';
import type { Service } from '../Service';

const LIST = { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 1 };

const FAMILY = 'other gateways of the family';

const version: Fact = {
	title: 'Answers name the gateway’s version, and the ID by which its log finds the request',
	source: `${FAMILY}: X-New-Api-Version and X-Oneapi-Request-Id`,
	async run(service) {
		const { headers } = await service.ask('ListAssetGroups', LIST);
		const named = headers.get('x-new-api-version');
		const id = headers.get('x-oneapi-request-id') ? 'with an ID' : 'without an ID';
		return {
			did: `version ${named ?? 'not named'}, ${id}`,
			fits: named !== null && id === 'with an ID',
		};
	},
};

const unknownAddress: Fact = {
	title: 'An unknown address is 404 "Invalid URL"',
	source: `${FAMILY}: so below /v1 and /api; elsewhere the console’s web page under 200`,
	async run(service) {
		const [inside, outside] = [
			await service.get('/v1/conformance-none'),
			await service.get('/conformance-none'),
		];
		const did = `below /v1: ${inShort(inside)}; elsewhere: ${inShort(outside)}`;
		const fits = [inside, outside].every((answer) => answer.status === 404 && isUnserved(answer));
		return { did, fits };
	},
};

const withVersion: Fact = {
	title: 'With /v1 at the end of the Base URL, the asset API is not served',
	source: `guess; two clients keep Anyfast’s address that way. If it is served, both forms will do`,
	async run(service) {
		const answer = await service.post('/v1/volc/asset/ListAssetGroups', LIST);
		return { did: inShort(answer), fits: isUnserved(answer) };
	},
};

const isChinese = (text: string) => /\p{Script=Han}/u.test(text);

const language = (acceptLanguage: string | undefined): Fact => ({
	title: acceptLanguage
		? `An error is in English if Accept-Language says ${acceptLanguage}`
		: 'An error is in English also without Accept-Language',
	source: `${FAMILY}: by the account’s setting, a cookie, Accept-Language; else Chinese`,
	async run(service) {
		const { text, did } = await errorOfUnknownKey(service, acceptLanguage);
		return { did, fits: text !== '' && !isChinese(text) };
	},
});

async function errorOfUnknownKey(service: Service, acceptLanguage: string | undefined) {
	const key = 'sk-conformance-wrong-key';
	const answer = await service.ask('ListAssetGroups', LIST, { key, acceptLanguage });
	const message = at(answer.body, 'error', 'message') ?? at(answer.body, 'message');
	const text = isRefused(answer) && typeof message === 'string' ? message : '';
	return { text, did: inShort(answer) };
}

/** What we assume of the gateway in front of both APIs; asking is free. */
export const gatewayFacts: Fact[] = [
	version,
	unknownAddress,
	withVersion,
	language('en'),
	language(undefined),
];
