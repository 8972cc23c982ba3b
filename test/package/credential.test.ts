import nock from 'nock';

import { errorOf, jsonOf } from '../engine/TestBed';
import { sendCredentialTest } from '../engine/credentialTest';
import { Engine } from '../engine/Engine';
import { ANYFAST, workflowWith } from '../engine/workflow';

const SITE = 'https://www.anyfast.ai';
const PATH = '/volc/asset/ListAssetGroups';
const ANSWER = { Items: [{ Id: 'group-1' }], PageNumber: 1, PageSize: 50, TotalCount: 1 };

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

afterAll(() => {
	nock.enableNetConnect();
	nock.restore();
});

const type = async () => {
	const { loader } = await Engine.load('.', {});
	const loaded = loader.credentialTypes.anyfastApi?.type;
	if (!loaded) throw new Error('The credential is not there');
	return loaded;
};

describe('the credential', () => {
	it('asks for a key, hidden, and for the site it belongs to', async () => {
		const { displayName, properties } = await type();

		expect(displayName).toBe('Anyfast API');
		expect(properties).toMatchObject([
			{
				displayName: 'API Key',
				name: 'apiKey',
				type: 'string',
				typeOptions: { password: true },
				required: true,
				default: '',
			},
			{
				displayName: 'Base URL',
				name: 'baseUrl',
				type: 'string',
				default: 'https://www.anyfast.com.cn',
				hint: expect.stringContaining('https://www.anyfast.ai'),
			},
		]);
	});

	it.each(['sk-1', '  sk-1\n'])('puts %j on a request as bearer token', async (apiKey) => {
		const scope = nock(SITE, { reqheaders: { authorization: 'Bearer sk-1' } })
			.post(PATH)
			.reply(200, ANSWER);
		const engine = await Engine.load('.', { apiKey, baseUrl: SITE });

		expect(jsonOf(await engine.run(workflowWith({})))).toEqual(ANSWER.Items);
		scope.done();
	});
});

describe('a credential that cannot work', () => {
	const noUrl = 'The Base URL is not a web address';
	const noKey = 'The Anyfast API credential has no API key';

	it.each([
		[noUrl, { apiKey: 'sk-1', baseUrl: 'www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: 'ftp://www.anyfast.ai' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: 'file:///etc/hosts' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: 'https://' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: 'https://www.anyfast.ai/?a=b' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: 'https://www.anyfast.ai/#a' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: '' }],
		[noUrl, { apiKey: 'sk-1', baseUrl: '  ' }],
		[noKey, { apiKey: '', baseUrl: SITE }],
		[noKey, { apiKey: ' \n', baseUrl: SITE }],
		[noKey, { baseUrl: SITE }],
	])('%s: %j', async (message, credential) => {
		const scope = nock(SITE).post(/.*/).reply(200, ANSWER);
		const engine = await Engine.load('.', credential);

		const error = errorOf(await engine.run(workflowWith({})));

		expect(error.message).toBe(message);
		expect(error.description).toContain('credential');
		expect(JSON.stringify(error)).not.toContain('sk-1');
		expect(scope.isDone()).toBe(false);
	});

	it('fails the drop-down with the same words', async () => {
		const engine = await Engine.load('.', { apiKey: 'sk-1', baseUrl: 'anyfast' });

		await expect(engine.loadOptions(workflowWith({}), ANYFAST, 'getGroups')).rejects.toThrow(noUrl);
	});
});

describe('the test of the credential', () => {
	const send = async (baseUrl = ` ${SITE}/ `) =>
		await sendCredentialTest(await Engine.load('.', {}), 'anyfastApi', {
			apiKey: ' sk-1 ',
			baseUrl,
		});

	it('lists one group', async () => {
		const scope = nock(SITE, { reqheaders: { authorization: 'Bearer sk-1' } })
			.post(PATH, { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 1 })
			.reply(200, ANSWER);

		expect(await send()).toMatchObject([[{ json: ANSWER }]]);
		scope.done();
	});

	it.each([
		[401, /refused the API key/],
		[403, /refused the API key/],
		[302, /Base URL does not lead/],
		[307, /Base URL does not lead/],
		[404, /Base URL does not lead/],
		[405, /Base URL does not lead/],
	])('has words for status %d, and follows no redirect', async (status, words) => {
		const elsewhere = nock('https://elsewhere.example').post(PATH).reply(200, ANSWER);
		nock(SITE)
			.persist() // n8n asks twice where it sees a 401.
			.post(PATH)
			.reply(status, {}, { location: `https://elsewhere.example${PATH}` });

		await expect(send()).rejects.toHaveProperty('cause.response.status', status);

		const { test } = await type();
		const rule = test?.rules?.find(({ properties }) => properties.value === status);
		expect(rule?.type).toBe('responseCode');
		expect(rule?.properties.message).toMatch(words);
		expect(elsewhere.isDone()).toBe(false);
	});

	it('has words for a web page', async () => {
		nock(SITE).post(PATH).reply(200, '<!DOCTYPE html>', { 'content-type': 'text/html' });

		const [[page] = []] = (await send()) ?? [];

		const { test } = await type();
		const rule = test?.rules?.find(({ type: kind }) => kind === 'responseSuccessBody');
		expect(rule?.properties).toMatchObject({
			key: '0',
			message: expect.stringMatching(/Base URL/),
		});
		expect(String(page?.json).at(0)).toBe(rule?.properties.value);
	});
});
