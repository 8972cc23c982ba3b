import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroups } from '../../stand-in/groups.ts';
import { exampleWithId } from '../n8n/examples.mjs';
import { Form } from '../n8n/Form.mjs';

const KEEP = 'No, keep them';
const DELETE = 'Yes, delete them';

/** @param {number} days */
const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();

/** How many are older than 90 days. */
const OLD = 117;

/** Some more than one page; the last three are young. */
function library() {
	const young = [1, 80, 89].map((days, index) => ({
		...makeAsset(OLD + 1 + index),
		UpdateTime: ago(days),
	}));
	return [...makeAssets(OLD), ...young];
}

/**
 * Assets that were not updated for 90 days are listed, and deleted only by who agrees; all others stay.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function tidiesUp(context) {
	const { n8n, standIn } = context;
	const id = await context.add(exampleWithId('tidy-up'));
	await n8n.rest.publish(id);
	/** @param {number} days */
	const begin = async (days) => await Form.handIn(n8n, 'tidy-up-anyfast', [String(days)]);
	const deletions = () => standIn.actions.filter((action) => action === 'DeleteAsset').length;

	standIn.reset({ groups: makeGroups(OLD + 3), assets: library() });
	const kept = await begin(90);
	const list = await kept.nextPage();
	assert.match(list, new RegExp(`${OLD} old assets`));
	for (const { Name } of makeAssets(OLD))
		assert.ok(list.includes(String(Name)), `${Name} is not listed`);
	for (const { Name } of library().slice(OLD))
		assert.ok(!list.includes(String(Name)), `${Name} is young`);
	await kept.fillIn([KEEP]);
	assert.match(await kept.lastPage(), /You kept the assets/);
	await kept.execution();
	assert.equal(deletions(), 0);

	const none = await begin(3650);
	assert.match(await none.lastPage(), /There are no assets that old/);
	await none.execution();
	assert.equal(deletions(), 0);

	const agreed = await begin(90);
	assert.match(await agreed.nextPage(), new RegExp(`${OLD} old assets`));
	// It is gone by the time that it is to be deleted, which must not stop the others.
	standIn.assets = standIn.assets.filter(({ Id }) => Id !== makeAsset(2).Id);
	await agreed.fillIn([DELETE]);
	const page = await agreed.lastPage();
	assert.match(page, new RegExp(`${OLD - 1} assets were deleted`));
	assert.match(page, /asset 0002 was not/);
	const execution = await agreed.execution();
	assert.equal(execution.status, 'success', execution.error);
	assert.deepEqual(
		standIn.assets.map(({ Id }) => Id),
		library()
			.slice(OLD)
			.map(({ Id }) => Id),
	);
	await n8n.rest.unpublish(id);
}
