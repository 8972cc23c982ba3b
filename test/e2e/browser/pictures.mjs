import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

/** What lies over the pictures' subjects, or would be cut off by their edges. */
const HIDDEN = `
	.el-notification, .tab-bar-container, [class*="nodeButtonsWrapper"], [class*="executionButtons"],
	[data-test-id="canvas-controls"], [data-test-id^="execute-workflow-button"],
	[data-test-id="node-feature-request"], [class*="floatingNodes"] { display: none !important }`;

/** So high that no parameter has to be scrolled to, in pixels. */
const TALL = 1600;

/** What is left below the last parameter, in pixels. */
const MARGIN = 20;

/** How long n8n takes to settle after the last click, in milliseconds. */
const SETTLE_MS = 1000;

/**
 * @typedef {object} Studio
 * @property {import('playwright-core').Page} page
 * @property {import('./Canvas.mjs').Canvas} canvas
 * @property {import('./NodeView.mjs').NodeView} node
 */

/**
 * Takes the pictures of the README, each of one of its first steps, of the workflow that was built by them and has run. None
 * shows an address of this machine.
 *
 * @param {Studio} studio
 */
export async function takePictures(studio) {
	mkdirSync(FOLDER, { recursive: true });
	await takeWorkflow(studio);
	await takeParameters(studio, 'Upload an asset', 'upload-asset');
	await takeParameters(studio, 'Generate a video', 'generate-video');
}

/** The workflow, after it ran. @param {Studio} studio */
async function takeWorkflow({ page, canvas }) {
	await page.setViewportSize({ width: 1200, height: 520 });
	await canvas.fit();
	await take(page, page.getByTestId('canvas-wrapper'), 'first-video');
}

/**
 * The parameters of a node, down to the last of them, which is Options.
 *
 * @param {Studio} studio
 * @param {string} name of the node
 * @param {string} picture
 */
async function takeParameters({ page, canvas, node }, name, picture) {
	await page.setViewportSize({ width: 1440, height: TALL });
	await canvas.openNode(name);
	const last = node.parameters.getByTestId('collection-parameter-add').last();
	const [all, end] = [await boxOf(node.parameters), await boxOf(last)];
	const height = end.y + end.height + MARGIN - all.y;
	await take(page, page, picture, { clip: { ...all, height } });
	await node.close();
}

/** @param {import('playwright-core').Locator} what */
async function boxOf(what) {
	const box = await what.boundingBox();
	if (!box) throw new Error('What is to be in the picture is not on the page');
	return box;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Page | import('playwright-core').Locator} what
 * @param {string} name
 * @param {{ clip?: { x: number, y: number, width: number, height: number } }} [more]
 */
async function take(page, what, name, more = {}) {
	// A button that the mouse rests on shows its tip.
	await page.mouse.move(0, 0);
	await page.waitForTimeout(SETTLE_MS);
	await what.screenshot({
		path: `${FOLDER}${name}.png`,
		animations: 'disabled',
		style: HIDDEN,
		...more,
	});
}
