import assert from 'node:assert/strict';

import { at } from '../../stand-in/json.ts';
import { MANUALLY } from '../n8n/examples.mjs';
import { restOfApi } from '../n8n/restOfApi.mjs';

/**
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 *
 * @typedef {(node: string) => IDataObject} One the one item that a node gave
 */

/** What Anyfast's own pages do not document, so that a site may lack it. */
const UNDOCUMENTED = ['GetAssetGroup', 'UpdateAssetGroup', 'UpdateAsset', 'DeleteAssetGroup'];

const empty = () => ({ groups: [], assets: [] });

/**
 * Renaming, groups by ID, deleting a group, waiting for an asset, and verifying a person work, one after another. A site
 * that lacks what is not documented is named as the reason, and nothing else changes.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {import('../../stand-in/StandIn.ts').StandInOptions} [manner] how the service behaves
 */
export async function restOfApiWorks(context, manner = {}) {
	await worksWhereAllIsServed(context, manner);
	await namesWhatASiteLacks(context, manner);
}

/** @param {import('../Context.mjs').Context} context @param {object} manner */
async function worksWhereAllIsServed(context, manner) {
	const { standIn } = context;
	standIn.reset({ ...empty(), statuses: ['Processing', 'Processing', 'Active'], ...manner });
	/** @type {{ groups?: unknown[], assets?: unknown[] }} */
	const renamed = {};
	standIn.onAnswer = ({ action }) => {
		// As things are just before they are deleted.
		if (action === 'UpdateAssetGroup') {
			renamed.groups = standIn.groups.map(({ Name }) => Name);
			renamed.assets = standIn.assets.map(({ Name, Status }) => [Name, Status]);
		}
	};
	const one = await run(context);
	const { Id: groupId } = one('Create Group');
	const { Id: assetId } = one('Upload Asset');

	const got = one('Get Asset');
	assert.deepEqual([got.Id, got.Status, got.Name], [assetId, 'Active', 'pixel']);
	assert.ok(got.URL, 'the asset was not waited for');
	assert.deepEqual(pick(one('Update Asset')), { Id: assetId, Name: 'renamed pixel' });
	assert.deepEqual(pick(one('Get Group')), { Id: groupId, Name: 'rest of the API' });
	assert.deepEqual(pick(one('Update Group')), { Id: groupId, Name: 'renamed group' });
	assert.deepEqual(renamed, {
		groups: ['renamed group'],
		assets: [['renamed pixel', 'Active']],
	});
	assert.match(String(one('Delete Full Group').error), /The group is not empty: it has 1 asset$/);
	const { Id, deleted } = one('Delete Group');
	assert.deepEqual([Id, deleted], [groupId, true]);
	assert.deepEqual(standIn.assets, []);
	assertVerified(one, standIn);
}

/** @param {import('../Context.mjs').Context} context @param {object} manner */
async function namesWhatASiteLacks(context, manner) {
	const { standIn } = context;
	standIn.reset({ ...empty(), ...manner, without: UNDOCUMENTED });
	const one = await run(context);
	const { Id: groupId } = one('Create Group');

	// Found by listing: the user sees no difference.
	assert.deepEqual(pick(one('Get Group')), { Id: groupId, Name: 'rest of the API' });
	for (const [node, said] of /** @type {const} */ ([
		['Update Asset', /^This site of Anyfast does not offer /],
		['Update Group', /^This site of Anyfast does not offer /],
		['Delete Group', /^This site of Anyfast cannot delete groups$/],
	])) {
		const { error, message } = one(node);
		assert.match(String(error), said);
		assert.doesNotMatch(`${error} ${message}`, /Base URL|API key/);
	}
	assert.match(String(one('Delete Group').message), /Its assets can be deleted one by one/);
	assert.match(String(one('Delete Full Group').error), /The group is not empty/);
	assert.ok(standIn.groups.some(({ Id, Name }) => Id === groupId && Name === 'rest of the API'));
	assert.deepEqual(
		standIn.assets.map(({ Name }) => Name),
		['pixel'],
	);
	assertVerified(one, standIn);
}

/** @param {One} one @param {import('../../stand-in/StandIn.ts').StandIn} standIn */
function assertVerified(one, standIn) {
	const { BytedToken, H5Link, expiresAt } = one('Start Verification');
	assert.ok(String(H5Link).startsWith(`${standIn.url}/person/`));
	assert.ok(Date.parse(String(expiresAt)) > Date.now());
	assert.equal(one('Not Verified Yet').verified, false);
	const back = new URL(String(at(one("The Person's Phone"), 'headers', 'location')));
	assert.equal(back.origin + back.pathname, 'https://n8n.example/webhook/phone');
	assert.equal(back.searchParams.get('bytedToken'), BytedToken);
	const { verified, GroupId } = one('Get Verification Result');
	assert.equal(verified, true);
	assert.deepEqual(
		standIn.groups.filter(({ GroupType }) => GroupType === 'LivenessFace').map(({ Id }) => Id),
		[GroupId],
	);
}

/**
 * Runs the workflow to its end.
 *
 * @param {import('../Context.mjs').Context} context
 * @returns {Promise<One>}
 */
async function run({ n8n }) {
	const id = await n8n.rest.startWorkflow(restOfApi.id, { name: MANUALLY });
	const execution = await n8n.rest.execution(id);
	assert.equal(execution.status, 'success', execution.error);
	return (node) => {
		const items = execution.itemsOf(node);
		assert.equal(items.length, 1, node);
		return items[0] ?? {};
	};
}

/** @param {IDataObject} item */
const pick = ({ Id, Name }) => ({ Id, Name });
