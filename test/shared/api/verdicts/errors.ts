import * as fc from 'fast-check';

import { PLANTED } from './FakeSite';

/** An error that an answer holds: what it says, and what is known of such errors. */
export interface ApiFault {
	/**
	 * `refusal`: the facts name it, and nothing was done. `lost`: the gateway lost upstream, or that failed on its way, so it may have been done.
	 * `unknown`: nothing is known of it. `empty`: it is none.
	 */
	is: 'refusal' | 'lost' | 'unknown' | 'empty';
	/** What stands for it at the top of an answer. */
	fields: object;
	/** What a reader may know it by, each of them. */
	words: string[];
}

interface Words {
	code: string;
	message: string;
	/** Whether the text alone tells nothing. */
	isByCode?: boolean;
}

/** Refusals that the facts name. */
const REFUSALS: Words[] = [
	{ code: 'NotFound.group_id', message: 'The specified asset_group group-1 is not found' },
	{ code: 'NotFound.asset_id', message: 'The specified asset asset-1 is not found' },
	{ code: 'InvalidParameter.PixelCountTooSmall', message: 'too few pixels' },
	{ code: 'InvalidParameter.TaskTypeConstraint', message: 'ratio must be adaptive' },
	{ code: 'MissingParameter.CallbackURL', message: 'The required parameter is missing' },
	{ code: '', message: 'Face consistency verification failed' },
	{ code: '', message: 'GroupType must be one of [AIGC]' },
	{ code: 'insufficient_user_quota', message: '预扣费额度失败, 用户剩余额度: ＄0.31' },
	{ code: 'pre_consume_token_quota_failed', message: 'token quota is not enough' },
	{ code: '', message: '用户额度不足' },
	{ code: '', message: '令牌额度不足' },
	{ code: '', message: '该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]' },
	{ code: 'model_not_found', message: 'No available channel for model x under group y' },
	{ code: '', message: '分组 Direct 下模型 x 无可用渠道' },
	{ code: '', message: 'This token has no access to model ' },
	{ code: '', message: '无权访问 Direct 分组' },
	{ code: '', message: '该用户已被封禁' },
	{ code: '', message: 'Invalid token' },
	{ code: '', message: '无效的令牌，数据库查询出错' },
	{ code: 'access_denied', message: '您的 IP 不在令牌允许访问的列表中' },
	{ code: 'InputImageSensitiveContentDetected', message: 'content[1] may contain real person' },
	{ code: 'QuotaExceeded', message: 'queued behind others' },
	{ code: 'SetLimitExceeded', message: 'x' },
	{ code: 'upstream_load_saturated', message: '当前分组上游负载已饱和，请稍后再试' },
	{ code: 'system_cpu_overloaded', message: 'system cpu overloaded' },
	{ code: '', message: '您已达到总请求数限制：1分钟内最多请求60次，包括失败次数' },
	{ code: 'task_not_exist', message: 'task_not_exist' },
];

/** What is said when the gateway lost upstream, or upstream failed on its way. */
const LOST: Words[] = [
	{ code: '', message: 'Post "https://x/": context deadline exceeded' },
	{ code: 'do_request_failed', message: 'do_request_failed: upstream' },
	{ code: 'read_response_body_failed', message: 'read_response_body_failed' },
	{ code: 'insert_task_failed', message: 'insert_task_failed' },
	{ code: '', message: 'unexpected EOF' },
	{ code: '', message: 'upstream request timeout' },
	{ code: 'InternalError', message: 'db down', isByCode: true },
];

/** Words that no fact explains. */
const unknownWords: fc.Arbitrary<Words> = fc.oneof(
	fc.constantFrom(
		{ code: 'Unheard.of', message: 'something odd' },
		{ code: 'bad', message: 'no permission' },
		{ code: '', message: 'failed' },
		{ code: '1001', message: '操作失败' },
		{ code: '', message: `The token ${PLANTED} is odd` },
	),
	fc.record({
		code: fc.constantFrom('', 'E42', 'odd_code'),
		message: fc.string({ minLength: 3, maxLength: 40 }).filter((text) => /\w{2}/.test(text)),
	}),
);

/** All shapes in which the facts show an error. */
const SHAPES: Array<(words: Words) => object> = [
	({ code, message }) => ({ error: { message, type: 'new_api_error', param: '', code } }),
	(words) => ({
		error: { message: `upstream_error: ${inText(words)} (request id: r-1)`, code: '' },
	}),
	(words) => ({ error: inText(words) }),
	({ code, message }) => ({
		ResponseMetadata: { RequestId: 'r-1', Error: { Code: code || 'Error', Message: message } },
	}),
	(words) => relayed(words, 1),
	(words) => relayed(words, 3),
	({ code, message }) => ({ Error: { Code: code, Message: message } }),
	({ code, message }) => ({ errors: [{ message, code }] }),
	({ code, message }) => ({ code: code || 'error', message }),
	({ message }) => ({ code: 1001, message, data: null }),
	(words) => ({ success: false, message: inText(words) }),
	(words) => ({ status: 'error', message: inText(words) }),
	(words) => ({ status: 'fail', message: inText(words) }),
	(words) => ({ ok: false, message: inText(words) }),
];

/** What stands where an error may stand, and says that there is none. */
const EMPTY: object[] = [
	{},
	{ error: {} },
	{ error: null },
	{ error: '' },
	{ error: { code: '', message: '' } },
	{ error: { message: '', type: '', param: '', code: null } },
	{ Error: null },
	{ errors: [] },
	{ code: 0, message: 'ok' },
	{ code: '0', message: '' },
	{ code: 200, message: 'OK' },
	{ code: 'Success', message: '' },
	{ code: 'OK', message: 'success' },
	{ success: true },
	{ ok: true, message: 'success' },
	{ ResponseMetadata: { RequestId: 'r-1' } },
];

const shaped = (is: ApiFault['is'], words: fc.Arbitrary<Words>): fc.Arbitrary<ApiFault> =>
	fc.tuple(fc.constantFrom(...SHAPES), words).map(([shape, said]) => {
		const fields = shape(said);
		const words = said.isByCode ? [] : [said.code, said.message].filter(Boolean);
		// A shape without the code says nothing of what only the code tells.
		const isSilent = said.isByCode && !JSON.stringify(fields).includes(said.code);
		return { is: isSilent ? 'unknown' : is, fields, words };
	});

export const NO_FAULT: ApiFault = { is: 'empty', fields: {}, words: [] };

/** Errors of every kind, and none. */
export const faults: fc.Arbitrary<ApiFault> = fc.oneof(
	shaped('refusal', fc.constantFrom(...REFUSALS)),
	shaped('lost', fc.constantFrom(...LOST)),
	shaped('unknown', unknownWords),
	{
		weight: 2,
		arbitrary: fc.constantFrom(...EMPTY).map((fields) => ({ ...NO_FAULT, fields })),
	},
);

function inText({ code, message }: Words): string {
	return code ? `[${code}] ${message}` : message;
}

function relayed({ code, message }: Words, deep: number): object {
	const inner =
		deep > 1
			? relayed({ code, message }, deep - 1)
			: { error: { code, message, type: 'BadRequest' } };
	return { code: 'fail_to_fetch_task', message: JSON.stringify(inner), data: null };
}
