/** Runs cases, prints a line for each, and counts. */
export class Results {
	passed = 0;

	failed = 0;

	/**
	 * Runs the cases in a context they share. Where the context cannot be made, all of them have failed.
	 *
	 * @template C
	 * @param {string} where
	 * @param {{ name: string, run: (context: C) => Promise<void> }[]} cases
	 * @param {(work: (context: C) => Promise<void>) => Promise<void>} inContext
	 */
	async group(where, cases, inContext) {
		const waiting = [...cases];
		try {
			await inContext(async (context) => {
				for (let next = waiting.shift(); next; next = waiting.shift()) {
					await this.#runCase(`${where} · ${next.name}`, async () => await next.run(context));
				}
			});
		} catch (error) {
			for (const { name } of waiting) this.fail(`${where} · ${name}`, error);
			if (waiting.length === 0) this.fail(`${where} · stopping`, error);
		}
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

	/**
	 * @param {string} name
	 * @param {() => Promise<void>} run
	 */
	async #runCase(name, run) {
		const began = Date.now();
		try {
			await run();
		} catch (error) {
			this.fail(name, error);
			return;
		}
		this.passed++;
		console.log(`passed  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
	}
}
