import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { makeAssets } from '../../stand-in/assets.ts';
import { makeGroups } from '../../stand-in/groups.ts';
import { exampleWithId } from '../n8n/examples.mjs';
import { Canvas } from './Canvas.mjs';
import { NodeView } from './NodeView.mjs';

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

/** What lies over the pictures' subjects, or would be cut off by their edges. */
const HIDDEN = `
	.el-notification, .tab-bar-container, [class*="nodeButtonsWrapper"], [class*="executionButtons"],
	[data-test-id="canvas-controls"], [data-test-id^="execute-workflow-button"],
	[data-test-id="node-feature-request"], [class*="floatingNodes"] { display: none !important }`;

/** n8n follows the browser's colour scheme; its transitions take a moment. */
const SETTLE_MS = 1000;

/** So high that no parameter has to be scrolled to, in pixels. */
const TALL = 1600;

/** What is left below the last parameter, in pixels. */
const MARGIN = 20;

/**
 * @typedef {object} Studio
 * @property {import('playwright-core').Page} page
 * @property {string} url of n8n
 * @property {Canvas} canvas
 * @property {NodeView} node
 */

/**
 * Takes the pictures of the README: workflows, the parameters of a video, and what an upload gives.
 *
 * @param {import('playwright-core').Page} page
 * @param {import('../Context.mjs').Context} context
 * @param {string} assetToVideo the ID of that example
 */
export async function takePictures(page, context, assetToVideo) {
	mkdirSync(FOLDER, { recursive: true });
	const { url } = context.n8n;
	const studio = { page, url, canvas: new Canvas(page), node: new NodeView(page) };

	context.standIn.reset({ groups: makeGroups(320), assets: makeAssets(120) });
	await takeVideo(studio, assetToVideo);
	await takeVideoParameters(studio);
	await takeLife(studio, await context.add(exampleWithId('asset-life')));
	await takeUpload(studio);
}

/** The first workflow: from an asset to a video, with what came out. @param {Studio} studio @param {string} id */
async function takeVideo({ page, url, canvas, node }, id) {
	await page.setViewportSize({ width: 1200, height: 820 });
	await canvas.open(`${url}/workflow/${id}`);
	await canvas.openNode('Asset to Video');
	await node.chooseFromList('firstFrameAsset', 'asset 0108');
	await node.close();
	await canvas.run(3);
	await canvas.openLog('json');
	await canvas.fit();
	const log = page.getByTestId('logs-panel');
	await inBothSchemes(page, 'video', async (options) => {
		const [above, below] = [await boxOf(page.getByTestId('canvas-wrapper')), await boxOf(log)];
		const height = below.y + below.height - above.y;
		await page.screenshot({ ...options, clip: { ...above, height } });
	});
}

/** @param {Studio} studio */
async function takeVideoParameters({ page, url, canvas, node }) {
	await page.setViewportSize({ width: 1440, height: TALL });
	await canvas.build(url, 'Generate a video', 'Anyfast Video');
	await node.fill('prompt', 'The cat of @image1 runs along a beach at sunset.');
	await node.select('mode', 'References');
	await node.addReference('Image');
	await node.chooseFromList('asset', 'asset 0108');
	await node.turnOn('download');
	await node.addOption('Duration (Seconds)');
	await node.leaveField('Options');
	await ofParameters(page, node, 'video-parameters');
	await node.close();
}

/** @param {Studio} studio @param {string} id */
async function takeLife({ page, url, canvas }, id) {
	await page.setViewportSize({ width: 1440, height: 700 });
	await canvas.open(`${url}/workflow/${id}`);
	await canvas.run(6);
	await ofElement(page, page.getByTestId('canvas-wrapper'), 'workflow');
}

/** @param {Studio} studio */
async function takeUpload({ page, url, canvas, node }) {
	await page.setViewportSize({ width: 1440, height: 1020 });
	await canvas.build(url, 'Upload an asset');
	await node.chooseFromList('groupId', 'group 0007');
	await node.select('source', 'URL');
	await node.fill('url', 'https://example.com/cat.png');
	await node.fill('name', 'cat');
	await node.leaveField('Options');
	await node.run('success');
	await node.readOutputAs('json');
	await ofElement(page, node.view, 'upload-result');
}

/** @param {import('playwright-core').Locator} what */
async function boxOf(what) {
	const box = await what.boundingBox();
	if (!box) throw new Error('What is to be in the picture is not on the page');
	return box;
}

/**
 * The parameters of a node, down to the last of them, which is Options.
 *
 * @param {import('playwright-core').Page} page
 * @param {NodeView} node
 * @param {string} name
 */
async function ofParameters(page, node, name) {
	const last = node.parameters.getByTestId('collection-parameter-add').last();
	await inBothSchemes(page, name, async (options) => {
		const [all, end] = [await boxOf(node.parameters), await boxOf(last)];
		const height = end.y + end.height + MARGIN - all.y;
		await page.screenshot({ ...options, clip: { ...all, height } });
	});
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} what
 * @param {string} name
 */
async function ofElement(page, what, name) {
	await inBothSchemes(page, name, async (options) => void (await what.screenshot(options)));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {(options: { path: string, animations: 'disabled', style: string }) => Promise<void>} take
 */
async function inBothSchemes(page, name, take) {
	// A button that the mouse rests on shows its tip.
	await page.mouse.move(0, 0);
	for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
		await page.emulateMedia({ colorScheme });
		await page.waitForTimeout(SETTLE_MS);
		const path = `${FOLDER}${name}-${colorScheme}.png`;
		await take({ path, animations: 'disabled', style: HIDDEN });
	}
}
