import type { Clock } from '../../nodes/shared/clock';
import { nextTurn } from './nextTurn';

/** When tests begin, in milliseconds. */
export const START = Date.UTC(2026, 5, 1);

interface VirtualTimeOptions {
	/** When it begins, in milliseconds; {@link START} unless said. */
	start?: number;
	/** Tells pauses apart, such as by the number of requests so far. */
	step?: () => number;
}

/**
 * A time that passes in pauses alone, and at once: who sleeps wakes as soon as everything else had its turn, those who
 * wake earlier first. So hours of waiting are tested in milliseconds, always with the same result.
 */
export class VirtualTime {
	/** Called when somebody goes to sleep, who does so once this has come to its end. */
	onSleep?: (ms: number) => void | Promise<void>;

	/** How long was slept at each step, in milliseconds. */
	readonly pauses: number[] = [];

	private current: number;

	private sleepers: Array<{ at: number; wake: () => void }> = [];

	private readonly deadlines: Array<{ at: number; end: () => void }> = [];

	private isPassing = false;

	constructor(private readonly options: VirtualTimeOptions = {}) {
		this.current = this.start;
	}

	readonly now = (): number => this.current;

	readonly sleep = async (ms: number): Promise<void> => {
		const at = this.current + ms;
		const step = this.options.step?.() ?? 0;
		this.pauses[step] = (this.pauses[step] ?? 0) + ms;
		await this.onSleep?.(ms);
		await new Promise<void>((wake) => {
			this.sleepers.push({ at, wake });
			void this.wakeAll();
		});
	};

	/** A signal that is aborted only by {@link passDeadline}: no pause of somebody else ends a request. */
	readonly deadline = (ms: number): AbortSignal => {
		const ending = new AbortController();
		this.deadlines.push({ at: this.current + ms, end: () => ending.abort() });
		return ending.signal;
	};

	/** Lets so many milliseconds pass while nobody sleeps. */
	pass(ms: number): void {
		this.current += ms;
	}

	/** Lets the time pass until the deadline that was set last. */
	passDeadline(): void {
		const last = this.deadlines.pop();
		if (!last) throw new Error('There is no deadline');
		this.current = Math.max(this.current, last.at);
		last.end();
	}

	/** The milliseconds that passed since the test began. */
	get passed(): number {
		return this.current - this.start;
	}

	private get start(): number {
		return this.options.start ?? START;
	}

	/** The milliseconds of all pauses. */
	get slept(): number {
		return this.pauses.reduce((sum, pause) => sum + pause, 0);
	}

	/** The same for what is given its clock. */
	get clock(): Clock {
		return { now: this.now, wait: this.sleep };
	}

	private async wakeAll(): Promise<void> {
		if (this.isPassing) return;
		this.isPassing = true;
		while (this.sleepers.length > 0) {
			await nextTurn();
			this.wakeNext();
		}
		this.isPassing = false;
	}

	private wakeNext(): void {
		this.sleepers.sort((one, other) => one.at - other.at);
		const next = this.sleepers.shift();
		if (!next) return;
		this.current = Math.max(this.current, next.at);
		next.wake();
	}
}
