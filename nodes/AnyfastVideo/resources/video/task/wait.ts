import type { IDataObject } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../../shared/api/AnyfastApi';
import { queryVideo } from '../../../../shared/api/videos';
import type { Kind } from '../../../../shared/kinds';
import { pollUntil } from '../../../../shared/pollUntil';
import { settle, type Settled } from '../../../../shared/settle';
import { readTask, type VideoTask } from './task';
import { millisecondsOf } from '../../../../shared/parseTime';

/** What waiting needs of the API. */
type Api = Pick<AnyfastApi, 'call' | 'clock' | 'hasAnswered'>;

/** A task, and the answer that it was read from. */
export interface TaskAnswer {
	task: VideoTask;
	answer: IDataObject;
}

/** What came of a wait. */
interface WaitResult {
	/** The last answer about the task; undefined if there was none. */
	last?: TaskAnswer;
	/** What is wrong: it ended the wait, or was the case when the time was up. */
	problem?: AnyfastError;
	isTimeUp: boolean;
}

/**
 * A wait ends once the same problem has lasted so long, in milliseconds. What worked a moment ago may fail for a while: a
 * gateway restarts, its database fails, a firewall shows a page of its own.
 */
const PATIENCE_MS = 60_000;

/** The same for a task ID that nothing has confirmed: a new task is not there to be asked for at once (guess). */
const UNCONFIRMED_MS = 30_000;

/** Problems that may pass, whether or not something went well before. */
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
	'no link',
];

/** Asks for a task once. @throws AnyfastError */
export async function queryTask(api: Api, taskId: string, until?: number): Promise<TaskAnswer> {
	const answer = await api.call(queryVideo(taskId), undefined, { until });
	return { answer, task: readTask(answer, taskId) };
}

/**
 * Asks for a task until its status is final, the same problem has lasted too long, or the time is up; first after 3
 * seconds, then with pauses of 5 to 15 seconds.
 *
 * @param timeoutMs for all of it, in milliseconds
 * @param isNew whether it was submitted just before, so that its ID is certain
 * @throws what is no AnyfastError
 */
export async function untilFinal(
	{ api, onlyWaits }: { api: Api; onlyWaits: () => void },
	taskId: string,
	{ timeoutMs, isNew }: { timeoutMs: number; isNew: boolean },
): Promise<WaitResult> {
	onlyWaits();
	const result: WaitResult = { isTimeUp: false };
	let since = 0;
	const ask = async (until: number): Promise<WaitResult | undefined> => {
		const asked = await settle(queryTask(api, taskId, until));
		if (asked.ok) result.last = asked.value;
		const problem = problemIn(asked);
		const now = api.clock.now();
		if (problem?.details.kind !== result.problem?.details.kind) since = now;
		result.problem = problem;
		if (!problem) return result.last?.task.isFinal ? result : undefined;
		const isKnown = isNew || result.last !== undefined;
		return now - since >= patienceWith(problem, isKnown, api) ? result : undefined;
	};
	const patience = { firstMs: isNew ? 3000 : 0, pauseMs: 5000, longestPauseMs: 15_000, timeoutMs };
	const ended = await pollUntil(ask, api.clock, patience);
	return ended ?? { ...result, isTimeUp: true };
}

/** What is wrong with an answer. @throws what is no AnyfastError */
function problemIn(asked: Settled<TaskAnswer>): AnyfastError | undefined {
	if (asked.ok) return asked.value.task.lacksLink ? noLink() : undefined;
	if (asked.cause instanceof AnyfastError) return asked.cause;
	throw asked.cause;
}

/** A success without an address was seen for a while, and for good (field report). */
export const noLink = () =>
	new AnyfastError('The video is finished, but Anyfast gives no link', {
		cause: 'api',
		kind: 'no link',
		description:
			'If Get Video finds no link later either, ask Anyfast for the video, with the Task ID.',
	});

/** Whether a task was finished so long ago that no link will come any more. @param now in milliseconds */
export const lacksLinkForGood = ({ lacksLink, finishedAt }: VideoTask, now: number): boolean =>
	lacksLink === true && now - (millisecondsOf(finishedAt) ?? now) >= PATIENCE_MS;

/** How long the problem may last, in milliseconds. */
function patienceWith(problem: AnyfastError, isKnown: boolean, { hasAnswered }: Api): number {
	if (isKind(problem, 'canceled', 'stopped')) return 0;
	const isAbsent = problem.details.httpCode === '404' || isKind(problem, 'task not found');
	if (isAbsent && !isKnown) return UNCONFIRMED_MS;
	return hasAnswered || isKind(problem, ...PASSING) ? PATIENCE_MS : 0;
}
