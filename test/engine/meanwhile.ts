import { nextTurn } from './nextTurn';

/** A condition that is not met after so many milliseconds never will be. */
const NEVER_MS = 5 * 60 * 1000;

/** How often everything that is under way gets to go on, so that what must not happen would have happened. */
const TURNS = 20;

/** Waits for what other parts of this process bring about. */
export async function until(isSo: () => boolean): Promise<void> {
	const end = Date.now() + NEVER_MS;
	while (!isSo()) {
		if (Date.now() > end) throw new Error('What the test waits for never happened');
		await nextTurn();
	}
}

/** Lets everything that is under way go on as far as it can. */
export async function others(): Promise<void> {
	for (let turn = 0; turn < TURNS; turn++) await nextTurn();
}

/**
 * Holds answers back until so many of them wait; then lets these go, the last one first, and holds the next ones.
 *
 * @returns what an answer has to wait for
 */
export function inGroupsOf(howMany: number): () => Promise<void> {
	const held: Array<() => void> = [];
	const releaseAll = async () => {
		await others();
		for (const release of held.splice(0).reverse()) {
			release();
			await others();
		}
	};
	return async () => {
		const released = new Promise<void>((resolve) => held.push(resolve));
		if (held.length === howMany) void releaseAll();
		await released;
	};
}
