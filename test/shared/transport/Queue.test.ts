import { Budget, Queue } from '../../../nodes/shared/transport/Queue';
import { others } from '../../engine/meanwhile';

/** A piece of work that lasts until it is told to end. */
class Work {
	hasBegun = false;

	private end: () => void = () => {};

	readonly run = async (): Promise<void> => {
		this.hasBegun = true;
		await new Promise<void>((resolve) => (this.end = resolve));
	};

	/** Ends it, and lets others begin. */
	async finish(): Promise<void> {
		this.end();
		await others();
	}
}

const works = (howMany: number) => Array.from({ length: howMany }, () => new Work());

const begun = (all: Work[]) => all.map(({ hasBegun }) => hasBegun);

const failure = async () => await Promise.reject(new Error('failed'));

describe('a queue', () => {
	it('lets so many run at a time, the others in the order in which they came', async () => {
		const queue = new Queue(2);
		const all = works(4);
		const runs = all.map(async ({ run }) => await queue.run(run));
		expect(begun(all)).toEqual([true, true, false, false]);

		await all[1]?.finish();
		expect(begun(all)).toEqual([true, true, true, false]);
		await all[0]?.finish();
		expect(begun(all)).toEqual([true, true, true, true]);

		await all[2]?.finish();
		await all[3]?.finish();
		await Promise.all(runs);
	});

	it('that begins with few lets a third as many run as have ended, up to its most', async () => {
		const atOnce = async (queue: Queue) => {
			const all = works(5);
			const runs = all.map(async ({ run }) => await queue.run(run));
			await others();
			const number = begun(all).filter(Boolean).length;
			for (const work of all) await work.finish();
			await Promise.all(runs);
			return number;
		};

		const queue = new Queue(4, 1);
		const numbers = [];
		for (let round = 0; round < 5; round++) numbers.push(await atOnce(queue));
		const other = new Queue(3, 1);
		other.startWithAll();

		expect(numbers).toEqual([1, 1, 3, 4, 4]);
		expect(await atOnce(other)).toBe(3);
	});

	it('lets nobody push in between the end of one and the start of the next', async () => {
		const queue = new Queue(1);
		const [first = new Work(), second = new Work(), third = new Work()] = works(3);
		const runs = [first, second].map(async ({ run }) => await queue.run(run));
		const pushing = runs[0]?.then(async () => await queue.run(third.run));

		await first.finish();
		expect(begun([second, third])).toEqual([true, false]);

		await second.finish();
		await third.finish();
		await Promise.all([...runs, pushing]);
	});

	it('has room again after work that failed', async () => {
		const queue = new Queue(1);

		await expect(queue.run(failure)).rejects.toThrow('failed');

		expect(await queue.run(async () => 'done')).toBe('done');
	});

	it('starts the next one when those who waited for the last could react', async () => {
		const queue = new Queue(1);
		let reacted = false;
		const failing = queue.run(failure).catch(() => (reacted = true));

		expect(await queue.run(async () => reacted)).toBe(true);
		await failing;
	});
});

describe('a budget', () => {
	it('lets so much be in use at a time', async () => {
		const budget = new Budget(100);
		const all = works(3);
		const runs = [60, 30, 30].map(async (amount, index) => {
			await budget.run(amount, async () => await all[index]?.run());
		});
		expect(begun(all)).toEqual([true, true, false]);

		await all[1]?.finish();
		expect(begun(all)).toEqual([true, true, true]);

		await all[0]?.finish();
		await all[2]?.finish();
		await Promise.all(runs);
	});

	it('lets what exceeds it run alone', async () => {
		const budget = new Budget(100);
		const all = works(2);
		const runs = [500, 1].map(async (amount, index) => {
			await budget.run(amount, async () => await all[index]?.run());
		});
		expect(begun(all)).toEqual([true, false]);

		await all[0]?.finish();
		expect(begun(all)).toEqual([true, true]);

		await all[1]?.finish();
		await Promise.all(runs);
	});

	it('lets nobody pass one that waits for room', async () => {
		const budget = new Budget(100);
		const all = works(3);
		const runs = [60, 50, 10].map(async (amount, index) => {
			await budget.run(amount, async () => await all[index]?.run());
		});
		expect(begun(all)).toEqual([true, false, false]);

		await all[0]?.finish();
		expect(begun(all)).toEqual([true, true, true]);

		await all[1]?.finish();
		await all[2]?.finish();
		await Promise.all(runs);
	});

	it('does not count what is less than a thousandth of it', async () => {
		const budget = new Budget(10_000);
		const all = works(3);
		const runs = [10_000, 10, 9].map(async (amount, index) => {
			await budget.run(amount, async () => await all[index]?.run());
		});

		expect(begun(all)).toEqual([true, false, true]);

		for (const work of all) await work.finish();
		await Promise.all(runs);
	});

	it('has room again after work that failed', async () => {
		const budget = new Budget(100);

		await expect(budget.run(100, failure)).rejects.toThrow('failed');

		expect(await budget.run(100, async () => 'done')).toBe('done');
	});
});
