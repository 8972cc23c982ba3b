import type { Done } from '../AnyfastError';
import type { CallKind } from '../kinds';
import { type Answer, type ApiError, isErrorBody } from './answer';
import type { Endpoint } from './endpoint';
import type { NoAnswer } from '../transport/noAnswer';

/** When another try may help: once the service is less busy, or once what was just created is visible. */
export type Schedule = 'busy' | 'propagating';

/** What an answer, or its absence, means. */
export interface Verdict {
	kind: CallKind;
	/** Whether what was asked for was done. */
	done: Done;
	/** Another try cannot help unless given. */
	retry?: Schedule;
}

const refused = (kind: CallKind, retry?: Schedule): Verdict => ({ kind, done: 'no', retry });

/**
 * By what the API says, whatever the status: upstream's refusals arrive as 502, and under 200. The first row that fits
 * counts. Codes are upstream's (Volcengine Ark) and the gateway's (new-api), as met in the field.
 */
const BY_CODE: Array<{ code?: RegExp; text?: RegExp; verdict: Verdict }> = [
	{ code: /^NotFound\.(asset_?)?group/i, verdict: refused('group not found', 'propagating') },
	// Calls that wait for what was just uploaded try again; the others have no schedule for it.
	{ code: /^NotFound\.asset/i, verdict: refused('asset not found', 'propagating') },
	{ code: /^task_not_(exist|found)$|^NotFound\.\w*task/i, verdict: refused('task not found') },
	{
		text: /specified asset .*(is )?not found|asset .*(still processing|not available yet|not ready)/i,
		verdict: refused('asset not ready', 'propagating'),
	},
	{ code: /^(Resource)?NotFound\b/i, verdict: refused('not found') },
	{
		code: /^(insufficient_(user_)?quota|InsufficientBalance|AccountOverdue\w*)$/i,
		verdict: refused('no credit'),
	},
	{
		text: /insufficient .*(quota|balance|credit)|quota .*(not enough|insufficient|exhausted)|余额不足|额度不足/i,
		verdict: refused('no credit'),
	},
	{
		code: /^(model_not_found|InvalidEndpointOrModel\b.*|no_available_channel)$/i,
		verdict: refused('no model'),
	},
	{
		text: /no available channel|access to (this |the )?model|无可用渠道|无权访问.{0,9}模型/i,
		verdict: refused('no model'),
	},
	{
		code: /^(upstream_load_saturated|\w*RateLimitExceeded\b.*|SetLimitExceeded|QuotaExceeded|too_many_requests)$/i,
		verdict: refused('busy', 'busy'),
	},
	{ text: /must be one of \[AIGC\]/i, verdict: refused('not for this key') },
	{
		code: /FaceMismatch|FaceConsistency/i,
		verdict: refused('face refused'),
	},
	{ text: /face (consistency|verification|match)|FaceMismatch/i, verdict: refused('face refused') },
	{
		code: /SensitiveContent|RiskDetection|PolicyViolation/i,
		verdict: refused('moderated'),
	},
	{ text: /SensitiveContentDetected|may contain real person/i, verdict: refused('moderated') },
	{ code: /^(Invalid|Missing)(Parameter|Argument)\b/i, verdict: refused('invalid') },
	{
		code: /Internal\w*(Error|Timeout)|ServiceUnavailable|Timeout$/i,
		verdict: { kind: 'unavailable', done: 'maybe', retry: 'busy' },
	},
];

/** Says what an answer means that is not a success. @returns undefined if it is one */
export function classifyAnswer(answer: Answer, endpoint: Endpoint): Verdict | undefined {
	const { status, body, error } = answer;
	const isSuccess = status >= 200 && status < 300;
	if (isSuccess && body && !isErrorBody(body)) return undefined;
	return byCode(error) ?? (isSuccess ? ofSuccess(answer) : byStatus(answer, endpoint));
}

/** Says what an error means by itself, as that of a task that failed. @returns undefined if no code or text tells */
export const classifyError = (error: ApiError): Verdict | undefined => byCode(error);

/** Says what it means that no answer came. */
export function classifyNoAnswer({ reason, wasSent }: NoAnswer): Verdict {
	const perhaps = wasSent ? 'maybe' : 'no';
	switch (reason) {
		case 'unreachable':
			return refused(reason, 'busy');
		case 'unknown host':
		case 'untrusted':
		case 'not sendable':
			return refused(reason);
		case 'lost':
			return { kind: reason, done: perhaps, retry: 'busy' };
		case 'timeout':
			// A file that was too slow on its way would be too slow again.
			return { kind: reason, done: perhaps, retry: wasSent ? 'busy' : undefined };
		default:
			return { kind: reason, done: perhaps };
	}
}

function byCode(error: ApiError | undefined): Verdict | undefined {
	if (!error) return undefined;
	const { code = '', message } = error;
	return BY_CODE.find((row) => row.code?.test(code) ?? row.text?.test(message))?.verdict;
}

function ofSuccess({ form }: Answer): Verdict {
	if (form === 'json') return refused('refused');
	if (form === 'incomplete') return { kind: 'incomplete', done: 'maybe', retry: 'busy' };
	return refused('wrong address');
}

/** By HTTP status, if no code tells. */
function byStatus({ status, form, error }: Answer, endpoint: Endpoint): Verdict {
	if (status === 429) return refused('busy', 'busy');
	if (status >= 500) return { kind: 'unavailable', done: 'maybe', retry: 'busy' };
	if (status === 401) return refused('key refused');
	if (status === 402) return refused('no credit');
	if (status === 403) return refused(speaksOfKey(error) ? 'key refused' : 'forbidden');
	if (status === 413) return refused('too large');
	if (status < 400) return refused('wrong address');
	if (status === 404 || status === 405) return unknownAddress(form, error, endpoint);
	return refused('refused');
}

/** A 404 with an error is about the thing that the request names, unless the gateway says that the address is unknown. */
function unknownAddress(
	form: Answer['form'],
	error: ApiError | undefined,
	{ about, isOptional }: Endpoint,
): Verdict {
	const isAboutThing = form === 'json' && error && !/invalid url/i.test(error.message);
	if (!isAboutThing) return refused(isOptional ? 'not served' : 'wrong address');
	return refused(about ? `${about} not found` : 'not found');
}

function speaksOfKey(error: ApiError | undefined): boolean {
	const { message = '', code = '', type = '' } = error ?? {};
	return (
		/(invalid|expired|disabled|unknown|wrong|blocked|revoked)\b.{0,20}\b(token|key|bearer)|(token|key|bearer)\b.{0,60}\b(invalid|expired|disabled|unknown|blocked|revoked)|unauthorized|令牌/i.test(
			message,
		) || /authentication|invalid_api_key|unauthorized/i.test(`${code} ${type}`)
	);
}
