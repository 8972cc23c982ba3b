import assert from 'node:assert/strict';

const PACKAGE = 'n8n-nodes-anyfast';

/**
 * The package loads; node, credential, icons and codex are what the editor is told.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function packageLoads({ n8n }) {
	const nodes = await n8n.rest.get('/types/nodes.json');
	const node = nodes.find(({ name }) => name === `${PACKAGE}.anyfastAsset`);
	assert.ok(node, 'the editor is not told of the node');
	assert.equal(node.displayName, 'Anyfast Asset');
	assert.deepEqual(node.credentials, [{ name: 'anyfastApi', required: true }]);
	assert.ok(node.codex.alias.includes('Seedance'), 'the node is not found by "Seedance"');
	assert.ok(node.codex.categories.includes('Data & Storage'));
	assert.ok(
		nodes.some(({ name }) => name === `${PACKAGE}.anyfastAssetTool`),
		'the node cannot be used as a tool',
	);

	const credentials = await n8n.rest.get('/types/credentials.json');
	const credential = credentials.find(({ name }) => name === 'anyfastApi');
	assert.equal(credential.displayName, 'Anyfast API');
	const properties = credential.properties.map(({ name }) => name);
	// n8n adds properties of its own behind ours.
	assert.deepEqual(properties.slice(0, 2), ['apiKey', 'baseUrl']);
	assert.ok(credential.supportedNodes.includes(`${PACKAGE}.anyfastAsset`));

	for (const { light, dark } of [node.iconUrl, credential.iconUrl]) {
		assert.notEqual(light, dark);
		await assertIsSvg(`${n8n.url}/${light}`);
		await assertIsSvg(`${n8n.url}/${dark}`);
	}
}

/** @param {string} url */
async function assertIsSvg(url) {
	const response = await fetch(url);
	assert.match(response.headers.get('content-type') ?? '', /svg/, url);
	assert.match(await response.text(), /<svg/, url);
}
