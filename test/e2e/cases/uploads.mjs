import assert from 'node:assert/strict';

import { makeGroups } from '../../stand-in/groups.ts';
import { at } from '../../stand-in/json.ts';
import { FAILED } from '../../stand-in/options.ts';
import { exampleWithId } from '../n8n/examples.mjs';
import { Form } from '../n8n/Form.mjs';

/** Larger than what is read at once, so that it travels in pieces. */
const CONTENT = Buffer.from(Array.from({ length: 700_000 }, (_, index) => index % 253));
const FILM = new File([CONTENT], 'film.mp4', { type: 'video/mp4' });
const LETTER = new File(['Dear Anyfast'], 'letter.pdf', { type: 'application/pdf' });
const EMPTY = new File([], 'empty.png', { type: 'image/png' });

/**
 * Files that are handed in by a form are uploaded whole, once, to the group of that name, which is made if there is none;
 * what is refused ends in a page that says why, and nothing was made for a file that Anyfast does not take.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function uploadsFiles(context) {
	const { rest } = context.n8n;
	const id = await context.add(exampleWithId('upload-file'));
	await rest.publish(id);
	await uploadsOnce(context);
	await refusesBeforeAnythingIsMade(context);
	await showsWhatFailed(context);
	await rest.unpublish(id);
}

/** @param {import('../Context.mjs').Context} context */
async function uploadsOnce({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(120), statuses: ['Processing', 'Active'] });
	const known = standIn.groups[6];
	assert.ok(known?.Name);
	const handedIn = [];
	/** @type {import('../../stand-in/StandIn.ts').Received[]} */
	const taken = [];
	standIn.onAnswer = (request) => {
		if (request.action === 'CreateAsset') taken.push(request);
	};
	for (const group of ['A new group', 'A new group', known.Name]) {
		const form = await Form.handIn(n8n, 'upload-to-anyfast', [group, FILM]);
		handedIn.push({ form, page: await form.lastPage() });
	}

	assert.equal(standIn.groups.length, 121, 'the group was not made once');
	const made = standIn.groups.find(({ Name }) => Name === 'A new group');
	assert.deepEqual(
		standIn.assets.map(({ Name, AssetType, Status, GroupId }) => [
			Name,
			AssetType,
			Status,
			GroupId,
		]),
		[made, known].map((group) => ['film', 'Video', 'Active', group?.Id]),
	);
	const [inNew, inKnown] = standIn.assets;
	for (const [index, { form, page }] of handedIn.entries()) {
		const asset = [inNew, inNew, inKnown][index];
		assert.ok(page.includes(`asset://${asset?.Id}`), 'the last page does not show the URI');
		assert.match(page, index === 1 ? /film was there already/ : /film can be used/);
		const execution = await form.execution();
		assert.equal(execution.status, 'success', execution.error);
	}
	assert.equal(taken.length, 2, 'a file was not uploaded once to each group');
	for (const { body } of taken) {
		const file = Buffer.from(String(at(body, 'file')), 'latin1');
		assert.ok(file.equals(CONTENT), 'the file did not arrive whole');
	}
}

/** @param {import('../Context.mjs').Context} context */
async function refusesBeforeAnythingIsMade({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(3) });
	const refused = /** @type {const} */ ([
		[LETTER, /Anyfast takes images as JPG, PNG.*videos as MP4 or MOV.*audio as MP3/],
		// n8n 1 hands on no file that is empty.
		[EMPTY, /The file is empty|binary file 'File', but none was found/],
	]);
	for (const [file, why] of refused) {
		const form = await Form.handIn(n8n, 'upload-to-anyfast', ['Another group', file]);
		const page = await form.lastPage();
		assert.match(page, /The file was not uploaded/);
		assert.match(page, why);
		await form.execution();
	}
	assert.deepEqual(standIn.actions, [], 'the service was asked before the file was checked');
}

/** @param {import('../Context.mjs').Context} context */
async function showsWhatFailed({ n8n, standIn }) {
	standIn.reset({ groups: makeGroups(3), statuses: ['Processing', FAILED.withReason] });
	const failed = await Form.handIn(n8n, 'upload-to-anyfast', ['group 0001', FILM]);
	assert.match(await failed.lastPage(), /The picture is too small/);
	assert.deepEqual(
		standIn.assets.map(({ Status }) => Status),
		['Failed'],
	);
	await failed.execution();

	standIn.reset({ groups: makeGroups(3), quotaSpent: true });
	const refused = await Form.handIn(n8n, 'upload-to-anyfast', ['A group never made', FILM]);
	const page = await refused.lastPage();
	assert.match(page, /The file was not uploaded/);
	assert.match(page, /quota/i);
	assert.equal(standIn.groups.length, 3);
	await refused.execution();
}
