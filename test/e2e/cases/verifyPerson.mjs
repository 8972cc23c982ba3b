import assert from 'node:assert/strict';

import { exampleWithId } from '../n8n/examples.mjs';
import { Form } from '../n8n/Form.mjs';
import { until } from '../setup/until.mjs';

const ID = 'verify-a-person';

const empty = () => ({ groups: [], assets: [] });
const PICTURE = new File([Buffer.alloc(2000, 7)], 'me.png', { type: 'image/png' });

/**
 * A person gets a link by a form, is verified on a phone, and the picture is uploaded to the group of that person; without
 * that, nothing is uploaded.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function verifiesAPerson(context) {
	const { n8n, standIn } = context;
	const id = await context.add(exampleWithId(ID));
	await n8n.rest.publish(id);
	const begin = async () => await Form.handIn(n8n, ID, [PICTURE]);

	standIn.reset({ ...empty(), statuses: ['Processing', 'Active'] });
	const form = await begin();
	const link = linkIn(await form.lastPage());
	assert.ok(link.startsWith(`${standIn.url}/person/`), link);
	assert.equal(standIn.assets.length, 0, 'the picture was uploaded before the person was verified');
	await openOnPhone(form, link);
	const execution = await form.execution();
	assert.equal(execution.status, 'success', execution.error);
	const [group, asset] = [only(standIn.groups), only(standIn.assets)];
	assert.equal(group.GroupType, 'LivenessFace');
	assert.deepEqual(
		[asset.Name, asset.AssetType, asset.Status, asset.GroupId],
		['me', 'Image', 'Active', group.Id],
	);
	assert.deepEqual(execution.itemsOf('Group and URI to Keep'), [
		{ Group: group.Id, URI: `asset://${asset.Id}` },
	]);

	standIn.reset({ ...empty() });
	const other = await begin();
	const away = `${linkIn(await other.lastPage())}?outcome=failed`;
	await openOnPhone(other, away);
	const failed = await other.execution();
	assert.equal(failed.status, 'error');
	assert.match(String(failed.error), /The person was not verified \(result 10001\)/);
	assert.deepEqual([...standIn.groups, ...standIn.assets], []);

	standIn.reset({ ...empty(), verifiesPeople: false });
	const refused = await begin();
	assert.match(await refused.lastPage(), /could not be started/);
	await refused.execution();
	assert.ok(!standIn.actions.includes('CreateAsset'));
	await n8n.rest.unpublish(id);
}

/**
 * The only one of them.
 *
 * @template T
 * @param {T[]} rows
 */
function only(rows) {
	const [row, ...others] = rows;
	assert.ok(row && others.length === 0, `there are ${rows.length} of them`);
	return row;
}

/** @param {string} page */
function linkIn(page) {
	const [, link] = /<a href="([^"]+\/person\/[^"]+)"/.exec(page) ?? [];
	assert.ok(link, 'the page has no link');
	return link;
}

/**
 * Opens the link as a phone does, which is then sent back to n8n, and finds n8n there.
 *
 * @param {Form} form
 * @param {string} link
 */
async function openOnPhone(form, link) {
	await until('n8n waits for the phone', async () => {
		return (await form.waitsAt()) === 'Wait for the Phone';
	});
	const opened = await fetch(link, { redirect: 'manual' });
	const back = opened.headers.get('location');
	assert.ok(back, 'the phone is not sent back');
	const { ok, status } = await fetch(back);
	assert.ok(ok, `n8n answers the phone with HTTP status ${status}`);
}
