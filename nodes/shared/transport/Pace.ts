import type { Clock } from '../clock';

/** A request's leave to start; it says how many refusals were known by then. */
export interface Turn {
	readonly refusals: number;
}

/** At a refusal the rate becomes this part of what was let through. */
const CAUTION = 0.95;

/** Requests a second after a first refusal, unless more were let through. */
const FIRST_GUESS = 10;

/** How many requests a second faster each answered request makes the next ones: 10 % in a second. */
const GROWTH = 0.1;

/**
 * Keeps requests within a rate that the server allows but does not tell. As long as none is refused, they start as they
 * come. At a refusal all wait as long as the server asks; then they start one by one, a little slower than they were let
 * through on average before, waiting included, and from then on a little faster every second. So a refusal costs only
 * the few requests that were under way, and the rate stays close to the server's.
 *
 * It is what the adaptive retry mode of the AWS SDKs does, with the simplest curve that keeps the figures in
 * `npm run bench`.
 */
export class Pace {
	/** Requests a second. */
	private rate = Infinity;

	/** Refusals that changed the rate. */
	private refusals = 0;

	private nextStart = 0;

	/** Since when, and how many, requests were answered after the last refusal. */
	private since: number;

	private answered = 0;

	constructor(private readonly clock: Clock) {
		this.since = clock.now();
	}

	/** Waits until the next request may start. */
	async turn(): Promise<Turn> {
		for (;;) {
			const { refusals } = this;
			const start = Math.max(this.clock.now(), this.nextStart);
			this.nextStart = start + 1000 / this.rate;
			if (start > this.clock.now()) await this.clock.wait(start - this.clock.now());
			// A refusal meanwhile has put off everybody's start.
			if (refusals === this.refusals) return { refusals };
		}
	}

	/** To be called when a request was not refused. */
	accepted(): void {
		this.answered++;
		this.rate += GROWTH;
	}

	/**
	 * To be called when a request was refused.
	 *
	 * @param afterMs how long to wait before the next one, in milliseconds
	 */
	refused({ refusals }: Turn, afterMs: number): void {
		const resume = this.clock.now() + afterMs;
		if (refusals === this.refusals) {
			this.slowDown(resume);
			this.refusals++;
			this.nextStart = resume;
		}
		this.nextStart = Math.max(this.nextStart, resume);
	}

	/** At most to half the rate, for the limit may be shared with others who have just used it up. */
	private slowDown(resume: number): void {
		const letThrough = (1000 * this.answered) / Math.max(1, resume - this.since);
		const slowest = this.rate === Infinity ? FIRST_GUESS : this.rate / 2;
		this.rate = Math.max(slowest, CAUTION * Math.min(letThrough, this.rate));
		this.answered = 0;
		this.since = resume;
	}
}
