import assert from 'node:assert/strict';

import { everyFiveSeconds } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

/**
 * A published workflow with a Schedule Trigger runs by itself; however often it does, each picture is uploaded, and billed,
 * once.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function scheduleRuns(context) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: [], assets: [] });
	let billed = 0;
	standIn.onAnswer = ({ action }) => {
		if (action === 'CreateAsset') billed++;
	};
	const id = await context.add(everyFiveSeconds());
	await n8n.rest.publish(id);
	const executions = async () => await n8n.rest.successesOf(id);
	await until('the schedule has run twice', async () => (await executions()).length >= 2);
	await n8n.rest.unpublish(id);

	const [first, ...later] = (await executions()).map((execution) =>
		execution.itemsOf('Picture in the Group').map((item) => item.New),
	);
	assert.deepEqual(first, [true, true, true]);
	for (const ones of later) assert.deepEqual(ones, [false, false, false]);
	assert.equal(standIn.groups.length, 1);
	assert.equal(billed, 3);
}
