import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';

/*
 * What the user sets about a task whose ID is known: whether to wait for it, to download the video, and what to give.
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

/** The binary field of the last frame. */
export const LAST_FRAME = 'lastFrame';

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
