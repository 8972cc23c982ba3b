import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { withPage } from '../browser/Browser.mjs';
import { Canvas } from '../browser/Canvas.mjs';
import { CredentialDialog } from '../browser/CredentialDialog.mjs';
import { NodeView } from '../browser/NodeView.mjs';
import { signIn } from '../browser/signIn.mjs';
import { exampleWithId } from '../n8n/examples.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('../../stand-in/StandIn.ts').StandIn} StandIn
 */

/**
 * A person signs in, makes a credential, adds the node, runs it, and reads items and errors.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function editorWorks(context) {
	const { n8n, standIn } = context;
	const { programs } = context.shared;
	const example = await context.add(exampleWithId('asset-to-video'));
	standIn.reset({ groups: makeGroups(12), assets: makeAssets(120) });
	await withPage(programs.chromium, async (page) => {
		await signIn(page, n8n.url);
		await makeCredential(page, n8n.url, standIn);
		await addNode(page, n8n.url);
		await listOneGroup(page);
		await readAnError(page, standIn);
		await findAnAsset(page, n8n.url);
		await makeVideoFromAsset(page, `${n8n.url}/workflow/${example}`, standIn);
		await mentionAsset(page, n8n.url, standIn);
	});
}

/**
 * @param {Page} page
 * @param {string} url
 * @param {StandIn} standIn
 */
async function makeCredential(page, url, { url: baseUrl, apiKey }) {
	const dialog = new CredentialDialog(page);
	await dialog.openNew(url, 'Anyfast API');
	await dialog.see('Create an API key in the console: www.anyfast.ai');

	await dialog.choose('site', 'Other');
	await dialog.save({ apiKey: 'wrong-key', baseUrl });
	await dialog.seeFailure('Anyfast refused the API key. Check the API Key');

	await dialog.save({ apiKey });
	await dialog.waitForPass();
	await dialog.close();
}

/**
 * @param {Page} page
 * @param {string} url
 */
async function addNode(page, url) {
	await new Canvas(page).build(url, 'List groups');
	await new NodeView(page).seeCredential('Anyfast account');
}

/** @param {Page} page */
async function listOneGroup(page) {
	const node = new NodeView(page);
	await node.turnOnReturnAll();
	await node.addFilter('Group Names or IDs');
	const offered = await node.choose('groupIds', 'group 0002');
	assert.equal(offered.length, 12);
	assert.match(offered[4] ?? '', /group 0005\s+LivenessFace/);

	await node.run('success');
	const { Id, Title } = makeGroup(2);
	await node.seeOutput('table', Id, String(Title));
	const json = await node.seeOutput('json', new RegExp(`"Id":\\s*"${Id}"`));
	assert.ok(!json.includes(makeGroup(1).Id), 'the filter was not kept');
}

/**
 * @param {Page} page
 * @param {StandIn} standIn
 */
async function readAnError(page, standIn) {
	const body = { error: { message: 'Invalid token', type: 'authentication_error', code: '' } };
	standIn.failNext({ status: 401, body });
	const node = new NodeView(page);
	await node.run('danger');
	await node.seeError(
		'Anyfast refused the API key',
		'Check the API Key in the Anyfast API credential',
	);
	await node.close();
}

/**
 * Picks an asset from a list that the API searches, and is told what an ID looks like.
 *
 * @param {Page} page
 * @param {string} url
 */
async function findAnAsset(page, url) {
	await new Canvas(page).build(url, 'Get an asset');
	const node = new NodeView(page);
	await node.setId('assetId', 'not an ID');
	await node.seeIssue('assetId', 'An ID looks like asset-20260320141746-zsf6b');

	await node.chooseFromList('assetId', 'asset 0107');
	await node.run('success');
	await node.seeOutput('json', new RegExp(`"AssetUri":\\s*"asset://${makeAsset(107).Id}"`));
	await node.close();
}

/**
 * The first workflow of the README: the example is opened, an asset picked, and the workflow run.
 *
 * @param {Page} page
 * @param {string} url
 * @param {StandIn} standIn
 */
async function makeVideoFromAsset(page, url, standIn) {
	standIn.reset({ assets: makeAssets(120) });
	const canvas = new Canvas(page);
	const node = new NodeView(page);
	await canvas.open(url);
	await canvas.openNode('Asset to Video');
	await node.chooseFromList('firstFrameAsset', 'asset 0108');
	await node.close();
	await canvas.run(3);

	await canvas.openNode('Asset to Video');
	const [task] = standIn.videoTasks;
	assert.ok(task, 'no video was submitted');
	await node.seeOutput(
		'json',
		new RegExp(`"taskId":\\s*"${task.id}"`),
		new RegExp(`"videoUrl":\\s*"${standIn.storage.url}/`),
	);
	await node.seeOutput('binary', 'video/mp4', `${task.id}.mp4`);
	await node.close();
	assert.deepEqual(task.request.content[1], {
		type: 'image_url',
		image_url: { url: `asset://${makeAsset(108).Id}` },
		role: 'first_frame',
	});
	assert.equal(standIn.submitted, 1);
}

/**
 * The list of assets also opens within the collection of references, and holds only those of the right type.
 *
 * @param {Page} page
 * @param {string} url
 * @param {StandIn} standIn
 */
async function mentionAsset(page, url, standIn) {
	standIn.reset({ assets: makeAssets(120) });
	const node = new NodeView(page);
	await new Canvas(page).build(url, 'Generate a video', 'Anyfast Video');
	await node.fill('prompt', 'The cat of @image1 runs along a beach.');
	await node.select('mode', 'References');
	await node.addReference('Image');
	await node.searchInVain('asset', 'asset 0107', 'No results');
	await node.chooseFromList('asset', 'asset 0111');
	await node.run('success');
	await node.close();
	assert.deepEqual(standIn.videoTasks[0]?.request.content, [
		{ type: 'text', text: 'The cat of @image1 runs along a beach.' },
		{
			type: 'image_url',
			image_url: { url: `asset://${makeAsset(111).Id}` },
			role: 'reference_image',
		},
	]);
}
