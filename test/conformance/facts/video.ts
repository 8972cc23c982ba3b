import { contentOf, inShort, isRefused, isUnserved, type Row, textOf } from '../answers';
import { type Fact, untold } from '../fact';
import { at, isObject } from '../../stand-in/json';
import type { Answer, Service } from '../Service';

const SUBMIT = '/v1/video/generations';

/** The cheaper a model the earlier it stands here. */
const CHEAPEST_FIRST = ['seedance-2.0-mini', 'seedance-2.0-fast', 'seedance-fast', 'seedance-2.0'];

/** All statuses of a task that the vendor documents. */
const STATUSES = ['NOT_START', 'QUEUED', 'IN_PROGRESS', 'SUCCESS', 'FAILURE'];

/** A video takes 1 to 5 minutes (vendor); clients found 7.5 minutes too short. */
const WAIT = { tries: 120, everyMs: 10_000 };

/** The Seedance models that the token may use. */
async function modelsOf(service: Service): Promise<{ answer: Answer; models: string[] }> {
	const answer = await service.get('/v1/models');
	const data = at(answer.body, 'data');
	const ids = Array.isArray(data) ? data.filter(isObject).map((row) => textOf(row, 'id')) : [];
	return { answer, models: ids.filter((id) => id.includes('seedance')) };
}

const models: Fact = {
	title: 'GET /v1/models names the Seedance models of the token',
	source: 'vendor’s page; which ones depends on the token’s group',
	async run(service) {
		const { answer, models: ids } = await modelsOf(service);
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		return { did: ids.join(', ') || 'none of Seedance', fits: ids.length > 0 };
	},
};

const unknownTask: Fact = {
	title: 'GET /v1/video/generations/<unknown ID> is 404',
	source: 'vendor’s page',
	async run(service) {
		const answer = await service.get(`${SUBMIT}/asyntask_conformancenone`);
		const fits = answer.status === 404 && !isUnserved(answer);
		return { did: inShort(answer), fits };
	},
};

/** What we assume of video generation, as far as asking is free. */
export const freeVideoFacts: Fact[] = [models, unknownTask];

/** What we assume of making a video. The facts share one video, which the first of them submits. */
export function videoFacts(): Fact[] {
	let taskId = '';
	let seen: Answer[] = [];

	const submit: Fact = {
		title: 'A submit answers with task_id and id, which are the same, and object "video"',
		source: 'vendor’s page; older pages and a client have id alone',
		billed: 'video',
		async run(service) {
			const { models: ids } = await modelsOf(service);
			const model = CHEAPEST_FIRST.find((id) => ids.includes(id)) ?? ids[0] ?? 'seedance-2.0-mini';
			const content = [{ type: 'text', text: 'A red ball rolls over a white floor' }];
			const answer = await service.post(SUBMIT, {
				model,
				content,
				resolution: '480p',
				duration: 4,
			});
			const { body } = answer;
			const [task, id] = [at(body, 'task_id'), at(body, 'id')].map((value) => value ?? '');
			taskId = String(task || id || at(body, 'data', 'task_id') || at(body, 'data', 'id') || '');
			if (isRefused(answer)) return { did: `${model}: ${inShort(answer)}`, fits: false };
			const did = `${model}: ${Object.keys(isObject(body) ? body : {}).join(', ')}`;
			return { did, fits: task !== '' && task === id && at(body, 'object') === 'video' };
		},
	};

	const known: Fact = {
		title: 'A task is known as soon as it was submitted, as { code: "success", data: { status } }',
		source: 'vendor’s page; that it is known at once is a guess',
		billed: 'video',
		async run(service) {
			if (taskId === '') return untold('there is no task');
			seen = await service.until(
				async () => await service.get(`${SUBMIT}/${taskId}`),
				(answer) => /^(SUCC|COMPL|FAIL|CANCEL|EXPIRED|ERROR|TIMEOUT)/.test(statusIn(answer)),
				WAIT,
			);
			const [first] = seen;
			if (!first) return untold('it was interrupted');
			const fits = at(first.body, 'code') === 'success' && statusIn(first) !== '';
			const missing = seen.filter(isRefused).length;
			const wrong = missing > 0 ? `, ${missing} answers refuse` : '';
			return { did: `${inShort(first)}, status "${statusIn(first)}"${wrong}`, fits };
		},
	};

	const words: Fact = {
		title: `A task’s status is one of ${STATUSES.join(', ')}`,
		source: 'vendor’s page; clients also see QUEUING, PROCESSING, FAILED and others',
		billed: 'video',
		async run() {
			if (seen.length === 0) return untold('there is no task');
			const statuses = [...new Set(seen.map(statusIn).filter((status) => status !== ''))];
			const progress = [...new Set(seen.map((answer) => textOf(contentOf(answer), 'progress')))];
			return {
				did: `${statuses.join(' → ')}; progress ${progress.filter(Boolean).join(', ') || 'none'}`,
				fits: statuses.length > 0 && statuses.every((status) => STATUSES.includes(status)),
			};
		},
	};

	const result: Fact = {
		title: 'A finished task has its video in result_url, and fail_reason is empty',
		source: 'vendor’s page; fail_reason may hold the video’s address',
		billed: 'video',
		async run() {
			const last = seen.at(-1);
			if (!last || !/^(SUCC|COMPL)/.test(statusIn(last))) {
				return untold(last ? `it ended in "${statusIn(last)}"` : 'there is no task');
			}
			const task: Row = contentOf(last);
			const [url, reason] = [textOf(task, 'result_url'), textOf(task, 'fail_reason')];
			const where = url ? 'in result_url' : 'elsewhere';
			const did = `${where}; fail_reason ${reason ? 'is filled' : 'is empty'}; ${timesOf(task)}`;
			return { did, fits: url !== '' && reason === '' };
		},
	};

	return [submit, known, words, result];
}

const statusIn = (answer: Answer): string => textOf(contentOf(answer), 'status').toUpperCase();

function timesOf({ submit_time: from, finish_time: to }: Row): string {
	return typeof from === 'number' && typeof to === 'number' ? `${to - from} s` : 'no times';
}
