import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';

/** Does the work of items that have a key in common one after another, in the order in which they come. */
export async function inTurn<T>({ once }: Run, key: string, work: () => Promise<T>): Promise<T> {
	const line = await once(`turns of ${key}`, async () => ({
		last: settle<unknown>(Promise.resolve()),
	}));
	const turn = line.last.then(work);
	line.last = settle(turn);
	return await turn;
}
