import { until } from '../engine/meanwhile';
import { nodeErrorOf } from '../engine/TestBed';
import { GATEWAY_ANSWERS } from '../stand-in/answers/gateway';
import type { Fault } from '../stand-in/faults';
import { makeAsset } from '../stand-in/assets';
import { gatewayError } from '../stand-in/StandIn';
import { useVideoBed } from './VideoBed';

const generate = { operation: 'generate', prompt: 'A cat', waitForCompletion: false };
const image = { ...makeAsset(3), Status: 'Active' };
const fromAsset = {
	...{ ...generate, mode: 'references' },
	references: { image: [{ source: 'asset', asset: image.Id }] },
};
const SUBMIT = { action: 'GenerateVideo' };

/** More than is read of an answer. */
const LONG = 'x'.repeat(17 * 1024 * 1024);

const bed = useVideoBed(() => ({ assets: [image] }));

/** A refusal of upstream's, as the gateway's relay passes it on. */
const relayed = (status: number, code: string, message: string): Fault => ({
	status,
	body: {
		code: 'fail_to_fetch_task',
		message: JSON.stringify({ error: { code, message, param: '', type: 'BadRequest' } }),
		data: null,
	},
});

describe('a submit whose answer is lost is not sent again', () => {
	const lost: Array<[string, Fault]> = [
		['a reset connection', 'reset'],
		['a dropped connection', 'drop'],
		['an answer cut off', 'cut'],
		['an answer lost after the task was made', { afterDoing: 'reset' }],
		['500', { status: 500 }],
		['502 with a web page', { status: 502, body: '<html></html>' }],
		['503 without a code', { status: 503, body: '' }],
		['504', { status: 504, body: '' }],
		['half a JSON text', { status: 200, body: '{"task_id": "asyn' }],
		['an answer without an ID', { status: 200, body: { object: 'video', status: '' } }],
		['an empty answer', { status: 200, body: '' }],
	];

	it.each(lost)('after %s, and may be billed', async (_what, fault) => {
		bed.standIn.fail(SUBMIT, fault);
		const error = await bed.error(generate);

		expect(bed.submits).toHaveLength(1);
		expect(error.message).toContain(
			'; the video may have been submitted anyway, and may be billed',
		);
		expect(error.description).toContain('console');
	});

	it.each<[string, Fault]>([
		['a connection that breaks in it', { cut: '{"id": "cgt-1", "mod', of: 1000 }],
		[
			'a connection that breaks in it, far behind its beginning',
			{ cut: `{"model": "${'x'.repeat(9000)}", "task_id": "cgt-1", "mod`, of: 99_999 },
		],
		['more than anybody reads', { status: 200, body: `{"id": "cgt-1", "x": "${LONG}"}` }],
		['a JSON text that ends too early', { status: 200, body: '{"data": "cgt-1' }],
		['the same under a refusal', { status: 414, body: '{"data": "c9e0069f-0018-10' }],
	])('and the ID in it is shown: %s', async (_what, fault) => {
		bed.standIn.fail(SUBMIT, fault);
		const error = await bed.error(generate);

		expect(bed.submits).toHaveLength(1);
		expect(error.message).toMatch(
			/may have been submitted anyway, and may be billed; the answer holds: .*(cgt-1|c9e0069f)/,
		);
		expect(error.description).toMatch(/The answer began: .*(cgt-1|c9e0069f-0018-10)/);
	});

	it('and the number of the request is named, by which Anyfast’s console finds it', async () => {
		bed.standIn.fail(SUBMIT, { afterDoing: { status: 502, body: '' } });

		expect((await bed.error(generate)).description).toContain('[request ID 20260101-stand-in]');
	});

	it('but is a task, if the connection broke only behind all of it', async () => {
		bed.standIn.fail(SUBMIT, { cut: '{"id": "cgt-1", "status": ""}', of: 1000 });
		const [item] = await bed.items(generate);

		expect(item?.json).toMatchObject({ taskId: 'cgt-1', isFinal: false });
		expect(bed.submits).toHaveLength(1);
	});

	it('when the execution is canceled meanwhile, and may be billed', async () => {
		bed.standIn.fail(SUBMIT, 'hang');
		const run = bed.start(generate);
		bed.standIn.onRefusal = () => run.cancel();
		bed.standIn.fail(SUBMIT, 'hang');
		await until(() => bed.submits.length > 0);
		run.cancel();
		const ended = await run;

		expect(ended.status).toBe('canceled');
		expect(nodeErrorOf(ended)).toContain(
			'The execution was canceled; the video may have been submitted anyway, and may be billed',
		);
		expect(bed.submits).toHaveLength(1);
	});

	it('says it in the item that goes on, too', async () => {
		bed.standIn.fail(SUBMIT, { status: 500 });
		const [item] = await bed.items(generate, { node: { onError: 'continueRegularOutput' } });

		expect(item?.json.error).toContain('may be billed');
		expect(item?.json.message).toContain('console');
	});
});

describe('a submit that certainly did not start is sent again', () => {
	it.each<[string, Fault]>([
		['429', { status: 429 }],
		[
			'a saturated upstream',
			{ status: 503, body: gatewayError('Saturated', 503, 'upstream_load_saturated') },
		],
		['an exceeded rate', relayed(400, 'RateLimitExceeded', 'Too many requests')],
	])('after %s', async (_what, fault) => {
		bed.standIn.fail(SUBMIT, fault);
		await bed.items(generate);

		expect(bed.standIn.submitted).toBe(1);
		expect(bed.submits).toHaveLength(2);
	});
});

describe('a refusal is final, in one try, and nothing is in doubt', () => {
	it.each<[string, Fault, string, string]>([
		[
			'moderation',
			relayed(400, 'InputTextSensitiveContentDetected', 'Not allowed'),
			'content check refused',
			'nothing was billed',
		],
		[
			'moderation as 502',
			relayed(502, 'InputImageRiskDetection', 'Not allowed'),
			'content check refused',
			'nothing was billed',
		],
		[
			'a parameter',
			relayed(400, 'InvalidParameter.TaskTypeConstraint', 'ratio'),
			'does not accept this: ratio',
			'Nothing was created',
		],
		[
			'no quota',
			{ status: 403, body: gatewayError('No quota', 403, 'insufficient_user_quota') },
			'no credit left',
			'Add credit',
		],
		[
			'no model',
			{ status: 503, body: gatewayError('No channel', 503, 'model_not_found') },
			'does not have this model',
			'another Model',
		],
		[
			'no channel',
			{ status: 503, body: gatewayError('no available channel', 503) },
			'does not have this model',
			'another Model',
		],
		['a wrong key', { status: 401 }, 'refused the API key', 'API Key'],
		['a request too large', { status: 413, body: '<html></html>' }, 'too large', 'URL'],
		[
			'an asset that cannot be resolved',
			relayed(400, 'InvalidParameter', 'invalid url scheme'),
			'invalid url scheme',
			'Upload the asset again',
		],
	])('%s', async (_what, fault, message, advice) => {
		bed.standIn.fail(SUBMIT, fault);
		const error = await bed.error(generate);

		expect(error.message).toContain(message);
		expect(error.message).not.toContain('may be billed');
		expect(error.description).toContain(advice);
		expect(bed.submits).toHaveLength(1);
	});

	it('and what credit there is, and is needed, is shown', async () => {
		bed.standIn.fail(SUBMIT, GATEWAY_ANSWERS.accountShort);

		expect((await bed.error(generate)).description).toMatch(/＄0\.31.*＄0\.80/);
	});

	it('and content[n] is put in the terms of the user', async () => {
		const message = 'content[1] may contain real person';
		bed.standIn.fail(
			SUBMIT,
			relayed(400, 'InputImageSensitiveContentDetected.PrivacyInformation', message),
		);
		const error = await bed.error(fromAsset);

		expect(error.message).toContain(
			`reference image 1 (asset://${image.Id}) may contain real person`,
		);
		expect(`${error.message} ${error.description}`).not.toContain('content[');
		expect(error.description).toContain('Liveness Face');
	});

	it('and content[n] stays if Additional Fields have replaced it', async () => {
		bed.standIn.fail(SUBMIT, relayed(400, 'InvalidParameter', 'content[0] is wrong'));
		const options = { additionalFields: '{ "content": [{ "type": "text", "text": "A dog" }] }' };

		expect((await bed.error({ ...generate, options })).message).toContain('content[0] is wrong');
	});
});

describe('an asset that the generation does not see yet', () => {
	it('is waited for', async () => {
		bed.standIn.reset({ assets: [image], video: { assetsUsableAfter: { questions: 2 } } });
		const [item] = await bed.items(fromAsset);

		expect(item?.json.taskId).toBe('asyntask_000001');
		expect(bed.submits).toHaveLength(3);
		expect(bed.pauses[0]).toBeGreaterThanOrEqual(10_000);
		expect(bed.pauses[1]).toBeGreaterThan(bed.pauses[0] ?? 0);
	});

	it.each<[string, Fault]>([
		[
			'InvalidParameter',
			relayed(400, 'InvalidParameter', 'The specified asset asset-1 is not found'),
		],
		['502', relayed(502, 'InvalidParameter', 'asset asset-1 is still processing')],
		['NotFound.asset_id', relayed(404, 'NotFound.asset_id', 'no asset-1')],
	])('(%s) is given up after two minutes, with the three causes', async (_what, fault) => {
		bed.standIn.fail(SUBMIT, ...Array.from({ length: 50 }, () => fault));
		const error = await bed.error(fromAsset);

		expect(bed.time.slept).toBe(120_000);
		expect(error.description).toMatch(
			/less than a minute ago.*another API key or site.*verified people/s,
		);
		expect(bed.standIn.submitted).toBe(0);
	});
});

it('with On Error: Stop, names the tasks that the other items have submitted', async () => {
	bed.standIn.fail(
		{ ...SUBMIT, matches: ({ body }) => JSON.stringify(body)?.includes('bad') ?? false },
		{
			status: 400,
		},
	);
	const error = await bed.error(
		{ ...generate, prompt: '={{ $json.prompt }}', options: { maxConcurrentRequests: 1 } },
		{ items: [{ prompt: 'good' }, { prompt: 'bad' }] },
	);

	expect(error.description).toContain(
		'submitted the task asyntask_000001 (use Get Video to get the video)',
	);
});
