import { readAnswer } from '../../../nodes/shared/api/answer';
import { createAsset, deleteAsset, getAsset } from '../../../nodes/shared/api/assets';
import { listAssets } from '../../../nodes/shared/api/listOf';
import { classifyNoAnswer, understand, type Verdict } from '../../../nodes/shared/api/classify';
import type { Endpoint } from '../../../nodes/shared/api/endpoint';
import { createVisualValidateSession } from '../../../nodes/shared/api/people';
import { queryVideo } from '../../../nodes/shared/api/videos';
import type { CallKind } from '../../../nodes/shared/kinds';
import type { NoAnswer } from '../../../nodes/shared/transport/noAnswer';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** What an answer means. */
const classify = (
	status: number,
	body: unknown,
	{ endpoint = createAsset, headers = {} }: { endpoint?: Endpoint<unknown>; headers?: object } = {},
): Verdict | undefined => {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const answer = readAnswer({ statusCode: status, headers: { ...headers }, text });
	const understood = understand(answer, endpoint, { Id: 'asset-1' });
	return understood.ok ? undefined : understood.verdict;
};

interface Refusal {
	status: number;
	/** Some are known by their text alone. */
	code?: string;
	message: string;
}

const bracketed = ({ code, message }: Refusal) =>
	code === undefined ? message : `[${code}] ${message}`;

const upstream = ({ code, message }: Refusal) => ({
	ResponseMetadata: { RequestId: 'r-1', Error: { Code: code, Message: message } },
});

/** The relay's error, whose message is JSON with the error in it, so many times. */
const relayed = (refusal: Refusal, deep: number): object => ({
	code: 'fail_to_fetch_task',
	message: JSON.stringify(deep > 1 ? relayed(refusal, deep - 1) : inner(refusal)),
	data: null,
});

const inner = ({ code, message }: Refusal) => ({
	error: { code, message, param: '', type: 'BadRequest' },
});

/** All shapes in which clients have met refusals, whatever they refuse. */
const SHAPES: Array<[string, (refusal: Refusal) => [status: number, body: object]]> = [
	[
		'a gateway error',
		(it) => [it.status, { error: { ...inner(it).error, type: 'new_api_error' } }],
	],
	[
		'a gateway error with the code in its text',
		(it) => [
			it.status,
			{ error: { message: `upstream_error: ${bracketed(it)} (request id: 1)`, code: '' } },
		],
	],
	["upstream's error", (it) => [it.status, upstream(it)]],
	["upstream's error under 502", (it) => [502, upstream(it)]],
	[
		"upstream's code in a text under 502",
		(it) => [502, { error: { message: `upstream asset error: ${bracketed(it)}` } }],
	],
	['a relayed error', (it) => [it.status, relayed(it, 1)]],
	['a relayed error, two deep', (it) => [500, relayed(it, 2)]],
	['a relayed error, three deep', (it) => [400, relayed(it, 3)]],
	['a text for an error', (it) => [it.status, { error: bracketed(it) }]],
	['a bare code and message', (it) => [it.status, { code: it.code, message: it.message }]],
	['a bare text', (it) => [it.status, { message: bracketed(it) }]],
	["upstream's error under 200", (it) => [200, upstream(it)]],
	['a gateway error under 200', (it) => [200, inner(it)]],
	['a text for an error under 200', (it) => [200, { error: bracketed(it) }]],
	['a relayed error under 200', (it) => [200, relayed(it, 2)]],
	['an error beside empty Items', (it) => [200, { ...upstream(it), Items: [], TotalCount: 0 }]],
];

type Row = [CallKind, Verdict['retry'], number, string | undefined, string];

/** Reports of clients, row by row: the kind, when to try again, and the status, code and text that they met. */
const MET: Row[] = [
	// Errors of the asset API.
	[
		...(['group not found', 'once visible', 404, 'NotFound.group_id'] as const),
		'The specified asset_group group-1 is not found',
	],
	['group not found', 'once visible', 400, 'NotFound.group_id', 'no such group'],
	['group not found', 'once visible', 404, 'NotFound.asset_group', 'no such group'],
	['asset not found', 'once visible', 404, 'NotFound.asset_id', 'The asset asset-1 is not found'],
	['not found', undefined, 404, 'NotFound.project', 'no such project'],
	['not found', undefined, 404, 'ResourceNotFound', 'no such thing'],
	['face refused', undefined, 502, undefined, 'Face consistency verification failed'],
	['face refused', undefined, 400, 'InvalidParameter.FaceMismatch', 'not the same person'],
	['face refused', undefined, 400, 'FaceMismatch', 'not the same person'],
	['invalid', undefined, 502, 'InvalidParameter.PixelCountTooSmall', 'too few pixels'],
	['invalid', undefined, 400, 'InvalidParameter.DurationTooLong', 'too long'],
	['invalid', undefined, 400, 'InvalidArgument.Name', 'bad name'],
	[
		...(['invalid', undefined, 400, 'MissingParameter.CallbackURL'] as const),
		'The required parameter CallbackURL is missing.',
	],
	['not for this key', undefined, 400, undefined, 'GroupType must be one of [AIGC]'],
	[
		...(['not for this key', undefined, 400, 'InvalidParameter.GroupType'] as const),
		'GroupType must be one of [AIGC]',
	],
	['no credit', undefined, 403, 'insufficient_user_quota', 'user quota is not enough'],
	['no credit', undefined, 403, 'insufficient_quota', 'x'],
	['no credit', undefined, 403, 'AccountOverdueError', 'x'],
	['no credit', undefined, 403, undefined, 'token quota is not enough, need $0.1'],
	['no credit', undefined, 403, undefined, '用户额度不足, 剩余额度: 0'],
	['no model', undefined, 503, 'model_not_found', 'x'],
	['no model', undefined, 403, undefined, 'This token has no access to model volc-asset-video'],
	['no model', undefined, 403, undefined, '该令牌无权访问模型 volc-asset-video'],
	[
		...(['no model', undefined, 503, undefined] as const),
		'No available channel for model volc-asset-video under group default',
	],
	['no model', undefined, 503, undefined, '当前分组 default 下对于模型 x 无可用渠道'],
	// Errors of the video API.
	[
		...(['moderated', undefined, 400] as const),
		...(['InputImageSensitiveContentDetected.PrivacyInformation', 'content[1] may'] as const),
	],
	['moderated', undefined, 400, undefined, 'content[1] may contain real person'],
	['moderated', undefined, 400, 'InputTextSensitiveContentDetected', 'x'],
	['moderated', undefined, 400, 'OutputVideoSensitiveContentDetected', 'x'],
	['moderated', undefined, 400, 'InputTextRiskDetection', 'x'],
	['moderated', undefined, 400, 'OutputAudioSensitiveContentDetected.PolicyViolation', 'x'],
	[
		...(['asset not ready', 'once visible', 400, 'InvalidParameter'] as const),
		'The specified asset asset-1 is not found',
	],
	[
		...(['asset not ready', 'once visible', 400, 'InvalidParameter'] as const),
		'asset asset-1 is still processing',
	],
	[
		...(['asset not ready', 'once visible', 400, 'InvalidParameter'] as const),
		'asset asset-1 is not available yet',
	],
	['asset not usable', undefined, 400, 'InvalidParameter', 'content[0]: invalid url scheme'],
	['person not verified', undefined, 400, 'ValidateNotReady', 'The validation is not ready'],
	['invalid', undefined, 400, 'InvalidParameter.TaskTypeConstraint', 'ratio must be adaptive'],
	['busy', 'slower', 400, 'QuotaExceeded', 'x'],
	['busy', 'slower', 400, 'SetLimitExceeded', 'x'],
	['busy', 'slower', 400, 'AccountRateLimitExceeded', 'x'],
	['busy', 'slower', 400, 'RateLimitExceeded.EndpointRPMExceeded', 'x'],
	['busy', 'slower', 503, 'upstream_load_saturated', 'x'],
];

describe.each(SHAPES)('in the shape of %s', (_shape, dress) => {
	it.each(MET)('%s (try again: %s) is met as %d, %s: %s', (kind, retry, status, code, message) => {
		const [as, body] = dress({ status, code, message });

		expect(classify(as, body)).toEqual({ kind, done: 'no', retry });
	});

	it.each(['InternalError', 'InternalServiceError', 'ServiceUnavailable', 'RequestTimeout'])(
		'%s leaves open whether it was done',
		(code) => {
			const [as, body] = dress({ status: 500, code, message: 'x' });

			expect(classify(as, body)).toEqual({ kind: 'unavailable', done: 'maybe', retry: 'later' });
		},
	);
});

describe('what no code tells', () => {
	const error = (message: string, type = 'new_api_error') => ({
		error: { message, type, code: '' },
	});
	const final = (kind: CallKind): Verdict => ({ kind, done: 'no', retry: undefined });
	const unavailable: Verdict = { kind: 'unavailable', done: 'maybe', retry: 'later' };
	const busy: Verdict = { kind: 'busy', done: 'no', retry: 'slower' };

	it.each<[number, unknown, Verdict]>([
		[401, error('Invalid token'), final('key refused')],
		[401, '', final('key refused')],
		[402, error('x'), final('no credit')],
		[403, error('Invalid token'), final('key refused')],
		[403, error('The API key is disabled'), final('key refused')],
		[403, error('This key has expired'), final('key refused')],
		[403, error('x', 'authentication_error'), final('key refused')],
		[403, error('无效的令牌'), final('key refused')],
		[403, error('No access to this resource'), final('forbidden')],
		[403, '', final('forbidden')],
		[400, error('x'), final('refused')],
		[408, error('x'), unavailable],
		[409, error('x'), unavailable],
		[413, error('x'), final('too large')],
		[429, error('x'), busy],
		[429, '', busy],
		[500, error('x'), unavailable],
		[502, '', unavailable],
		[503, { anything: 1 }, unavailable],
		[504, 'Gateway Timeout', unavailable],
		[529, '', unavailable],
	])('is told by the status: %d with %j', (status, body, verdict) => {
		expect(classify(status, body)).toEqual(verdict);
	});

	it.each<[number, Verdict]>([
		[200, final('wrong address')],
		[301, { ...final('wrong address'), done: 'maybe' }],
		[400, final('refused')],
		[401, final('key refused')],
		[403, final('forbidden')],
		[404, final('wrong address')],
		[405, final('wrong address')],
		[408, unavailable],
		[413, final('too large')],
		[414, final('refused')],
		[415, final('refused')],
		[431, unavailable],
		[429, busy],
		[502, unavailable],
	])('is told by the status of a web page: %d', (status, verdict) => {
		expect(classify(status, '<html>nginx</html>', { headers: HTML })).toEqual(verdict);
		expect(classify(status, '<!DOCTYPE html>')).toEqual(verdict);
	});

	it('words of a lost upstream are found also further on in a text that is not whole', () => {
		const text = `{"data": "${'x'.repeat(700)}", "message": "unexpected EOF`;

		expect(classify(422, text)).toEqual({ kind: 'upstream lost', done: 'maybe', retry: 'later' });
	});

	it('a 404 that is not whole says nothing of the thing or the address, and is tried again', () => {
		expect(classify(404, '{"error": {"code": "NotFound.gro', { endpoint: getAsset })).toEqual({
			...{ kind: 'incomplete', done: 'no', retry: 'later' },
		});
	});

	it.each<[Endpoint<unknown>, CallKind]>([
		[getAsset, 'asset not found'],
		[deleteAsset, 'asset not found'],
		[createAsset, 'group not found'],
		[listAssets, 'not found'],
	])('a 404 with an error is about the thing, not about the Base URL: %#', (endpoint, kind) => {
		expect(classify(404, error('it is not there'), { endpoint })).toEqual(final(kind));
		expect(classify(404, error('Invalid URL (POST /x)'), { endpoint })).toEqual(
			final('wrong address'),
		);
		expect(classify(404, {}, { endpoint })).toEqual(final('wrong address'));
	});

	it.each([404, 405])('an address that not every site has may be unknown: %d', (status) => {
		const endpoint = { ...getAsset, isOptional: true };

		expect(classify(status, '<html></html>', { endpoint })).toEqual(final('not served'));
		expect(classify(status, error('Invalid URL (POST /x)'), { endpoint })).toEqual(
			final('not served'),
		);
	});
});

describe('under a status of success', () => {
	it.each<[Endpoint<unknown>, object]>([
		[createAsset, { Id: 'asset-1' }],
		[createAsset, { Id: 'asset-1', error: { message: 'too short' }, Error: 'x', message: 'y' }],
		[createAsset, { code: 'success', message: '', data: { Id: 'asset-1' } }],
		[createAsset, { ResponseMetadata: { RequestId: 'r-1' }, Result: { Id: 'asset-1' } }],
		[createAsset, { Id: 918273645 }],
		[createAsset, { data: 'asset-2026-x' }],
		[getAsset, { AssetItem: { Id: 'ASSET-1' } }],
		[getAsset, { Id: 'asset-1', Status: 'Failed', Error: { Code: 'FaceMismatch', Message: 'x' } }],
		[getAsset, { Id: 'asset-1', error: {} }],
		[getAsset, { Id: 'asset-1', errors: [] }],
		[getAsset, { data: { Id: 'asset-1', Status: 'Active', Error: 'blurred' } }],
		[listAssets, { Items: [{ Id: 'a', error: 'x' }] }],
		[listAssets, { error: null, TotalCount: 0 }],
		[listAssets, { PageNumber: 1, PageSize: 100 }],
		[deleteAsset, { Deleted: true }],
		[deleteAsset, { Id: 'asset-1' }],
		[deleteAsset, {}],
		[deleteAsset, { error: '', Result: {} }],
		[deleteAsset, { code: 0, message: 'ok', data: null }],
		[deleteAsset, { code: '200', message: 'Success' }],
		[queryVideo('task-1'), { task_id: 'TASK-1' }],
		[queryVideo('task-1'), { id: 'cgt-1', status: 'queued' }],
		[queryVideo('task-1'), { data: { status: 'running' } }],
		[createVisualValidateSession, { data: { H5Link: 'https://a.b', BytedToken: 'x' } }],
	])('what proves it is done: %#', (endpoint, body) => {
		expect(classify(200, body, { endpoint })).toBeUndefined();
		expect(classify(201, body, { endpoint })).toBeUndefined();
	});

	it.each(['', '  \n'])('nothing at all is a deletion: %j', (text) => {
		expect(classify(200, text, { endpoint: deleteAsset })).toBeUndefined();
		expect(classify(204, text, { endpoint: deleteAsset })).toBeUndefined();
	});

	it.each<[Endpoint<unknown>, object]>([
		[deleteAsset, { success: false, message: 'no permission' }],
		[deleteAsset, { Deleted: false }],
		[deleteAsset, { message: 'no permission' }],
		[deleteAsset, { ok: false }],
		[deleteAsset, { status: 'error', message: 'x' }],
		[deleteAsset, { Id: 'asset-1', errors: ['x'] }],
		[deleteAsset, { code: 4003, msg: 'x' }],
		[deleteAsset, { data: { success: false, message: 'x' } }],
		[createAsset, { message: 'ok' }],
		[createAsset, { error: { message: 'x', code: 'Unheard.of' } }],
		[listAssets, { error: { message: 'db down' }, Items: [] }],
		[listAssets, { Items: [{ Name: 'x' }] }],
		[getAsset, { Id: 'asset-1', error: { message: 'x' } }],
		[getAsset, { data: { Id: 'asset-1', error: { message: 'x' } } }],
		[queryVideo('task-1'), { id: 'cgt-1' }],
		[queryVideo('task-1'), { status: 'success' }],
		[queryVideo('task-1'), { data: { progress: 5 } }],
		[createVisualValidateSession, { H5Link: 'https://a.b' }],
	])('nobody knows what anything else means: %#', (endpoint, body) => {
		expect(classify(200, body, { endpoint })).toEqual({
			kind: 'unexpected',
			done: 'maybe',
			retry: 'later',
		});
	});

	it('a text behind many blanks is no empty answer, which a deletion may have', () => {
		const endpoint = deleteAsset;
		expect(classify(200, `${' '.repeat(200)}OK`, { endpoint })?.kind).toBe('unexpected');
	});

	it('a page says its number and size from 1, and its total from 0', () => {
		const page = { PageNumber: 1, PageSize: '1', TotalCount: 0 };
		const text = JSON.stringify({ ...page, Items: null });
		const read = (body: string) =>
			understand(readAnswer({ statusCode: 200, headers: {}, text: body }), listAssets);

		expect(read(text)).toMatchObject({
			value: { items: [], pageNumber: 1, pageSize: 1, totalCount: 0 },
		});
		expect(read('{"PageNumber": 0, "PageSize": 0, "TotalCount": -1}')).toEqual({
			ok: true,
			value: { items: [], bytes: 50 },
		});
	});

	it('what is about something else is an error', () => {
		for (const endpoint of [getAsset, deleteAsset]) {
			expect(classify(200, { Id: 'asset-2' }, { endpoint })?.kind).toBe('another thing');
		}
	});

	it.each([
		['{"Id": "ass', {}],
		['', {}],
		['  ', {}],
		['[{"Id"', {}],
		['"Ite', { 'content-type': 'application/json' }],
	])('what is not whole was perhaps done: %j', (text, headers) => {
		expect(classify(200, text, { headers })).toMatchObject({
			...{ kind: 'incomplete', done: 'maybe', retry: 'later' },
		});
	});

	it.each(['OK', '[]', '[{"Id": "asset-1"}]', '"Id"', '5', 'null', 'true'])(
		'nobody knows what other text means: %s',
		(text) => {
			expect(classify(200, text)).toMatchObject({
				...{ kind: 'unexpected', done: 'maybe', retry: 'later' },
			});
		},
	);

	it.each<[string, string | undefined]>([
		['asyntask_1', 'asyntask_1'],
		['"cgt-1"', 'cgt-1'],
		['[{"Id": "asset-1"}]', '"Id":"asset-1"}]'],
		['{"a": 1, "data": "c9e0069f-0018', '"data": "c9e0069f-0018'],
		[`{"x": "${'y'.repeat(900)}", "task_id": "a", `, '"task_id": "a", '],
		[`{"task_id": "a${'y'.repeat(900)}`, `"task_id": "a${'y'.repeat(87)}…`],
		['{"request_id": "a", ', undefined],
		['{"data": "no ID', undefined],
		['OK', undefined],
	])('of a creation, the ID in it is shown: %s', (text, shownId) => {
		expect(classify(200, text)?.shownId).toBe(shownId);
		expect(classify(200, text, { endpoint: deleteAsset })?.shownId).toBeUndefined();
	});
});

describe('the error in an answer', () => {
	const errorIn = (body: object) =>
		readAnswer({ statusCode: 400, headers: {}, text: JSON.stringify(body) }).error;
	const refusal = { status: 400, code: 'InvalidParameter.Name', message: 'The name is bad' };

	it.each(SHAPES)('carries code and text in the shape of %s', (_shape, dress) => {
		const [, body] = dress(refusal);
		const error = errorIn(body);

		expect(error?.code).toBe('InvalidParameter.Name');
		expect(error?.message).toContain('The name is bad');
	});

	it.each([
		[{ error: { message: 'x (request id: 2026-a)' } }, '2026-a'],
		[{ ResponseMetadata: { RequestId: 'r-1', Error: { Message: 'x' } } }, 'r-1'],
		[{ error: 'x', request_id: 'r-2' }, 'r-2'],
		[{ message: JSON.stringify({ error: { message: 'x (Request ID: r-3)' } }), data: null }, 'r-3'],
	])('carries the request ID: %j', (body, requestId) => {
		expect(errorIn(body)?.requestId).toBe(requestId);
	});

	it('is looked for in JSON up to three deep, and no deeper', () => {
		expect(errorIn(relayed(refusal, 3))?.code).toBe('InvalidParameter.Name');
		expect(errorIn(relayed(refusal, 4))?.code).not.toBe('InvalidParameter.Name');
	});

	it('has no code if brackets hold something else', () => {
		expect(errorIn({ error: 'GroupType must be one of [AIGC]' })?.code).toBeUndefined();
		expect(errorIn({ error: 'content[1] is bad' })?.code).toBeUndefined();
	});

	it('is cut, wherever it is long', () => {
		const long = 'x'.repeat(3_000_000);
		const error = errorIn({
			error: { message: long, code: long, type: long },
			request_id: long,
		});

		for (const text of [error?.message, error?.code, error?.type, error?.requestId]) {
			expect(text).toBe(`${'x'.repeat(1000)}…`);
		}
	});

	it('is not parsed any more if it is JSON of 20,000 characters', () => {
		const message = JSON.stringify({ error: { message: 'y'.repeat(20_000), code: 'A.B' } });
		const error = errorIn({ message, data: null });

		expect(error?.code).toBeUndefined();
		expect(error?.message).toHaveLength(1001);
	});
});

describe('no answer', () => {
	const retryable: Array<NoAnswer['reason']> = ['unreachable', 'lost', 'timeout'];

	it.each<[NoAnswer['reason'], boolean]>([
		['unknown host', false],
		['unreachable', false],
		['untrusted', false],
		['blocked', false],
		['not sendable', false],
		['lost', true],
		['timeout', true],
		['too long', true],
		['unknown', true],
	])('because of "%s": it may have arrived: %s', (reason, mayHaveArrived) => {
		const sent = classifyNoAnswer({ reason, detail: '', wasSent: true });

		expect(sent).toEqual({
			kind: reason,
			done: mayHaveArrived ? 'maybe' : 'no',
			retry: retryable.includes(reason) ? 'later' : undefined,
		});
		expect(classifyNoAnswer({ reason, detail: '', wasSent: false })).toEqual({
			...sent,
			done: 'no',
			retry: reason === 'timeout' ? undefined : sent.retry,
		});
	});
});
