import assert from 'node:assert/strict';

import { GATEWAY_ANSWERS } from '../../stand-in/answers/gateway.ts';
import { SUBMIT_FORMS } from '../../stand-in/answers/submits.ts';
import { at } from '../../stand-in/json.ts';
import { startWith } from '../n8n/oneNode.mjs';
import { submitOfEach } from '../n8n/videoWorkflows.mjs';

const DOUBT = /may have been submitted/;

/** @param {unknown} request */
const promptOf = (request) => String(at(request, 'content', '0', 'text'));

/**
 * One run of videos, each of whose submits is answered in another way that the gateway's family is known for: what has proof
 * in it is never sent again, and its ID never lost; what has none is never reported as done; and what is no known refusal is
 * never reported as not done.
 *
 * @param {import('../Context.mjs').Context} context
 */
export async function onlyProofCounts(context) {
	const { n8n, standIn } = context;
	const forms = Object.entries(SUBMIT_FORMS);
	const shape = forms.map(([submit]) => ({
		submit: /** @type {keyof typeof SUBMIT_FORMS} */ (submit),
	}));
	standIn.reset({ video: { shape } });
	const refusals = Object.entries(GATEWAY_ANSWERS);
	for (const [prompt, answer] of refusals) {
		standIn.fail({ matches: ({ body }) => promptOf(body) === prompt }, answer);
	}
	const prompts = [...refusals, ...forms].map(([name]) => name);
	const id = await context.add(submitOfEach);
	const items = prompts.map((prompt) => ({ json: { prompt } }));
	const execution = await n8n.rest.execution(await startWith(n8n, id, items));

	assert.equal(execution.status, 'success', execution.error);
	assert.equal(standIn.faultsLeft, 0, 'there are answers that no submit has met');
	const done = execution.itemsOf('Generate Video');
	const failed = execution.itemsOf('Generate Video', 1);
	assert.equal(done.length + failed.length, prompts.length);
	const said = JSON.stringify([done, failed]);
	/** @param {string} prompt */
	const requests = (prompt) =>
		standIn.received.filter(({ body }) => promptOf(body) === prompt).length;
	/** @param {string} prompt */
	const isInDoubt = (prompt) =>
		failed.some((item) => item.prompt === prompt && DOUBT.test(JSON.stringify(item)));

	const problems = [];
	for (const {
		id: taskId,
		request,
		shape: { submit },
	} of standIn.videoTasks) {
		const prompt = promptOf(request);
		const { idIs } = SUBMIT_FORMS[submit];
		if (requests(prompt) > (prompt in GATEWAY_ANSWERS ? 2 : 1))
			problems.push(`${submit}: sent again`);
		if (idIs !== 'missing' && !said.includes(taskId)) problems.push(`${submit}: its ID is lost`);
		if (idIs === 'missing' && !isInDoubt(prompt)) problems.push(`${submit}: without doubt`);
	}
	for (const { taskId } of done) {
		const isProven = standIn.videoTasks.some((task) => task.id === String(taskId));
		if (!isProven) problems.push(`${taskId}: done without proof`);
	}
	for (const [prompt, { isSureNotDone }] of refusals) {
		if (isSureNotDone) continue;
		if (requests(prompt) !== 1) problems.push(`${prompt}: sent again`);
		if (!isInDoubt(prompt)) problems.push(`${prompt}: without doubt`);
	}
	assert.deepEqual(problems, []);
}
