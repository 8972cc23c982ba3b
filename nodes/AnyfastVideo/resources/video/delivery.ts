import type { IBinaryKeyData, INodeProperties } from 'n8n-workflow';

import { AnyfastError, asAnyfastError, isKind } from '../../../shared/AnyfastError';
import type { ApiError } from '../../../shared/api/apiError';
import { millisecondsOf } from '../../../shared/api/assets';
import { classifyError } from '../../../shared/api/classify';
import { downloadToN8n, type Link } from '../../../shared/files/outputFile';
import { type Call, type Output, type Run, WithFiles } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';
import { settle } from '../../../shared/settle';
import { itemOf, type VideoTask } from './task';
import { type TaskAnswer, queryTask, untilFinal, type WaitResult } from './wait';

/*
 * What both operations do once the ID of a task is known: wait for it, download the video, give one item. Whatever goes
 * wrong here names the task, which is paid for.
 */

const wait = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait until the video is ready. If off, the output is the task in its current state; check it later with Get Video.',
} satisfies INodeProperties;

const timeout = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitForCompletion: [true] } },
	default: 1200,
	description:
		'How long to wait for the video. Most take 1 to 5 minutes; long videos, 2k and 4k take longer.',
} satisfies INodeProperties;

const onTimeout = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	displayOptions: { show: { waitForCompletion: [true] } },
	options: [
		{ name: 'Fail', value: 'fail', description: 'Stop with an error that contains the task ID' },
		{
			name: 'Return the Task as It Stands',
			value: 'return',
			description:
				'Output the task with isFinal set to false, so that the workflow can wait and use Get Video',
		},
	],
	default: 'fail',
	description: 'What to do if the video is not ready in time. Anyfast keeps working on the task.',
} satisfies INodeProperties;

const downloadVideo = {
	displayName: 'Download Video',
	name: 'download',
	type: 'boolean',
	default: false,
	description:
		'Whether to download the video into a binary field of the output. If there is a last frame, it goes into the field lastFrame.',
} satisfies INodeProperties;

const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the video in',
};

const includeRaw = {
	displayName: 'Include Raw Response',
	name: 'includeRaw',
	type: 'boolean',
	default: false,
	description: 'Whether to add the complete response of the API, under raw',
} satisfies INodeProperties;

const onFailedTask = {
	displayName: 'On Failed Task',
	name: 'onFailedTask',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Stop with an error that contains the reason' },
		{
			name: 'Return the Task',
			value: 'return',
			description:
				'Output the task with the reason in failReason, so that the workflow can continue',
		},
	],
	default: 'fail',
	description: 'What to do if the task failed, was canceled or expired',
} satisfies INodeProperties;

const LAST_FRAME = 'lastFrame';

/** The parameters of what both operations do, in the order in which {@link readDelivery} reads them. */
export function deliveryProperties(waitsByDefault: boolean): INodeProperties[] {
	const whenWaiting = waitsByDefault ? { waitForCompletion: [true] } : {};
	return [
		{ ...wait, default: waitsByDefault },
		timeout,
		onTimeout,
		{ ...downloadVideo, displayOptions: { show: whenWaiting } },
		{ ...outputField, displayOptions: { show: { ...whenWaiting, download: [true] } } },
	];
}

/** The options of what both operations do. */
export const deliveryOptions: INodeProperties[] = [includeRaw, onFailedTask];

/** What to do with a task. */
export interface Delivery {
	/** How long to wait, in milliseconds; undefined if not. */
	timeoutMs?: number;
	returnsAtTimeout: boolean;
	/** The binary field for the video; undefined if it is not to be downloaded. */
	field?: string;
	hasRaw: boolean;
	returnsFailed: boolean;
}

/** @throws AnyfastError for what the user set wrongly */
export function readDelivery(parameters: NodeParameters, waitsByDefault: boolean): Delivery {
	const waits = parameters.flag({ ...wait, default: waitsByDefault });
	const options = readOptions(parameters);
	return {
		timeoutMs: waits ? 1000 * parameters.wholeNumber(timeout) : undefined,
		returnsAtTimeout: waits && parameters.choice(onTimeout, ['fail', 'return']) === 'return',
		field: readField(parameters, waits || !waitsByDefault),
		hasRaw: options.flag(includeRaw),
		returnsFailed: options.choice(onFailedTask, ['fail', 'return']) === 'return',
	};
}

function readField(parameters: NodeParameters, isShown: boolean): string | undefined {
	if (!isShown || !parameters.flag(downloadVideo)) return undefined;
	const field = parameters.requiredText(outputField);
	if (field !== LAST_FRAME) return field;
	throw parameters.invalid(
		outputField,
		'must be another field, because lastFrame holds the last frame',
		field,
	);
}

/** The task to deliver. */
interface SubmittedTask {
	taskId: string;
	/** What the submit answered; undefined if the task was submitted elsewhere. */
	submitted?: TaskAnswer;
	/** Puts a text of the API in the user's terms. */
	inUsersTerms?: (text: string) => string;
}

/**
 * Waits for a task, downloads the video and gives the item, as far as that is asked for.
 *
 * @throws AnyfastError that names the task in its message, and Get Video in its description
 */
export async function deliver(
	run: Run,
	{ context }: Call,
	{ taskId, submitted, inUsersTerms = (text) => text }: SubmittedTask,
	delivery: Delivery,
): Promise<Output> {
	const looked = await settle(lookAt(run, taskId, submitted, delivery));
	if (!looked.ok) throw named(looked.cause, taskId, 'may still be running at Anyfast');
	const { task, answer } = looked.value;
	const json = { ...itemOf(task, inUsersTerms), ...(delivery.hasRaw ? { raw: answer } : {}) };
	if (task.isFinal && task.status !== 'succeeded') {
		if (delivery.returnsFailed) return json;
		throw failedTask(task).reworded(inUsersTerms);
	}
	const { field } = delivery;
	if (field === undefined || !task.isFinal) return json;
	const files = await settle(filesOf(task, { api: run.api, context, field }));
	if (!files.ok) throw named(files.cause, taskId, 'is done');
	return new WithFiles(json, files.value);
}

async function lookAt(
	run: Run,
	taskId: string,
	submitted: TaskAnswer | undefined,
	{ timeoutMs, returnsAtTimeout }: Delivery,
): Promise<TaskAnswer> {
	if (timeoutMs === undefined) return submitted ?? (await queryTask(run.api, taskId));
	if (submitted?.task.isFinal) return submitted;
	const waited = await untilFinal(run, taskId, { timeoutMs, isNew: submitted !== undefined });
	const last = waited.last ?? submitted;
	if (last?.task.isFinal) return last;
	if (last && returnsAtTimeout) return last;
	throw notReady(waited, timeoutMs);
}

/** Every error names the task, and the way on. @param state as in "may still be running at Anyfast" */
function named(thrown: unknown, taskId: string, state: string): AnyfastError {
	const cause = asAnyfastError(thrown);
	if (isKind(cause, 'task not found')) return cause.after(`the Task ID is ${taskId}`, { taskId });
	const what = `the video task ${taskId} ${state}`;
	if (isKind(cause, 'link expired')) {
		return cause.after(what, {
			taskId,
			advice: `Get Video with the Task ID ${taskId} asks for the link again, free of charge, for 7 days after the video was generated. If that one has expired as well, the video has to be generated again.`,
		});
	}
	return cause.after(what, {
		taskId,
		advice: `Do not generate the video again: Get Video with the Task ID ${taskId} finishes the job free of charge, for 7 days.`,
	});
}

function notReady({ last, problem }: WaitResult, timeoutMs: number): AnyfastError {
	const status = last ? `; its last status was ${last.task.status}` : '';
	const trouble = problem ? ` The last status check failed: ${problem.message}.` : '';
	return new AnyfastError(`The video was not ready after ${timeoutMs / 1000} seconds${status}`, {
		cause: 'api',
		description: `It may still become ready.${trouble} Increase Timeout for long videos.`,
	});
}

/** The error for a task that ended without a video. */
function failedTask(task: VideoTask): AnyfastError {
	const { taskId, status, error = { message: 'Anyfast gave no reason' }, requestId } = task;
	const code = error.code === undefined ? '' : ` [${error.code}]`;
	return new AnyfastError(`The video task ${taskId} ${ENDINGS[status]}: ${error.message}${code}`, {
		cause: 'api',
		description: `${adviceFor(error, status)} A task that failed is not charged. Get Video with this Task ID shows it for 7 days.`,
		code: error.code,
		requestId: error.requestId ?? requestId,
		done: 'no',
	});
}

const ENDINGS: Record<VideoTask['status'], string> = {
	failed: 'failed',
	canceled: 'was canceled',
	expired: 'expired before it was done',
	// These three are no ends without a video.
	queued: 'ended',
	running: 'ended',
	succeeded: 'ended',
};

function adviceFor(error: ApiError, status: VideoTask['status']): string {
	if (status === 'expired')
		return 'Anyfast did not have the capacity to make it in time. Generate the video again.';
	if (status === 'canceled') return 'It was canceled at Anyfast. Generate the video again.';
	switch (classifyError(error)?.kind) {
		case 'moderated':
		case 'face refused':
			return "Anyfast's content check refused it: change the prompt or the files. Real people need assets in a group of verified people (Liveness Face). Trying the same again does not help.";
		case 'asset not ready':
		case 'asset not found':
			return 'Check the assets: they must be active, belong to the same API key and site, and be of a kind that the model accepts (2.5 cannot use assets of verified people, 2.0 can).';
		case 'busy':
		case 'unavailable':
			return "The problem was on Anyfast's side. Generate the video again later.";
		default:
			return 'Check the prompt, the files and the options against what Anyfast said, and generate the video again.';
	}
}

/** Downloads what there is: the video, and its last frame. */
async function filesOf(
	task: VideoTask,
	{ api, context, field }: { api: Run['api']; context: Call['context']; field: string },
): Promise<IBinaryKeyData> {
	const { taskId, lastFrameUrl } = task;
	const video = await downloadToN8n(context, api, {
		type: 'Video',
		name: taskId,
		link: linkTo(task, 'videoUrl') ?? { url: '' },
		freshLink: async () => linkTo((await queryTask(api, taskId)).task, 'videoUrl'),
	});
	if (lastFrameUrl === undefined) return { [field]: video };
	const lastFrame = await downloadToN8n(context, api, {
		type: 'Image',
		name: `${taskId}-last-frame`,
		link: { url: lastFrameUrl },
		freshLink: async () => linkTo((await queryTask(api, taskId)).task, 'lastFrameUrl'),
	});
	return { [field]: video, [LAST_FRAME]: lastFrame };
}

function linkTo(task: VideoTask, file: 'videoUrl' | 'lastFrameUrl'): Link | undefined {
	const { [file]: url, expiresAt } = task;
	return url === undefined ? undefined : { url, endsAt: millisecondsOf(expiresAt) };
}
