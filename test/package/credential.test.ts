import { type INodeParameters, NodeHelpers } from 'n8n-workflow';
import nock from 'nock';

import { jsonOf } from '../engine/TestBed';
import { Engine } from '../engine/Engine';
import { useNock } from '../engine/useNock';
import { useVirtualTime } from '../engine/useVirtualTime';
import { workflowWith } from '../engine/workflow';

const SITE = 'https://www.anyfast.ai';
const PATH = '/volc/asset/ListAssetGroups';
const ANSWER = { Items: [{ Id: 'group-1' }], PageNumber: 1, PageSize: 50, TotalCount: 1 };

useVirtualTime();
useNock();

const type = async () => {
	const { loader } = await Engine.load('.', {});
	const loaded = loader.credentialTypes.anyfastApi?.type;
	if (!loaded) throw new Error('The credential is not there');
	return loaded;
};

const CHINA = 'https://www.anyfast.com.cn';

/** The fields that the editor shows for what is stored, by the rules of n8n. */
const shownFor = async (stored: INodeParameters) => {
	const { properties } = await type();
	const empty = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
	return properties.filter((property) =>
		NodeHelpers.displayParameter({ ...empty, ...stored }, property, null, null),
	);
};

describe('the credential', () => {
	it('asks for the site, and for a key, hidden', async () => {
		const { displayName, documentationUrl, properties } = await type();

		expect(displayName).toBe('Anyfast API');
		expect(documentationUrl).toBe(
			'https://github.com/anyfast-community/n8n-nodes-anyfast#credential',
		);
		expect(properties.map(({ name }) => name)).toEqual([
			...['site', 'baseUrl', 'apiKey', 'keys', 'keys', 'keys'],
		]);
		const [site, , apiKey] = properties;
		expect(site).toMatchObject({
			displayName: 'Site',
			type: 'options',
			required: true,
			default: '',
		});
		expect(site?.options?.map((option) => ('value' in option ? option.value : option))).toEqual([
			...['international', 'china', 'other'],
		]);
		expect(apiKey).toMatchObject({
			displayName: 'API Key',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. sk-…',
		});
	});

	it.each([
		['nothing', {}, ['site', 'apiKey', 'keys']],
		['a site', { site: 'china', apiKey: 'sk-1' }, ['site', 'apiKey', 'keys']],
		['another site', { site: 'other' }, ['site', 'baseUrl', 'apiKey', 'keys']],
	])('shows a Base URL only for another site: with %s stored', async (_what, stored, names) => {
		expect((await shownFor(stored)).map(({ name }) => name)).toEqual(names);
	});

	it.each([
		['', [SITE, CHINA]],
		['international', [SITE]],
		['china', [CHINA]],
		['other', [SITE, CHINA]],
	])('says for the site "%s" where keys are made', async (site, links) => {
		const notices = (await shownFor({ site })).filter(({ name }) => name === 'keys');
		const words = notices.map(({ displayName }) => displayName).join();
		expect([...words.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)).toEqual(links);
	});

	it.each([
		['International', { site: 'international' }, SITE],
		['China', { site: 'china' }, CHINA],
		['the Base URL', { site: 'other', baseUrl: 'https://proxy.example' }, 'https://proxy.example'],
		['the site, not the Base URL of another', { site: 'international', baseUrl: CHINA }, SITE],
	])('leads to %s: %j', async (_where, stored, site) => {
		const scope = nock(site).post(PATH).reply(200, ANSWER);
		const engine = await Engine.load('.', { apiKey: 'sk-1', ...stored });

		expect(jsonOf(await engine.run(workflowWith({})))).toEqual(ANSWER.Items);
		scope.done();
	});

	it.each([
		...['sk-1', '  sk-1\n', 'Bearer sk-1', ' bearer  sk-1 '],
		...['"sk-1"', "'sk-1'", '`sk-1`', '“sk-1”', '«sk-1»', '„sk-1“', '「sk-1」', '"Bearer sk-1"'],
		...['\u200bsk-1\u200b', '\ufeffsk-1', 'sk-1\u00a0', 'Bearer "sk-1"', ' "\u200bsk-1\u2060" '],
	])('puts %j on a request as bearer token', async (apiKey) => {
		const scope = nock(SITE, { reqheaders: { authorization: 'Bearer sk-1' } })
			.post(PATH)
			.reply(200, ANSWER);
		const engine = await Engine.load('.', { apiKey, site: 'international' });

		expect(jsonOf(await engine.run(workflowWith({})))).toEqual(ANSWER.Items);
		scope.done();
	});
});

describe('the test of the credential', () => {
	it('is the same whichever of the nodes n8n asks', async () => {
		const engine = await Engine.load('.', {});
		const testedBy = Object.keys(engine.loader.nodeTypes).map((name) => {
			const { description, methods } = engine.getByNameAndVersion(`n8n-nodes-anyfast.${name}`);
			const [credential] = description.credentials ?? [];
			return [credential?.testedBy, Object.keys(methods?.credentialTest ?? {})];
		});

		expect(testedBy).toEqual(Array(3).fill(['testCredential', ['testCredential']]));
	});
});
