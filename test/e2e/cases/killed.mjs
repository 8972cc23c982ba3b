import assert from 'node:assert/strict';

import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { ANYFAST, locator, oneNode, startWith } from '../n8n/oneNode.mjs';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/** Files to upload, and after how many of them n8n is killed. */
const FILES = 20;
const BEFORE = 7;

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
 * billed, once.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function survivesAKill({ n8n, standIn }) {
	// Later than at once, as in the field, and before n8n is back.
	const visibleAfter = { assetMs: 2000 };
	standIn.reset({ groups: makeGroups(1), latencyMs: 200, visibleAfter });
	let billed = 0;
	standIn.onAnswer = ({ action }) => {
		if (action === 'CreateAsset') billed++;
	};
	const { id } = await n8n.rest.post('/rest/workflows', uploadOnce);

	await startWith(n8n, id, items);
	await until('some files are uploaded', PATIENCE_MS, () => billed >= BEFORE);
	await n8n.kill();
	await n8n.start();
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
