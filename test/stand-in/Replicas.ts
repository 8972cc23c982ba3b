export interface ReplicaOptions {
	/** After so many answers the one that is behind knows the last change, too. Never, unless given. */
	catchesUpAfter?: number;
}

/** Two servers that answer in turn, the second of which is one change behind the first. */
export class Replicas<T> {
	private answers = 0;

	private answersBehind = 0;

	private newest: string;

	private behind: T[];

	constructor(
		rows: T[],
		private readonly options: ReplicaOptions | undefined,
	) {
		this.behind = rows;
		this.newest = options ? JSON.stringify(rows) : '';
	}

	/** The rows as the server knows them that is next to answer; copies, if it is the one that is behind. */
	next(rows: T[]): { rows: T[]; isBehind: boolean } {
		if (!this.options) return { rows, isBehind: false };
		this.notice(rows);
		const { catchesUpAfter = Infinity } = this.options;
		const isBehind = this.answers++ % 2 === 1 && this.answersBehind++ < catchesUpAfter;
		return isBehind ? { rows: structuredClone(this.behind), isBehind } : { rows, isBehind };
	}

	private notice(rows: T[]): void {
		const now = JSON.stringify(rows);
		if (now === this.newest) return;
		this.behind = JSON.parse(this.newest);
		this.newest = now;
		this.answersBehind = 0;
	}
}
