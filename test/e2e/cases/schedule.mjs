import assert from 'node:assert/strict';

import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { everyTwoSeconds } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/**
 * A published workflow with a Schedule Trigger runs by itself, and passes on a group once, across executions.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function scheduleRuns({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(3) });
	const { id } = everyTwoSeconds();
	await n8n.rest.publish(id);

	/** The groups that each execution passed on, the earliest execution first. */
	const passedOn = async () => {
		const executions = await n8n.rest.successesOf(id);
		return executions.map((execution) => execution.itemsOf('New Group').map(({ Id }) => Id));
	};

	await until(
		'the schedule has run twice',
		PATIENCE_MS,
		async () => (await passedOn()).length >= 2,
	);
	standIn.groups.push(makeGroup(4));
	await until('the new group was passed on', PATIENCE_MS, async () =>
		(await passedOn()).flat().includes(makeGroup(4).Id),
	);
	await n8n.rest.unpublish(id);

	const batches = (await passedOn()).filter((batch) => batch.length > 0);
	assert.deepEqual(
		batches,
		[makeGroups(3), [makeGroup(4)]].map((groups) => groups.map(({ Id }) => Id)),
	);
}
