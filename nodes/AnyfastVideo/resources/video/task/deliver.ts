import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';

import { isKind } from '../../../../shared/AnyfastError';
import { millisecondsOf } from '../../../../shared/parseTime';
import { downloadToN8n, type Link } from '../../../../shared/files/outputFile';
import { type ItemContext, type Output, type Run, WithFiles } from '../../../../shared/operation';
import { settle } from '../../../../shared/settle';
import { type Delivery, LAST_FRAME } from '../parameters/delivery';
import { type InUsersTerms, itemOf, type VideoTask } from './task';
import { endOfLink } from './endOfLink';
import { failedTask, notDownloaded, notReady, withTaskId } from './taskErrors';
import { lacksLinkForGood, noLink, queryTask, type TaskAnswer, untilFinal } from './wait';

/*
 * What both operations do once the ID of a task is known: wait for it, download the video, give one item.
 */

/** A task whose ID is known. */
interface KnownTask {
	taskId: string;
	/** What the submit answered; undefined if it was submitted in another run. */
	submitted?: TaskAnswer;
	/** Whether its last frame was asked for. */
	wantsLastFrame?: boolean;
	inUsersTerms?: InUsersTerms;
}

/**
 * Waits for a task, downloads the video and gives the item, as far as that is asked for.
 *
 * @throws AnyfastError that names the task in its message, and Get Video in its description, whatever happened
 */
export async function deliver(
	run: Run,
	item: ItemContext,
	known: KnownTask,
	delivery: Delivery,
): Promise<Output> {
	const { taskId, wantsLastFrame, inUsersTerms = (text) => text } = known;
	const looked = await settle(lookAt(run, known, delivery));
	if (delivery.waits) {
		const state = looked.ok ? looked.value.task.status : 'not waited for any more';
		item.context.logger.info(`${item.context.getNode().name}: the task ${taskId} is ${state}`);
	}
	if (!looked.ok) throw looked.cause;
	const { task, answer } = looked.value;
	const fields = itemOf(task, { isSimple: delivery.isSimple, inUsersTerms });
	const json = { ...fields, ...(delivery.hasRaw ? { raw: answer } : {}) };
	if (!task.isFinal) return json;
	if (task.status !== 'succeeded') {
		if (delivery.returnsFailed) return json;
		throw failedTask(task).reworded((text) => inUsersTerms(text, task.error?.code));
	}
	if (wantsLastFrame && task.lastFrameUrl === undefined) {
		run.hint(`Anyfast gave no last frame of the video task ${taskId}, although it was asked for`);
	}
	if (delivery.field === undefined) return json;
	const files = await settle(filesOf(task, delivery.field, run, item));
	if (files.ok) return new WithFiles(json, files.value);
	throw notDownloaded(files.cause, task);
}

/** The task as it stands; at its end, if it is waited for. @throws AnyfastError that names the task */
async function lookAt(
	run: Run,
	{ taskId, submitted }: KnownTask,
	{ waits, timeoutMs, returnsAtTimeout }: Delivery,
): Promise<TaskAnswer> {
	const isNew = submitted !== undefined;
	if (!waits && submitted) return submitted;
	if (!waits) {
		const asked = await settle(queryTask(run.api, taskId));
		if (!asked.ok) throw withTaskId(asked.cause, taskId, false);
		if (!lacksLinkForGood(asked.value.task, run.api.clock.now())) return asked.value;
		throw withTaskId(noLink(), taskId, true);
	}
	const waited = await settle(untilFinal(run, taskId, { timeoutMs, isNew }));
	if (!waited.ok) throw withTaskId(waited.cause, taskId, isNew);
	const { last = submitted, problem, isTimeUp } = waited.value;
	if (last?.task.isFinal) return last;
	if (last && isTimeUp && returnsAtTimeout) return last;
	const isKnown = last !== undefined;
	if (problem && !isTimeUp) throw withTaskId(problem, taskId, isKnown);
	throw withTaskId(notReady(timeoutMs, last?.task.status, problem), taskId, isKnown);
}

/**
 * Downloads what there is: the video, and its last frame. One that does not come is a hint, for the video is there.
 *
 * @throws AnyfastError if the video did not come, or the run has ended
 */
async function filesOf(
	task: VideoTask,
	field: string,
	run: Run,
	item: ItemContext,
): Promise<IBinaryKeyData> {
	const video = await fileOf(task, 'videoUrl', run, item);
	if (task.lastFrameUrl === undefined) return { [field]: video };
	const frame = await settle(fileOf(task, 'lastFrameUrl', run, item));
	if (frame.ok) return { [field]: video, [LAST_FRAME]: frame.value };
	if (isKind(frame.cause, 'canceled', 'stopped')) throw frame.cause;
	const reason = frame.cause instanceof Error ? frame.cause.message : String(frame.cause);
	run.hint(`The last frame of the video task ${task.taskId} did not come. ${reason}`);
	return { [field]: video };
}

/** Where the address of a file stands in a task. */
type FileField = 'videoUrl' | 'lastFrameUrl';

async function fileOf(
	task: VideoTask,
	field: FileField,
	{ api }: Run,
	{ context }: ItemContext,
): Promise<IBinaryData> {
	const { taskId } = task;
	const isVideo = field === 'videoUrl';
	return await downloadToN8n(context, api, {
		type: isVideo ? 'Video' : 'Image',
		name: isVideo ? taskId : `${taskId}-last-frame`,
		link: linkIn(task, field) ?? { url: '' },
		freshLink: async () => linkIn((await queryTask(api, taskId)).task, field),
	});
}

function linkIn(task: VideoTask, field: FileField): Link | undefined {
	const { [field]: url, expiresAt } = task;
	return url === undefined
		? undefined
		: { url, endsAt: endOfLink(url) ?? millisecondsOf(expiresAt) };
}
