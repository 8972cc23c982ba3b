import assert from 'node:assert/strict';

import { makeAsset, makeAssets } from '../../stand-in/assets.ts';
import { makeGroups } from '../../stand-in/groups.ts';
import { at } from '../../stand-in/json.ts';
import { ChatModel } from '../doubles/ChatModel.mjs';
import { chatModelCredential } from '../n8n/credentials.mjs';
import { exampleWithId, olderAgent } from '../n8n/examples.mjs';

/** All that the model may do: its tools, and what it may fill in in each. */
const TOOLS = {
	List_Assets: ['groupIds', 'name'],
	List_Groups: ['name'],
	Get_Asset: ['assetId'],
	Get_Video: ['taskId'],
};

const READ_ONLY = new Set(['ListAssets', 'ListAssetGroups', 'GetAsset']);

/**
 * Groups and assets reach the model, what the model fills in reaches the API, and what it leaves blank counts as not
 * given. It has no way to anything that costs, changes or deletes.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function agentUsesTool(context) {
	const chatModel = await ChatModel.start();
	try {
		await context.addCredential(chatModelCredential(chatModel.url));
		for (const workflow of [exampleWithId('ask-about-assets'), olderAgent()]) {
			const agent = { ...context, chatModel, workflowId: await context.add(workflow) };
			await readsGroups(agent);
			await readsAssets(agent);
			await changesNothing(agent);
		}
	} finally {
		await chatModel.stop();
	}
}

/**
 * @typedef {Pick<import('../Context.mjs').Context, 'n8n' | 'standIn'> & Chat} Agent
 *
 * @typedef {{ chatModel: ChatModel, workflowId: string }} Chat
 */

/** @param {Agent} agent */
async function readsGroups(agent) {
	const { standIn, chatModel } = agent;
	const groups = makeGroups(120);

	standIn.reset({ groups });
	const all = await ask(agent, 'Which groups are there?', 'List_Groups');
	assert.deepEqual(chatModel.tools, TOOLS);
	assert.deepEqual(filters(standIn, 'ListAssetGroups'), [{}]);
	const told = groups.filter(({ Id }) => chatModel.toolAnswer?.includes(Id));
	assert.equal(told.length, 50, "the tool's limit was not kept");
	for (const { Name } of told) assert.ok(all.includes(String(Name)), `${Name} is missing`);

	standIn.reset({ groups });
	const some = await ask(agent, 'Is there a group 0007?', 'List_Groups', {
		name: 'group 0007',
	});
	assert.deepEqual(filters(standIn, 'ListAssetGroups'), [{ Name: 'group 0007' }]);
	assert.match(some, /: group 0007\.$/);
}

/** @param {Agent} agent */
async function readsAssets(agent) {
	const { standIn, chatModel } = agent;
	standIn.reset({ groups: makeGroups(120), assets: makeAssets(120) });
	const { Id, GroupId, Name } = makeAsset(7);

	const listed = await ask(agent, 'What is in it?', 'List_Assets', {
		groupIds: GroupId,
	});
	assert.deepEqual(filters(standIn, 'ListAssets'), [{ GroupIds: [GroupId] }]);
	assert.match(listed, new RegExp(`: ${Name}\\.$`));

	await ask(agent, 'Can I use it?', 'Get_Asset', { assetId: `asset://${Id}` });
	assert.ok(chatModel.toolAnswer?.includes('Active'), chatModel.toolAnswer);
	assert.ok(chatModel.toolAnswer?.includes(Id), chatModel.toolAnswer);
}

/**
 * The model calls a tool that it was not given, and fills in what no tool leaves open to it.
 *
 * @param {Agent} agent
 */
async function changesNothing(agent) {
	const { standIn, n8n } = agent;
	const assets = makeAssets(3);
	standIn.reset({ groups: makeGroups(3), assets });
	const assetId = assets[0]?.Id;
	const more = { assetId, resource: 'asset', operation: 'delete', deleteAssets: true };
	for (const tool of ['Get_Asset', 'List_Assets', 'Delete_Asset', 'Upload_Asset']) {
		// Whether n8n ends the execution over it or tells the model is n8n's affair.
		await n8n.rest.execution(await begin(agent, 'Delete it!', tool, more));
	}
	assert.ok(standIn.actions.length > 0, 'no tool was run at all');
	for (const action of standIn.actions) assert.ok(READ_ONLY.has(action), `${action} was asked for`);
	assert.deepEqual(
		standIn.assets.map(({ Id }) => Id),
		assets.map(({ Id }) => Id),
	);
}

/**
 * What the lists that were asked for are of.
 *
 * @param {import('../../stand-in/StandIn.ts').StandIn} standIn
 * @param {string} wanted
 */
const filters = ({ received }, wanted) =>
	received.flatMap(({ action, body }) => (action === wanted ? [at(body, 'Filter')] : []));

/**
 * Asks an agent in the editor's chat.
 *
 * @param {Agent} agent
 * @param {string} question
 * @param {string} tool what the model calls
 * @param {object} [toolArguments] what it fills in there
 * @returns {Promise<string>} the answer
 */
async function ask(agent, question, tool, toolArguments = {}) {
	const id = await begin(agent, question, tool, toolArguments);
	const execution = await agent.n8n.rest.execution(id);
	assert.equal(execution.status, 'success', execution.error);
	const [item] = execution.itemsOf('AI Agent');
	return String(item?.output);
}

/**
 * The same, without waiting for the answer.
 *
 * @param {Agent} agent
 * @param {string} question
 * @param {string} tool
 * @param {object} toolArguments
 * @returns {Promise<string>} the ID of the execution
 */
export async function begin({ n8n, chatModel, workflowId }, question, tool, toolArguments) {
	chatModel.received = [];
	chatModel.toolName = tool;
	chatModel.toolArguments = toolArguments;
	return await n8n.rest.startWorkflow(workflowId, {
		name: 'When chat message received',
		data: chatMessage(question),
	});
}

/** What the chat trigger would have given. @param {string} chatInput */
const chatMessage = (chatInput) => ({
	startTime: Date.now(),
	executionTime: 0,
	executionIndex: 0,
	executionStatus: 'success',
	data: { main: [[{ json: { sessionId: 'test', action: 'sendMessage', chatInput } }]] },
	source: [null],
});
