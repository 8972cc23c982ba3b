/** Runs cases, prints a line for each, and counts. */
export class Results {
	passed = 0;

	failed = 0;

	/**
	 * Runs a case; that it fails is told and counted, not thrown.
	 *
	 * @param {string} name
	 * @param {(stopwatch: Stopwatch) => Promise<void>} work
	 */
	async run(name, work) {
		const stopwatch = new Stopwatch();
		try {
			await work(stopwatch);
		} catch (error) {
			this.fail(name, error);
			return;
		}
		this.passed++;
		console.log(`passed  ${name} (${stopwatch.seconds} s)`);
	}

	/**
	 * @param {string} name
	 * @param {unknown} error
	 */
	fail(name, error) {
		this.failed++;
		console.log(`FAILED  ${name}`);
		console.log(String(error instanceof Error ? error.stack : error).replace(/^/gm, '        '));
	}

	print() {
		console.log(`${this.passed} passed, ${this.failed} failed`);
	}
}

/** Measures the time of a case, without what it waits for others. */
export class Stopwatch {
	#from = Date.now();

	/** @param {Promise<void>} event */
	async leaveOut(event) {
		const began = Date.now();
		await event.finally(() => (this.#from += Date.now() - began));
	}

	get seconds() {
		return ((Date.now() - this.#from) / 1000).toFixed(1);
	}
}
