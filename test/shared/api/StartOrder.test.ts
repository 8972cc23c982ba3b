import { StartOrder } from '../../../nodes/shared/api/StartOrder';
import { others } from '../../engine/meanwhile';

/** The items that wait for their turns, and who has got it so far. */
function waiting(order: StartOrder, ...items: number[]): number[] {
	const started: number[] = [];
	for (const item of items) void order.turnOf(item).then(() => started.push(item));
	return started;
}

it('the first item need not wait', async () => {
	const started = waiting(new StartOrder(), 0);
	await others();

	expect(started).toEqual([0]);
});

it('items start one after another, in whatever order they ask', async () => {
	const order = new StartOrder();
	const started = waiting(order, 2, 1, 0);
	await others();
	expect(started).toEqual([0]);

	order.pass(0);
	await others();
	expect(started).toEqual([0, 1]);

	order.pass(1);
	await others();
	expect(started).toEqual([0, 1, 2]);
});

it('an item starts when all before it have given up their places, whichever did so last', async () => {
	const order = new StartOrder();
	const started = waiting(order, 3);
	order.pass(1);
	order.pass(2);
	await others();
	expect(started).toEqual([]);

	order.pass(0);
	await others();
	expect(started).toEqual([3]);
});

it('an item that asks after its turn has come need not wait', async () => {
	const order = new StartOrder();
	order.pass(0);
	order.pass(1);
	order.pass(2);
	const started = waiting(order, 1, 2, 3);
	await others();

	expect(started).toEqual([1, 2, 3]);
});

it('giving up a place twice lets nobody pass another', async () => {
	const order = new StartOrder();
	order.pass(0);
	order.pass(0);
	const started = waiting(order, 2);
	await others();
	expect(started).toEqual([]);

	order.pass(1);
	await others();
	expect(started).toEqual([2]);
});
