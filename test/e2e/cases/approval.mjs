import assert from 'node:assert/strict';

import { ChatModel } from '../doubles/ChatModel.mjs';
import { Mailbox } from '../doubles/Mailbox.mjs';
import { chatModelCredential, mailCredential } from '../n8n/credentials.mjs';
import { exampleWithId } from '../n8n/examples.mjs';
import { until } from '../setup/until.mjs';
import { begin } from './agent.mjs';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0';

const PROMPT = 'A paper boat in the rain, seen from above.';

/**
 * Before an agent makes a video, a person is asked by mail, and reads the prompt there: one click makes the video, the
 * other one makes none, and costs nothing. Only n8n 2 asks persons before a tool runs.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function agentAsksAPerson(context) {
	const { standIn } = context;
	standIn.reset();
	const chatModel = await ChatModel.start();
	const mailbox = await Mailbox.start();
	try {
		await context.addCredential(chatModelCredential(chatModel.url));
		await context.addCredential(mailCredential(mailbox.port));
		const workflowId = await context.add(exampleWithId('agent-with-approval'));
		const agent = { ...context, chatModel, workflowId, mailbox };

		await answer(agent, 'Make it');
		const [task] = standIn.videoTasks;
		assert.deepEqual(task?.request.content, [{ type: 'text', text: PROMPT }]);
		assert.deepEqual([task.request.duration, task.request.resolution], [5, '480p']);
		assert.ok(chatModel.toolAnswer?.includes(task.id), chatModel.toolAnswer);
		assert.ok(chatModel.toolAnswer?.includes(`${standIn.storage.url}/`), chatModel.toolAnswer);

		await answer(agent, 'Decline');
		assert.doesNotMatch(String(chatModel.toolAnswer), /taskId/);
		assert.equal(standIn.submitted, 1);
	} finally {
		await Promise.all([chatModel.stop(), mailbox.stop()]);
	}
}

/**
 * Asks for a video, and clicks on a button in the mail that comes before it is made.
 *
 * @param {import('./agent.mjs').Agent & { mailbox: Mailbox }} agent
 * @param {string} button
 */
async function answer(agent, button) {
	const { n8n, standIn, mailbox } = agent;
	const [mails, videos] = [mailbox.received.length, standIn.submitted];
	const call = { toolParameters: { prompt: PROMPT }, hitlParameters: {} };
	const id = await begin(agent, 'A boat in the rain, please', 'Generate_Video', call);
	await until('the agent waits for the answer', async () => await n8n.rest.waitsAt(id));
	const [mail = '', ...others] = mailbox.received.slice(mails);
	assert.deepEqual(others, []);
	assert.ok(mail.includes(PROMPT), mail);
	assert.equal(standIn.submitted, videos, 'a video was made before anybody was asked');

	const [, address = ''] = new RegExp(`href="([^"]+)"[^>]*>${button}<`).exec(mail) ?? [];
	assert.notEqual(address, '', mail);
	// n8n does not listen to programs that fetch the links in mails.
	await fetch(address, { headers: { 'user-agent': BROWSER } });
	const { status, error } = await n8n.rest.execution(id);
	assert.equal(status, 'success', error);
}
