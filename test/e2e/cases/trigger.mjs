import assert from 'node:assert/strict';

import { makeAsset } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { pollOften } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';

/**
 * Published workflows with the trigger emit each new group, and each asset that becomes active, once, also if n8n is
 * killed and started again in between.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {import('../Context.mjs').KillN8n} killN8n
 */
export async function triggerEmitsOnce(context, killN8n) {
	const { n8n, standIn } = context;
	standIn.reset({ groups: makeGroups(3), assets: [makeAsset(1)] });
	const onNewGroup = await context.add(pollOften('groupCreated', 'New Group'));
	const onReadyAsset = await context.add(pollOften('assetReady', 'Ready Asset'));
	for (const id of [onNewGroup, onReadyAsset]) await n8n.rest.publish(id);
	const groups = async () => await emittedBy(n8n, onNewGroup, 'New Group', 'Id');
	const assets = async () => await emittedBy(n8n, onReadyAsset, 'Ready Asset', 'URI');
	/** @param {number} ofGroups @param {number} ofAssets */
	const waitFor = async (ofGroups, ofAssets) =>
		await until(`${ofGroups} and ${ofAssets} executions have ended`, async () => {
			return (await groups()).length >= ofGroups && (await assets()).length >= ofAssets;
		});
	const waitForTwoPolls = async () => {
		const already = standIn.actions.length;
		/** @param {string} action */
		const polls = (action) => standIn.actions.slice(already).filter((one) => one === action).length;
		await until('n8n has polled both lists twice', () => {
			return polls('ListAssetGroups') >= 2 && polls('ListAssets') >= 2;
		});
	};

	// Publishing may answer before the first poll, which would learn the group instead of emitting it.
	await waitForTwoPolls();
	standIn.groups.push(makeGroup(4));
	const asset = { ...makeAsset(2), Status: 'Processing' };
	standIn.assets.push(asset, makeAsset(3));
	await waitFor(1, 1);
	await killN8n(() => {
		standIn.groups.push(makeGroup(5));
		asset.Status = 'Active';
	});
	await waitFor(2, 2);
	standIn.groups.push(makeGroup(6));
	await waitFor(3, 2);
	await waitForTwoPolls();
	for (const id of [onNewGroup, onReadyAsset]) await n8n.rest.unpublish(id);

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
