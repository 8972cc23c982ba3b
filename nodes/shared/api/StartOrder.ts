/**
 * Lets what the items of a run create or delete start in the order of the items, though all items are worked on at the
 * same time. An item gives its place up when it has started, or when it will start nothing.
 */
export class StartOrder {
	private first = 0;

	private readonly passed = new Set<number>();

	private readonly waiting = new Map<number, () => void>();

	/** Waits until all items before this one have given up their place. */
	async turnOf(item: number): Promise<void> {
		if (item <= this.first) return;
		await new Promise<void>((resolve) => this.waiting.set(item, resolve));
	}

	/** Gives up the item's place, once and for all. */
	pass(item: number): void {
		this.passed.add(item);
		for (; this.passed.has(this.first); this.first++) {
			this.passed.delete(this.first);
			const next = this.first + 1;
			this.waiting.get(next)?.();
			this.waiting.delete(next);
		}
	}
}
