import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { readExamples } from '../n8n/examples.mjs';
import { VIDEO_EXAMPLES } from './videoExamples.mjs';

/** @typedef {Record<string, any>[]} Items */

/** These have a case of their own. */
const ELSEWHERE = ['ask-about-groups', 'upload-file', ...VIDEO_EXAMPLES];

/** What the last node of each other example gives with 120 groups and as many assets in the account. */
const EXPECTED = {
	'asset-life': [{ Id: makeAsset(121).Id, Deleted: true }],
	'groups-by-type': [
		{ 'Group type': 'AIGC', Groups: 96 },
		{ 'Group type': 'LivenessFace', Groups: 24 },
	],
	'look-up-groups': [
		{ Order: 'A-1', 'Group ID': makeGroup(1).Id, 'Group name': 'group 0001' },
		{ Order: 'A-3', 'Group ID': makeGroup(3).Id, 'Group name': 'group 0003' },
	],
	'new-groups': makeGroups(120),
	'on-new-group': [118, 119, 120].map(makeGroup).map(({ Id, Name, CreateTime }) => ({
		Id,
		Name,
		Created: CreateTime,
	})),
	'on-ready-asset': [118, 119, 120].map(makeAsset).map(({ Id, Name, AssetType }) => ({
		Address: `asset://${Id}`,
		Name,
		Type: AssetType,
	})),
};

/**
 * Every example runs from its trigger and gives what its note says.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function examplesRun({ n8n, standIn }) {
	const examples = readExamples().filter(({ id }) => !ELSEWHERE.includes(id));
	assert.ok(examples.length >= 4);

	for (const { id, nodes } of examples) {
		standIn.reset({ groups: makeGroups(120), assets: makeAssets(120) });
		const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
		const execution = await n8n.rest.execution(
			await n8n.rest.startWorkflow(id, { name: trigger.name }),
		);
		assert.equal(execution.status, 'success', `${id}: ${execution.error}`);
		const items = execution.itemsOf(execution.result.lastNodeExecuted);
		if (id in EXPECTED) assert.deepEqual(byText(items), byText(EXPECTED[id]), id);
		else assert.equal(items.length, 120, id);
	}
}

/** Nodes behind ours may give their items in any order. @param {Items} items */
const byText = (items) => items.map((item) => JSON.stringify(item)).sort();
