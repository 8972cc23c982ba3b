import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { makeGroups } from '../../stand-in/groups.ts';
import { MANUALLY } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

const STOPS_WITHIN_MS = 1000;

/**
 * A long Return All that is stopped in the editor sends no request any more a second later.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function cancelStops({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(100_000), latencyMs: 200 });
	const id = await n8n.rest.startWorkflow('list-groups', { name: MANUALLY });
	await until('pages are being read', 30_000, () => standIn.received.length >= 5);

	// The request that the stop button makes.
	await n8n.rest.post(`/rest/executions/${id}/stop`);
	await pause(STOPS_WITHIN_MS);
	const received = standIn.received.length;
	await pause(3000);
	assert.equal(standIn.received.length, received, 'requests went on after the stop');
	const { status } = await n8n.rest.execution(id);
	assert.equal(status, 'canceled');
	assert.ok(received < 1000, 'the list was read to its end before it was stopped');
}
