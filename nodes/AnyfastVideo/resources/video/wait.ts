import type { IDataObject } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import type { Kind } from '../../../shared/kinds';
import { queryVideo } from '../../../shared/api/videos';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { readTask, type VideoTask } from './task';

/** What waiting needs of the API. */
type Api = Pick<AnyfastApi, 'call' | 'clock'>;

/** A task, and the answer that it was read from. */
export interface TaskAnswer {
	task: VideoTask;
	answer: IDataObject;
}

/** What came of a wait. */
export interface WaitResult {
	/** The last answer about the task; undefined if there was none. */
	last?: TaskAnswer;
	/** Why the last question failed, if it did. */
	problem?: AnyfastError;
}

/** A task that was just submitted is not there to be asked for at once, in milliseconds (guess; see its 404). */
const INVISIBLE_MS = 30_000;

/** What passes by itself: a wait goes on through it. */
const PASSING: Kind[] = [
	'busy',
	'unavailable',
	'incomplete',
	'unexpected',
	'lost',
	'timeout',
	'unreachable',
	'unknown host',
	'unknown',
];

/** Looks a task up once. @throws AnyfastError */
export async function queryTask(api: Api, taskId: string, until?: number): Promise<TaskAnswer> {
	const answer = await api.call(queryVideo(taskId), undefined, { until });
	return { answer, task: readTask(answer, taskId) };
}

/**
 * Asks for a task until its status is final or the time is up; first after 3 seconds, then with pauses of 5 to 15 seconds.
 * Goes on while the service is busy or out of reach, and while a new task is not there yet.
 *
 * @param timeoutMs for all of it, in milliseconds
 * @throws AnyfastError for what does not pass, such as a refused key; CanceledError and StoppedError
 */
export async function untilFinal(
	{ api, onlyWaits }: { api: Api; onlyWaits: () => void },
	taskId: string,
	{ timeoutMs, isNew }: { timeoutMs: number; isNew: boolean },
): Promise<WaitResult> {
	onlyWaits();
	const start = api.clock.now();
	const result: WaitResult = {};
	const ask = async (until: number): Promise<TaskAnswer | undefined> => {
		const looked = await settle(queryTask(api, taskId, until));
		if (looked.ok) {
			Object.assign(result, { last: looked.value, problem: undefined });
			return looked.value.task.isFinal ? looked.value : undefined;
		}
		const { cause } = looked;
		const isYoung = !result.last && api.clock.now() - start <= INVISIBLE_MS;
		if (!(cause instanceof AnyfastError) || !passes(cause, isYoung)) throw cause;
		result.problem = cause;
		return undefined;
	};
	await pollUntil(ask, api.clock, {
		firstMs: isNew ? 3000 : 0,
		pauseMs: 5000,
		longestPauseMs: 15_000,
		timeoutMs,
	});
	return result;
}

function passes(error: AnyfastError, isYoung: boolean): boolean {
	const isAbsent = error.details.httpCode === '404' || isKind(error, 'task not found');
	return isKind(error, ...PASSING) || (isYoung && isAbsent);
}
