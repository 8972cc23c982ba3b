import type { Clock } from '../../../shared/clock';
import { settle } from '../../../shared/settle';

/** Readings of one list, which the items of a run share. There is one at a time. */
export class SharedReading<T> {
	private last?: { begun: number; result: Promise<T> };

	/** The one that begins as soon as the last has ended. */
	private next?: Promise<T>;

	constructor(
		private readonly read: () => Promise<T>,
		private readonly clock: Clock,
	) {}

	/**
	 * A reading that begins after this call.
	 *
	 * @throws what `read` throws
	 */
	async fresh(): Promise<T> {
		this.next ??= this.begin();
		return await this.next;
	}

	/**
	 * A reading that began so many milliseconds ago or later, or a new one.
	 *
	 * @throws what `read` throws
	 */
	async recent(ms: number): Promise<T> {
		const isRecent = this.last && this.clock.now() - this.last.begun <= ms;
		return isRecent && this.last ? await this.last.result : await this.fresh();
	}

	private async begin(): Promise<T> {
		// Also without a last one, this waits a moment: for what else wants a new reading, and until `next` is set.
		await settle<unknown>(this.last?.result ?? Promise.resolve());
		this.next = undefined;
		this.last = { begun: this.clock.now(), result: this.read() };
		return await this.last.result;
	}
}
