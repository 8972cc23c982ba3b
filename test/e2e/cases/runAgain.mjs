import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeAsset } from '../../stand-in/assets.ts';
import { makeGroups } from '../../stand-in/groups.ts';
import { at } from '../../stand-in/json.ts';
import { gatewayError } from '../../stand-in/refusals.ts';
import { exampleWithId, MANUALLY, nodeOf } from '../n8n/examples.mjs';

/**
 * Counts from now on what the stand-in did, by action; what it refused counts as nothing.
 *
 * @param {import('../../stand-in/StandIn.ts').StandIn} standIn
 * @returns {(wanted: string) => number}
 */
function counting(standIn) {
	/** @type {string[]} */
	const done = [];
	standIn.onAnswer = ({ action }) => void done.push(action);
	return (wanted) => done.filter((action) => action === wanted).length;
}

/**
 * What is new in a folder is uploaded once, what is gone from it is deleted from its group, and nothing is if the folder is
 * empty or an upload failed.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function folderStaysInStep(context) {
	const { standIn } = context;
	const others = makeAsset(1);
	standIn.reset({ groups: makeGroups(5), assets: [others] });
	const count = counting(standIn);
	const folder = context.makeFolder();
	/** @param {...string} names */
	const put = (...names) => putInto(folder, ...names);
	/** @param {string} name */
	const remove = (name) => rmSync(join(folder, name));
	const id = await context.add(exampleWithId('folder-in-step', folder));
	const run = async () => await context.run(id, 'Every hour');
	/** What the group then holds. */
	const runWell = async () => {
		const { status, error } = await run();
		assert.equal(status, 'success', error);
		return groupOf();
	};
	const groupOf = () => {
		const [group, ...more] = standIn.groups.slice(5);
		assert.deepEqual(more, [], 'the group was made twice');
		return standIn.assets.filter(({ GroupId }) => GroupId === group?.Id).map(({ Name }) => Name);
	};

	put('a.png', 'b.png', 'b.mp4', 'notes.txt');
	assert.deepEqual((await runWell()).sort(), ['a.png', 'b.mp4', 'b.png']);
	assert.equal(count('CreateAsset'), 3);

	assert.equal((await runWell()).length, 3);
	assert.equal(count('CreateAsset'), 3, 'a second run uploaded again');
	assert.equal(count('DeleteAsset'), 0);

	remove('b.png');
	put('c.mp3');
	assert.deepEqual((await runWell()).sort(), ['a.png', 'b.mp4', 'c.mp3']);
	assert.deepEqual([count('CreateAsset'), count('DeleteAsset')], [4, 1]);

	remove('a.png');
	put('d.png');
	standIn.fail({ action: 'CreateAsset' }, refusal('InvalidParameter.PixelCountTooSmall'));
	const { status, error } = await run();
	assert.equal(status, 'error');
	assert.match(String(error), /PixelCountTooSmall/);
	assert.deepEqual(groupOf().sort(), ['a.png', 'b.mp4', 'c.mp3'], 'deleted after a failed upload');
	assert.deepEqual((await runWell()).sort(), ['b.mp4', 'c.mp3', 'd.png']);

	for (const name of readdirSync(folder)) remove(name);
	assert.equal((await runWell()).length, 3, 'an empty folder emptied the group');
	assert.equal(count('DeleteAsset'), 2);
	assert.ok(
		standIn.assets.some(({ Id }) => Id === others.Id),
		'an asset of another group is gone',
	);
}

/**
 * All files of a folder that Anyfast takes are in a group afterwards, whatever else is in the folder; a second run uploads
 * none of them again.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function uploadsAFolder(context) {
	const { standIn } = context;
	standIn.reset({ groups: [], statuses: ['Processing', 'Active'] });
	const count = counting(standIn);
	const folder = context.makeFolder();
	putInto(folder, 'a.png', 'b.mp4', 'c.mp3', 'notes.txt');
	const id = await context.add(exampleWithId('upload-a-folder', folder));

	for (const uploaded of [true, false]) {
		const execution = await context.run(id, MANUALLY);
		assert.equal(execution.status, 'success', execution.error);
		const assets = execution.itemsOf('Upload Asset');
		assert.deepEqual(
			assets.map((asset) => [asset.Name, asset.Status, asset.uploaded]).sort(),
			['a.png', 'b.mp4', 'c.mp3'].map((name) => [name, 'Active', uploaded]),
		);
		const [refused, ...others] = execution.itemsOf('Upload Asset', 1);
		assert.equal(refused?.fileName, 'notes.txt');
		assert.match(String(refused?.error), /does not take files of this type|type.*be detected/);
		assert.equal(others.length, 0);
	}
	assert.deepEqual([count('CreateAssetGroup'), count('CreateAsset')], [1, 3]);
	assert.deepEqual(
		standIn.groups.map(({ Name }) => Name),
		['Folder anyfast'],
	);
}

/**
 * Every morning all groups are in the table: a new one in a new row, the others in theirs.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function groupsEveryMorning(context) {
	const { n8n, standIn } = context;
	const table = await n8n.rest.addDataTable('Groups', ['groupId', 'name', 'type', 'created']);
	const example = exampleWithId('groups-every-morning');
	nodeOf(example, 'Save Groups').parameters.dataTableId = {
		...{ __rl: true, mode: 'list', value: table.id },
	};
	const id = await context.add(example);
	for (const howMany of [120, 120, 121]) {
		standIn.reset({ groups: makeGroups(howMany) });
		const execution = await context.run(id, 'Every morning');
		assert.equal(execution.status, 'success', execution.error);
		const rows = await table.rows();
		assert.deepEqual(
			rows.map(({ groupId, name, type, created }) => [groupId, name, type, created]).sort(),
			makeGroups(howMany).map((one) => [one.Id, one.Name, one.GroupType, one.CreateTime]),
		);
	}
}

/**
 * What failed in one night is reported by its name and made up for in the next; the rest is uploaded once.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function nightlyUploadCatchesUp(context) {
	const { standIn } = context;
	standIn.reset({ groups: makeGroups(3), statuses: ['Processing', 'Active'] });
	const count = counting(standIn);
	const id = await context.add(exampleWithId('nightly-upload'));
	const run = async () => await context.run(id, 'Every night');
	const names = () => standIn.assets.map(({ Name }) => Name).sort();
	/** @param {import('../../stand-in/StandIn.ts').Received} request */
	const isLamp = ({ body }) => at(body, 'Name') === 'lamp';
	standIn.fail({ action: 'CreateAsset', matches: isLamp }, refusal('InvalidParameter.Format'));

	const first = await run();
	assert.equal(first.status, 'error');
	assert.match(
		String(first.error),
		/1 of 3 pictures are missing: lamp \(.*InvalidParameter\.Format/,
	);
	assert.deepEqual(names(), ['sofa front', 'sofa side']);
	assert.deepEqual(
		first.itemsOf('Picture in the Group').map(({ Picture, New }) => [Picture, New]),
		[
			['sofa front', true],
			['sofa side', true],
		],
	);

	const second = await run();
	assert.equal(second.status, 'success', second.error);
	assert.deepEqual(names(), ['lamp', 'sofa front', 'sofa side']);
	assert.deepEqual(
		second.itemsOf('Picture in the Group').map(({ Picture, New, URI }) => [Picture, New, URI]),
		['sofa front', 'sofa side', 'lamp'].map((name) => {
			const asset = standIn.assets.find(({ Name }) => Name === name);
			return [name, name === 'lamp', `asset://${asset?.Id}`];
		}),
	);

	assert.equal((await run()).status, 'success');
	assert.equal(standIn.groups.length, 4, 'the group was not made once');
	assert.equal(count('CreateAsset'), 3, 'a picture was uploaded again');
}

/** @param {string} folder @param {...string} names */
function putInto(folder, ...names) {
	for (const name of names) writeFileSync(join(folder, name), `content of ${name}`);
}

/** @param {string} code one of upstream's */
const refusal = (code) => ({
	status: 400,
	body: gatewayError(`upstream_error: [${code}] The file is not taken`, 400),
});
