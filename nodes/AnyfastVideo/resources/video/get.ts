import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { optionsWith } from '../../../shared/parameters/options';
import { deliver } from './deliver';
import { deliveryOptions, deliveryProperties, readDelivery } from './delivery';

const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.taskId }}',
	description: 'The taskId in the output of Generate Video, or the task ID in an error',
};

/** Video · Get Video: a task as it stands; waits for it, and downloads the video, if asked to. */
export const get: Operation = {
	value: 'get',
	name: 'Get Video',
	action: 'Get a video',
	description:
		'Look up a video task by its ID, wait for it, or download its video. Free of charge, for 7 days after the task was submitted.',
	properties: [taskId, ...deliveryProperties(false), optionsWith(deliveryOptions)],

	prepare(call) {
		const { parameters } = call;
		const task = { taskId: parameters.requiredText(taskId) };
		const delivery = readDelivery(parameters, false);
		return async (run) => [await deliver(run, call, task, delivery)];
	},
};
