import type { IBinaryKeyData } from 'n8n-workflow';

import {
	type AnyfastError,
	asAnyfastError,
	hasRunEnded,
	isKind,
} from '../../../../shared/AnyfastError';
import { downloadToN8n, type Link } from '../../../../shared/files/outputFile';
import { type ItemContext, type Output, type Run, WithFiles } from '../../../../shared/operation';
import { millisecondsOf } from '../../../../shared/parseTime';
import { settle } from '../../../../shared/settle';
import { type Delivery, LAST_FRAME } from '../parameters/delivery';
import { failedTask } from './failedTask';
import { type InUsersTerms, itemOf, type VideoTask } from './task';
import { adviceAtQuery, noLink, queryTask, type TaskAnswer, TaskWatch } from './TaskWatch';

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
	const { task, answer } = await lookAt(run, item, known, delivery);
	const fields = itemOf(task, { isSimple: delivery.isSimple, inUsersTerms });
	const json = delivery.hasRaw ? { ...fields, raw: answer } : fields;
	if (task.lacksLink)
		run.hint('Anyfast says that the video is finished, and gives no link yet', taskId);
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
	{ context }: ItemContext,
	{ taskId, submitted }: KnownTask,
	delivery: Delivery,
): Promise<TaskAnswer> {
	const watch = new TaskWatch(run, taskId, submitted);
	const looked = await settle(delivery.waits ? watch.untilFinal(delivery) : watch.now());
	if (delivery.waits) {
		const state = looked.ok ? looked.value.task.status : 'not waited for any more';
		context.logger.info(`${context.getNode().name}: the task ${taskId} is ${state}`);
	}
	if (looked.ok) return looked.value;
	throw withTaskId(looked.cause, taskId, watch.last !== undefined);
}

/** @param isKnown whether Anyfast has named the task in this run, so that it certainly exists */
function withTaskId(cause: unknown, taskId: string, isKnown: boolean): AnyfastError {
	const error = asAnyfastError(cause);
	if (!isKnown) {
		return error.with({ message: `${error.message}; the Task ID is ${taskId}`, taskId });
	}
	return error.after(
		`the video task ${taskId} was accepted and may be billed; do not generate it again`,
		{
			taskId,
			advice: `${adviceAtQuery(error)}Get Video with the Task ID ${taskId} finishes the job free of charge, for 7 days.`,
		},
	);
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
	const { taskId } = task;
	const download = async (from: FileField, link: Link) =>
		await downloadToN8n(item.context, run.api, {
			type: from === 'videoUrl' ? 'Video' : 'Image',
			name: from === 'videoUrl' ? taskId : `${taskId}-last-frame`,
			link,
			freshLink: async () => linkIn((await queryTask(run.api, taskId)).task, from),
		});
	const [toVideo, toFrame] = [linkIn(task, 'videoUrl'), linkIn(task, 'lastFrameUrl')];
	if (!toVideo) throw noLink();
	const video = await download('videoUrl', toVideo);
	if (!toFrame) return { [field]: video };
	const frame = await settle(download('lastFrameUrl', toFrame));
	if (frame.ok) return { [field]: video, [LAST_FRAME]: frame.value };
	if (hasRunEnded(frame.cause)) throw frame.cause;
	const reason = frame.cause instanceof Error ? frame.cause.message : String(frame.cause);
	run.hint(`The last frame of the video task ${taskId} did not come. ${reason}`);
	return { [field]: video };
}

/** Where the address of a file stands in a task. */
type FileField = 'videoUrl' | 'lastFrameUrl';

function linkIn(task: VideoTask, field: FileField): Link | undefined {
	const url = task[field];
	return url === undefined ? undefined : { url, endsAt: millisecondsOf(task.expiresAt) };
}

/** The error of a download, saying also which task it is about. */
function notDownloaded(cause: unknown, { taskId, expiresAt }: VideoTask): AnyfastError {
	const error = asAnyfastError(cause);
	const advice = isKind(error, 'link expired')
		? `The link ended at ${expiresAt}. Get Video with the Task ID ${taskId} asks for another one, free of charge, for 7 days after the video was submitted.`
		: `Do not generate the video again: Get Video with the Task ID ${taskId} and Download Video downloads it, free of charge, for 7 days.`;
	return error.after(`the video task ${taskId} is done`, { taskId, advice });
}
