import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { readExamples } from '../n8n/examples.mjs';
import { VIDEO_EXAMPLES } from './videoExamples.mjs';

/** @typedef {import('n8n-workflow').IDataObject} IDataObject */

/** These have a case of their own. */
const ELSEWHERE = [
	'agent-with-approval',
	'ask-about-assets',
	'folder-in-step',
	'groups-every-morning',
	'nightly-upload',
	'tidy-up',
	'upload-a-folder',
	'upload-file',
	'verify-a-person',
	...VIDEO_EXAMPLES,
];

/**
 * What the last nodes of each other example give with 120 groups and as many assets in the account.
 *
 * @type {Record<string, IDataObject[]>}
 */
const EXPECTED = {
	'asset-life': [{ Id: makeAsset(121).Id, deleted: true }],
	'list-groups': makeGroups(120).map(({ Id, Name, GroupType }) => ({ Id, Name, Type: GroupType })),
	'look-up-groups': [
		{ Order: 'A-1', 'Group ID': makeGroup(1).Id, 'Group name': 'group 0001' },
		{ Order: 'A-2', Reason: 'There is no group group-that-is-gone' },
		{ Order: 'A-3', 'Group ID': makeGroup(3).Id, 'Group name': 'group 0003' },
	],
	'on-ready-asset': [118, 119, 120].map(makeAsset).map(({ Id, Name, AssetType }) => ({
		URI: `asset://${Id}`,
		Name,
		Type: AssetType,
	})),
};

/**
 * Every example runs from its trigger and gives what its note says.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function examplesRun(context) {
	const { standIn } = context;
	const examples = readExamples().filter(({ id }) => !ELSEWHERE.includes(id));
	assert.deepEqual(examples.map(({ id }) => id).sort(), Object.keys(EXPECTED).sort());

	for (const example of examples) {
		const { id, nodes, connections } = example;
		standIn.reset({ groups: makeGroups(120), assets: makeAssets(120) });
		const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
		assert.ok(trigger, `${id} has no trigger`);
		const execution = await context.run(await context.add(example), trigger.name);
		assert.equal(execution.status, 'success', `${id}: ${execution.error}`);
		const ends = nodes.filter(({ name }) => !(name in connections));
		const items = ends.flatMap(({ name }) => execution.itemsOf(name));
		assert.deepEqual(byText(items.map(withoutAge)), byText(EXPECTED[id] ?? []), id);
	}
}

/** An age depends on when it is looked at; that it is right is seen here. @param {IDataObject} item */
function withoutAge({ 'Age in days': age, ...item }) {
	if (age === undefined) return item;
	const group = makeGroups(120).find(({ Id }) => Id === item.Id);
	const days = (Date.now() - Date.parse(group?.CreateTime ?? '')) / 86_400_000;
	const isRight = Number.isInteger(age) && Math.abs(days - Number(age)) < 1.01;
	assert.ok(isRight, `${days} days are not ${age}`);
	return item;
}

/** Nodes behind ours may give their items in any order. @param {IDataObject[]} items */
const byText = (items) => items.map((item) => JSON.stringify(item)).sort();
