import assert from 'node:assert/strict';

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
export async function packageLoads({ n8n, standIn }) {
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
	await assertTestsCredentials(n8n, standIn);
}

/**
 * The editor can map the fields of every operation before it has run.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {NodeType[]} nodes
 */
async function assertKnowsOutputs({ url }, nodes) {
	for (const name of ['anyfastAsset', 'anyfastVideo']) {
		const node = nodes.find((type) => type.name === `${PACKAGE}.${name}`);
		assert.ok(node, `the editor is not told of ${name}`);
		for (const [resource, operation] of operationsOf(node.properties)) {
			const path = [`${PACKAGE}.${name}`, '1.0.0', resource, operation].filter(Boolean);
			const response = await fetch(`${url}/schemas/${path.join('/')}.json`);
			assert.equal(response.status, 200, path.join(' '));
			const { type, properties: fields } = /** @type {Schema} */ (await response.json());
			assert.equal(type, 'object');
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

/**
 * What the editor says when a credential is saved, by its ID: sentences, never a bare code.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {import('../../stand-in/StandIn.ts').StandIn} standIn
 */
async function assertTestsCredentials({ rest }, { url: baseUrl, apiKey }) {
	/**
	 * @param {object} data
	 * @returns {Promise<import('n8n-workflow').INodeCredentialTestResult>}
	 */
	const test = async (data) =>
		await rest.post('/rest/credentials/test', {
			credentials: { id: 'anyfastApi', name: 'Anyfast', type: 'anyfastApi', data },
		});
	const other = { site: 'other', baseUrl, apiKey };
	for (const data of [other, { ...other, apiKey: `Bearer ${apiKey}` }]) {
		assert.deepEqual(await test(data), { status: 'OK', message: 'Connection successful' });
	}
	/** @type {[object, RegExp][]} */
	const refusals = [
		[{ apiKey: 'wrong-key' }, /^Anyfast refused the API key\. Check the API Key/],
		[{ baseUrl: 'http://127.0.0.1:9' }, /^Anyfast could not be reached\. There was no connection/],
		[
			{ baseUrl: 'nowhere.invalid' },
			/^(The host of the Site or Base URL was not found|Anyfast could not be reached)\. /,
		],
		[{ baseUrl: 'ftp://files.example' }, /^The Base URL is not a web address\. /],
		[{ baseUrl: '' }, /^The Anyfast API credential has no Base URL\. /],
		[{ site: '' }, /^The Anyfast API credential has no Site\. /],
	];
	for (const [wrong, words] of refusals) {
		const { status, message } = await test({ ...other, ...wrong });
		assert.equal(status, 'Error');
		assert.match(message, words);
	}
}

/** @param {string} url */
async function assertIsSvg(url) {
	const response = await fetch(url);
	assert.match(response.headers.get('content-type') ?? '', /svg/, url);
	assert.match(await response.text(), /<svg/, url);
}
