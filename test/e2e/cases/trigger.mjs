import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { makeAsset } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { polledOften } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/** Long enough for two polls, five seconds apart. */
const TWO_POLLS_MS = 11_000;

/**
 * Published workflows with the trigger emit each new group, and each asset that becomes active, once, also when n8n is
 * stopped and started in between.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function triggerEmitsOnce({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(3), assets: [makeAsset(1)] });
	const [onNewGroup, onReadyAsset] = polledOften();
	for (const { id } of [onNewGroup, onReadyAsset]) await n8n.rest.publish(id);
	const groups = async () => await emittedBy(n8n, onNewGroup.id, 'New Group', 'Id');
	const assets = async () => await emittedBy(n8n, onReadyAsset.id, 'Ready Asset', 'URI');
	/** @param {() => Promise<unknown[]>} emitted @param {number} howMany */
	const waitFor = async (emitted, howMany) =>
		await until(`${howMany} executions have ended`, PATIENCE_MS, async () => {
			return (await emitted()).length >= howMany;
		});
	/** @param {string} action */
	const polls = (action) => standIn.actions.filter((asked) => asked === action).length;

	// Publishing may answer before the first poll, which would learn the group instead of emitting it.
	await until('n8n has polled both lists twice', PATIENCE_MS, () => {
		return polls('ListAssetGroups') >= 2 && polls('ListAssets') >= 2;
	});
	standIn.groups.push(makeGroup(4));
	const asset = { ...makeAsset(2), Status: 'Processing' };
	standIn.assets.push(asset, makeAsset(3));
	await waitFor(groups, 1);
	await waitFor(assets, 1);
	await n8n.stop();
	// This happens while n8n is away, and must not be missed for it.
	standIn.groups.push(makeGroup(5));
	asset.Status = 'Active';
	await n8n.start();
	await waitFor(groups, 2);
	await waitFor(assets, 2);
	standIn.groups.push(makeGroup(6));
	await waitFor(groups, 3);
	await pause(TWO_POLLS_MS);
	for (const { id } of [onNewGroup, onReadyAsset]) await n8n.rest.unpublish(id);

	assert.deepEqual(
		await groups(),
		[4, 5, 6].map((number) => [makeGroup(number).Id]),
	);
	assert.deepEqual(
		await assets(),
		[3, 2].map((number) => [`asset://${makeAsset(number).Id}`]),
	);
}

/**
 * What each execution of a workflow began with, the earliest execution first.
 *
 * @param {import('../n8n/N8n.mjs').N8n} n8n
 * @param {string} id
 * @param {string} nodeName
 * @param {string} field
 */
async function emittedBy(n8n, id, nodeName, field) {
	const executions = await n8n.rest.successesOf(id);
	return executions.map((execution) => execution.itemsOf(nodeName).map((item) => item[field]));
}
