import type { IDataObject } from 'n8n-workflow';

import { layersOf } from '../../../../shared/api/answer';
import { type ApiError, errorIn, findApiError } from '../../../../shared/api/apiError';
import { cut, idOf, isObject, nonBlank, withoutGaps } from '../../../../shared/json';
import { isoTime, millisecondsOf } from '../../../../shared/parseTime';

/** How a task stands, in a small set of words of our own. */
export type TaskStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'expired';

/** A video task. Fields that the API did not give are not there. */
export interface VideoTask {
	taskId: string;
	status: TaskStatus;
	/** Whether the status will not change any more. */
	isFinal: boolean;
	/** It is done by its words, and there is no address, so it is not final yet. */
	lacksLink?: true;
	/** By its upstream name, which is never the one that was sent. */
	model?: string;
	/** Signed; valid until `expiresAt`. */
	videoUrl?: string;
	/** A PNG image. */
	lastFrameUrl?: string;
	/** Of `seedance-2.0-ultra`: the video before its resolution was raised. */
	originalVideoUrl?: string;
	/**
	 * When the addresses end, ISO 8601: by the signature, else 24 hours after the video was finished (vendor's page); of
	 * addresses that were given later it is not known.
	 */
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

/** Puts a text of the API in the user's terms. @param code of what it says */
export type InUsersTerms = (text: string, code?: string) => string;

/** How long the link to a result is valid if it does not say so itself, in milliseconds (vendor's page). */
const LINK_MS = 24 * 3600 * 1000;

/** Words of the gateway, of upstream, and of clients' reports, in upper case. An unknown word is still under way. */
const WORDS: Array<[RegExp, TaskStatus]> = [
	[/^(SUCCESS|SUCCEED|SUCCEEDED|COMPLETE|COMPLETED|DONE|FINISHED)$/, 'succeeded'],
	[/^CANCEL(ED|LED)?$/, 'canceled'],
	[/^(EXPIRE|EXPIRED)$/, 'expired'],
	[/^(FAIL|FAILED|FAILURE|ERROR|TIMEOUT)$/, 'failed'],
	[/^(NOT_START|NOT_STARTED|SUBMITTED|CREATED|PENDING|QUEUED|QUEUING|QUEUEING)$/, 'queued'],
	[/^(IN_PROGRESS|PROCESSING|RUNNING)$/, 'running'],
];

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
 * upstream's task; upstream's task alone; and `{ id, status, video_url }`, as sibling gateways give it. No value in it can
 * throw.
 *
 * @param taskId the ID it was asked by; the answer may name upstream's, which the API would not find
 * @param now when the answer came, in milliseconds
 */
export function readTask(answer: IDataObject, taskId: string, now = 0): VideoTask {
	const [task, upstream] = taskIn(answer);
	const address = videoAddressIn(task, upstream);
	const { status, lacksLink } = statusOf(task, upstream, address !== undefined);
	const isFinal = status === 'succeeded' || isFailure(status);
	const both = (field: string): unknown => upstream[field] ?? task[field] ?? undefined;
	const usage = both('usage');
	const hasEnded = isFinal || lacksLink;
	const finished =
		millisecondsOf(task.finish_time) ?? (hasEnded ? millisecondsOf(both('updated_at')) : undefined);

	return withoutGaps({
		taskId,
		status,
		isFinal,
		lacksLink,
		model: firstText(upstream.model, task.model),
		...(status === 'succeeded' && linksIn(task, upstream, now, finished)),
		progress: percentOf(task.progress),
		...Object.fromEntries(Object.entries(SETTINGS).map(([theirs, ours]) => [ours, both(theirs)])),
		usage: isObject(usage) ? usage : undefined,
		createdAt: isoTime(millisecondsOf(task.submit_time) ?? millisecondsOf(both('created_at'))),
		startedAt: isoTime(millisecondsOf(task.start_time)),
		finishedAt: isoTime(finished),
		requestId: firstText(task.request_id, answer.request_id),
		error: isFailure(status)
			? (reasonOf(task, upstream) ?? errorIn(answer) ?? NO_REASON)
			: undefined,
	});
}

/** @param finished when the task was, in milliseconds */
function linksIn(task: IDataObject, upstream: IDataObject, now: number, finished = -Infinity) {
	const videoUrl = videoAddressIn(task, upstream);
	const usualEnd = finished + LINK_MS;
	const end = endOfLink(videoUrl ?? '') ?? (usualEnd > now ? usualEnd : undefined);
	return {
		videoUrl,
		lastFrameUrl: addressOf(contentOf(upstream).last_frame_url, contentOf(task).last_frame_url),
		originalVideoUrl: addressOf(task.original_result_url, upstream.original_result_url),
		expiresAt: isoTime(end),
	};
}

/**
 * Reads the answer to a submit. Whatever it says, the task has only just begun, so nothing in it is final.
 *
 * @param taskId the ID in it
 */
export function readSubmitted(answer: IDataObject, taskId: string): VideoTask {
	const { model, createdAt, status } = readTask(answer, taskId);
	const isRunning = status === 'running';
	return withoutGaps({
		taskId,
		status: isRunning ? status : 'queued',
		isFinal: false,
		model,
		createdAt,
	});
}

/** The fields that people use; the others are for those who ask for all. */
const SIMPLE = [
	'taskId',
	'status',
	'isFinal',
	'videoUrl',
	'lastFrameUrl',
	'expiresAt',
	'model',
	'duration',
	'ratio',
	'resolution',
	'createdAt',
	'finishedAt',
	'failReason',
];

/**
 * The task as an output item, without a key `error`: with one, n8n's Retry On Fail would run the node again.
 *
 * @param inUsersTerms puts the API's reason in the user's terms
 */
export function itemOf(
	task: VideoTask,
	{ isSimple, inUsersTerms }: { isSimple: boolean; inUsersTerms: InUsersTerms },
): IDataObject {
	const { error } = task;
	const failReason = error && inUsersTerms(error.message, error.code);
	const item = withoutGaps({ ...task, error: undefined, lacksLink: undefined, failReason });
	if (!isSimple) return item;
	return Object.fromEntries(Object.entries(item).filter(([field]) => SIMPLE.includes(field)));
}

/** The task, and what is nested in its `data` (once or twice), without the wrapper around them. */
function taskIn(answer: IDataObject): [task: IDataObject, upstream: IDataObject] {
	const layers = layersOf(answer);
	const [first = {}, second] = layers;
	const [task = {}, ...nested] = second && isWrapper(first, second) ? layers.slice(1) : layers;
	return [task, Object.assign({}, ...nested)];
}

/** A wrapper may have an ID and a status of its own: the request's. */
const isWrapper = (outer: IDataObject, inner: IDataObject) =>
	idOf(outer.task_id) === undefined && (wordOf(outer) === '' || idOf(inner.task_id) !== undefined);

const wordOf = ({ status }: IDataObject) =>
	(nonBlank(status) ?? '').toUpperCase().replace(/[\s-]+/g, '_');

const meaningOf = (layer: IDataObject) => WORDS.find(([known]) => known.test(wordOf(layer)))?.[1];

/**
 * What both words and the address mean together. Words that are blank or unknown say nothing.
 *
 * - A failure is final, whichever of the two says it; upstream's word tells whether it was canceled, or expired.
 * - A success needs an address. Upstream's counts also while the gateway is behind, unless the resolution of the video is
 *   to be raised: then it is the address of the video before.
 *
 * @returns also whether a success lacks its address
 */
function statusOf(
	task: IDataObject,
	upstream: IDataObject,
	hasAddress: boolean,
): { status: TaskStatus; lacksLink?: true } {
	const [outer, inner] = [meaningOf(task), meaningOf(upstream)];
	if (isFailure(outer)) return { status: outer === 'failed' && isFailure(inner) ? inner : outer };
	if (outer === 'succeeded' && hasAddress) return { status: outer };
	if (isFailure(inner)) return { status: inner };
	const isBehind = outer !== 'succeeded' && !isRaised(task, upstream);
	if (inner === 'succeeded' && hasAddress && isBehind) return { status: inner };
	const word = outer ?? inner;
	if (word === 'succeeded') return { status: 'running', lacksLink: true };
	const isUnnamed = wordOf(task) === '' && wordOf(upstream) === '';
	return { status: word ?? (isUnnamed ? 'queued' : 'running') };
}

function isFailure(status: TaskStatus | undefined): status is 'failed' | 'canceled' | 'expired' {
	return status === 'failed' || status === 'canceled' || status === 'expired';
}

/** Whether the resolution of the video is raised after upstream has made it, and is not yet. */
const isRaised = (task: IDataObject, { super_resolution }: IDataObject) =>
	Boolean(super_resolution) && addressOf(task.result_url) === undefined;

/** The address of the video; the field of the reason holds it, too, for old clients, and is not read. */
const videoAddressIn = (task: IDataObject, upstream: IDataObject): string | undefined =>
	addressOf(
		task.result_url,
		contentOf(upstream).video_url,
		contentOf(task).video_url,
		upstream.video_url,
		task.video_url,
	);

const contentOf = ({ content }: IDataObject): IDataObject => (isObject(content) ? content : {});

/** The first of them that is a web address. */
const addressOf = (...values: unknown[]): string | undefined =>
	values
		.flatMap((value) => nonBlank(value) ?? [])
		.find((text) => /^https?:\/\//i.test(text) && URL.canParse(text));

const firstText = (...values: unknown[]) => values.flatMap((value) => nonBlank(value) ?? [])[0];

function percentOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? parseFloat(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * When a signed link ends, by its own signature: `X-Tos-Date` with `X-Tos-Expires`, the same of `X-Amz` and others, in
 * seconds; or the end itself in `Expires`.
 */
function endOfLink(url: string): number | undefined {
	if (!URL.canParse(url)) return undefined;
	const entries = [...new URL(url).searchParams].map(([name, value]) => [
		name.toLowerCase(),
		value,
	]);
	const query = new Map(entries.map(([name = '', value = '']) => [name, value]));
	for (const [name, value] of query) {
		if (!/(^|-)expires$/.test(name)) continue;
		const signedAt = signatureTime(query.get(name.replace(/expires$/, 'date')));
		const end = millisecondsOf(signedAt === undefined ? value : signedAt + 1000 * Number(value));
		if (end !== undefined) return end;
	}
	return undefined;
}

/** A time as signatures write it: `20260101T000000Z`. */
function signatureTime(text = ''): number | undefined {
	const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
	return millisecondsOf(text.replace(digits, '$1-$2-$3T$4:$5:$6Z'));
}

/** What stands for a reason that is not there. */
export const NO_REASON: ApiError = { message: 'Anyfast gave no reason' };

/** Where a reason may stand, in upstream's task and in the gateway's. */
const FIELDS = ['error', 'fail_reason', 'failReason', 'FailReason', 'reason'];

/**
 * Why a task failed, if its fields say it: upstream's error, or the gateway's reason. Either may be a text, an object, or
 * JSON in a text; on success the gateway's field may hold an address, which is no reason.
 */
function reasonOf(task: IDataObject, upstream: IDataObject): ApiError | undefined {
	const values = [upstream, task].flatMap((layer) => FIELDS.map((field) => layer[field]));
	return values.flatMap((value) => readReason(value) ?? [])[0];
}

function readReason(value: IDataObject[string]): ApiError | undefined {
	if (/^https?:\/\/\S+$/i.test(nonBlank(value) ?? '')) return undefined;
	if (!isObject(value)) return findApiError({ error: value });
	const error = findApiError(value) ?? findApiError({ error: value });
	const isSaid = error === undefined || error.message !== 'no message';
	return isSaid ? error : { ...error, message: cut(JSON.stringify(value)) };
}
