import assert from 'node:assert/strict';

import { withPage } from '../browser/Browser.mjs';
import { Canvas } from '../browser/Canvas.mjs';
import { CredentialDialog } from '../browser/CredentialDialog.mjs';
import { NodeView } from '../browser/NodeView.mjs';
import { takePictures } from '../browser/pictures.mjs';
import { signIn } from '../browser/signIn.mjs';

const PICTURE =
	'https://raw.githubusercontent.com/anyfast-community/n8n-nodes-anyfast/main/docs/images/paper-boat.png';

const PROMPT = 'The paper boat sails towards the sun';

/**
 * Who has just opened an account gets from there to a video in a file by the steps of the README: a credential, and three
 * nodes.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function newcomerMakesAVideo(context) {
	const { n8n, standIn } = context;
	const { programs, updateImages } = context.shared;
	standIn.reset({ groups: [], assets: [], statuses: ['Processing', 'Active'] });
	await withPage(programs.chromium, async (page) => {
		await signIn(page, n8n.url);
		const dialog = new CredentialDialog(page);
		await dialog.openNew(n8n.url, 'Anyfast API');
		await dialog.choose('site', 'Other');
		await dialog.save({ apiKey: standIn.apiKey, baseUrl: standIn.url });
		await dialog.waitForPass();
		await dialog.close();

		const canvas = new Canvas(page);
		const node = new NodeView(page);
		await canvas.build(n8n.url, 'Upload an asset');
		await node.setName('groupId', 'My pictures');
		await node.select('source', 'URL');
		await node.fill('url', PICTURE);
		await node.close();

		await canvas.add('Generate a video', 'Anyfast Video');
		await node.select('mode', 'First and Last Frame');
		await node.dragIntoId('Id', 'firstFrameAsset');
		await node.fill('prompt', PROMPT);
		await node.close();

		await canvas.run(3);
		assert.equal(await page.getByTestId('canvas-node').count(), 3);
		await canvas.openNode('Generate a video');
		await node.seeOutput('binary', 'video/mp4');
		await node.close();
		if (updateImages) await takePictures({ page, canvas, node });
	});
	const [group] = standIn.groups;
	const [asset] = standIn.assets;
	const [task] = standIn.videoTasks;
	assert.deepEqual([group?.Name, asset?.Name], ['My pictures', 'paper-boat']);
	assert.deepEqual(task?.request.content, [
		{ type: 'text', text: PROMPT },
		{ type: 'image_url', image_url: { url: `asset://${asset?.Id}` }, role: 'first_frame' },
	]);
	assert.equal(standIn.submitted, 1);
}
