import { sleep } from 'n8n-workflow';

import { TestBed, nodeErrorOf } from '../engine/TestBed';
import { workflowWith } from '../engine/workflow';
import { makeGroups } from '../stand-in/groups';

// No test waits: a pause is the moment to cancel.
jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn() }));

let bench: TestBed;

// One for each test: what was under way when a test cancelled may arrive when the next has begun.
beforeEach(async () => {
	bench = await TestBed.start();
	bench.standIn.reset({ groups: makeGroups(9) });
	jest.mocked(sleep).mockReset();
});

afterEach(async () => await bench.stop());

const workflow = (onError?: 'continueRegularOutput') =>
	workflowWith(
		{ returnAll: true, options: { pageSize: 3, maxConcurrentRequests: 1 } },
		{ items: [{}, {}], node: { onError } },
	);

describe.each([undefined, 'continueRegularOutput' as const])('with On Error %s', (onError) => {
	it.each([1, 2])(
		'cancelling while page %d is under way starts no further request',
		async (page) => {
			const run = bench.engine.start(workflow(onError));
			bench.standIn.beforePage = (number) => {
				if (number === page) run.cancel();
			};

			expect((await run).status).toBe('canceled');
			expect(bench.standIn.received).toHaveLength(page);
		},
	);

	it('cancelling in the pause before a retry starts no further request', async () => {
		bench.standIn.failNext({ status: 503, headers: { 'retry-after': '60' } });
		const run = bench.engine.start(workflow(onError));
		jest.mocked(sleep).mockImplementation(async () => run.cancel());

		expect((await run).status).toBe('canceled');
		expect(bench.standIn.received).toHaveLength(1);
		expect(sleep).toHaveBeenCalledTimes(1);
	});

	it('cancelling is the error of the node, not an item that goes on', async () => {
		const run = bench.engine.start(workflow(onError));
		bench.standIn.beforePage = () => run.cancel();

		expect(nodeErrorOf(await run)).toBe('The execution was canceled');
	});
});

it('cancelling while several pages are under way starts none that waits', async () => {
	bench.standIn.reset({ groups: makeGroups(40) });
	const options = { pageSize: 1, maxConcurrentRequests: 4 };
	const run = bench.engine.start(workflowWith({ returnAll: true, options }));
	bench.standIn.beforePage = (number) => {
		if (number === 10) run.cancel();
	};

	expect((await run).status).toBe('canceled');
	// The tenth page, and those that were on their way beside it.
	expect(bench.standIn.received.length).toBeGreaterThanOrEqual(10);
	expect(bench.standIn.received.length).toBeLessThanOrEqual(13);
});

it('cancelling does not wait for the answer that is under way', async () => {
	bench.standIn.reset({ latencyMs: 1 });
	const run = bench.engine.start(workflow());
	jest.mocked(sleep).mockImplementation(async () => {
		run.cancel();
		await new Promise(() => {}); // The stand-in sleeps, and never answers.
	});

	expect((await run).status).toBe('canceled');
	expect(bench.standIn.received).toHaveLength(1);
});
