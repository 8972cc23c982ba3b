import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { makeAssets } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { at } from '../../stand-in/json.ts';
import { MANUALLY } from '../n8n/examples.mjs';
import { locator, oneNode, startWith } from '../n8n/oneNode.mjs';
import { until } from '../setup/until.mjs';

const STOPS_WITHIN_MS = 1000;

/** Assets to get, or files to upload, each by an item of its own. */
const ITEMS = 300;

/**
 * A long Return All that is stopped in the editor sends no request any more a second later.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function cancelStops(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: makeGroups(100_000), latencyMs: 200 });
	const id = await n8n.rest.startWorkflow('list-groups', { name: MANUALLY });
	await until('pages are being read', 30_000, () => standIn.received.length >= 5);
	await stops(context, id);
	assert.ok(standIn.received.length < 1000, 'the list was read to its end before it was stopped');
}

/**
 * The same for items that go side by side: those under way end, and the others are not begun.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function cancelStopsItems(context) {
	const { n8n, standIn } = context;
	standIn.reset({ assets: makeAssets(ITEMS), latencyMs: 500 });
	const get = { resource: 'asset', operation: 'get', assetId: locator('={{ $json.Id }}') };
	const id = await start(n8n, 'Get them all', get, makeAssets(ITEMS));
	await until('assets are being read', 30_000, () => standIn.received.length >= 20);
	await stops(context, id);
	assert.ok(standIn.received.length < ITEMS, 'all items were done before they were stopped');
}

/**
 * The same for uploads that wait until they are active, and for those whose answer does not come.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function cancelStopsWaits(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: makeGroups(1), statuses: ['Processing'] });
	standIn.fail({ matches: ({ body }) => at(body, 'Name') === 'picture 20' }, 'hang');
	const upload = {
		...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(1).Id) },
		...{ source: 'url', url: 'https://example.com/cat.png', name: '={{ $json.name }}' },
		waitUntilActive: true,
	};
	const names = Array.from({ length: 20 }, (_, index) => ({ name: `picture ${index + 1}` }));
	const id = await start(n8n, 'Upload and wait', upload, names);
	await until('uploads are waited for', 30_000, () => {
		return standIn.actions.filter((action) => action === 'GetAsset').length >= 19;
	});
	await stops(context, id);
	assert.equal(standIn.assets.length, 19);
}

/**
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {string} name
 * @param {object} parameters of the node
 * @param {object[]} rows the items
 */
async function start(n8n, name, parameters, rows) {
	const { id } = await n8n.rest.post('/rest/workflows', oneNode(name, parameters));
	return await startWith(
		n8n,
		id,
		rows.map((json) => ({ json })),
	);
}

/**
 * Stops an execution, and looks that nothing is sent or under way any more.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {string} id
 */
async function stops({ n8n, standIn }, id) {
	// The request that the stop button makes.
	await n8n.rest.post(`/rest/executions/${id}/stop`);
	await pause(STOPS_WITHIN_MS);
	const received = standIn.received.length;
	await pause(3000);
	assert.equal(standIn.received.length, received, 'requests went on after the stop');
	assert.equal(standIn.inFlight, 0, 'a request is still under way');
	const { status } = await n8n.rest.execution(id);
	assert.equal(status, 'canceled');
}
