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
 * Works through all inputs in their order, at most `width` of them at a time.
 *
 * @returns what `work` gave for each, in the order of the inputs
 * @throws what a failing `work` threw, once nothing is running any more
 */
export async function mapInParallel<I, O>(
	inputs: I[],
	width: number,
	work: (input: I, index: number) => Promise<O>,
): Promise<O[]> {
	const outputs: O[] = [];
	await inParallel(inputs.entries(), width, async ([index, input]) => {
		outputs[index] = await work(input, index);
		return true;
	});
	return outputs;
}
