import type { IDataObject } from 'n8n-workflow';

import { cut, isObject, nonBlank } from '../json';
import { type Answer, idUnder, isSameId, layersOf, Unproven } from './answer';
import type { Endpoint } from './endpoint';
import { looksLikeId } from './entity';
import { UNUSABLE_ASSET } from './failure';

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

/** A task, as a submit answers. */
interface SubmittedTask {
	taskId: string;
	/** The whole answer. */
	answer: IDataObject;
}

/** {@link SubmitRequest} → a task with `task_id` (vendor's page). There is no idempotency key and no list of tasks. */
export const submitVideo: Endpoint<SubmittedTask> = {
	name: 'Generate Video',
	method: 'POST',
	path: TASKS,
	timeoutMs: SUBMIT_TIMEOUT_MS,
	words: { 'asset not found': ['Anyfast cannot find the asset', UNUSABLE_ASSET] },
	propagationPausesMs: ASSET_PROPAGATION_MS,
	read: readSubmitted,
	change: {
		repeatable: false,
		doubt: 'the video may have been submitted anyway, and may be billed',
		check:
			"Anyfast has no list of tasks: look in its console before you run this again, or you may pay for two. If you find the task's ID there, use Get Video with it.",
		did: 'submitted the task',
		to: ({ taskId }) => taskId,
		next: 'use Get Video to get the video',
	},
};

/** A task as it stands; 404 if this key has none of that ID, or it is older than 7 days (vendor's page). */
export const queryVideo = (taskId: string): Endpoint<IDataObject> => ({
	name: 'Get Video',
	method: 'GET',
	path: `${TASKS}/${encodeURIComponent(taskId)}`,
	timeoutMs: TIMEOUT_MS,
	thing: 'task',
	words: {
		'no model': [
			'The API key may not ask for this task, because it is limited to some models',
			'In the Anyfast console, lift the limit of the key. The video is being made meanwhile: then use Get Video.',
		],
	},
	read: (answer) => readQueried(answer, taskId),
	isOwnError: (body) => isBareTask(body) || hasFailed(body, taskId),
});

/** The models that the key may use (vendor's page). */
export const listModels: Endpoint<string[]> = {
	name: 'List Models',
	method: 'GET',
	path: '/v1/models',
	timeoutMs: TIMEOUT_MS,
	isOptional: true,
	read: readModelIds,
};

/** What the ID of a task is called; at a submit, an `id` may be the request's, so it counts only without these. */
const TASK_IDS = ['task_id', 'taskId', 'TaskId'];

/** The ID of a task anywhere in an answer: `task_id` before `id`, or a text that is nothing but an ID. */
function taskIdIn(body: IDataObject): string | undefined {
	const layers = layersOf(body);
	for (const names of [TASK_IDS, ['id', 'Id']]) {
		const id = layers.flatMap((layer) => idUnder(layer, names) ?? [])[0];
		if (id !== undefined) return id;
	}
	return layers.flatMap(({ data, Result }) => [data, Result].flat()).find(looksLikeId);
}

function readSubmitted({ body }: Answer): SubmittedTask | Unproven {
	const taskId = taskIdIn(body);
	return taskId === undefined
		? new Unproven('there is no task ID in it')
		: { taskId, answer: body };
}

/** A bare `id` may be upstream's, or the request's, so only `task_id` is held against the question. */
function readQueried({ body }: Answer, taskId: string): IDataObject | Unproven {
	const layers = layersOf(body);
	const other = layers.flatMap((layer) => idUnder(layer, TASK_IDS) ?? [])[0];
	if (other !== undefined && !isSameId(taskId, other)) {
		return new Unproven(`${taskId} was asked for, and ${cut(other)} came`, true);
	}
	// The documented answer to a submit has an empty status; so may be that of a task whose ID is the one asked for.
	const hasStatus = layers.some((layer) => nonBlank(layer.status) !== undefined);
	const isTask = other !== undefined || (hasStatus && taskIdIn(body) !== undefined);
	const isWrapped = layers.slice(1).some((layer) => nonBlank(layer.status) !== undefined);
	return isTask || isWrapped ? body : new Unproven('there is no task in it');
}

/** A task without a wrapper, whose error and status are its own. */
function isBareTask(body: IDataObject): boolean {
	return nonBlank(body.status) !== undefined && idUnder(body, [...TASK_IDS, 'id']) !== undefined;
}

/** Whether the task has failed by its own status, so that an error around it is the reason. */
const hasFailed = (body: IDataObject, taskId: string): boolean =>
	layersOf(body).some(
		(layer) => isSameId(taskId, idUnder(layer, TASK_IDS)) && /^fail/i.test(String(layer.status)),
	);

function readModelIds({ body: { data } }: Answer): string[] | Unproven {
	if (!Array.isArray(data)) return new Unproven('there is no list of models in it');
	return data.flatMap((model) => (isObject(model) ? (nonBlank(model.id) ?? []) : []));
}
