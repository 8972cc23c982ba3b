import type { Entity } from '../../nodes/shared/api/assets';

/** Numbers new things, so that no ID is ever given twice, however many were deleted. */
export class RunningNumber {
	/** @param last the number of the newest thing there is */
	constructor(private last: number) {}

	/** A new thing, beside those that are there. */
	make<T extends Entity>(rows: T[], make: (number: number) => T): T {
		this.last = Math.max(this.last, rows.length);
		for (;;) {
			const made = make(++this.last);
			if (!rows.some(({ Id }) => Id === made.Id)) return made;
		}
	}

	/** The number of the thing that was made last. */
	get current(): number {
		return this.last;
	}
}
