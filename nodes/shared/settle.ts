/** What came of a promise. */
export type Settled<T> = { ok: true; value: T } | { ok: false; cause: unknown };

/** Waits for a promise, and gives its failure as a value, so that the caller can tell failures apart. */
export async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
	try {
		return { ok: true, value: await promise };
	} catch (cause) {
		return { ok: false, cause };
	}
}
