import { settle, type Settled } from './settle';

/**
 * Works through the inputs in their order, at most `width` of them at a time. Stops taking new ones once `work` gives
 * back false or throws.
 *
 * @returns when nothing is running any more
 * @throws what a failing `work` threw
 */
export async function inParallel<I>(
	inputs: Iterable<I>,
	width: number,
	work: (input: I) => Promise<boolean>,
): Promise<void> {
	const waiting = inputs[Symbol.iterator]();
	let stopped = false;

	const lane = async () => {
		while (!stopped) {
			const next = waiting.next();
			if (next.done) return;
			let goOn = false;
			try {
				goOn = await work(next.value);
			} finally {
				stopped ||= !goOn;
			}
		}
	};

	const lanes = await Promise.allSettled(Array.from({ length: width }, lane));
	for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

/**
 * Works through all of the inputs in their order, at most `width` of them at a time.
 *
 * @returns what came of each, in the order of the inputs
 */
export async function settleInParallel<I, O>(
	inputs: I[],
	width: number,
	work: (input: I) => Promise<O>,
): Promise<Array<Settled<O>>> {
	const settled: Array<Settled<O>> = [];
	await inParallel(inputs.entries(), width, async ([index, input]) => {
		settled[index] = await settle(work(input));
		return true;
	});
	return settled;
}
