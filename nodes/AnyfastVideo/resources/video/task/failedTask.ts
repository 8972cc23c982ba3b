import { AnyfastError } from '../../../../shared/AnyfastError';
import type { ApiError } from '../../../../shared/api/apiError';
import { classifyError } from '../../../../shared/api/classify';
import { NO_REASON, type TaskStatus, type VideoTask } from './task';

/** The error for a task that ended without a video. */
export function failedTask(task: VideoTask): AnyfastError {
	const { taskId, status, error = NO_REASON, requestId } = task;
	const code = error.code === undefined ? '' : ` [${error.code}]`;
	const said = `The video task ${taskId} ${ENDINGS[status] ?? 'failed'}: ${error.message}${code}`;
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

const ENDINGS: Partial<Record<TaskStatus, string>> = {
	canceled: 'was cancelled',
	expired: 'expired before it was done',
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
