import assert from 'node:assert/strict';

import { messageOf } from '../../messageOf.ts';
import { makeAssets } from '../../stand-in/assets.ts';
import { makeGroups } from '../../stand-in/groups.ts';
import { StandIn } from '../../stand-in/StandIn.ts';
import { ANYFAST, oneNode, startWith } from '../n8n/oneNode.mjs';
import { OPERATIONS, ROWS } from './faultRows.mjs';

/**
 * @typedef {import('./faultRows.mjs').Row} Row
 * @typedef {import('../n8n/N8n.mjs').N8n} N8n
 *
 * @typedef {object} OfRun
 * @property {string} key names its thing
 * @property {string} id of its execution, once it has begun
 * @property {number} [comesBackAt] when its next request may come
 * @property {number} [answeredAt]
 *
 * @typedef {Row & OfRun} Run
 */

const FILE = {
	data: Buffer.from('a picture').toString('base64'),
	mimeType: 'image/png',
	fileName: 'cat.png',
};

/** Timers of Node.js may be early by a millisecond, and a pause has several. */
const CLOCK_MS = 100;

/**
 * Whatever goes wrong, every n8n tells the same story: as many requests, the same doubt, the same words; and no key in it.
 * All runs go side by side, because deadlines are long; each is about a thing of its own.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function faultsAreTold({ n8n, standIn }) {
	const elsewhere = await StandIn.start();
	try {
		standIn.reset({ groups: makeGroups(ROWS.length), assets: makeAssets(ROWS.length) });
		const workflows = await makeWorkflows(n8n);
		/** @type {Run[]} */
		const runs = ROWS.map((row, index) => ({ ...row, key: keyOf(row, index), id: '' }));
		for (const run of runs) {
			const faults = run.faults(elsewhere.url, (ms) => (run.comesBackAt = ms));
			standIn.fail({ matches: (request) => isAbout(run, request) }, ...faults);
		}
		standIn.onAnswer = (request) => {
			const run = runs.find((one) => isAbout(one, request));
			if (run) run.answeredAt = Date.now();
		};
		for (const run of runs) run.id = await start(run, n8n, workflows);
		/** @type {string[]} */
		const problems = [];
		// One after another: n8n is to work, not to say that it has not finished yet.
		for (const run of runs) problems.push(...(await problemsOf(run, n8n, standIn)));
		if (problems.length > 0)
			assert.fail(`${problems.length} of ${runs.length}:\n${problems.join('\n')}`);
		assert.equal(elsewhere.received.length, 0, 'a redirect was followed');
		assert.equal(standIn.faultsLeft, 0, 'there are faults that no request has met');
	} finally {
		await elsewhere.stop();
	}
	assert.ok(!n8n.wholeLog().includes(standIn.apiKey), 'the key is in the log');
}

/** @param {Row} row @param {number} index */
const keyOf = ({ operation }, index) => OPERATIONS[operation].key(index + 1);

/**
 * @param {N8n} n8n
 * @returns {Promise<Record<string, string>>} the IDs of the workflows, one for each operation
 */
async function makeWorkflows(n8n) {
	/** @type {Record<string, string>} */
	const ids = {};
	for (const [name, { parameters }] of Object.entries(OPERATIONS)) {
		ids[name] = (await n8n.rest.post('/rest/workflows', oneNode(name, parameters))).id;
	}
	return ids;
}

/**
 * @param {Run} run
 * @param {N8n} n8n
 * @param {Record<string, string>} workflows
 * @returns {Promise<string>} the ID of the execution
 */
async function start({ operation, key }, n8n, workflows) {
	const binary = OPERATIONS[operation].withFile ? { data: FILE } : undefined;
	return await startWith(n8n, workflows[operation] ?? '', [{ json: { key }, binary }]);
}

/** What is wrong with the story of a run. @param {Run} run @param {N8n} n8n @param {StandIn} standIn */
async function problemsOf(run, n8n, standIn) {
	try {
		const execution = await n8n.rest.execution(run.id);
		assert.deepEqual(storyOf(run, execution, standIn), expectedOf(run, standIn));
		const { answeredAt = Infinity, comesBackAt = 0 } = run;
		assert.ok(answeredAt > comesBackAt - CLOCK_MS, 'it came back too early');
		const stored = JSON.stringify(await n8n.rest.get(`/rest/executions/${run.id}`));
		assert.ok(!stored.includes(standIn.apiKey), 'the key is in the execution');
		return [];
	} catch (error) {
		return [`${run.operation} after ${run.what}: ${messageOf(error)}`];
	}
}

/**
 * Whether a request is the one of a run that meets its faults.
 *
 * @param {Run} run
 * @param {import('../../stand-in/StandIn.ts').Received} request
 */
function isAbout({ operation, key }, { action, body }) {
	const operationOf = OPERATIONS[operation];
	return action === operationOf.action && operationOf.names(body ?? {}, key);
}

/**
 * @param {Run} run
 * @param {import('../n8n/Rest.mjs').Execution} execution
 * @param {StandIn} standIn
 */
function storyOf(run, execution, standIn) {
	const { error } = execution.result;
	const items = execution.itemsOf(ANYFAST);
	const wanted = expectedItem(run, standIn);
	return {
		status: execution.status,
		error: error && [error.message, error.description],
		requests: standIn.received.filter((request) => isAbout(run, request)).length,
		made: madeBy(run, standIn).length,
		items: items.map((item) =>
			Object.fromEntries(Object.keys(wanted).map((field) => [field, item[field]])),
		),
	};
}

/** @param {Run} run @param {StandIn} standIn */
function expectedOf(run, standIn) {
	const { error, requests, made = 0 } = run;
	/** @param {string} text */
	const filledIn = (text) => text.replaceAll('{origin}', standIn.url).replaceAll('{key}', run.key);
	return {
		status: error ? 'error' : 'success',
		error: error?.map(filledIn),
		requests,
		made,
		items: error ? [] : [expectedItem(run, standIn)],
	};
}

/** @param {Run} run @param {StandIn} standIn */
const expectedItem = (run, standIn) => ({
	...OPERATIONS[run.operation].item(run.key, madeBy(run, standIn)[0] ?? {}),
	...run.item,
});

/**
 * What a run made at the service: the things of its name, of which there were none.
 *
 * @param {Run} run
 * @param {StandIn} standIn
 */
function madeBy({ operation, key }, { groups, assets }) {
	if (!OPERATIONS[operation].action.startsWith('Create')) return [];
	return [...groups, ...assets].filter(({ Name }) => Name === key);
}
