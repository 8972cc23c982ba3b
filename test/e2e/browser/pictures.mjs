import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { makeGroups } from '../../stand-in/groups.ts';
import { Canvas } from './Canvas.mjs';
import { NodeView } from './NodeView.mjs';

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

/** What lies over the picture's subject. */
const HIDDEN =
	'.el-notification, [class*="canvasButtons"], [data-test-id="canvas-controls"] { display: none }';

/** n8n follows the browser's colour scheme; its transitions take a moment. */
const SETTLE_MS = 1000;

/**
 * Takes the pictures of the README: a workflow, the node's parameters for two operations, its output.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {import('../../stand-in/StandIn.ts').StandIn} standIn
 */
export async function takePictures(page, url, standIn) {
	mkdirSync(FOLDER, { recursive: true });
	standIn.reset({ groups: makeGroups(320) });
	const canvas = new Canvas(page);
	const node = new NodeView(page);

	await page.setViewportSize({ width: 1440, height: 640 });
	await canvas.open(url, 'asset-life');
	await canvas.run(6);
	await inBothSchemes(page, page.getByTestId('canvas-wrapper'), 'workflow');

	await page.setViewportSize({ width: 1440, height: 900 });
	await canvas.build(url, 'List groups');
	await node.turnOnReturnAll();
	await node.addFilter('Group Type');
	await node.addFilter('Name');
	await node.fill('name', 'group');
	await node.leaveField();
	await inBothSchemes(page, node.parameters, 'parameters');

	await node.run('success');
	await node.readOutputAs('table');
	await inBothSchemes(page, node.view, 'output');
	await node.close();

	await canvas.build(url, 'Upload an asset');
	await node.chooseFromList('groupId', 'group 0007');
	await node.addOption('Wait Until Active');
	await inBothSchemes(page, node.parameters, 'upload');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} what
 * @param {string} name
 */
async function inBothSchemes(page, what, name) {
	for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
		await page.emulateMedia({ colorScheme });
		await page.waitForTimeout(SETTLE_MS);
		await what.screenshot({
			path: `${FOLDER}${name}-${colorScheme}.png`,
			animations: 'disabled',
			style: HIDDEN,
		});
	}
}
