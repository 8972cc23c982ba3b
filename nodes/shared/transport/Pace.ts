import type { Clock } from '../clock';

/** A request's leave to start; it says how many refusals were known by then. */
interface Turn {
	readonly refusals: number;
}

/** At a refusal the rate becomes this part of what was let through. */
const CAUTION = 0.95;

/** Requests a second after a first refusal, unless more were let through. */
const FIRST_GUESS = 10;

/** Requests refused one after another that are a sign of a rate at first; fewer may be chance, and slow nobody down. */
const IN_A_ROW = 4;

/** The same at the most: it doubles each time that slowing down did not help. */
const MOST_IN_A_ROW = 40;

/** Refusals since the slow-down after which to ask whether it helps; and how many to each answered request mean no. */
const ENOUGH_REFUSALS = 6;
const IN_VAIN = 0.15;

/** How far the rate is lowered in search of the server's: to this part of the first guess. */
const LOWEST = 1 / 8;

/** How long all wait when they are slowed down first, unless the server says, in milliseconds. */
const FIRST_WAIT_MS = 1000;

/** How many requests a second faster each answered request makes the next ones: 10 % in a second. */
const GROWTH = 0.1;

/**
 * Keeps requests within a rate that the server allows but does not tell. As long as few are refused, they start as they
 * come. Once several are refused in a row, all wait as long as the server asks; then they start one by one, a little
 * slower than they were let through on average before, waiting included, and from then on a little faster every second.
 * So a limit costs only the few requests that were under way, and the rate stays close to the server's. If slowing down
 * does not help, the server refuses at random, and requests start as they come again.
 *
 * It is what the adaptive retry mode of the AWS SDKs does, with the simplest curve that keeps the figures in
 * `npm run bench`.
 */
export class Pace {
	/** Requests a second. */
	private rate = Infinity;

	/** How often all were made to wait. */
	private refusals = 0;

	private refusedInARow = 0;

	private signOfRate = IN_A_ROW;

	/** Since requests were slowed down: the lowest rate to go down to, and how many were refused and answered. */
	private slowed = { lowest: 0, refused: 0, answered: 0 };

	private nextStart = 0;

	/** Since when, and how many, requests were answered after the last slow-down. */
	private since: number;

	private answered = 0;

	private lastAnswered: number;

	/** Requests that were not refused, in all. */
	letThrough = 0;

	constructor(private readonly clock: Clock) {
		this.since = clock.now();
		this.lastAnswered = this.since;
	}

	/**
	 * Waits until the next request may start.
	 *
	 * @param until the time by the clock, in milliseconds, at which there is no more use in starting
	 * @returns undefined if it may not start before that
	 */
	async turn(until = Infinity): Promise<Turn | undefined> {
		for (;;) {
			const { refusals } = this;
			const start = Math.max(this.clock.now(), this.nextStart);
			if (start > this.clock.now() && start >= until) {
				await this.clock.wait(until - this.clock.now());
				return undefined;
			}
			this.nextStart = start + 1000 / this.rate;
			if (start > this.clock.now()) await this.clock.wait(start - this.clock.now());
			// A refusal meanwhile has put off everybody's start.
			if (refusals === this.refusals) return { refusals };
		}
	}

	/** How long no request has got through, in milliseconds. */
	get silentForMs(): number {
		return this.clock.now() - this.lastAnswered;
	}

	/** To be called when a request was not refused. */
	accepted(): void {
		this.letThrough++;
		this.answered++;
		this.slowed.answered++;
		this.refusedInARow = 0;
		this.rate += GROWTH;
		this.lastAnswered = this.clock.now();
	}

	/**
	 * To be called when a request was refused for being too fast.
	 *
	 * @param askedMs how long the server asked to wait, in milliseconds; else a second at first, then as the rate makes it
	 */
	refused({ refusals }: Turn, askedMs?: number): void {
		this.refusedInARow++;
		if (this.rate === Infinity && this.refusedInARow < this.signOfRate) return;
		const usual = this.rate === Infinity ? FIRST_WAIT_MS : 1000 / this.rate;
		const resume = this.clock.now() + (askedMs ?? usual);
		if (refusals !== this.refusals) {
			this.nextStart = Math.max(this.nextStart, resume);
			return;
		}
		this.slowed.refused++;
		if (this.slowsInVain) this.startFreely();
		else this.slowDown(resume);
	}

	/** Starts no request for so many milliseconds, because the server counts even those that it refuses. */
	pause(ms: number): void {
		this.refusals++;
		this.nextStart = Math.max(this.nextStart, this.clock.now() + ms);
	}

	/** At most to half the rate, for the limit may be shared with others who have just used it up. */
	private slowDown(resume: number): void {
		const rateSoFar = (1000 * this.answered) / Math.max(1, resume - this.since);
		const isFirst = this.rate === Infinity;
		const slowest = isFirst ? FIRST_GUESS : Math.max(this.rate / 2, this.slowed.lowest);
		this.rate = Math.max(slowest, CAUTION * Math.min(rateSoFar, this.rate));
		if (isFirst) this.slowed = { lowest: this.rate * LOWEST, refused: 0, answered: 0 };
		this.refusedInARow = 0;
		this.answered = 0;
		this.since = resume;
		this.refusals++;
		this.nextStart = resume;
	}

	private get slowsInVain(): boolean {
		const { refused, answered } = this.slowed;
		return this.rate < Infinity && refused >= ENOUGH_REFUSALS && refused >= IN_VAIN * answered;
	}

	/** The refusals are not about the rate. It takes a longer row of them to think so again. */
	private startFreely(): void {
		this.rate = Infinity;
		this.signOfRate = Math.min(this.signOfRate * 2, MOST_IN_A_ROW);
		this.refusedInARow = 0;
		this.refusals++;
		this.nextStart = 0;
	}
}
