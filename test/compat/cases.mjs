import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../stand-in/groups.ts';
import { at } from '../stand-in/json.ts';

/**
 * @typedef {import('../stand-in/StandIn.ts').StandIn} StandIn
 * @typedef {import('../stand-in/StandIn.ts').Fault} Fault
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 *
 * @typedef {object} Outcome what came out of a run of the node
 * @property {IDataObject[]} items
 * @property {{ message: string, description?: string | null }} [error]
 * @property {number} ms how long it took, pauses included
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {import('n8n-workflow').INodeParameters} parameters of the node
 * @property {(elsewhere: StandIn) => Fault[]} [faults] what the first requests meet, one each
 * @property {number} [timeoutMs] a timeout that is shorter than the node's own
 * @property {boolean} [withFile] whether the item has a file
 * @property {(outcome: Outcome, standIn: StandIn, elsewhere: StandIn) => void} check
 */

/** More than two pages of each. */
const GROUPS = makeGroups(250);
const ASSETS = makeAssets(250);
const FIRST = makeAsset(1);
const FIRST_GROUP = makeGroup(1);
const SEVENTH_GROUP = makeGroup(7);

/** A file that holds every byte, so that a change of encoding on the way shows. */
const CONTENT = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 256));

export const FILE = {
	data: CONTENT.toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
};

/** What each stand-in holds when a case begins. */
export const account = () => ({ groups: structuredClone(GROUPS), assets: structuredClone(ASSETS) });

/** @param {IDataObject[]} rows */
const ids = (rows) => rows.map(({ Id }) => Id).sort();

const listGroups = { resource: 'group', operation: 'list' };
const getAsset = { resource: 'asset', operation: 'get', assetId: locator(FIRST.Id) };
const createGroup = {
	resource: 'group',
	operation: 'create',
	ifNameExists: 'createAnother',
	name: 'Cats',
};
const upload = {
	resource: 'asset',
	operation: 'upload',
	ifNameExists: 'uploadAnyway',
	groupId: locator(FIRST_GROUP.Id),
	waitUntilActive: false,
};

const HTML = '<html><body>Bad Gateway</body></html>';

/** @type {[what: string, fault: Fault][]} */
const READ_FAULTS = [
	['a closed connection', 'drop'],
	['a reset connection', 'reset'],
	['a body that is cut', 'cut'],
	['an HTML page under 502', { status: 502, headers: { 'content-type': 'text/html' }, body: HTML }],
	[
		'half of a JSON text',
		{ status: 200, headers: { 'content-type': 'application/json' }, body: '{"Id": "as' },
	],
	['an empty answer', { status: 200, body: '' }],
];

/** @type {[what: string, fault: Fault, message: RegExp, timeoutMs?: number][]} */
const WRITE_FAULTS = [
	['a closed connection', 'drop', /was lost/],
	['a reset connection', 'reset', /was lost/],
	['a body that is cut', 'cut', /was lost|incomplete/],
	['500', { status: 500 }, /HTTP status 500/],
	[
		'an HTML page under 502',
		{ status: 502, headers: { 'content-type': 'text/html' }, body: HTML },
		/HTTP status 502/,
	],
	['no answer in time', 'hang', /in time/, 1000],
];

/** @type {Case[]} */
export const CASES = [
	{
		name: 'Return All gives all 250 groups, in pages',
		parameters: { ...listGroups, returnAll: true },
		check({ items, error }, { groups, received }) {
			assert.equal(error, undefined);
			assert.deepEqual(ids(items), ids(groups));
			assert.ok(received.length >= 3);
		},
	},
	{
		name: 'Limit gives as many and reads no page more',
		parameters: { ...listGroups, limit: 120 },
		check({ items, error }, { groups, received }) {
			assert.equal(error, undefined);
			assert.deepEqual(ids(items), ids(groups.slice(0, 120)));
			assert.equal(received.length, 2);
		},
	},
	{
		name: 'Filters reach Anyfast',
		parameters: { ...listGroups, returnAll: true, filters: { name: SEVENTH_GROUP.Name } },
		check({ items, error }, { received }) {
			assert.equal(error, undefined);
			assert.ok(items.some(({ Id }) => Id === SEVENTH_GROUP.Id));
			assert.ok(items.length < 250);
			assert.equal(at(received[0]?.body, 'Filter', 'Name'), SEVENTH_GROUP.Name);
		},
	},
	{
		name: 'Return All of assets',
		parameters: { resource: 'asset', operation: 'list', returnAll: true },
		check({ items, error }, { assets }) {
			assert.equal(error, undefined);
			assert.deepEqual(ids(items), ids(assets));
			assert.equal(items[0]?.AssetUri, `asset://${items[0]?.Id}`);
		},
	},
	{
		name: 'Get Asset',
		parameters: getAsset,
		check: isFound,
	},
	{
		name: 'Create Group',
		parameters: createGroup,
		check({ items, error }, { groups, actions }) {
			assert.equal(error, undefined);
			assert.equal(groups.length, 251);
			assert.ok(groups.some(({ Id }) => Id === items[0]?.Id));
			assert.deepEqual(actions, ['CreateAssetGroup']);
		},
	},
	{
		name: 'Upload Asset sends the file byte for byte',
		parameters: upload,
		withFile: true,
		check({ items, error }, { assets, received }) {
			assert.equal(error, undefined);
			assert.equal(assets.length, 251);
			assert.equal(items[0]?.AssetUri, `asset://${items[0]?.Id}`);
			assert.equal(received.length, 1);
			const [request] = received;
			assert.match(String(request?.headers['content-type']), /^multipart\/form-data/);
			assert.equal(request?.file?.type, 'image/png');
			assert.deepEqual(Buffer.from(String(at(request?.body, 'file')), 'latin1'), CONTENT);
		},
	},
	{
		name: 'Delete Asset',
		parameters: { resource: 'asset', operation: 'delete', assetId: locator(FIRST.Id) },
		check({ items, error }, { assets }) {
			assert.equal(error, undefined);
			assert.equal(items[0]?.deleted, true);
			assert.ok(!assets.some(({ Id }) => Id === FIRST.Id));
		},
	},
	...READ_FAULTS.map(([what, fault]) => ({
		name: `Reading tries again after ${what}`,
		parameters: getAsset,
		faults: () => [fault],
		/** @param {Outcome} outcome @param {StandIn} standIn */
		check(outcome, standIn) {
			isFound(outcome, standIn);
			assert.equal(standIn.received.length, 2);
		},
	})),
	{
		name: 'Reading tries again after no answer in time',
		parameters: getAsset,
		timeoutMs: 1000,
		faults: () => ['hang'],
		check(outcome, standIn) {
			isFound(outcome, standIn);
			assert.equal(standIn.received.length, 2);
		},
	},
	{
		name: '429 with Retry-After in seconds is waited for',
		parameters: getAsset,
		faults: () => [{ status: 429, headers: { 'retry-after': '2' } }],
		check: hasWaited,
	},
	{
		name: '429 with Retry-After as a date is waited for',
		parameters: getAsset,
		faults: () => [{ status: 429, headers: inThreeSeconds() }],
		check: hasWaited,
	},
	{
		name: 'Return All goes on after a page was lost',
		parameters: { ...listGroups, returnAll: true },
		faults: () => ['reset', 'cut'],
		check({ items, error }, { groups }) {
			assert.equal(error, undefined);
			assert.deepEqual(ids(items), ids(groups));
		},
	},
	{
		name: 'Reading gives up after five tries',
		parameters: getAsset,
		faults: () => Array.from({ length: 5 }, () => 'reset'),
		check({ error }, { received }) {
			assert.match(error?.message ?? '', /connection .* was lost, tried 5 times$/);
			assert.equal(received.length, 5);
		},
	},
	...WRITE_FAULTS.flatMap(([what, fault, message, timeoutMs]) => [
		{
			name: `Create Group after ${what}: sent once, in doubt`,
			parameters: createGroup,
			timeoutMs,
			faults: () => [fault],
			check: isInDoubt(message, /Look for its name with List Groups/),
		},
		{
			name: `Upload Asset after ${what}: sent once, in doubt`,
			parameters: upload,
			withFile: true,
			timeoutMs,
			faults: () => [fault],
			check: isInDoubt(message, /Look for its name with List Assets/),
		},
	]),
	{
		name: 'Create Group is sent again after 429',
		parameters: createGroup,
		faults: () => [{ status: 429 }],
		check({ items, error }, { groups, received }) {
			assert.equal(error, undefined);
			assert.equal(items.length, 1);
			assert.equal(groups.length, 251);
			assert.equal(received.length, 2);
		},
	},
	{
		name: 'A redirect is not followed, and the key stays here',
		parameters: getAsset,
		faults: ({ url }) => [{ status: 307, headers: { location: `${url}/volc/asset/GetAsset` } }],
		check({ error }, { received }, elsewhere) {
			assert.match(error?.message ?? '', /Base URL/);
			assert.match(error?.description ?? '', /redirect \(HTTP status 307\)/);
			assert.equal(received.length, 1);
			assert.equal(elsewhere.received.length, 0);
		},
	},
	{
		name: 'A refused key is one try',
		parameters: getAsset,
		faults: () => [{ status: 401 }],
		check({ error }, { received }) {
			assert.match(error?.message ?? '', /refused the API key/);
			assert.equal(received.length, 1);
		},
	},
];

/**
 * @param {string} value
 * @returns {import('n8n-workflow').INodeParameterResourceLocator}
 */
function locator(value) {
	return { __rl: true, mode: 'id', value };
}

/**
 * @param {Outcome} outcome
 * @param {StandIn} standIn
 */
function isFound({ items, error }, { actions }) {
	assert.equal(error, undefined);
	assert.equal(items[0]?.Id, FIRST.Id);
	assert.ok(actions.every((action) => action === 'GetAsset'));
}

/**
 * Longer than the pause that the node makes unless it is asked for another, which is at most a second.
 *
 * @param {Outcome} outcome
 * @param {StandIn} standIn
 */
function hasWaited(outcome, standIn) {
	isFound(outcome, standIn);
	assert.equal(standIn.received.length, 2);
	assert.ok(outcome.ms > 1900, `waited ${outcome.ms} ms only`);
}

/** The date is made when the answer is, and has whole seconds: it is two to three seconds away. */
function inThreeSeconds() {
	return {
		get 'retry-after'() {
			return new Date(Date.now() + 3000).toUTCString();
		},
	};
}

/**
 * @param {RegExp} message
 * @param {RegExp} advice
 * @returns {Case['check']}
 */
function isInDoubt(message, advice) {
	return ({ error }, { received }) => {
		assert.match(error?.message ?? '', message);
		assert.match(error?.message ?? '', /may have been created/);
		assert.match(error?.description ?? '', advice);
		assert.equal(received.length, 1);
	};
}
