import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { at } from '../../stand-in/json.ts';
import { exampleWithId, MANUALLY } from '../n8n/examples.mjs';
import { locator, oneNode, startWith } from '../n8n/oneNode.mjs';
import { until } from '../setup/until.mjs';

/** In which something would be sent if anything were going on. */
const LOOKING_MS = 3000;

const UPLOADS = 20;

/**
 * The stop button ends a long Return All, uploads that wait until they are active, and one whose answer does not come:
 * nothing is under way any more, and nothing new is sent.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function cancelStops(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: makeGroups(100_000), latencyMs: 200, statuses: ['Processing'] });
	standIn.fail({ matches: ({ body }) => at(body, 'Name') === `picture ${UPLOADS}` }, 'hang');
	/** @param {string} wanted */
	const count = (wanted) => standIn.actions.filter((action) => action === wanted).length;

	const listing = await context.add(exampleWithId('list-groups'));
	const uploading = await context.add(
		oneNode('Upload and wait', {
			...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(1).Id) },
			...{ source: 'url', url: 'https://example.com/cat.png', name: '={{ $json.name }}' },
			...{ ifNameExists: 'uploadAnyway', waitUntilActive: true },
		}),
	);
	const names = Array.from({ length: UPLOADS }, (_, index) => `picture ${index + 1}`);
	const items = names.map((name) => ({ json: { name } }));
	const executions = [
		await startWith(n8n, uploading, items),
		await n8n.rest.startWorkflow(listing, { name: MANUALLY }),
	];
	await until('pages are read and uploads are waited for', () => {
		return count('ListAssetGroups') >= 5 && count('GetAsset') >= UPLOADS - 1;
	});
	assert.ok(standIn.inFlight > 0, 'nothing was under way');
	for (const id of executions) {
		// The request that the stop button makes.
		await n8n.rest.post(`/rest/executions/${id}/stop`);
		assert.equal((await n8n.rest.execution(id)).status, 'canceled');
	}
	await until('nothing is under way any more', () => standIn.inFlight === 0);
	const received = standIn.received.length;
	await pause(LOOKING_MS);
	assert.equal(standIn.received.length, received, 'requests went on after the stop');
	assert.ok(count('ListAssetGroups') < 1000, 'the list was read to its end');
	assert.equal(count('CreateAsset'), UPLOADS);
}
