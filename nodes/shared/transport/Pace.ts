import type { Clock } from '../clock';
import type { FailedTry } from './retry';

/** A request's leave to start; it says how often all had been made to wait by then. */
interface Turn {
	readonly halts: number;
}

/** When requests are slowed down, the rate becomes this part of what was let through. */
const CAUTION = 0.93;

/** Requests a second after they were first slowed down, unless more were let through. */
const FIRST_GUESS = 10;

/** So many that are too fast one after another are a sign of a rate at first; fewer may be chance, and slow nobody down. */
const IN_A_ROW = 4;

/** The same at the most: it doubles each time that slowing down did not help. */
const MOST_IN_A_ROW = 40;

/** Requests too fast since the slow-down after which to ask whether it helps; how many to each let through mean no. */
const ENOUGH_TO_ASK = 6;
const IN_VAIN = 0.15;

/** How far the rate is lowered in search of the server's: to this part of the first guess. */
const LOWEST = 1 / 8;

/** How long all wait when they are slowed down first, unless the server says, in milliseconds. */
const FIRST_WAIT_MS = 1000;

/** How many requests a second faster each answered request makes the next ones: 5 % in a second. */
const GROWTH = 0.05;

/**
 * Keeps requests within a rate that the server allows but does not tell. As long as few are too fast for it, they start
 * as they come. Once several are in a row, all wait as long as the server asks; then they start one by one, a little
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
	private halts = 0;

	private tooFastInARow = 0;

	private signOfRate = IN_A_ROW;

	/** Since requests were slowed down: the lowest rate to go down to, and how many were too fast, or let through. */
	private slowed = { lowest: 0, tooFast: 0, letThrough: 0 };

	private nextStart = 0;

	/** Since when, and how many, requests were let through after the last slow-down. */
	private since: number;

	private letThroughSince = 0;

	private lastLetThrough: number;

	/** Requests that were not too fast, in all. */
	letThrough = 0;

	constructor(private readonly clock: Clock) {
		this.since = clock.now();
		this.lastLetThrough = this.since;
	}

	/**
	 * Waits until the next request may start.
	 *
	 * @param until the time by the clock, in milliseconds, at which there is no more use in starting
	 * @returns undefined if it may not start before that
	 */
	async turn(until = Infinity): Promise<Turn | undefined> {
		for (;;) {
			const { halts } = this;
			const start = Math.max(this.clock.now(), this.nextStart);
			if (start > this.clock.now() && start >= until) {
				await this.clock.wait(until - this.clock.now());
				return undefined;
			}
			this.nextStart = start + 1000 / this.rate;
			if (start > this.clock.now()) await this.clock.wait(start - this.clock.now());
			// A halt meanwhile has put off everybody's start.
			if (halts === this.halts) return { halts };
		}
	}

	/** How long no request has got through, in milliseconds. */
	get silentForMs(): number {
		return this.clock.now() - this.lastLetThrough;
	}

	/** To be called when a request has ended. @param failed what it means for another try, if it failed */
	ended(turn: Turn, { retry, waitMs }: FailedTry = {}): void {
		if (retry === 'slower') this.tooFast(turn, waitMs);
		else if (retry === 'after the window') this.haltUntil(this.clock.now() + (waitMs ?? 0));
		else this.wasLetThrough();
	}

	private wasLetThrough(): void {
		this.letThrough++;
		this.letThroughSince++;
		this.slowed.letThrough++;
		this.tooFastInARow = 0;
		this.rate += GROWTH;
		this.lastLetThrough = this.clock.now();
	}

	/** @param waitMs what the server asks for, in milliseconds; else a second at first, then as the rate makes it */
	private tooFast({ halts }: Turn, waitMs?: number): void {
		this.tooFastInARow++;
		if (this.rate === Infinity && this.tooFastInARow < this.signOfRate) return;
		const usual = this.rate === Infinity ? FIRST_WAIT_MS : 1000 / this.rate;
		const resume = this.clock.now() + (waitMs ?? usual);
		if (halts !== this.halts) {
			this.nextStart = Math.max(this.nextStart, resume);
			return;
		}
		this.slowed.tooFast++;
		if (this.slowsInVain) this.startFreely();
		else this.slowDown(resume);
	}

	/** Starts no request before that time. */
	private haltUntil(resume: number): void {
		this.halts++;
		this.nextStart = Math.max(this.nextStart, resume);
	}

	/** At most to half the rate, for the limit may be shared with others who have just used it up. */
	private slowDown(resume: number): void {
		const rateSoFar = (1000 * this.letThroughSince) / Math.max(1, resume - this.since);
		const isFirst = this.rate === Infinity;
		const slowest = isFirst ? FIRST_GUESS : Math.max(this.rate / 2, this.slowed.lowest);
		this.rate = Math.max(slowest, CAUTION * Math.min(rateSoFar, this.rate));
		if (isFirst) this.slowed = { lowest: this.rate * LOWEST, tooFast: 0, letThrough: 0 };
		this.tooFastInARow = 0;
		this.letThroughSince = 0;
		this.since = resume;
		this.halts++;
		this.nextStart = resume;
	}

	private get slowsInVain(): boolean {
		const { tooFast, letThrough } = this.slowed;
		return this.rate < Infinity && tooFast >= ENOUGH_TO_ASK && tooFast >= IN_VAIN * letThrough;
	}

	/** They are not too fast, whatever the server says. It takes a longer row of them to think so again. */
	private startFreely(): void {
		this.rate = Infinity;
		this.signOfRate = Math.min(this.signOfRate * 2, MOST_IN_A_ROW);
		this.tooFastInARow = 0;
		this.halts++;
		this.nextStart = 0;
	}
}
