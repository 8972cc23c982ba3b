import assert from 'node:assert/strict';

import { anyfastCredential } from '../n8n/credentials.mjs';

const PACKAGE = 'n8n-nodes-anyfast';

/**
 * What the editor is told of a node and of a credential.
 *
 * @typedef {import('n8n-workflow').INodeTypeDescription & Shown} NodeType
 * @typedef {import('n8n-workflow').ICredentialType & Shown} CredentialType
 *
 * @typedef {{ iconUrl: { light: string, dark: string } }} Shown
 *
 * @typedef {{ type: string, properties: object }} Schema of what an operation gives
 */

/**
 * The package loads; node, credential, icons and codex are what the editor is told.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function packageLoads(context) {
	const { n8n } = context;
	/** @type {NodeType[]} */
	const nodes = await n8n.rest.get('/types/nodes.json');
	const node = nodes.find(({ name }) => name === `${PACKAGE}.anyfastAsset`);
	assert.ok(node, 'the editor is not told of the node');
	assert.equal(node.displayName, 'Anyfast Asset');
	assert.deepEqual(node.credentials, [
		{ name: 'anyfastApi', required: true, testedBy: 'testCredential' },
	]);
	assert.ok(node.codex?.alias?.includes('Seedance'), 'the node is not found by "Seedance"');
	assert.ok(node.codex?.categories?.includes('Data & Storage'));
	assert.ok(
		nodes.some(({ name }) => name === `${PACKAGE}.anyfastAssetTool`),
		'the node cannot be used as a tool',
	);

	/** @type {CredentialType[]} */
	const credentials = await n8n.rest.get('/types/credentials.json');
	const credential = credentials.find(({ name }) => name === 'anyfastApi');
	assert.ok(credential, 'the editor is not told of the credential');
	assert.equal(credential.displayName, 'Anyfast API');
	const properties = credential.properties.map(({ name }) => name);
	// n8n adds properties of its own behind ours.
	assert.deepEqual(properties.slice(0, 4), ['site', 'baseUrl', 'apiKey', 'keys']);
	assert.ok(credential.supportedNodes?.includes(`${PACKAGE}.anyfastAsset`));

	for (const { light, dark } of [node.iconUrl, credential.iconUrl]) {
		assert.notEqual(light, dark);
		await assertIsSvg(`${n8n.url}/${light}`);
		await assertIsSvg(`${n8n.url}/${dark}`);
	}
	await assertKnowsOutputs(n8n, nodes);
	await assertTestsCredentials(context);
}

/**
 * The editor can map the fields of every operation before it has run.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {NodeType[]} nodes
 */
async function assertKnowsOutputs({ url }, nodes) {
	for (const name of ['anyfastAsset', 'anyfastVideo']) {
		const type = `${PACKAGE}.${name}`;
		const node = nodes.find((one) => one.name === type);
		for (const [resource, operation] of operationsOf(node?.properties ?? [])) {
			const path = [type, '1.0.0', resource, operation].filter(Boolean).join('/');
			const response = await fetch(`${url}/schemas/${path}.json`);
			assert.equal(response.status, 200, path);
			const { type: kind, properties: fields } = /** @type {Schema} */ (await response.json());
			assert.equal(kind, 'object');
			assert.notDeepEqual(Object.keys(fields), []);
		}
	}
}

/**
 * n8n adds an operation of its own to each resource, which points to HTTP Request.
 *
 * @param {import('n8n-workflow').INodeProperties[]} properties
 */
const operationsOf = (properties) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options, displayOptions }) =>
			(options ?? []).map((option) => [
				displayOptions?.show?.resource?.[0],
				'value' in option ? option.value : undefined,
			]),
		)
		.filter(([, operation]) => operation !== '__CUSTOM_API_CALL__');

/** What the editor says if a credential is saved: n8n runs the node's own test. @param {import('../Context.mjs').Context} context */
async function assertTestsCredentials({ n8n: { rest }, standIn: { url, apiKey }, credentials }) {
	/**
	 * @param {string} key
	 * @returns {Promise<import('n8n-workflow').INodeCredentialTestResult>}
	 */
	const test = async (key) =>
		await rest.post('/rest/credentials/test', {
			credentials: { id: credentials.anyfastApi, ...anyfastCredential(url, key) },
		});
	assert.deepEqual(await test(apiKey), { status: 'OK', message: 'Connection successful' });
	const { status, message } = await test('wrong-key');
	assert.equal(status, 'Error');
	assert.match(message, /^Anyfast refused the API key\. Check the API Key/);
}

/** @param {string} url */
async function assertIsSvg(url) {
	const response = await fetch(url);
	assert.match(response.headers.get('content-type') ?? '', /svg/, url);
	assert.match(await response.text(), /<svg/, url);
}
