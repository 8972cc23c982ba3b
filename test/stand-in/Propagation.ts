/**
 * How long new things stay unknown: until so many questions about each were answered with "not found" (what tests use, as
 * it waits for nothing), or for so many milliseconds.
 */
export type VisibleAfter = { questions: number } | { groupMs?: number; assetMs?: number };

type Kind = 'group' | 'asset';

/** Which new things are known by now. */
export class Propagation {
	private readonly unknown = new Map<
		string,
		{ kind: Kind } & ({ questions: number } | { until: number })
	>();

	constructor(
		private readonly visibleAfter: VisibleAfter | undefined,
		private readonly now: () => number,
	) {}

	/** A thing was made. */
	begin(kind: Kind, id: string): void {
		if (!this.visibleAfter) return;
		if ('questions' in this.visibleAfter) {
			this.unknown.set(id, { kind, ...this.visibleAfter });
		} else {
			const { groupMs = 0, assetMs = 0 } = this.visibleAfter;
			this.unknown.set(id, { kind, until: this.now() + (kind === 'group' ? groupMs : assetMs) });
		}
	}

	/** A thing was made that will never be known. */
	never(kind: Kind, id: string): void {
		this.unknown.set(id, { kind, until: Infinity });
	}

	/** Whether a thing is known. Asking counts as one of the questions. */
	knows(id: string): boolean {
		const state = this.unknown.get(id);
		if (!state) return true;
		const known = 'until' in state ? this.now() >= state.until : state.questions-- <= 0;
		if (known) this.unknown.delete(id);
		return known;
	}

	/** The rows without those of this kind that are unknown; asking counts as one question about each. */
	known<T extends { Id: string }>(kind: Kind, rows: T[]): T[] {
		if (this.unknown.size === 0) return rows;
		return rows.filter(({ Id }) => this.unknown.get(Id)?.kind !== kind || this.knows(Id));
	}
}
