import assert from 'node:assert/strict';

import { makeGroups } from '../../stand-in/groups.ts';

/**
 * The groups reach the model, what the model fills in reaches the API, and what it leaves blank counts as not given.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function agentUsesTool(context) {
	for (const workflowId of ['ask-about-groups', 'older-agent']) await askTwice(context, workflowId);
}

/**
 * @param {import('../Context.mjs').Context} context
 * @param {string} workflowId
 */
async function askTwice(context, workflowId) {
	const { standIn, chatModel } = context;
	const groups = makeGroups(120);

	standIn.reset({ groups });
	const all = await ask(context, workflowId, 'Which groups are there?', {});
	for (const { Id } of groups) assert.ok(chatModel.toolAnswer.includes(Id), `${Id} is missing`);
	assert.ok(standIn.bodies.length > 0);
	for (const { Filter } of standIn.bodies) assert.deepEqual(Filter, {});
	assert.match(all, /group 0001, .*group 0120/);

	standIn.reset({ groups });
	const some = await ask(context, workflowId, 'Is there a group 0007?', { name: 'group 0007' });
	assert.deepEqual(
		standIn.bodies.map(({ Filter }) => Filter),
		[{ Name: 'group 0007' }],
	);
	assert.match(some, /: group 0007\.$/);
}

/**
 * Asks an agent in the editor's chat.
 *
 * @param {import('../Context.mjs').Context} context
 * @param {string} workflowId
 * @param {string} question
 * @param {object} toolArguments what the model fills in
 * @returns {Promise<string>} the answer
 */
async function ask({ n8n, chatModel }, workflowId, question, toolArguments) {
	chatModel.received = [];
	chatModel.toolArguments = toolArguments;
	const id = await n8n.rest.startWorkflow(workflowId, {
		name: 'When chat message received',
		data: chatMessage(question),
	});
	const execution = await n8n.rest.execution(id);
	assert.equal(execution.status, 'success', execution.error);
	const [{ output }] = execution.itemsOf('AI Agent');
	return output;
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
