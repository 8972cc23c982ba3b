import { AnyfastError, asAnyfastError, isKind } from '../../../../shared/AnyfastError';
import type { ApiError } from '../../../../shared/api/apiError';
import { classifyError } from '../../../../shared/api/classify';
import { NO_REASON } from './reason';
import type { TaskStatus, VideoTask } from './task';

/*
 * Errors about a task whose ID is known. Each names it, and says how to go on without paying again.
 */

/**
 * Any error, saying also which task it is about.
 *
 * @param isKnown whether Anyfast has named the task in this run, so that it certainly exists
 */
export function withTaskId(cause: unknown, taskId: string, isKnown: boolean): AnyfastError {
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

/** The error of a download, saying also which task it is about. */
export function notDownloaded(cause: unknown, { taskId, expiresAt }: VideoTask): AnyfastError {
	const error = asAnyfastError(cause);
	const advice = isKind(error, 'link expired')
		? `The link ended at ${expiresAt}. Get Video with the Task ID ${taskId} asks for another one, free of charge, for 7 days after the video was submitted.`
		: `Do not generate the video again: Get Video with the Task ID ${taskId} and Download Video downloads it, free of charge, for 7 days.`;
	return error.after(`the video task ${taskId} is done`, { taskId, advice });
}

/**
 * The error at the end of the time.
 *
 * @param status of the task; undefined if it is not known
 * @param problem what was wrong then
 */
export function notReady(
	timeoutMs: number,
	status: TaskStatus | undefined,
	problem: AnyfastError | undefined,
): AnyfastError {
	const known = status ? `; its last status was ${status}` : '';
	const trouble = problem
		? `The last status check failed: ${problem.message}. ${adviceAtQuery(problem)}${problem.details.description}`
		: 'Increase Timeout for long videos.';
	return new AnyfastError(`The video was not ready after ${timeoutMs / 1000} seconds${known}`, {
		cause: 'api',
		description: `It may still become ready. ${trouble}`,
	});
}

/** What else can be the case if a query is refused, although the submit went well; with a blank behind it. */
function adviceAtQuery(error: AnyfastError): string {
	if (isKind(error, 'key refused', 'no credit')) {
		return 'The key may have been disabled, have expired, or have been used up by this very video: check it in the Anyfast console, and raise its quota. ';
	}
	if (isKind(error, 'no model', 'forbidden')) {
		return 'A key that is limited to some models may submit a video and not ask for it: lift that limit in the Anyfast console. ';
	}
	return '';
}

/** The error for a task that ended without a video. */
export function failedTask(task: VideoTask): AnyfastError {
	const { taskId, status, error = NO_REASON, requestId } = task;
	const code = error.code === undefined ? '' : ` [${error.code}]`;
	const said = `The video task ${taskId} ${ENDINGS[status]}: ${error.message}${code}`;
	return new AnyfastError(said, {
		cause: 'api',
		// The reason once more, because n8n 1.x hands an AI Agent nothing else.
		description: `${adviceFor(error, status)} ${said}. Get Video with this Task ID shows it for 7 days.`,
		taskId,
		code: error.code,
		requestId: error.requestId ?? requestId,
		done: 'no',
	});
}

const ENDINGS: Record<TaskStatus, string> = {
	failed: 'failed',
	canceled: 'was cancelled',
	expired: 'expired before it was done',
	// These three are no ends without a video.
	queued: 'ended',
	running: 'ended',
	succeeded: 'ended',
};

function adviceFor(error: ApiError, status: TaskStatus): string {
	if (status === 'expired')
		return 'Anyfast did not have the capacity to make it in time. Generate the video again.';
	if (status === 'canceled') return 'It was cancelled at Anyfast. Generate the video again.';
	return `${adviceAfter(error)} Anyfast says that it does not charge for failed tasks.`;
}

function adviceAfter(error: ApiError): string {
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
