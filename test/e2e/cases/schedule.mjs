import assert from 'node:assert/strict';

import { everyFiveSeconds } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/**
 * A published workflow with a Schedule Trigger runs by itself; however often it does, each picture is uploaded, and billed,
 * once.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function scheduleRuns({ n8n, standIn }) {
	standIn.reset({ groups: [], assets: [] });
	const { id } = everyFiveSeconds();
	await n8n.rest.publish(id);

	/** Whether each picture was new in each execution, the earliest execution first. */
	const newOnes = async () => {
		const executions = await n8n.rest.successesOf(id);
		return executions.map((execution) =>
			execution.itemsOf('Picture in the Group').map((item) => item.New),
		);
	};
	await until(
		'the schedule has run three times',
		PATIENCE_MS,
		async () => (await newOnes()).length >= 3,
	);
	await n8n.rest.unpublish(id);

	const [first, ...later] = await newOnes();
	assert.deepEqual(first, [true, true, true]);
	for (const ones of later) assert.deepEqual(ones, [false, false, false]);
	assert.equal(standIn.groups.length, 1);
	assert.equal(standIn.actions.filter((action) => action === 'CreateAsset').length, 3);
}
