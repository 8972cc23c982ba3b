import type { IDataObject } from 'n8n-workflow';

import type { Done } from '../AnyfastError';
import type { CallKind } from '../kinds';
import type { NoAnswer } from '../transport/noAnswer';
import type { FailedTry, Retry } from '../transport/retry';
import { type Answer, isSuccess, someIdIn, Unproven } from './answer';
import type { ApiError } from './apiError';
import type { Endpoint } from './endpoint';
import { looksLikeId } from './entity';

/** What an answer without proof, or the absence of an answer, means. */
export interface Verdict extends FailedTry {
	kind: CallKind;
	/** Whether what was asked for was done. */
	done: Done;
	/** What looks like the ID of what was created, and cannot be taken for sure. */
	shownId?: string;
}

/** A call that is proven to have done its work. */
export interface Success<T> {
	ok: true;
	value: T;
	/** What looked like an error beside the proof. */
	alsoSaid?: string;
}

const notDone = (kind: CallKind, retry?: Retry): Verdict => ({ kind, done: 'no', retry });

const mayBeDone = (kind: CallKind): Verdict => ({ kind, done: 'maybe', retry: 'later' });

/** A code, or words, and what they mean. */
type Row = [what: 'code' | 'text', pattern: RegExp, verdict: Verdict];

/** Of a gateway that lost the service behind it, perhaps after that had done the work. */
const LOST_UPSTREAM = mayBeDone('upstream lost');

/**
 * By what the API says, whatever the status: upstream's refusals arrive as 502, and under 200. The first row that fits
 * counts: codes that leave no doubt, then words, then codes that stand for many things. Codes are upstream's (Volcengine
 * Ark) and the gateway's (new-api), as met in the field.
 */
const BY_WORDS: Row[] = [
	['code', /^NotFound\.(asset_?)?group/i, notDone('group not found', 'once visible')],
	// Calls that wait for what was just uploaded try again; the others have no schedule for it.
	['code', /^NotFound\.asset/i, notDone('asset not found', 'once visible')],
	['code', /^task_not_(exist|found)$|^NotFound\.\w*task/i, notDone('task not found')],
	[
		'code',
		/^(insufficient_(user_)?quota|pre_consume_token_quota_failed|InsufficientBalance|AccountOverdue\w*)$/i,
		notDone('no credit'),
	],
	['code', /^access_denied$/i, notDone('address refused')],
	[
		'code',
		/^(model_not_found|InvalidEndpointOrModel\b.*|no_available_channel)$/i,
		notDone('no model'),
	],
	[
		'code',
		/^(upstream_load_saturated|system_(cpu|memory|disk)_overloaded|\w*RateLimitExceeded\b.*|SetLimitExceeded|QuotaExceeded|too_many_requests)$/i,
		notDone('busy', 'slower'),
	],
	['code', /^Validat\w*NotReady$/i, notDone('person not verified')],
	['code', /FaceMismatch|FaceConsistency/i, notDone('face refused')],
	['code', /SensitiveContent|RiskDetection|PolicyViolation/i, notDone('moderated')],
	[
		'code',
		/^(do_request_failed|read_response_body_failed|insert_task_failed|bad_response_status_code)$/i,
		LOST_UPSTREAM,
	],
	[
		'text',
		/context deadline exceeded|unexpected EOF|do_request_failed|read_response_body_failed|insert_task_failed|upstream (request )?time(d )?out|error code: 52\d|^timeout$/i,
		LOST_UPSTREAM,
	],
	[
		'text',
		/specified asset .*(is )?not found|asset .*(still processing|not available yet|not ready)/i,
		notDone('asset not ready', 'once visible'),
	],
	// What the gateway says of an asset that it cannot resolve (vendor's demo).
	['text', /invalid url scheme/i, notDone('asset not usable')],
	// The gateway's own database failed just now; the next try may pass.
	['text', /数据库查询出错|database (query )?(error|failed)/i, notDone('unavailable', 'later')],
	[
		'text',
		/insufficient .*(quota|balance|credit)|quota .*(not enough|insufficient|exhausted)|TokenStatusExhausted|RemainQuota|余额不足|额度(不足|失败|已用尽)/i,
		notDone('no credit'),
	],
	[
		'text',
		/no available channel|access to (this |the )?model|无可用渠道|无权访问.{0,9}模型/i,
		notDone('no model'),
	],
	['text', /请求数限制/, notDone('busy', 'slower')],
	['text', /IP 不在令牌允许|\bip\b.{0,40}\bnot\b.{0,20}\ballow/i, notDone('address refused')],
	[
		'text',
		/无权访问.{0,40}分组|分组.{0,40}弃用|已被封禁|用户已被禁用|\buser\b.{0,20}\b(banned|disabled)\b/i,
		notDone('account blocked'),
	],
	['text', /must be one of \[AIGC\]/i, notDone('not for this key')],
	[
		'text',
		/\bGroupType\b.{0,20}(missing|required)|required.{0,20}\bGroupType\b/i,
		notDone('group type missing'),
	],
	['text', /face (consistency|verification|match)|FaceMismatch/i, notDone('face refused')],
	['text', /SensitiveContentDetected|may contain real person/i, notDone('moderated')],
	['code', /^MissingParameter\.(Filter\.)?GroupType\b/i, notDone('group type missing')],
	['code', /^(Resource)?NotFound\b/i, notDone('not found')],
	['code', /^(Invalid|Missing)(Parameter|Argument)\b/i, notDone('invalid')],
	['code', /Internal\w*(Error|Timeout)|ServiceUnavailable|Timeout$/i, mayBeDone('unavailable')],
];

/** Statuses that say for certain that nothing was done. */
const BY_STATUS: Record<number, Verdict> = {
	400: notDone('refused'),
	401: notDone('key refused'),
	402: notDone('no credit'),
	413: notDone('too large'),
	414: notDone('refused'),
	415: notDone('refused'),
	422: notDone('refused'),
	429: notDone('busy', 'slower'),
};

/** What is known from the calls before. */
interface SoFar {
	/** Whether this endpoint has answered properly, so that its address is right. */
	hasAnswered: boolean;
	/** How long no request has got through, in milliseconds. */
	silentForMs: number;
}

/** How an answer failed to prove that the call did its work. */
interface Shortfall extends SoFar {
	error?: ApiError;
	unproven?: Unproven;
}

/**
 * Says what an answer means. What holds proof was done. Without proof, what the API is known to refuse was not done; and
 */
export function understand<T>(
	answer: Answer,
	endpoint: Endpoint<T>,
	asked: IDataObject = {},
	soFar: SoFar = { hasAnswered: false, silentForMs: 0 },
): Success<T> | { ok: false; verdict: Verdict; unproven?: Unproven } {
	const { status, body } = answer;
	const value = endpoint.read(answer, asked);
	const error = endpoint.isOwnError?.(body) ? undefined : answer.error;
	if (value instanceof Unproven) {
		const verdict = verdictOf(answer, endpoint, { ...soFar, error, unproven: value });
		return { ok: false, verdict, unproven: value };
	}
	if (isSuccess(answer) && !error) return { ok: true, value };
	if (endpoint.change?.repeatable === false) {
		return { ok: true, value, alsoSaid: error?.message ?? `HTTP status ${status}` };
	}
	return { ok: false, verdict: verdictOf(answer, endpoint, { ...soFar, error }) };
}

/** Says what an error means by itself, as that of a task that failed. @returns undefined if no code or text tells */
export function classifyError({ code = '', message }: ApiError): Verdict | undefined {
	const said = { code, text: message };
	return BY_WORDS.find(([what, pattern]) => pattern.test(said[what]))?.[2];
}

/** Says what it means that no answer came. */
export function classifyNoAnswer({ reason, wasSent }: NoAnswer): Verdict {
	const perhaps = wasSent ? 'maybe' : 'no';
	switch (reason) {
		case 'unreachable':
			return notDone(reason, 'later');
		case 'unknown host':
		case 'untrusted':
		case 'blocked':
		case 'not sendable':
			return notDone(reason);
		case 'lost':
			return { kind: reason, done: perhaps, retry: 'later' };
		case 'timeout':
			// A file that was too slow on its way would be too slow again.
			return { kind: reason, done: perhaps, retry: wasSent ? 'later' : undefined };
		default:
			return { kind: reason, done: perhaps };
	}
}

function verdictOf<T>(answer: Answer, endpoint: Endpoint<T>, shortfall: Shortfall): Verdict {
	const verdict = verdictByContent(answer, endpoint, shortfall);
	const { brokenBy, retryAfterMs: waitMs } = answer;
	if (brokenBy && verdict.done !== 'no') {
		return { ...classifyNoAnswer(brokenBy), waitMs, shownId: verdict.shownId };
	}
	if (verdict.retry !== 'slower' || waitMs !== undefined) return { ...verdict, waitMs };
	const windowMs = windowOf(answer, shortfall);
	if (windowMs === undefined) return verdict;
	return { ...verdict, retry: 'after the window', waitMs: windowMs };
}

/**
 * How long a limit lasts that counts requests for minutes, refused ones too, so that trying would only use it up.
 *
 * @returns milliseconds; undefined if the answer speaks of no such limit
 */
function windowOf({ error, form }: Answer, { silentForMs }: SoFar): number | undefined {
	const minutes = /(\d+)\s*分钟内|\b(\d+) minutes?\b/i.exec(error?.message ?? '');
	if (minutes) return MINUTE_MS * Math.min(Number(minutes[1] ?? minutes[2]), MOST_MINUTES);
	// The limit for each address answers with nothing; so do proxies that are busy for a moment.
	return form === 'nothing' && silentForMs >= SILENCE_MS ? MINUTE_MS : undefined;
}

const MINUTE_MS = 60_000;

/** The longest window that is waited for. */
const MOST_MINUTES = 10;

/** An empty refusal counts as one of such a window only once nothing has got through for so long, in milliseconds. */
const SILENCE_MS = 10_000;

function verdictByContent<T>(answer: Answer, endpoint: Endpoint<T>, shortfall: Shortfall): Verdict {
	const { error, unproven } = shortfall;
	const shownId = idShownIn(answer, endpoint);
	if (shownId !== undefined) {
		return { ...mayBeDone(answer.form === 'incomplete' ? 'incomplete' : 'unexpected'), shownId };
	}
	const byError = error ?? (isRaw(answer) ? { message: answer.start } : undefined);
	const known = byError && classifyError(byError);
	if (known) return known;
	if (answer.status === 403) return notDone(speaksOfKey(error) ? 'key refused' : 'forbidden');
	if ([404, 405, 410].includes(answer.status)) return ofMissing(answer, endpoint, shortfall);
	const byStatus = BY_STATUS[answer.status];
	if (byStatus) return byStatus;
	if (answer.status >= 400) return mayBeDone('unavailable');
	if (isOfOtherAddress(answer)) return ofOtherAddress(answer, endpoint, shortfall);
	if (answer.form === 'incomplete' || answer.form === 'nothing') return mayBeDone('incomplete');
	return mayBeDone(unproven?.isAboutElse ? 'another thing' : 'unexpected');
}

/** Text, or JSON that is no object or not whole. */
const isRaw = ({ form }: Answer) =>
	form === 'text' || form === 'incomplete' || form === 'other JSON';

/** What looks like an ID of what was to be created, in an answer that cannot be read. */
function idShownIn<T>(answer: Answer, { change }: Endpoint<T>): string | undefined {
	if (change?.repeatable !== false || !isRaw(answer)) return undefined;
	const { beginning } = answer;
	const text = beginning.replace(/^"|"$/g, '').trim();
	return looksLikeId(text) ? text : someIdIn(beginning);
}

const isOfOtherAddress = (answer: Answer) => !isSuccess(answer) || answer.form === 'web page';

/** A redirect, or a web page under 2xx. The gateway shows its console's page under an address that it does not serve. */
function ofOtherAddress<T>(
	answer: Answer,
	{ isOptional }: Endpoint<T>,
	{ hasAnswered }: SoFar,
): Verdict {
	if (hasAnswered) return mayBeDone('unexpected');
	if (isSuccess(answer)) return notDone(isOptional ? 'not served' : 'wrong address');
	return { kind: 'wrong address', done: 'maybe' };
}

/** A 404 with an error is about the thing that the request names, unless the gateway says that the address is unknown. */
function ofMissing<T>(
	{ form, status }: Answer,
	{ thing, isOptional }: Endpoint<T>,
	{ error, hasAnswered }: Shortfall,
): Verdict {
	const isAboutThing = form === 'object' && error && !/invalid url/i.test(error.message);
	if (isAboutThing || status === 410) return notDone(thing ? `${thing} not found` : 'not found');
	if (form === 'incomplete') return notDone('incomplete', 'later');
	if (hasAnswered) return notDone('unexpected', 'later');
	return notDone(isOptional ? 'not served' : 'wrong address');
}

function speaksOfKey(error: ApiError | undefined): boolean {
	const { message = '', code = '', type = '' } = error ?? {};
	return (
		/(invalid|expired|disabled|unknown|wrong|blocked|revoked)\b.{0,20}\b(token|key|bearer)|(token|key|bearer)\b.{0,60}\b(invalid|expired|disabled|unknown|blocked|revoked)|unauthorized|令牌/i.test(
			message,
		) || /authentication|invalid_api_key|unauthorized/i.test(`${code} ${type}`)
	);
}
