import type { IDataObject } from 'n8n-workflow';

import { type ApiError, findApiError } from '../../../shared/api/apiError';
import { isObject, nonBlank } from '../../../shared/json';

/** How a task stands, in a small set of words of our own. */
export type TaskStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'expired';

/** A video task. Fields that the API did not give are not there. */
export interface VideoTask {
	taskId: string;
	status: TaskStatus;
	/** Whether the status will not change any more. */
	isFinal: boolean;
	/** By its upstream name, which is never the one that was sent. */
	model?: string;
	/** Signed; valid for 24 hours (vendor's page). */
	videoUrl?: string;
	/** A PNG image. */
	lastFrameUrl?: string;
	/** Of `seedance-2.0-ultra`: the video before its resolution was raised. */
	originalVideoUrl?: string;
	/** When the addresses end, ISO 8601. */
	expiresAt?: string;
	/** In percent; starts at about 50, so it measures little. */
	progress?: number;
	/** Why it failed; on success the API may fill its field with an address, which is left out. */
	error?: ApiError;
	/** What the API calls the request, for its support. */
	requestId?: string;
	/** In seconds. */
	duration?: number;
	ratio?: string;
	resolution?: string;
	framesPerSecond?: number;
	generateAudio?: boolean;
	seed?: number;
	serviceTier?: string;
	/** In tokens. */
	usage?: IDataObject;
	/** ISO 8601, as the others. */
	createdAt?: string;
	startedAt?: string;
	finishedAt?: string;
}

/** Answers nest the task up to three times: the wrapper, the gateway's task, and one or two around upstream's. */
const MAX_DEPTH = 4;

/** How long the address of a result is valid (vendor's page). */
const LINK_SECONDS = 24 * 3600;

/** Words of the gateway, of upstream, and of clients' reports, in upper case. An unknown word is still under way. */
const WORDS: Array<[RegExp, TaskStatus]> = [
	[/^(SUCCESS|SUCCEED|SUCCEEDED|COMPLETE|COMPLETED)$/, 'succeeded'],
	[/^CANCEL/, 'canceled'],
	[/^(EXPIRE|EXPIRED)$/, 'expired'],
	[/^(FAIL.*|ERROR|TIMEOUT)$/, 'failed'],
	[/^(NOT_START|NOT_STARTED|SUBMITTED|CREATED|PENDING|QUEUED|QUEUING|QUEUEING)$/, 'queued'],
	[/^(IN_PROGRESS|PROCESSING|RUNNING)$/, 'running'],
];

const FINAL: readonly TaskStatus[] = ['succeeded', 'failed', 'canceled', 'expired'];

/** What the settings are called by the API, and by us. */
const SETTINGS = {
	seed: 'seed',
	duration: 'duration',
	ratio: 'ratio',
	resolution: 'resolution',
	framespersecond: 'framesPerSecond',
	generate_audio: 'generateAudio',
	service_tier: 'serviceTier',
} as const;

/**
 * Reads a task from any of the answers that are known: the gateway's `{ code, data: task }`, whose `data.data` is
 * upstream's task; upstream's task alone; and `{ id, status, video_url }`, as sibling gateways give it.
 *
 * @param taskId the ID it was asked by; the answer may name upstream's, which the API would not find
 */
export function readTask(answer: IDataObject, taskId: string): VideoTask {
	const [task, upstream] = layersOf(answer);
	const status = statusOf(wordOf(task), wordOf(upstream));
	const isFinal = FINAL.includes(status);
	const [content, outerContent] = [upstream, task].map((layer) =>
		isObject(layer.content) ? layer.content : {},
	);
	const text = (...values: unknown[]) => values.flatMap((value) => nonBlank(value) ?? [])[0];
	const both = (field: string): unknown => upstream[field] ?? task[field];
	const usage = both('usage');
	const finished =
		secondsOf(task.finish_time) ?? (isFinal ? secondsOf(both('updated_at')) : undefined);
	const videoUrl =
		status === 'succeeded'
			? text(task.result_url, content?.video_url, outerContent?.video_url, both('video_url'))
			: undefined;

	return withoutGaps({
		taskId,
		status,
		isFinal,
		model: text(upstream.model, task.model),
		videoUrl,
		lastFrameUrl: text(content?.last_frame_url, outerContent?.last_frame_url),
		originalVideoUrl: text(task.original_result_url, upstream.original_result_url),
		expiresAt: isoTime(videoUrl && finished ? finished + LINK_SECONDS : undefined),
		progress: percentOf(task.progress),
		...Object.fromEntries(Object.entries(SETTINGS).map(([theirs, ours]) => [ours, both(theirs)])),
		usage: isObject(usage) ? usage : undefined,
		createdAt: isoTime(secondsOf(task.submit_time) ?? secondsOf(both('created_at'))),
		startedAt: isoTime(secondsOf(task.start_time)),
		finishedAt: isoTime(finished),
		requestId: text(task.request_id, answer.request_id),
		error: isFinal && status !== 'succeeded' ? errorIn(task, upstream) : undefined,
	});
}

/**
 * The task as an output item, without a key `error`: with one, n8n's Retry On Fail would run the node again.
 *
 * @param inUsersTerms puts the API's reason in the user's terms
 */
export function itemOf(
	{ error, ...task }: VideoTask,
	inUsersTerms: (text: string) => string,
): IDataObject {
	return withoutGaps({ ...task, failReason: error && inUsersTerms(error.message) });
}

/**
 * The task, and what is nested in its `data` (once or twice), without the wrapper around them.
 */
function layersOf(answer: IDataObject): [task: IDataObject, upstream: IDataObject] {
	const layers: IDataObject[] = [];
	let layer: unknown = answer;
	for (let depth = 0; depth < MAX_DEPTH && isObject(layer); depth++) {
		layers.push(layer);
		layer = layer.data ?? layer.Result;
	}
	const isWrapped = layers.length > 1 && taskIdHere(answer) === undefined;
	const [task = {}, ...nested] = isWrapped ? layers.slice(1) : layers;
	return [task, Object.assign({}, ...nested)];
}

const taskIdHere = ({ task_id, id }: IDataObject) => nonBlank(task_id) ?? nonBlank(id);

const wordOf = ({ status }: IDataObject) => (nonBlank(status) ?? '').toUpperCase();

/**
 * The gateway's word counts, unless it is blank or unknown, and upstream's is known. Upstream also tells what the gateway
 * calls a failure: whether the task was canceled, or expired.
 */
function statusOf(outer: string, inner: string): TaskStatus {
	const [byOuter, byInner] = [meaningOf(outer), meaningOf(inner)];
	if (byOuter === 'failed' && (byInner === 'canceled' || byInner === 'expired')) return byInner;
	return byOuter ?? byInner ?? (outer === '' && inner === '' ? 'queued' : 'running');
}

const meaningOf = (word: string) => WORDS.find(([known]) => known.test(word))?.[1];

/** Upstream's error, or the gateway's reason, which may be JSON itself, or an address that means nothing. */
function errorIn(task: IDataObject, upstream: IDataObject): ApiError {
	for (const layer of [upstream, task]) {
		const error = isObject(layer.error) || nonBlank(layer.error) ? findApiError(layer) : undefined;
		if (error) return error;
	}
	const reason = nonBlank(task.fail_reason) ?? nonBlank(upstream.fail_reason);
	const isReason = reason !== undefined && !/^https?:\/\/\S+$/i.test(reason);
	const error = isReason ? findApiError({ message: reason }) : undefined;
	return error ?? { message: 'Anyfast gave no reason' };
}

function percentOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? parseFloat(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Unix time in seconds, also if it comes as text or in milliseconds; 0 means that it has not happened. */
function secondsOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number !== 'number' || !(number > 0)) return undefined;
	return number < 1e11 ? number : number / 1000;
}

const isoTime = (seconds: number | undefined) =>
	seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();

/** Without what is not known, so that an item has no empty fields. */
function withoutGaps<T extends object>(fields: T): T {
	for (const [name, value] of Object.entries(fields)) {
		if (value === undefined || value === null) Reflect.deleteProperty(fields, name);
	}
	return fields;
}
