import type { IDataObject } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../../shared/api/AnyfastApi';
import { queryVideo } from '../../../../shared/api/videos';
import type { Run } from '../../../../shared/operation';
import { millisecondsOf } from '../../../../shared/parseTime';
import { pollUntil } from '../../../../shared/pollUntil';
import { settle } from '../../../../shared/settle';
import { lastCheckFailed, PATIENCE_MS, Trouble } from '../../../../shared/Trouble';
import type { Delivery } from '../parameters/delivery';
import { readTask, type TaskStatus, type VideoTask } from './task';

/** A task, and the answer that it was read from. */
export interface TaskAnswer {
	task: VideoTask;
	answer: IDataObject;
}

/**
 * A task ID that nothing has confirmed may be missing so long, in milliseconds: a new task is not there to be asked for at
 * once (guess).
 */
const UNCONFIRMED_MS = 30_000;

/** Asks for a task once. @throws what the API throws */
export async function queryTask(
	api: AnyfastApi,
	taskId: string,
	until?: number,
): Promise<TaskAnswer> {
	const answer = await api.call(queryVideo(taskId), undefined, { until });
	return { answer, task: readTask(answer, taskId, api.clock.now()) };
}

/** Looks at a task once, or until its end. */
export class TaskWatch {
	/** @param last the last answer about the task, such as that of its submit; undefined while nothing confirms its ID */
	constructor(
		private readonly run: Run,
		private readonly taskId: string,
		public last?: TaskAnswer,
	) {}

	/** The task as it stands. @throws what the API throws, and if the task is done and no link will come any more */
	async now(): Promise<TaskAnswer> {
		const { task, answer } = this.last ?? (await this.ask());
		if (lacksLinkForGood(task, this.run.api.clock.now())) throw noLink();
		return { task, answer };
	}

	/**
	 * Asks for the task until its status is final, the same problem has lasted too long, or the time is up; first after 3
	 * seconds, then with pauses of 5 to 15 seconds.
	 *
	 * @returns the task at its end; at the end of the time, as it stands then, if that is wanted
	 * @throws the problem; that the time is up; and at once, that the execution was canceled or the run stopped
	 */
	async untilFinal({
		timeoutMs,
		returnsAtTimeout,
	}: Pick<Delivery, 'timeoutMs' | 'returnsAtTimeout'>): Promise<TaskAnswer> {
		const { api, onlyWaits } = this.run;
		onlyWaits();
		const trouble = new Trouble(api);
		const ask = async (until: number): Promise<TaskAnswer | undefined> => {
			const asked = await settle(this.ask(until));
			if (!asked.ok) return trouble.meet(asked.cause, this.patienceWith(asked.cause));
			if (asked.value.task.lacksLink) return trouble.meet(noLink());
			trouble.end();
			return asked.value.task.isFinal ? asked.value : undefined;
		};
		const firstMs = this.last ? 3000 : 0;
		const patience = { firstMs, pauseMs: 5000, longestPauseMs: 15_000, timeoutMs };
		const final = await pollUntil(ask, api.clock, patience);
		const ended = final ?? (returnsAtTimeout ? this.last : undefined);
		if (ended) return ended;
		throw notReady(timeoutMs, this.last?.task.status, trouble.problem);
	}

	private async ask(until?: number): Promise<TaskAnswer> {
		this.last = await queryTask(this.run.api, this.taskId, until);
		return this.last;
	}

	/** How long a problem may last, in milliseconds; undefined for as long as usual. */
	private patienceWith(cause: unknown): number | undefined {
		if (this.last || !(cause instanceof AnyfastError)) return undefined;
		const isAbsent = cause.details.httpCode === '404' || isKind(cause, 'task not found');
		return isAbsent ? UNCONFIRMED_MS : undefined;
	}
}

/** Whether a task was finished so long ago that no link will come any more. @param now in milliseconds */
const lacksLinkForGood = ({ lacksLink, finishedAt }: VideoTask, now: number): boolean =>
	lacksLink === true && now - (millisecondsOf(finishedAt) ?? now) >= PATIENCE_MS;

/** A success without an address was seen for a while, and for good (field report). */
export const noLink = () =>
	new AnyfastError('The video is finished, but Anyfast gives no link', {
		cause: 'api',
		kind: 'no link',
		description:
			'If Get Video finds no link later either, ask Anyfast for the video, with the Task ID.',
	});

/** The error at the end of the time. @param problem what was wrong then */
function notReady(
	timeoutMs: number,
	status: TaskStatus | undefined,
	problem: AnyfastError | undefined,
): AnyfastError {
	const known = status ? `; its last status was ${status}` : '';
	const trouble = problem
		? lastCheckFailed(problem, adviceAtQuery(problem))
		: 'Increase Timeout for long videos.';
	return new AnyfastError(`The video was not ready after ${timeoutMs / 1000} seconds${known}`, {
		cause: 'api',
		description: `It may still become ready. ${trouble}`,
	});
}

/** What else can be the case if a query is refused, although the submit went well; with a blank behind it. */
export function adviceAtQuery(error: AnyfastError): string {
	if (isKind(error, 'key refused', 'no credit')) {
		return 'The key may have been disabled, have expired, or have been used up by this very video: check it in the Anyfast console, and raise its quota. ';
	}
	if (isKind(error, 'no model', 'forbidden')) {
		return 'A key that is limited to some models may submit a video and not ask for it: lift that limit in the Anyfast console. ';
	}
	return '';
}
