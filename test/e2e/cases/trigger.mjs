import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { polledOften } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/** Long enough for two polls, five seconds apart. */
const TWO_POLLS_MS = 11_000;

/**
 * A published workflow with the trigger emits each new group once, also when n8n is stopped and started in between.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function triggerEmitsOnce({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(3) });
	const { id } = polledOften();
	await n8n.rest.publish(id);

	/** The groups that each execution began with, the earliest execution first. */
	const emitted = async () => {
		const { results } = await n8n.rest.executionsOf(id);
		const ended = results.filter(({ stoppedAt }) => stoppedAt).reverse();
		const executions = await Promise.all(
			ended.map(async (one) => await n8n.rest.execution(one.id)),
		);
		for (const { status, error } of executions) assert.equal(status, 'success', error);
		return executions.map((execution) => execution.itemsOf('New Group').map(({ Id }) => Id));
	};
	/** @param {number} howMany */
	const waitFor = async (howMany) =>
		await until(`${howMany} executions have ended`, PATIENCE_MS, async () => {
			return (await emitted()).length >= howMany;
		});

	// Publishing may answer before the first poll, which would learn the group instead of emitting it.
	await until('n8n has polled twice', PATIENCE_MS, () => standIn.received.length >= 2);
	standIn.groups.push(makeGroup(4));
	await waitFor(1);
	await n8n.stop();
	// This one comes while n8n is away, and must not be missed for it.
	standIn.groups.push(makeGroup(5));
	await n8n.start();
	await waitFor(2);
	standIn.groups.push(makeGroup(6));
	await waitFor(3);
	await pause(TWO_POLLS_MS);
	await n8n.rest.unpublish(id);

	assert.deepEqual(
		await emitted(),
		[4, 5, 6].map((number) => [makeGroup(number).Id]),
	);
}
