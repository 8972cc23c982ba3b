/**
 * Lets at most `width` pieces of work run at a time; the others wait in the order in which they came.
 */
export class Queue {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly width: number) {}

	/** Does the work once there is room for it. @throws what the work throws */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.running >= this.width || this.waiting.length > 0) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.running++;
		}
		try {
			return await work();
		} finally {
			this.handOn();
		}
	}

	/** The room of what has ended goes to who waits longest. */
	private handOn(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.running--;
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
