import type { Refusal } from './refusals';
import type { VideoModel } from './videoModels';
import type { SubmitRequest } from './videoRequest';
import { type State, type VideoShape, WORDS } from './videoShapes';

/** A task at the moment of a question. */
export interface Snapshot {
	id: string;
	/** Upstream's ID of it, which the gateway does not know. */
	upstreamId: string;
	request: SubmitRequest;
	model: VideoModel;
	shape: VideoShape;
	state: State;
	/** Why it ended in anything else than success. */
	failure: Pick<Refusal, 'code' | 'message'>;
	/** Unix seconds. */
	submitTime: number;
	video: string;
	/** Before it was enlarged, if it was. */
	original: string;
	lastFrame: string;
}

const isDone = ({ state }: Snapshot) => state === 'succeeded';
const hasFailed = ({ state }: Snapshot) => ['failed', 'cancelled', 'expired'].includes(state);

/** What a submit is answered. */
export function submitAnswer(snapshot: Snapshot): object {
	const { id, request, submitTime: created_at } = snapshot;
	const { model } = request;
	return {
		both: { id, task_id: id, object: 'video', model, status: '', progress: 0, created_at },
		task_id: { task_id: id },
		id: { id, status: 'queued' },
		data: { code: 'success', message: '', data: { task_id: id } },
	}[snapshot.shape.submit];
}

/** What a question is answered. */
export function queryAnswer(snapshot: Snapshot): object {
	const { query } = snapshot.shape;
	if (query === 'upstream') return upstreamTask(snapshot);
	if (query === 'flat') return flatTask(snapshot);
	return { code: 'success', message: '', data: gatewayTask(snapshot) };
}

function gatewayTask(snapshot: Snapshot): object {
	const { id, shape, state, submitTime, model } = snapshot;
	const isFinal = isDone(snapshot) || hasFailed(snapshot);
	const isOuter = isDone(snapshot) && shape.address === 'result_url';
	return {
		task_id: id,
		request_id: `request-${id}`,
		action: actionOf(snapshot),
		status: WORDS[shape.words][state],
		progress: isFinal ? '100%' : '50%',
		...(isOuter ? { result_url: snapshot.video } : {}),
		...(isDone(snapshot) && model.enlarges ? { original_result_url: snapshot.original } : {}),
		fail_reason: failReason(snapshot),
		submit_time: submitTime,
		start_time: state === 'queued' ? 0 : submitTime + 1,
		finish_time: isFinal ? submitTime + 60 : 0,
		data: { data: upstreamTask(snapshot) },
	};
}

/** A filled reason is no failure: on success it may hold the video's address, for old clients. */
function failReason(snapshot: Snapshot): string {
	const { shape, failure } = snapshot;
	if (isDone(snapshot)) return shape.address === 'fail_reason' ? snapshot.video : '';
	if (!hasFailed(snapshot)) return '';
	if (shape.reason === 'text') return failure.message;
	const { code, message } = failure;
	const inner = JSON.stringify({ error: { code, message, param: '', type: 'BadRequest' } });
	return JSON.stringify({ code: 'fail_to_fetch_task', message: inner, data: null });
}

function upstreamTask(snapshot: Snapshot): object {
	const { request, model, state, submitTime } = snapshot;
	const { ratio = '16:9', resolution = '720p', duration = 5, seed = 7 } = request;
	const tokens = duration * 20_000;
	return {
		id: snapshot.upstreamId,
		model: model.upstream,
		status: state,
		...(isDone(snapshot) ? { content: contentOf(snapshot) } : {}),
		...(hasFailed(snapshot) ? { error: snapshot.failure } : {}),
		...(isDone(snapshot) ? { usage: { completion_tokens: tokens, total_tokens: tokens } } : {}),
		seed,
		duration,
		ratio,
		resolution,
		framespersecond: 24,
		generate_audio: request.generate_audio ?? true,
		service_tier: 'default',
		created_at: submitTime,
		updated_at: submitTime + 60,
	};
}

function contentOf({ request, model, video, original, lastFrame }: Snapshot): object {
	return {
		video_url: model.enlarges ? original : video,
		...(request.return_last_frame ? { last_frame_url: lastFrame } : {}),
	};
}

function flatTask(snapshot: Snapshot): object {
	const { id, shape, state, failure } = snapshot;
	return {
		id,
		status: WORDS[shape.words][state],
		...(isDone(snapshot) ? { video_url: snapshot.video } : {}),
		...(hasFailed(snapshot) ? { error: failure } : {}),
	};
}

function actionOf({ request }: Snapshot): string {
	const roles = request.content.map(({ role = '' }) => role);
	if (roles.includes('first_frame')) return 'firstTailGenerate';
	return roles.some((role) => role.startsWith('reference_')) ? 'referenceGenerate' : 'generate';
}
