import assert from 'node:assert/strict';

import { messageOf } from '../../messageOf.ts';
import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroup, makeGroups } from '../../stand-in/groups.ts';
import { gatewayError } from '../../stand-in/refusals.ts';
import { StandIn } from '../../stand-in/StandIn.ts';
import { ANYFAST, locator, oneNode, startWith } from '../n8n/oneNode.mjs';

/**
 * @typedef {import('../../stand-in/StandIn.ts').Fault} Fault
 *
 * @typedef {object} Row one execution, about a thing of its own
 * @property {string} what
 * @property {string} action the request that meets the faults
 * @property {string} key in that request, and in no other row's
 * @property {object} parameters of the node
 * @property {Fault[]} faults what the first requests meet, one each
 * @property {number} requests that are sent
 * @property {[message: RegExp, description: RegExp]} [error] none: the run succeeds
 * @property {number} [made] how many things of that name it made; none unless given
 * @property {object} [item] what it gives, among other things
 */

const FILE = {
	data: Buffer.from('a picture').toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
};

/** @param {string} name */
const createGroup = (name) => ({
	...{ resource: 'group', operation: 'create', name, ifNameExists: 'createAnother' },
});
/** @param {string} name */
const upload = (name) => ({
	...{ resource: 'asset', operation: 'upload', groupId: locator(makeGroup(1).Id) },
	...{ name, ifNameExists: 'uploadAnyway', waitUntilActive: false },
});
/** @param {'get' | 'delete'} operation @param {number} number */
const ofAsset = (operation, number) => ({
	parameters: { resource: 'asset', operation, assetId: locator(makeAsset(number).Id) },
	key: makeAsset(number).Id,
});
const HTML = { headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' };

/**
 * One of each kind of story; n8n-core's tests tell them all.
 *
 * @param {string} elsewhere the address of another host
 * @returns {Row[]}
 */
const rowsWith = (elsewhere) => [
	{
		what: 'a read whose connection is reset',
		action: 'GetAsset',
		...ofAsset('get', 1),
		faults: ['reset'],
		requests: 2,
		item: { Id: makeAsset(1).Id },
	},
	{
		what: 'a read under five statuses 500',
		action: 'GetAsset',
		...ofAsset('get', 2),
		faults: Array.from({ length: 5 }, () => ({ status: 500 })),
		requests: 5,
		error: [/not available right now \(HTTP status 500\), tried 5 times/, /Try again later/],
	},
	{
		what: 'a key that is refused, and quoted',
		action: 'GetAsset',
		...ofAsset('get', 3),
		faults: [{ status: 401, body: gatewayError('Invalid token stand-in-key', 401) }],
		requests: 1,
		error: [/^Anyfast refused the API key/, /The API said: Invalid token \*\*\*/],
	},
	{
		what: 'a redirect to another host',
		action: 'GetAsset',
		...ofAsset('get', 4),
		faults: [{ status: 307, headers: { location: `${elsewhere}/volc/asset/GetAsset` } }],
		requests: 1,
		error: [/does not lead to the Anyfast API/, /a redirect \(HTTP status 307\)/],
	},
	{
		what: 'a list behind an HTML page under 502',
		action: 'ListAssetGroups',
		key: makeGroup(5).Name ?? '',
		parameters: {
			...{ resource: 'group', operation: 'list', returnAll: true },
			filters: { name: makeGroup(5).Name },
		},
		faults: [{ status: 502, ...HTML }],
		requests: 2,
		item: { Name: makeGroup(5).Name },
	},
	{
		what: 'a deletion whose answer is lost',
		action: 'DeleteAsset',
		...ofAsset('delete', 6),
		faults: [{ afterDoing: 'reset' }],
		requests: 2,
		item: { Id: makeAsset(6).Id, deleted: true },
	},
	{
		what: 'a creation whose answer is lost',
		action: 'CreateAssetGroup',
		key: 'Cats in doubt',
		parameters: createGroup('Cats in doubt'),
		faults: [{ afterDoing: 'drop' }],
		requests: 1,
		made: 1,
		error: [/was lost; the group may have been created anyway/, /^Look for its name/],
	},
	{
		what: 'a creation that is to use what there is, and whose answer is lost',
		action: 'CreateAssetGroup',
		key: 'Cats found again',
		parameters: { ...createGroup('Cats found again'), ifNameExists: 'use' },
		faults: [{ afterDoing: 'drop' }],
		requests: 1,
		made: 1,
		item: { Name: 'Cats found again', created: true },
	},
	{
		what: 'a creation of which there were too many',
		action: 'CreateAssetGroup',
		key: 'Cats later',
		parameters: createGroup('Cats later'),
		faults: [{ status: 429, headers: { 'retry-after': '1' } }],
		requests: 2,
		made: 1,
		item: {},
	},
	{
		what: 'an upload whose answer is cut',
		action: 'CreateAsset',
		key: 'cat in doubt',
		parameters: upload('cat in doubt'),
		faults: [{ afterDoing: 'cut' }],
		requests: 1,
		made: 1,
		error: [/the asset may have been created anyway/, /two, both billed/],
	},
	{
		what: 'an upload that is refused under 502',
		action: 'CreateAsset',
		key: 'cat too small',
		parameters: upload('cat too small'),
		faults: [
			{
				status: 502,
				body: gatewayError(
					'upstream asset error: [InvalidParameter.PixelCountTooSmall] Too small',
					502,
				),
			},
		],
		requests: 1,
		error: [/^Anyfast does not accept this: Too small/, /Nothing was created/],
	},
];

/**
 * Whatever goes wrong, a whole n8n tells the story that n8n-core tells: as many requests, the same doubt, the same words; and
 * no key in it. All executions go side by side, each about a thing of its own.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function faultsAreTold(context) {
	const { n8n, standIn } = context;
	const elsewhere = await StandIn.start();
	try {
		standIn.reset({ manner: 'as-documented', groups: makeGroups(6), assets: makeAssets(6) });
		const rows = rowsWith(elsewhere.url);
		for (const row of rows) {
			standIn.fail({ matches: (request) => isAbout(row, request) }, ...row.faults);
		}
		/** @type {string[]} */
		const ids = [];
		for (const { what, parameters } of rows) {
			const workflowId = await context.add(oneNode(what, parameters));
			ids.push(await startWith(n8n, workflowId, [{ json: {}, binary: { data: FILE } }]));
		}
		const problems = [];
		for (const [index, row] of rows.entries()) {
			const execution = await n8n.rest.execution(ids[index] ?? '');
			problems.push(...problemsOf(row, execution, standIn));
			const stored = JSON.stringify(await n8n.rest.get(`/rest/executions/${ids[index]}`));
			if (stored.includes(standIn.apiKey))
				problems.push(`${row.what}: the key is in the execution`);
		}
		assert.deepEqual(problems, []);
		assert.equal(elsewhere.received.length, 0, 'a redirect was followed');
		assert.equal(standIn.faultsLeft, 0, 'there are faults that no request has met');
	} finally {
		await elsewhere.stop();
	}
}

/**
 * What is wrong with the story of an execution.
 *
 * @param {Row} row
 * @param {import('../n8n/Rest.mjs').Execution} execution
 * @param {StandIn} standIn
 */
function problemsOf(row, execution, standIn) {
	const { what, key, requests, made = 0, error, item } = row;
	try {
		assert.equal(execution.status, error ? 'error' : 'success', execution.error);
		const { message = '', description = '' } = execution.result.error ?? {};
		assert.match(message, error?.[0] ?? /^$/);
		assert.match(String(description), error?.[1] ?? /^$/);
		assert.equal(standIn.received.filter((request) => isAbout(row, request)).length, requests);
		const things = [...standIn.groups, ...standIn.assets].filter(({ Name }) => Name === key);
		if (row.action.startsWith('Create')) assert.equal(things.length, made);
		const items = execution.itemsOf(ANYFAST);
		assert.deepEqual(
			items.map((one) => ({ ...one, ...item })),
			items,
		);
		assert.equal(items.length, item ? 1 : 0);
		return [];
	} catch (problem) {
		return [`${what}: ${messageOf(problem)}`];
	}
}

/**
 * Whether a request is the one of a row that meets its faults.
 *
 * @param {Row} row
 * @param {import('../../stand-in/StandIn.ts').Received} request
 */
function isAbout(row, { action, body }) {
	return action === row.action && JSON.stringify(body ?? '').includes(row.key);
}
