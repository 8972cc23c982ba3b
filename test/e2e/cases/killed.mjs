import assert from 'node:assert/strict';

import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { ANYFAST, locator, oneNode, startWith } from '../n8n/oneNode.mjs';
import { until } from '../setup/until.mjs';

/** Files to upload, and after how many of them nothing is answered any more. */
const FILES = 20;
const ANSWERED = 7;

const uploadOnce = oneNode('Upload once', {
	...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(1).Id) },
	...{ name: '={{ $json.name }}', ifNameExists: 'use', waitUntilActive: false },
	options: { maxConcurrentRequests: 4 },
});

const items = Array.from({ length: FILES }, (_, index) => ({
	json: { name: `picture ${index + 1}` },
	binary: {
		data: {
			data: Buffer.from(`picture ${index + 1}`).toString('base64'),
			mimeType: 'image/png',
			fileName: `${index + 1}.png`,
		},
	},
}));

/**
 * n8n is killed in the middle of uploads and started anew, and the workflow is run again: each file is uploaded, and
 * billed, once, those too whose answers the killed n8n never got.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {import('../Context.mjs').KillN8n} killN8n
 */
export async function survivesAKill(context, killN8n) {
	const { n8n, standIn } = context;
	// Later than at once, as in the field, and before n8n is back.
	standIn.reset({ groups: makeGroups(1), visibleAfter: { assetMs: 2000 } });
	let billed = 0;
	/** @type {(() => void)[]} */
	const held = [];
	let isHolding = true;
	standIn.onAnswer = async ({ action }) => {
		if (action !== 'CreateAsset') return;
		if (++billed > ANSWERED && isHolding) {
			await new Promise((resolve) => held.push(() => resolve(undefined)));
		}
	};
	const id = await context.add(uploadOnce);
	await startWith(n8n, id, items);
	await until('some uploads are answered, and others are not', () => held.length > 0);
	await killN8n(() => {
		isHolding = false;
		for (const answer of held) answer();
	});
	const billedBefore = billed;
	assert.ok(billedBefore < FILES, 'n8n was killed too late');
	const execution = await n8n.rest.execution(await startWith(n8n, id, items));

	assert.equal(execution.status, 'success', execution.error);
	assert.equal(billed, FILES);
	const assets = execution.itemsOf(ANYFAST);
	assert.deepEqual(assets.map(({ Id }) => Id).sort(), standIn.assets.map(({ Id }) => Id).sort());
	assert.equal(new Set(standIn.assets.map(({ Name }) => Name)).size, FILES);
	assert.equal(assets.filter(({ uploaded }) => !uploaded).length, billedBefore);
}
