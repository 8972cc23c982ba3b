import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../../shared/parameters/NodeParameters';

/** The task to look up. */
export const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.taskId }}',
	description: 'The taskId in the output of Generate Video, or the task ID in an error',
};

/** What is copied along with an ID: quotes of all kinds, blanks that nobody sees, and the end of a sentence. */
const AROUND =
	/^[\s"'`´‘’‚“”„«»「」()<>\u200B-\u200D\u2060\uFEFF]+|[\s"'`´‘’‚“”„«»「」()<>.,;:\u200B-\u200D\u2060\uFEFF]+$/g;

/** The API's addresses of a task, and of its video. */
const ADDRESS = /\/v1\/(?:video\/generations|videos?)\/([^/?#]+)(?:\/content)?\/?(?:[?#].*)?$/i;

/**
 * Reads the ID of a task, without what was copied along with it: quotes, blanks, or the address around it.
 *
 * @throws AnyfastError if it is empty, or none: one that changes the address that is asked, such as `..`
 */
export function readTaskId(parameters: NodeParameters): string {
	const text = parameters.requiredText(taskId);
	const copied = text.replace(AROUND, '');
	const id = ADDRESS.exec(copied)?.[1] ?? copied;
	if (/^(?!\.+$)[^\s/\\?#%]+$/.test(id)) return id;
	throw parameters.invalid(
		taskId,
		'must be the ID of a video task, such as asyntask_7f3a, without anything around it',
		text,
	);
}
