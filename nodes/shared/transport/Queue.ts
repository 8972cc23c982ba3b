/**
 * Awaits between the end of a task and the start of the next. A failure is told through about a dozen async functions
 * before the run knows that nothing is to start any more; each takes up to three awaits.
 */
const STEPS_TO_REACT = 50;

/** So many have ended for each that may run. A first refusal meets all that run: few of those that went well. */
const ENDED_FOR_EACH = 3;

/**
 * Lets a number of pieces of work run at a time; the others wait in the order in which they came. Between the end of
 * one and the start of the next, who waited for the first gets to react: after a failure, to say that nothing is to start.
 */
export class Queue {
	private running = 0;

	private ended = 0;

	private readonly waiting: Array<() => void> = [];

	/**
	 * @param most how many may run at a time
	 * @param first how many of them at first; more as soon as {@link ENDED_FOR_EACH} have ended for each
	 */
	constructor(
		private readonly most: number,
		private first = most,
	) {}

	/** Lets as many run at a time as may at the most, from now on. */
	startWithAll(): void {
		this.first = this.most;
	}

	/** Does the work once there is room for it. @throws what the work throws */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.hasRoom) this.running++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			void this.handOn();
		}
	}

	private get hasRoom(): boolean {
		const grown = Math.floor(this.ended / ENDED_FOR_EACH);
		return this.running < Math.min(this.most, Math.max(this.first, grown));
	}

	/** Gives the freed slot to the longest-waiting task. */
	private async handOn(): Promise<void> {
		for (let step = 0; step < STEPS_TO_REACT; step++) await undefined;
		this.ended++;
		this.running--;
		while (this.hasRoom && this.waiting.length > 0) {
			this.running++;
			this.waiting.shift()?.();
		}
	}
}

/** A part of the limit so small that it is not counted. */
const NEGLIGIBLE = 1 / 1000;

/**
 * Lets at most an amount, such as bytes, be in use at a time; more than that only for one that is alone. Who comes first
 * is served first, apart from amounts of less than a thousandth of the limit: they are not counted, and wait for nobody.
 */
export class Budget {
	private used = 0;

	private readonly waiting: Array<{ amount: number; go: () => void }> = [];

	constructor(private readonly limit: number) {}

	/** Does the work once its amount fits. @throws what the work throws */
	async run<T>(amount: number, work: () => Promise<T>): Promise<T> {
		if (amount < this.limit * NEGLIGIBLE) return await work();
		if (this.waiting.length > 0 || !this.fits(amount)) {
			await new Promise<void>((go) => this.waiting.push({ amount, go }));
		} else {
			this.used += amount;
		}
		try {
			return await work();
		} finally {
			this.used -= amount;
			this.handOn();
		}
	}

	private fits(amount: number): boolean {
		return this.used === 0 || this.used + amount <= this.limit;
	}

	private handOn(): void {
		for (let [next] = this.waiting; next && this.fits(next.amount); [next] = this.waiting) {
			this.waiting.shift();
			this.used += next.amount;
			next.go();
		}
	}
}
