import assert from 'node:assert/strict';

import { makeGroups } from '../../stand-in/groups.ts';
import { until } from '../setup/until.mjs';

const PATIENCE_MS = 60_000;

/** Larger than what is read at once, so that it travels in pieces. */
const FILE = Buffer.from(Array.from({ length: 700_000 }, (_, index) => index % 253));

/**
 * Files that are handed in by a form are uploaded whole; the group of that name is found, or made where there is none.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function uploadsFiles({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(120), statuses: ['Processing', 'Active'] });
	const id = 'upload-file';
	await n8n.rest.publish(id);
	const [known] = standIn.groups.slice(6);

	const first = await submit(n8n, 'A new group');
	const second = await submit(n8n, 'A new group');
	const third = await submit(n8n, known.Name);
	await n8n.rest.unpublish(id);

	assert.equal(standIn.groups.length, 121, 'the group was not made once');
	const made = standIn.groups.at(-1);
	assert.equal(made.Name, 'A new group');
	assert.deepEqual(
		[first, second, third],
		standIn.assets.map((asset, index) => ({
			...asset,
			Name: 'film',
			AssetType: 'Video',
			Status: 'Active',
			GroupId: [made, made, known][index].Id,
			AssetUri: `asset://${asset.Id}`,
		})),
	);
	const sent = standIn.received.filter(({ action }) => action === 'CreateAsset');
	for (const { body } of sent) {
		assert.ok(Buffer.from(body.file, 'latin1').equals(FILE), 'the file did not arrive whole');
	}
}

/** Hands in the form as a browser does, and reads the page that comes at the end; gives what the upload gave. */
async function submit(n8n, group) {
	const form = new FormData();
	form.set('field-0', group);
	form.set('field-1', new Blob([FILE], { type: 'video/mp4' }), 'film.mp4');
	// Publishing goes on for a moment after it was answered.
	const { formWaitingUrl } = await until('the form was taken', PATIENCE_MS, async () => {
		const response = await fetch(`${n8n.url}/form/upload-to-anyfast`, {
			method: 'POST',
			body: form,
		});
		return response.ok && (await response.json());
	});
	const { origin, pathname, search } = new URL(formWaitingUrl, n8n.url);
	await until('the upload has come to its end', PATIENCE_MS, async () => {
		const response = await fetch(`${origin}${pathname}/n8n-execution-status${search}`);
		return (await response.text()) === 'form-waiting';
	});
	const page = await (await fetch(formWaitingUrl)).text();
	// As the page itself does once it is shown; with it the execution ends.
	await fetch(formWaitingUrl, { method: 'POST' });
	const execution = await n8n.rest.execution(pathname.split('/').at(-1));
	assert.equal(execution.status, 'success', execution.error);
	const [asset] = execution.itemsOf('Upload Asset');
	assert.ok(page.includes(asset.AssetUri), 'the last page does not show the address');
	return asset;
}
