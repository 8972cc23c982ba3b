import { REQUEST_ID, withRequestId } from './answers/ReadyAnswer';

/** Refused as upstream refuses: an HTTP status, a code and a message. */
export class Refusal extends Error {
	constructor(
		readonly statusCode: number,
		readonly code: string,
		message: string,
		/** In the field its code is in the text alone, under these statuses in turn; unless given, in any of the shapes. */
		readonly inTextUnder: number[] = [],
	) {
		super(message);
	}
}

/** Refused by the gateway itself, in its own words: the same in both manners. */
export class GatewayRefusal extends Error {
	constructor(
		readonly statusCode: number,
		message: string,
		readonly code = '',
		/** The same for those who do not ask for English. */
		readonly inChinese = message,
	) {
		super(message);
	}
}

/** An answer that refuses. */
export interface RefusalAnswer {
	status: number;
	body: object;
}

/** An error in the shape of the gateway. */
export function gatewayError(message: string, status: number, code = '') {
	const type = status === 401 ? 'authentication_error' : 'invalid_request_error';
	return { error: { message, type, code } };
}

/** An error in the shape of upstream, which the gateway passes through. */
export function upstreamError({ code, message }: Refusal) {
	return {
		ResponseMetadata: { RequestId: REQUEST_ID, Error: { Code: code, Message: message } },
	};
}

const bracketed = ({ code, message }: Refusal) => `[${code}] ${message}`;

/** Upstream's error as a text within the error of a relay, wrapped so many times. */
function relayed({ code, message }: Refusal, deep: number): object {
	const inner =
		deep > 1
			? relayed(new Refusal(0, code, message), deep - 1)
			: { error: { code, message, param: '', type: 'BadRequest' } };
	return { code: 'fail_to_fetch_task', message: JSON.stringify(inner), data: null };
}

/**
 * The shapes in which clients of the real service have seen one and the same refusal: in the gateway's words or in
 * upstream's, under the status that fits, under 502 or under 200, and up to three deep in a text.
 */
const FIELD_SHAPES: Array<(refusal: Refusal) => RefusalAnswer> = [
	(refusal) => ({
		status: refusal.statusCode,
		body: gatewayError(
			`upstream_error: ${bracketed(refusal)} (request id: ${REQUEST_ID})`,
			refusal.statusCode,
		),
	}),
	(refusal) => ({ status: refusal.statusCode, body: upstreamError(refusal) }),
	(refusal) => ({
		status: 502,
		body: gatewayError(`upstream asset error: ${bracketed(refusal)}`, 502),
	}),
	(refusal) => ({ status: refusal.statusCode, body: relayed(refusal, 1) }),
	({ statusCode, code, message }) => ({
		status: statusCode,
		body: { error: { message, type: 'new_api_error', code } },
	}),
	(refusal) => ({ status: 200, body: upstreamError(refusal) }),
	(refusal) => ({ status: 400, body: relayed(refusal, 3) }),
	(refusal) => ({ status: refusal.statusCode, body: { error: bracketed(refusal) } }),
	({ statusCode, code, message }) => ({ status: statusCode, body: { code, message } }),
	(refusal) => ({ status: 200, body: { error: bracketed(refusal) } }),
];

/** How many shapes there are: the numbers of {@link fieldRefusal} go round after so many. */
export const FIELD_SHAPE_COUNT = FIELD_SHAPES.length;

/** A refusal in one of the shapes of the field, by a running number. */
export function fieldRefusal(refusal: Refusal, number: number): RefusalAnswer {
	const { inTextUnder } = refusal;
	const status = inTextUnder[number % inTextUnder.length];
	if (status !== undefined) {
		return { status, body: gatewayError(`upstream_error: ${bracketed(refusal)}`, status) };
	}
	const shape = FIELD_SHAPES[number % FIELD_SHAPES.length] ?? documentedRefusal;
	return shape(refusal);
}

/** What is refused because the token's group has no channel for a model. */
export const modelNotFound = (model: string): GatewayRefusal =>
	new GatewayRefusal(
		503,
		`No available channel for model ${model} under group Direct (distributor)`,
		'model_not_found',
		`分组 Direct 下模型 ${model} 无可用渠道（distributor）`,
	);

/** What is refused because the account has no quota left. */
export const quotaSpent = (): GatewayRefusal =>
	new GatewayRefusal(
		403,
		'User quota is not enough',
		'insufficient_user_quota',
		'预扣费额度失败, 用户剩余额度: ＄0.31, 需要预扣费额度: ＄0.80',
	);

/** What is refused because the key is not known. */
export const invalidToken = (): GatewayRefusal =>
	new GatewayRefusal(401, withRequestId('Invalid token'), '', withRequestId('无效的令牌'));

/** A refusal as the vendor's pages and upstream's show it. */
export function documentedRefusal(refusal: Refusal): RefusalAnswer {
	return { status: refusal.statusCode, body: upstreamError(refusal) };
}
