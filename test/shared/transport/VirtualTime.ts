/** Promises that hang on one another get this many turns before the clock moves on. */
const TURNS = 100;

/**
 * A clock whose time passes at once when nothing else is left to do, so that minutes of waiting are tested in
 * milliseconds, and always with the same result.
 */
export class VirtualTime {
	private time = 0;

	private sleepers: Array<{ at: number; wake: () => void }> = [];

	now = (): number => this.time;

	wait = async (ms: number): Promise<void> => {
		await new Promise<void>((wake) => this.sleepers.push({ at: this.time + ms, wake }));
	};

	/** Runs the work to its end; returns what it gave. */
	async run<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const ended = work.finally(() => (done = true));
		// A rejection is the caller's to see, at the end.
		ended.catch(() => {});
		for (;;) {
			for (let turn = 0; turn < TURNS; turn++) await undefined;
			if (done) return await ended;
			this.wakeNext();
		}
	}

	private wakeNext(): void {
		this.sleepers.sort((one, other) => one.at - other.at);
		const next = this.sleepers.shift();
		if (!next) throw new Error('Everything waits, and nothing for the clock');
		this.time = next.at;
		next.wake();
	}
}
