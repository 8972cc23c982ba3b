import nock from 'nock';

import packageJson from '../../../package.json';
import { errorOf, jsonOf } from '../../engine/TestBed';
import { Engine } from '../../engine/Engine';
import { useNock } from '../../engine/useNock';
import { useVirtualTime } from '../../engine/useVirtualTime';
import { workflowWith } from '../../engine/workflow';

const SITE = 'https://www.anyfast.com.cn';
const PATH = '/volc/asset/ListAssetGroups';
const ANSWER = { Items: [{ Id: 'group-1' }], PageNumber: 1, PageSize: 50, TotalCount: 1 };
const apiKey = 'sk-key';

let engine: Engine;

useVirtualTime();
useNock();

beforeAll(async () => {
	engine = await Engine.load('.', { site: 'china', apiKey });
});

describe('a request', () => {
	it('goes to the site of mainland China unless told otherwise, as JSON with the bearer token, in English, and names the package', async () => {
		const headers = {
			authorization: `Bearer ${apiKey}`,
			'content-type': (value: string) => value.startsWith('application/json'),
			accept: (value: string) => value.includes('json'),
			'accept-language': 'en',
			'user-agent': `${packageJson.name}/${packageJson.version}`,
		};
		const scope = nock(SITE, { reqheaders: headers }).post(PATH).reply(200, ANSWER);

		expect(jsonOf(await engine.run(workflowWith({})))).toEqual(ANSWER.Items);
		scope.done();
	});

	const plain = { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 50 };

	it.each([
		['nothing', {}, plain],
		['a limit', { limit: 7 }, { ...plain, PageSize: 7 }],
		['Return All', { returnAll: true }, { ...plain, PageSize: 100 }],
		['a name', { filters: { name: 'Cats' } }, { ...plain, Filter: { Name: 'Cats' } }],
		[
			'a group type',
			{ filters: { groupType: 'LivenessFace' } },
			{ ...plain, Filter: { GroupType: 'LivenessFace' } },
		],
		['a model', { options: { model: ' other ' } }, { ...plain, model: 'other' }],
		['a page size', { limit: 80, options: { pageSize: 20 } }, { ...plain, PageSize: 20 }],
		[
			'a page number',
			{ limit: 5, options: { pageNumber: 3 } },
			{ ...plain, PageNumber: 3, PageSize: 100 },
		],
	])('with %s has exactly this body', async (_what, parameters, expected) => {
		const bodies: unknown[] = [];
		nock(SITE)
			.post(PATH, (body) => bodies.push(body) > 0)
			.reply(200, { Items: [], TotalCount: 0 });

		await engine.run(workflowWith(parameters));

		expect(bodies).toEqual([expected]);
	});
});

describe('Base URL', () => {
	it.each([
		['https://www.anyfast.ai', 'https://www.anyfast.ai', PATH],
		['https://www.anyfast.ai/', 'https://www.anyfast.ai', PATH],
		['  https://www.anyfast.ai//  \n', 'https://www.anyfast.ai', PATH],
		['HTTPS://WWW.ANYFAST.AI', 'https://www.anyfast.ai', PATH],
		['www.anyfast.ai', 'https://www.anyfast.ai', PATH],
		['"https://www.anyfast.ai"', 'https://www.anyfast.ai', PATH],
		['\u200bhttps://www.anyfast.ai\u200b', 'https://www.anyfast.ai', PATH],
		['https:www.anyfast.ai', 'https://www.anyfast.ai', PATH],
		['https://www.anyfast.ai/v1', 'https://www.anyfast.ai', PATH],
		['https://www.anyfast.ai//v1//', 'https://www.anyfast.ai', PATH],
		['https://proxy.example/anyfast/v1/', 'https://proxy.example', `/anyfast${PATH}`],
		['https://proxy.example/a/../anyfast', 'https://proxy.example', `/anyfast${PATH}`],
		['https://proxy.example/version1', 'https://proxy.example', `/version1${PATH}`],
		[' proxy.example:8443/anyfast/', 'https://proxy.example:8443', `/anyfast${PATH}`],
		['http://proxy.example:8080/anyfast/', 'http://proxy.example:8080', `/anyfast${PATH}`],
	])('%j leads to %s%s', async (baseUrl, site, path) => {
		const scope = nock(site).post(path).reply(200, ANSWER);
		const there = await Engine.load('.', { site: 'other', apiKey, baseUrl });

		expect(jsonOf(await there.run(workflowWith({})))).toEqual(ANSWER.Items);
		scope.done();
	});
});

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308])('%d to another host is not followed', async (status) => {
		const elsewhere = nock('https://elsewhere.example').post(PATH).reply(200, ANSWER);
		const elsewhereByGet = nock('https://elsewhere.example').get(PATH).reply(200, ANSWER);
		nock(SITE)
			.post(PATH)
			.reply(status, '', { location: `https://elsewhere.example${PATH}` });

		const error = errorOf(await engine.run(workflowWith({})));

		expect(error.message).toBe('The Site or Base URL does not lead to the Anyfast API');
		expect(error.description).toContain(`answered with a redirect (HTTP status ${status}).`);
		expect([elsewhere.isDone(), elsewhereByGet.isDone()]).toEqual([false, false]);
	});
});

describe('a request that gets no answer', () => {
	it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'ETIMEDOUT', 'ENETUNREACH'])(
		'because of %s is tried again',
		async (code) => {
			nock(SITE).post(PATH).replyWithError(withCode(code));
			nock(SITE).post(PATH).reply(200, ANSWER);

			expect(jsonOf(await engine.run(workflowWith({})))).toEqual(ANSWER.Items);
		},
	);

	it.each([
		['ENOTFOUND', 'The host of the Site or Base URL was not found'],
		['CERT_HAS_EXPIRED', 'The connection to Anyfast is not trusted'],
		['ERR_INVALID_CHAR', 'The request to Anyfast could not be sent'],
	])('because of %s is an error at once', async (code, message) => {
		nock(SITE).post(PATH).replyWithError(withCode(code));
		const second = nock(SITE).post(PATH).reply(200, ANSWER);

		const error = errorOf(await engine.run(workflowWith({})));

		expect(error.message).toBe(message);
		expect(error.description).toContain('the Anyfast API credential');
		expect(second.isDone()).toBe(false);
	});
});

it('says what went wrong also if the failure has no code', async () => {
	nock(SITE).post(PATH).replyWithError(new Error('the proxy is on fire'));

	const error = errorOf(await engine.run(workflowWith({})));

	expect(error.message).toBe('The request to Anyfast failed');
	expect(error.description).toContain('the proxy is on fire');
});

function withCode(code: string): Error {
	return Object.assign(new Error(`no luck: ${code}`), { code });
}
