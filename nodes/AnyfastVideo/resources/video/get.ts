import type { Operation } from '../../../shared/operation';
import { optionsWith, readOptions } from '../../../shared/parameters/options';
import { deliver } from './task/deliver';
import {
	deliveryOptions,
	deliveryProperties,
	readDelivery,
	readDeliveryOptions,
} from './parameters/delivery';
import { readTaskId, taskId } from './parameters/taskId';

/** Video · Get Video: a task as it stands; waits for it, and downloads the video, if asked to. */
export const get: Operation = {
	value: 'get',
	name: 'Get Video',
	action: 'Get a video',
	description:
		'Look up a video task by its ID, wait for it, or download its video. Free of charge, for 7 days after the task was submitted.',
	properties: [taskId, ...deliveryProperties(false), optionsWith(deliveryOptions)],

	prepare(item) {
		const { parameters } = item;
		const task = { taskId: readTaskId(parameters) };
		const switches = readDelivery(parameters, false);
		const delivery = { ...switches, ...readDeliveryOptions(readOptions(parameters)) };
		return async (run) => [await deliver(run, item, task, delivery)];
	},
};
