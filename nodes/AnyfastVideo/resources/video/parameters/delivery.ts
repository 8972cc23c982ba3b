import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../../shared/parameters/NodeParameters';

/*
 * What the user sets about a task whose ID is known: whether to wait for it, to download the video, and what to give.
 */

const ASSISTANT = "n8n's AI assistant ends a node after a minute: turn it off there, and";

const wait = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	builderHint: {
		propertyHint:
			'Making a video takes minutes. Set to false if the run may take at most a minute, and get the video later with the operation Get Video.',
	},
} satisfies INodeProperties;

/** What it does, for a task that was just submitted, and for one that is looked up. */
const WAIT = {
	new: `Whether to wait until the video is ready, which takes minutes. If off, the output is the task as it stands, to be looked up with Get Video. ${ASSISTANT} use Get Video later.`,
	known: `Whether to wait until the video is ready, which can take minutes. If off, the output is the task as it stands. ${ASSISTANT} look again later.`,
};

const STOP_HINT =
	'Stopping the execution neither stops nor refunds a video. Get Video still gets it.';

const timeout = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { '/waitForCompletion': [true] } },
	default: 1200,
	description:
		'How long to wait for the video. Most take 1 to 5 minutes; long videos, 2k and 4k take longer.',
} satisfies INodeProperties;

const onTimeout = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	displayOptions: { show: { '/waitForCompletion': [true] } },
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
	default: true,
	description:
		'Whether to download the video into a binary field of the output. If there is a last frame, it goes into the field lastFrame.',
} satisfies INodeProperties;

const outputField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	hint: 'The name of the output binary field to put the video in',
};

const simplify = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the task instead of all its fields',
} satisfies INodeProperties;

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

/**
 * The parameters of what both operations do, in the order in which {@link readDelivery} reads them.
 *
 * @param isNew whether the task is one that was just submitted: it is waited for unless told otherwise, and without
 *   waiting there is no video to download
 */
export function deliveryProperties(isNew: boolean): INodeProperties[] {
	const whenWaiting = isNew ? { waitForCompletion: [true] } : {};
	return [
		{ ...downloadVideo, default: isNew, displayOptions: { show: whenWaiting } },
		{ ...outputField, displayOptions: { show: { ...whenWaiting, download: [true] } } },
		isNew
			? { ...wait, description: WAIT.new, hint: STOP_HINT }
			: { ...wait, default: false, description: WAIT.known },
		simplify,
	];
}

/** The options of what both operations do, in the order in which {@link readDeliveryOptions} reads them. */
export const deliveryOptions: INodeProperties[] = [timeout, onTimeout, onFailedTask, includeRaw];

/** What to do with a task. */
export interface Delivery {
	waits: boolean;
	/** The binary field for the video; undefined if it is not to be downloaded. */
	field?: string;
	/** Whether to give only the fields that people use. */
	isSimple: boolean;
	/** How long to wait at most, in milliseconds. */
	timeoutMs: number;
	returnsAtTimeout: boolean;
	returnsFailed: boolean;
	hasRaw: boolean;
}

/** What stands beside the Options. */
type DeliverySwitches = Pick<Delivery, 'waits' | 'field' | 'isSimple'>;

/** @throws AnyfastError for what the user set wrongly */
export function readDelivery(parameters: NodeParameters, isNew: boolean): DeliverySwitches {
	const field = readField(parameters, isNew);
	const waits = parameters.flag({ ...wait, default: isNew });
	const isSimple = parameters.flag(simplify);
	return { waits, isSimple, field: waits || !isNew ? field : undefined };
}

/** @param options what the user set in the Options. @throws AnyfastError for what the user set wrongly */
export function readDeliveryOptions(
	options: NodeParameters,
): Omit<Delivery, keyof DeliverySwitches> {
	return {
		timeoutMs: 1000 * options.wholeNumber(timeout),
		returnsAtTimeout: options.choice(onTimeout, ['fail', 'return']) === 'return',
		returnsFailed: options.choice(onFailedTask, ['fail', 'return']) === 'return',
		hasRaw: options.flag(includeRaw),
	};
}

function readField(parameters: NodeParameters, isNew: boolean): string | undefined {
	if (!parameters.flag({ ...downloadVideo, default: isNew })) return undefined;
	const field = parameters.text(outputField) ?? 'data';
	if (field !== LAST_FRAME) return field;
	throw parameters.invalid(
		outputField,
		'must be another field, because lastFrame holds the last frame',
		field,
	);
}
