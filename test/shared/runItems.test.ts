import type { INode } from 'n8n-workflow';

import { TestBed, errorOf } from '../engine/TestBed';
import { itemsOf } from '../engine/Engine';
import { AFTER, ANYFAST, ON_ERROR } from '../engine/workflow';

let bench: TestBed;

beforeAll(async () => {
	bench = await TestBed.start();
});
beforeEach(() => bench.standIn.reset());
afterAll(async () => await bench.stop());

/** One bad item among good ones. */
const items = [{ howMany: 1 }, { howMany: 0 }, { howMany: 2 }];

const run = async (onError: INode['onError'], parameters = { limit: '={{ $json.howMany }}' }) =>
	await bench.run(parameters, { items, node: { onError } });

const good = () => {
	const [first, second] = bench.standIn.groups;
	return [
		{ json: first, pairedItem: { item: 0 } },
		{ json: first, pairedItem: { item: 2 } },
		{ json: second, pairedItem: { item: 2 } },
	];
};

const MESSAGE = 'Limit must be a whole number of at least 1';

describe('On Error: Stop', () => {
	it.each([undefined, 'stopWorkflow' as const])(
		'(%s) ends the run at the bad item',
		async (onError) => {
			const ended = await run(onError);

			expect(ended.status).toBe('error');
			expect(errorOf(ended).message).toBe(MESSAGE);
			expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
			expect(ended.data.resultData.runData).not.toHaveProperty(AFTER);
			expect(bench.standIn.bodies.map(({ PageSize }) => PageSize)).toEqual([1]);
		},
	);

	it('names the item also where the API refused it', async () => {
		bench.standIn.beforePage = () => bench.standIn.failNext({ status: 400 });

		const ended = await bench.run({}, { items });

		expect(errorOf(ended).message).toBe('Anyfast refused the request: Scripted failure');
		expect(errorOf(ended)).toHaveProperty('context.itemIndex', 1);
	});
});

describe('On Error: Continue', () => {
	it('makes an item with the error of the bad one', async () => {
		const ended = await run('continueRegularOutput');

		const [first, ...others] = good();
		expect(ended.status).toBe('success');
		expect(itemsOf(ended, ANYFAST)).toMatchObject([
			first,
			{ json: { error: MESSAGE }, pairedItem: { item: 1 } },
			...others,
		]);
		expect(itemsOf(ended, AFTER)).toHaveLength(4);
	});

	it('goes on after an item that the API refused', async () => {
		bench.standIn.failNext({ status: 401 });

		const ended = await run('continueRegularOutput', { limit: '={{ 1 }}' });

		expect(itemsOf(ended, ANYFAST).map(({ json }) => json)).toMatchObject([
			{ error: 'Anyfast refused the API key' },
			{ Id: bench.standIn.groups[0]?.Id },
			{ Id: bench.standIn.groups[0]?.Id },
		]);
	});
});

describe('On Error: Continue (using error output)', () => {
	it('sends the bad item there and the good ones on', async () => {
		const ended = await run('continueErrorOutput');

		expect(ended.status).toBe('success');
		expect(itemsOf(ended, ANYFAST, 0)).toEqual(good());
		expect(itemsOf(ended, ANYFAST, 1)).toMatchObject([
			{ json: { error: MESSAGE }, pairedItem: { item: 1 } },
		]);
		expect(itemsOf(ended, AFTER)).toHaveLength(3);
		expect(itemsOf(ended, ON_ERROR)).toHaveLength(1);
	});

	it('sends every item there where all are bad', async () => {
		const ended = await run('continueErrorOutput', { limit: '={{ "none" }}' });

		expect(itemsOf(ended, ANYFAST, 0)).toEqual([]);
		expect(itemsOf(ended, ON_ERROR).map(({ json }) => json.error)).toEqual([
			MESSAGE,
			MESSAGE,
			MESSAGE,
		]);
	});
});
