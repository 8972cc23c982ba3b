import { itemsOf } from '../engine/Engine';
import { hintsOf } from '../engine/TestBed';
import { START } from '../engine/VirtualTime';
import { ANYFAST } from '../engine/workflow';
import type { Fault } from '../stand-in/faults';
import { ODD_QUERY_ANSWERS } from '../stand-in/answers/queries';
import { gatewayError } from '../stand-in/StandIn';
import { useVideoBed } from './VideoBed';

/*
 * A wait that went well goes on: what worked a moment ago may fail for a minute.
 */

const ID = 'asyntask_000001';
const generate = { operation: 'generate', prompt: 'A cat', download: false };
const get = { operation: 'get', taskId: ID, waitForCompletion: true };
const QUESTION = { action: 'GetVideo' };
const ACCEPTED = `the video task ${ID} was accepted and may be billed; do not generate it again`;

const bed = useVideoBed(() => ({ video: { readyAfter: { questions: 3 } } }));

const secondsPassed = () => bed.time.passed / 1000;

/** Questions meet the fault, from the second one on, as long as that. */
const failFor = (seconds: number, fault: Fault) => {
	const matches = () => bed.questions > 1 && secondsPassed() < seconds;
	bed.standIn.fail({ ...QUESTION, matches }, ...Array.from({ length: 500 }, () => fault));
};

const ODDITIES: Array<[string, Fault]> = [
	...Object.entries(ODD_QUERY_ANSWERS),
	['a refusal', { status: 400, body: gatewayError('Bad request', 400) }],
	['no credit', { status: 402, body: gatewayError('No credit', 402) }],
	['a site that is down', { status: 503, body: '' }],
	['a reset connection', 'reset'],
	['half a JSON text', { status: 200, body: '{"code": "succ' }],
];

describe.each(ODDITIES)('%s', (_what, fault) => {
	it('once does not end the wait', async () => {
		bed.standIn.fail({ ...QUESTION, matches: () => bed.questions > 1 }, fault);
		const [item] = await bed.items(generate);

		expect(item?.json).toMatchObject({ taskId: ID, status: 'succeeded' });
		expect(bed.standIn.faultsLeft).toBe(0);
		expect(bed.standIn.submitted).toBe(1);
	});

	it('for most of a minute does not end the wait', async () => {
		failFor(50, fault);
		const [item] = await bed.items(generate);

		expect(item?.json).toMatchObject({ taskId: ID, status: 'succeeded' });
		expect(secondsPassed()).toBeGreaterThan(50);
	});

	it('for good ends the wait after about a minute, and names the task and the way on', async () => {
		failFor(10_000, fault);
		const error = await bed.error(generate);

		expect(error.message).toContain(ACCEPTED);
		expect(error.description).toContain(`Get Video with the Task ID ${ID} finishes the job`);
		expect(`${error.message} ${error.description}`).not.toMatch(/generate the video again/i);
		expect(secondsPassed()).toBeGreaterThan(60);
		expect(secondsPassed()).toBeLessThan(200);
		expect(bed.standIn.submitted).toBe(1);
	});

	it('at the end of the time is named beside it, with the way on', async () => {
		failFor(10_000, fault);
		const error = await bed.error({ ...generate, options: { timeout: 30 } });

		expect(error.message).toMatch(/^The video was not ready after 30 seconds/);
		expect(error.message).toContain(ACCEPTED);
		expect(error.description).toContain('The last status check failed: ');
		expect(error.description).toContain(`Get Video with the Task ID ${ID} finishes the job`);
		expect(secondsPassed()).toBeLessThanOrEqual(31);
	});
});

it.each([
	['a refused key', ODD_QUERY_ANSWERS.keyRefused, /used up by this very video/],
	['a key without quota', ODD_QUERY_ANSWERS.keyUsedUp, /used up by this very video/],
	['a key that is limited to models', ODD_QUERY_ANSWERS.noModelNamed, /lift that limit/],
])('says of %s for good what may be behind it', async (_what, fault, advice) => {
	failFor(10_000, fault);

	expect((await bed.error(generate)).description).toMatch(advice);
});

it('ends with no oddness as long as each lasts less than a minute', async () => {
	const kinds: Fault[] = [{ status: 401 }, { status: 302, body: '' }];
	const turn = () => Math.floor(secondsPassed() / 40) % 2;
	for (const [index, fault] of kinds.entries()) {
		const matches = () => secondsPassed() < 300 && turn() === index;
		bed.standIn.fail({ ...QUESTION, matches }, ...Array.from({ length: 100 }, () => fault));
	}
	const [item] = await bed.items(generate);

	expect(item?.json).toMatchObject({ status: 'succeeded' });
	expect(secondsPassed()).toBeGreaterThan(300);
});

describe('Get Video', () => {
	const submit = async () => await bed.items({ ...generate, waitForCompletion: false });

	it('is as patient, once an answer came', async () => {
		await submit();
		failFor(50, { status: 401 });

		expect((await bed.items(get))[0]?.json).toMatchObject({ status: 'succeeded' });
	});

	it('ends at once if the first answer refuses the key, and names the task', async () => {
		await submit();
		bed.standIn.fail(QUESTION, { status: 401 });
		const error = await bed.error(get);

		expect(error.message).toBe(`Anyfast refused the API key; the Task ID is ${ID}`);
		expect(secondsPassed()).toBe(0);
	});

	it('goes on if another item of the run was answered', async () => {
		await submit();
		await submit();
		const second = { ...QUESTION, matches: ({ path }: { path: string }) => path.endsWith('2') };
		bed.standIn.fail(second, { status: 401 });
		const items = await bed.items(
			{ ...get, taskId: '={{ $json.id }}', options: { maxConcurrentRequests: 1 } },
			{ items: [{ id: ID }, { id: 'asyntask_000002' }] },
		);

		expect(items.map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded']);
	});

	it('ends soon if no answer knows the ID, also if other IDs are known', async () => {
		await submit();
		const error = await bed.error(
			{ ...get, taskId: '={{ $json.id }}' },
			{ items: [{ id: ID }, { id: 'asyntask_999999' }] },
		);

		expect(error.message).toBe('Anyfast cannot find the task; the Task ID is asyntask_999999');
		expect(secondsPassed()).toBeGreaterThan(25);
		expect(secondsPassed()).toBeLessThan(100);
	});
});

describe('a success without an address', () => {
	const ended = { task_id: ID, status: 'SUCCESS', progress: '100%', finish_time: START / 1000 };
	const success: Fault = { status: 200, body: { code: 'success', data: ended } };

	it('is asked for again', async () => {
		failFor(50, success);
		const [item] = await bed.items(generate);

		expect(item?.json).toMatchObject({ status: 'succeeded', videoUrl: expect.any(String) });
	});

	it('is an error after a minute, with the ID', async () => {
		failFor(10_000, success);
		const error = await bed.error(generate);

		expect(error.message).toBe(`The video is finished, but Anyfast gives no link; ${ACCEPTED}`);
		expect(error.description).toContain(`Get Video with the Task ID ${ID}`);
	});

	it('is no end for Get Video without waiting, until it has been finished for a minute', async () => {
		await bed.items({ ...generate, waitForCompletion: false });
		bed.standIn.fail(QUESTION, success, success);
		const look = { operation: 'get', taskId: ID };
		const run = await bed.run(look);

		const [item] = itemsOf(run, ANYFAST);
		expect(item?.json).toMatchObject({ status: 'running', isFinal: false });
		expect(item?.json).not.toHaveProperty('lacksLink');
		expect(hintsOf(run)).toEqual([
			`Anyfast says that the video is finished, and gives no link yet: ${ID}`,
		]);
		bed.time.pass(61_000);
		expect((await bed.error(look)).message).toContain('Anyfast gives no link');
	});

	it('is none either if the task says only when it was changed last', async () => {
		await bed.items({ ...generate, waitForCompletion: false });
		const bare = { id: ID, status: 'succeeded', updated_at: START / 1000 };
		bed.standIn.fail(QUESTION, { status: 200, body: bare });
		bed.time.pass(61_000);

		const error = await bed.error({ operation: 'get', taskId: ID });
		expect(error.message).toContain('Anyfast gives no link');
	});
});

it('ends ten videos of one run well, though each meets another oddness', async () => {
	const faults = ODDITIES.slice(0, 10).map(([, fault]) => fault);
	for (const [index, fault] of faults.entries()) {
		const id = `asyntask_${String(index + 1).padStart(6, '0')}`;
		const matches = ({ path }: { path: string }) => path.endsWith(id);
		bed.standIn.fail({ ...QUESTION, matches }, fault);
	}
	const items = await bed.items(generate, { items: faults.map(() => ({})) });

	expect(items.map(({ json }) => json.status)).toEqual(faults.map(() => 'succeeded'));
	expect(bed.standIn.submitted).toBe(10);
	expect(bed.standIn.faultsLeft).toBe(0);
});
