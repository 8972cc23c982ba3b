import assert from 'node:assert/strict';

import { everyFiveSeconds } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

/**
 * A published workflow with a Schedule Trigger runs by itself, again and again. On a busy machine two executions may be
 * under way at the same moment, and both upload; that those one after another pay once is a case of its own.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function scheduleRuns(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: [], assets: [] });
	const id = await context.add(everyFiveSeconds());
	await n8n.rest.publish(id);
	const executions = async () => await n8n.rest.successesOf(id);
	await until('the schedule has run twice', async () => (await executions()).length >= 2);
	await n8n.rest.unpublish(id);

	const known = new Set(standIn.assets.map(({ Id }) => `asset://${Id}`));
	for (const execution of await executions()) {
		const pictures = execution.itemsOf('Picture in the Group');
		assert.deepEqual(
			pictures.map(({ Picture }) => Picture),
			['sofa front', 'sofa side', 'lamp'],
		);
		for (const { URI } of pictures) assert.ok(known.has(String(URI)), `${URI} was never made`);
	}
}
