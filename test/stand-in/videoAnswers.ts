import { SUBMIT_FORMS } from './answers/submits';
import { Instead } from './faults';
import { isObject } from './json';
import type { Refusal } from './refusals';
import type { VideoModel } from './videoModels';
import type { SubmitRequest } from './videoRequest';
import { type State, TIMES, type VideoShape, WORDS } from './videoShapes';

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
	/** The same on the gateway's own host. */
	ownVideo: string;
	/** Whether the video's address is given by now. */
	hasAddress: boolean;
	/** Before it was enlarged, if it was. */
	original: string;
	lastFrame: string;
}

const isDone = ({ state }: Snapshot) => state === 'succeeded';
const isGiven = (snapshot: Snapshot) => isDone(snapshot) && snapshot.hasAddress;
const hasFailed = ({ state }: Snapshot) => ['failed', 'cancelled', 'expired'].includes(state);

/** What a submit is answered: JSON under 200, or something else. */
export function submitAnswer({ id, request, shape, submitTime }: Snapshot): unknown {
	const { model } = request;
	const form = SUBMIT_FORMS[shape.submit];
	const answer = form.answer({ id, model, createdAt: submitTime });
	return answer.status === 200 && isObject(answer.body) ? answer.body : new Instead(answer);
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
	const time = TIMES[shape.times];
	return {
		task_id: id,
		request_id: `request-${id}`,
		action: actionOf(snapshot),
		status: WORDS[shape.words][state],
		progress: shape.words === 'stuck' ? '30%' : isFinal ? '100%' : '50%',
		...outerAddress(snapshot),
		...(isGiven(snapshot) && model.enlarges ? { original_result_url: snapshot.original } : {}),
		fail_reason: failReason(snapshot),
		submit_time: time(submitTime),
		start_time: state === 'queued' ? 0 : time(submitTime + 1),
		finish_time: isFinal ? time(submitTime + 60) : 0,
		data: { data: upstreamTask(snapshot) },
	};
}

function outerAddress(snapshot: Snapshot): object {
	const { shape, video, ownVideo } = snapshot;
	if (!isGiven(snapshot)) return {};
	if (shape.address === 'own-host') return { result_url: ownVideo };
	return shape.address === 'result_url' ? { result_url: video } : {};
}

/** A filled reason is no failure: on success it may hold the video's address, for old clients. */
function failReason(snapshot: Snapshot): unknown {
	const { shape, failure } = snapshot;
	if (isGiven(snapshot) && shape.address === 'fail_reason') return snapshot.video;
	if (!hasFailed(snapshot)) return '';
	if (shape.reason === 'text') return failure.message;
	if (shape.reason === 'object') return failure;
	const { code, message } = failure;
	const inner = JSON.stringify({ error: { code, message, param: '', type: 'BadRequest' } });
	return JSON.stringify({ code: 'fail_to_fetch_task', message: inner, data: null });
}

function upstreamTask(snapshot: Snapshot): object {
	const { request, model, shape, state, submitTime } = snapshot;
	const { ratio = '16:9', resolution = '720p', duration = 5, seed = 7 } = request;
	const tokens = duration * 20_000;
	return {
		id: snapshot.upstreamId,
		model: model.upstream,
		status: state,
		...(isGiven(snapshot) ? { content: contentOf(snapshot) } : {}),
		...(hasFailed(snapshot) ? { error: snapshot.failure } : {}),
		...(isDone(snapshot) ? { usage: { completion_tokens: tokens, total_tokens: tokens } } : {}),
		seed,
		duration,
		ratio,
		resolution,
		framespersecond: 24,
		generate_audio: request.generate_audio ?? true,
		service_tier: 'default',
		created_at: TIMES[shape.times](submitTime),
		updated_at: TIMES[shape.times](submitTime + 60),
	};
}

function contentOf({ request, model, shape, video, original, lastFrame }: Snapshot): object {
	return {
		...(shape.address === 'own-host' ? {} : { video_url: model.enlarges ? original : video }),
		...(request.return_last_frame ? { last_frame_url: lastFrame } : {}),
	};
}

function flatTask(snapshot: Snapshot): object {
	const { id, shape, state, failure } = snapshot;
	return {
		id,
		status: WORDS[shape.words][state],
		...(isGiven(snapshot) ? { video_url: snapshot.video } : {}),
		...(hasFailed(snapshot) ? { error: failure } : {}),
	};
}

function actionOf({ request }: Snapshot): string {
	const roles = request.content.map(({ role = '' }) => role);
	if (roles.includes('first_frame')) return 'firstTailGenerate';
	return roles.some((role) => role.startsWith('reference_')) ? 'referenceGenerate' : 'generate';
}
