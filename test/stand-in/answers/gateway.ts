import {
	type Answer,
	errorBody,
	HTML_TYPE,
	type ReadyAnswer,
	REQUEST_ID,
	withRequestId,
} from './ReadyAnswer';

type Worded = Pick<ReadyAnswer, keyof Answer | 'inEnglish'>;

/** An error in Chinese, as the family words it unless asked for English. */
const error = (status: number, chinese: string, english?: string, code?: string): Worded => ({
	status,
	body: errorBody(withRequestId(chinese), code),
	...(english === undefined ? {} : { inEnglish: errorBody(withRequestId(english), code) }),
});

const refused = (answer: Worded, means: string): ReadyAnswer => ({
	...answer,
	means,
	isSureNotDone: true,
});

const inDoubt = (answer: Worded, means: string): ReadyAnswer => ({
	...answer,
	means,
	isSureNotDone: false,
});

/** A web page, `<!doctype html><html lang="zh">…`, in gzip. */
const CONSOLE_PAGE = Buffer.from(
	'H4sIAAAAAAAC/yWMUQqAIBAFr2JeYC/wXOizn+gK1koKlhGLUaeP8mdgGBh0Uha9j2Cibpnx0WS/r84+0TJi8MLQpDnwGC7TTwOoKajFucjNkFRNEmfPUtQySFJlUGv0v1/55HTPawAAAA==',
	'base64',
);

/** What is said of the key, the account and its money: nothing was done. */
const OF_THE_KEY = {
	keyUsedUp: refused(
		error(401, '该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]'),
		'the key’s quota is used up; nothing is wrong with key or site',
	),
	keyHasNothingLeft: refused(
		error(401, '该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = 0'),
		'the key’s quota is used up; nothing is wrong with key or site',
	),
	invalidToken: refused(
		error(401, '无效的令牌', 'Invalid token'),
		'an unknown, expired or disabled key; at a query after a submit that went well, this very video used it up',
	),
	databaseFailed: refused(
		error(401, '无效的令牌，数据库查询出错'),
		'the gateway’s own database failed just now; the next try may pass',
	),
	noModelNamed: refused(
		error(403, '该令牌无权访问模型 ', 'This token has no access to model '),
		'at a query: the key is limited to some models, and a query names none; the video is being made',
	),
	notForAssets: refused(
		error(403, '该令牌无权访问模型 volc-asset', 'This token has no access to model volc-asset'),
		'the key is right, but not for assets; videos may work',
	),
	addressNotAllowed: refused(
		error(
			403,
			'您的 IP 不在令牌允许访问的列表中',
			'Your IP is not in the list allowed by the token',
			'access_denied',
		),
		'the key has a list of addresses, and n8n’s is not in it',
	),
	accountShort: refused(
		error(
			403,
			'预扣费额度失败, 用户剩余额度: ＄0.31, 需要预扣费额度: ＄0.80',
			undefined,
			'insufficient_user_quota',
		),
		'no credit; the sums are worth showing',
	),
	accountShortWithoutCode: refused(
		error(403, '预扣费额度失败, 用户剩余额度: ＄0.31, 需要预扣费额度: ＄0.80'),
		'no credit; the sums are worth showing',
	),
	accountEmpty: refused(error(403, '用户额度不足', 'User quota is not enough'), 'no credit'),
	keyEmpty: refused(error(403, '令牌额度不足', 'Token quota is not enough'), 'no credit'),
	keyShort: refused(
		{
			status: 403,
			body: {
				code: 'pre_consume_token_quota_failed',
				message:
					'token quota is not enough, token remain quota: ＄0.310000, need quota: ＄0.800000',
			},
		},
		'no credit; the sums are worth showing',
	),
	groupForbidden: refused(error(403, '无权访问 Byteplus-Direct 分组'), 'the key’s group'),
	groupRetired: refused(error(403, '分组 Direct 已被弃用'), 'the key’s group'),
	accountBanned: refused(error(403, '该用户已被封禁', 'User has been banned'), 'the account'),
	accountDisabled: refused(error(403, '用户已被禁用'), 'the account'),
} satisfies Record<string, ReadyAnswer>;

/** What is said of a moment that is too busy: nothing was done, and a later try may pass. */
const OF_THE_MOMENT = {
	tooManyInAll: refused(
		error(429, '您已达到总请求数限制：1分钟内最多请求60次，包括失败次数，请检查您的请求是否正确'),
		'a window of minutes that counts failures too, without Retry-After; four tries in 15 s only use it up',
	),
	tooMany: refused(
		error(429, '您已达到请求数限制：1分钟内最多请求60次'),
		'a window of minutes, without Retry-After',
	),
	tooManyFromAddress: refused({ status: 429, body: '' }, 'too many requests from one address'),
	cpuOverloaded: refused(
		error(503, 'system cpu overloaded', undefined, 'system_cpu_overloaded'),
		'a guard before anything is relayed; try again',
	),
	memoryOverloaded: refused(
		error(503, 'system memory overloaded', undefined, 'system_memory_overloaded'),
		'a guard before anything is relayed; try again',
	),
	diskOverloaded: refused(
		error(503, 'system disk overloaded', undefined, 'system_disk_overloaded'),
		'a guard before anything is relayed; try again',
	),
} satisfies Record<string, ReadyAnswer>;

/** What is said of an address, a thing or a body that cannot be taken: nothing was done. */
const OF_THE_REQUEST = {
	consolePage: refused(
		{
			status: 200,
			headers: { ...HTML_TYPE, 'content-encoding': 'gzip' },
			body: CONSOLE_PAGE,
		},
		'the console’s web page, for an address outside /v1 and /api: this site lacks that operation',
	),
	invalidUrl: refused(
		{
			status: 404,
			body: errorBody('Invalid URL (POST /v1/volc/asset/ListAssets)', '', 'invalid_request_error'),
		},
		'the Base URL was pasted with /v1',
	),
	taskNotExist: refused(
		{
			status: 400,
			body: { code: 'task_not_exist', message: 'task_not_exist', data: null },
		},
		'no such task for this key',
	),
	bodyTooLarge: refused(
		{ status: 413, body: errorBody('request body too large', '', 'invalid_request_error') },
		'bodies over 32 MB, or 64 MB, are not taken',
	),
} satisfies Record<string, ReadyAnswer>;

const lost = (status: number, code: string, message: string): ReadyAnswer =>
	inDoubt(
		{ status, body: errorBody(withRequestId(message), code) },
		'the gateway lost upstream, or failed after upstream accepted; under any status',
	);

/** What is said when the gateway lost the other side: it may have been done. */
const OF_WHAT_WAS_LOST = {
	proxyGaveUp: inDoubt(
		{
			status: 524,
			headers: { 'content-type': 'application/problem+json' },
			body: JSON.stringify({
				type: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/524/',
				title: 'Error 524: A timeout occurred',
				status: 524,
				detail: 'The origin web server did not reply in time.',
			}),
		},
		'the proxy gave up after 100 to 120 s; the work may have been done',
	),
	proxyGaveUpAsRelayed: inDoubt(
		{
			status: 524,
			body: {
				error: {
					message: '',
					type: 'upstream_error',
					param: '524',
					code: 'bad_response_status_code',
				},
			},
		},
		'the proxy gave up after 100 to 120 s; the work may have been done',
	),
	requestTimeout: inDoubt(
		{ status: 408, body: 'timeout' },
		'the gateway’s web framework answers so while its handler goes on',
	),
	deadlineExceeded: lost(
		500,
		'do_request_failed',
		'Post "https://ark.example/tasks": context deadline exceeded',
	),
	deadlineExceededUnder400: lost(400, '', 'context deadline exceeded'),
	requestFailed: lost(500, 'do_request_failed', 'do request failed'),
	bodyUnread: lost(500, 'read_response_body_failed', 'read response body failed'),
	bodyUnreadUnder200: lost(200, 'read_response_body_failed', 'read response body failed'),
	taskUnsaved: lost(500, 'insert_task_failed', 'insert task failed'),
	unexpectedEnd: lost(502, '', 'unexpected EOF'),
} satisfies Record<string, ReadyAnswer>;

/**
 * What gateways of the family answer to a call as a whole, whatever it asks. Give them as faults:
 * `standIn.failNext(GATEWAY_ANSWERS.keyUsedUp)`, or behind what was done:
 * `standIn.fail({ action: 'CreateAsset' }, { afterDoing: GATEWAY_ANSWERS.requestTimeout })`.
 */
export const GATEWAY_ANSWERS = {
	...OF_THE_KEY,
	...OF_THE_MOMENT,
	...OF_THE_REQUEST,
	...OF_WHAT_WAS_LOST,
} satisfies Record<string, ReadyAnswer>;

export type GatewayAnswerName = keyof typeof GATEWAY_ANSWERS;

/** Errors that say nothing, as a Go struct prints them beside the content of an answer: they are none. */
export const EMPTY_ERRORS: unknown[] = [{}, { code: '', message: '' }, null, '', []];

/** The headers that every answer of the gateway has, lost ones too. */
export const GATEWAY_HEADERS = { 'x-oneapi-request-id': REQUEST_ID, 'x-new-api-version': 'v0.9.6' };
