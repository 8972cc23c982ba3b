import nock from 'nock';

import { errorOf } from '../../engine/TestBed';
import { testedCredential } from '../../engine/credentialTest';
import { Engine } from '../../engine/Engine';
import { useNock } from '../../engine/useNock';
import { useVirtualTime } from '../../engine/useVirtualTime';
import { ANYFAST, workflowWith } from '../../engine/workflow';
import { GATEWAY_ANSWERS } from '../../stand-in/answers/gateway';

const SITE = 'https://www.anyfast.ai';
const PATH = '/volc/asset/ListAssetGroups';
const ANSWER = { Items: [{ Id: 'group-1' }], PageNumber: 1, PageSize: 50, TotalCount: 1 };

useVirtualTime();
useNock();

describe('a credential that cannot work', () => {
	const noUrl = 'The Base URL is not a web address';
	const noKey = 'The Anyfast API credential has no API key';
	const badKey = 'The API key holds a character that no key has';

	it.each([
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'www any fast ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'ftp://www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'file:///etc/hosts' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://www.anyfast.ai/?a=b' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://www.anyfast.ai/#a' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'www.anyfast.ai?a=b' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: `${SITE}?` }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: `${SITE}/#` }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://user:pass@www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'user@www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://@www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://www.any\nfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https://www.any\u200bfast.ai' }],
		[noUrl, { apiKey: 'sk-1', site: 'other', baseUrl: 'https:\\\\www.anyfast.ai' }],
		[badKey, { apiKey: 'sk- 1', site: 'international' }],
		[badKey, { apiKey: 'sk-\u200b1', site: 'international' }],
		[badKey, { apiKey: 'sk-1\nsk-2', site: 'international' }],
		[badKey, { apiKey: 'sk-ключ', site: 'international' }],
		[badKey, { apiKey: 'sk-…1', site: 'international' }],
		['The Anyfast API credential has no Base URL', { apiKey: 'sk-1', site: 'other' }],
		['The Anyfast API credential has no Base URL', { apiKey: 'sk-1', site: 'other', baseUrl: ' ' }],
		['The Anyfast API credential has no Site', { apiKey: 'sk-1' }],
		['The Anyfast API credential has no Site', { apiKey: 'sk-1', site: '', baseUrl: SITE }],
		['The Anyfast API credential has an unknown Site: mars', { apiKey: 'sk-1', site: 'mars' }],
		[noKey, { apiKey: '', site: 'china' }],
		[noKey, { apiKey: ' \n', site: 'china' }],
		[noKey, { site: 'china' }],
		[noKey, { apiKey: 'Bearer ', site: 'china' }],
		[noKey, { apiKey: '""', site: 'china' }],
	])('%s: %j', async (message, credential) => {
		const scope = nock(SITE).post(/.*/).reply(200, ANSWER);
		const engine = await Engine.load('.', credential);

		const error = errorOf(await engine.run(workflowWith({})));

		expect(error.message).toBe(message);
		expect(error.description).toContain('credential');
		expect(`${error.message} ${error.description}`).not.toMatch(/sk-|pass/);
		expect(JSON.stringify(error)).not.toContain('sk-1');
		expect(scope.isDone()).toBe(false);
	});

	it('fails the drop-down with the same words', async () => {
		const engine = await Engine.load('.', {
			apiKey: 'sk-1',
			site: 'other',
			baseUrl: 'ftp://anyfast',
		});

		await expect(engine.loadOptions(workflowWith({}), ANYFAST, 'getGroups')).rejects.toThrow(noUrl);
	});
});

describe('the test of the credential', () => {
	const test = async (credential = {}) =>
		await testedCredential(await Engine.load('.', {}), 'anyfastApi', {
			apiKey: ' Bearer sk-1 ',
			site: 'other',
			baseUrl: ` ${SITE}/ `,
			...credential,
		});

	it('lists one group', async () => {
		const scope = nock(SITE, { reqheaders: { authorization: 'Bearer sk-1' } })
			.post(PATH, { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 1 })
			.reply(200, ANSWER);

		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful' });
		scope.done();
	});

	const WRONG_ADDRESS =
		/^The Site or Base URL does not lead to the Anyfast API\. \S+ answered with/;

	it.each([
		[
			401,
			/^Anyfast refused the API key\. Check the API Key .* https:\/\/www\.anyfast\.ai was asked/,
		],
		[403, /^Anyfast refused access: HTTP status 403\. /],
		[302, WRONG_ADDRESS],
		[307, WRONG_ADDRESS],
		[404, WRONG_ADDRESS],
		[405, WRONG_ADDRESS],
		[429, /^Anyfast's rate limit was exceeded/],
		[502, /^Anyfast is not available right now/],
	])('has words for status %d, and follows no redirect', async (status, words) => {
		const elsewhere = nock('https://elsewhere.example').post(PATH).reply(200, ANSWER);
		nock(SITE)
			.post(PATH)
			.reply(status, {}, { location: `https://elsewhere.example${PATH}` });

		const { status: verdict, message } = await test();

		expect(verdict).toBe('Error');
		expect(message).toMatch(words);
		expect(elsewhere.isDone()).toBe(false);
	});

	it('takes a key that is not for assets for valid, and says so', async () => {
		const { status, body } = GATEWAY_ANSWERS.notForAssets;
		nock(SITE).post(PATH).reply(status, body);

		expect(await test()).toEqual({
			status: 'OK',
			message: expect.stringContaining('it can make videos, and no assets'),
		});
	});

	it('has words for a web page', async () => {
		nock(SITE).post(PATH).reply(200, '<!DOCTYPE html>', { 'content-type': 'text/html' });

		expect(await test()).toEqual({
			status: 'Error',
			message: expect.stringMatching(/answered with a web page\. Choose another Site/),
		});
	});

	it.each([
		['ENOTFOUND', /^The host of the Site or Base URL was not found\. https:\/\/www\.anyfast\.ai/],
		['ECONNREFUSED', /^Anyfast could not be reached\. There was no connection/],
		['ECONNRESET', /^The connection to Anyfast was lost\. /],
		['CERT_HAS_EXPIRED', /^The connection to Anyfast is not trusted\. /],
	])('has words for %s', async (code, words) => {
		nock(SITE)
			.post(PATH)
			.replyWithError(Object.assign(new Error('no luck'), { code }));

		const { status, message } = await test();

		expect(status).toBe('Error');
		expect(message).toMatch(words);
		expect(message).not.toContain('sk-1');
	});

	it.each([
		[{ baseUrl: 'http://' }, /^The Base URL is not a web address\. The Base URL of/],
		[{ baseUrl: '' }, /^The Anyfast API credential has no Base URL\. Open/],
		[{ site: '' }, /^The Anyfast API credential has no Site\. Open the credential and choose/],
		[{ apiKey: '' }, /^The Anyfast API credential has no API key\. Open/],
	])('has words for %j', async (credential, words) => {
		const { status, message } = await test(credential);

		expect(status).toBe('Error');
		expect(message).toMatch(words);
	});
});
