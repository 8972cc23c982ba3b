import type { IDataObject } from 'n8n-workflow';

import { isObject, nonBlank } from '../json';
import { Unexpected } from './answer';
import type { Endpoint } from './endpoint';

/*
 * Seedance video generation as the vendor serves it (docs.anyfast.ai), in its own words.
 */

/** The roles that an input can have. */
export type Role =
	'first_frame' | 'last_frame' | 'reference_image' | 'reference_video' | 'reference_audio';

/** An entry of `content`: the prompt, or an input with its address (https, `asset://…`, or a data URI). */
export type Content =
	| { type: 'text'; text: string }
	| { type: 'image_url'; image_url: { url: string }; role: Role }
	| { type: 'video_url'; video_url: { url: string }; role: Role }
	| { type: 'audio_url'; audio_url: { url: string }; role: Role };

/** What a submit takes. All but model and content is sent only if the user set it. */
export type SubmitRequest = {
	model: string;
	/** In this order: text, images, videos, audio (a sibling gateway insists on it). */
	content: Content[];
	resolution?: string;
	ratio?: string;
	/** In seconds; -1 lets the model decide (2.5). */
	duration?: number;
	generate_audio?: boolean;
	/** -1 is random. */
	seed?: number;
	watermark?: boolean;
	return_last_frame?: boolean;
	tools?: Array<{ type: 'web_search' }>;
};

/** Models that the vendor documents; for when the API does not say which ones the key may use. */
export const KNOWN_MODELS = [
	'seedance-2.0',
	'seedance-2.0-fast',
	'seedance-2.0-mini',
	'seedance-2.0-ultra',
	'seedance-2.5',
] as const;

/** The vendor's standard model. */
export const DEFAULT_VIDEO_MODEL = KNOWN_MODELS[0];

const TASKS = '/v1/video/generations';

/** The inputs are fetched before the answer comes; clients allow 120 to 600 seconds (field report), in milliseconds. */
const SUBMIT_TIMEOUT_MS = 300_000;

const TIMEOUT_MS = 60_000;

/** An asset is visible to generation 20 seconds and more after it became active (field report); two minutes in all. */
const ASSET_PROPAGATION_MS = [10_000, 13_000, 17_000, 22_000, 27_000, 31_000];

/** {@link SubmitRequest} → a task with `task_id` (vendor's page). There is no idempotency key and no list of tasks. */
export const submitVideo: Endpoint = {
	name: 'Generate Video',
	method: 'POST',
	path: TASKS,
	timeoutMs: SUBMIT_TIMEOUT_MS,
	isWhole: true,
	propagationPausesMs: ASSET_PROPAGATION_MS,
	change: {
		repeatable: false,
		doubt: 'the video may have been submitted anyway, and may be billed',
		check:
			"Anyfast has no list of tasks: look in its console before you run this again, or you may pay for two. If you find the task's ID there, use Get Video with it.",
		made: (answer) =>
			`submitted the video task ${taskIdIn(answer)} (use Get Video to get its video)`,
	},
};

/** A task as it stands; 404 if this key has none of that ID, or it is older than 7 days (vendor's page). */
export const queryVideo = (taskId: string): Endpoint => ({
	name: 'Get Video',
	method: 'GET',
	path: `${TASKS}/${encodeURIComponent(taskId)}`,
	timeoutMs: TIMEOUT_MS,
	isWhole: true,
	about: 'task',
});

/** The models that the key may use (vendor's page). */
export const listModels: Endpoint = {
	name: 'List Models',
	method: 'GET',
	path: '/v1/models',
	timeoutMs: TIMEOUT_MS,
	isWhole: true,
	isOptional: true,
};

/** The ID of a submitted task: `task_id`, or `id`, or either under `data`. */
export function taskIdIn(answer: IDataObject): string | undefined {
	const { task_id, id, data } = answer;
	const own = nonBlank(task_id) ?? nonBlank(id);
	return own ?? (isObject(data) ? (nonBlank(data.task_id) ?? nonBlank(data.id)) : undefined);
}

/** Takes the answer to a submit or a query if it is about a task. */
export const readTaskAnswer = (answer: IDataObject): IDataObject | Unexpected =>
	taskIdIn(answer) === undefined ? new Unexpected('there is no task ID in it') : answer;

/** Reads the IDs of the models from the answer of {@link listModels}. */
export function readModelIds({ data }: IDataObject): string[] | Unexpected {
	if (!Array.isArray(data)) return new Unexpected('there is no list of models in it');
	return data.flatMap((model) => (isObject(model) ? (nonBlank(model.id) ?? []) : []));
}
