import type { Page } from '../../../nodes/shared/lists/List';

export interface Row {
	id: string;
}

export type Change =
	| { kind: 'create' | 'delete'; at: number }
	| { kind: 'move'; at: number; to: number }
	/** A row is created behind all others. */
	| { kind: 'append' }
	/** The row that was deleted last comes back under its old id. */
	| { kind: 'return'; at: number };

/** A change, and the number of pages that have been made out by the time it happens. */
export interface Event {
	after: number;
	change: Change;
}

/** What the server does wrong. Without any of it, it is honest and names everything. */
export interface Faults {
	/** The most rows it gives, one for each page it makes out, over and over. */
	clamps?: number[];
	/** The fewest rows in a page, whatever is asked for. */
	smallestPage?: number;
	/** Leaves rows out at the end of a page, all but one at most. */
	shortPages?: { pageNumber: number; lacks: number }[];
	/** Pages that it gives without any rows. */
	emptyPages?: number[];
	/** The page that it gives whichever is asked for. */
	alwaysPage?: number;
	/** Gives its last page again when asked for one behind it. */
	repeatsLastPage?: boolean;
	hidesPageSize?: boolean;
	/** Names the size that was asked for, whatever it gives. */
	echoesPageSize?: boolean;
	/** Rows that it takes out of a page after it has cut the list into pages, as if they were another user's. */
	hides?: (id: string) => boolean;
	/** What its total counts, unless all rows: those that it does not hide, or those of the page. */
	totalCounts?: 'all' | 'shown' | 'page';
	/** The total it names when it has counted so many; nothing if undefined. */
	totalOf?: (length: number, evaluation: number) => number | undefined;
	/** The page number it names, nothing where undefined. */
	numberOf?: (given: number, asked: number) => number | undefined;
}

export interface Script {
	length: number;
	events?: Event[];
	faults?: Faults;
	/** Which of the requests under way goes on next; over and over. */
	choices?: number[];
	/** An answer, by how many pages had been made out before it, that is not what the server would have given. */
	wrongAnswer?: { after: number; made: (page: Page<Row>) => Page<Row> };
	/** The requests, counted from 0, that fail. */
	failing?: number[];
	/** More requests than this and the run is given up. */
	maxRequests?: number;
}

interface Moment {
	pageNumber: number;
	rows: string[];
	/** How many creations and deletions there have been. */
	created: number;
	deleted: number;
}

interface Request {
	goOn: () => void;
	/** Whether its page has been made out. */
	isAnswer: boolean;
}

/** Thrown by the model where what it serves does not come to an end. */
export class EndlessError extends Error {}

/**
 * A server of one list, and what happened to that list. Each request passes two points, at which it waits to be picked:
 * there its page is made out, here the answer arrives. Both the order and the changes between are scripted.
 */
export class History {
	/** The list at each moment at which a page was made out. */
	readonly moments: Moment[] = [];

	/** Every id that was in an answer. */
	readonly given = new Set<string>();

	requests = 0;

	inFlight = 0;

	mostInFlight = 0;

	/** How many requests there had been when the first one failed. */
	requestsAtFailure?: number;

	private rows: string[];

	/** Which ids were deleted, and after how many pages. */
	private readonly deletions: { id: string; after: number }[] = [];

	private created = 0;

	private readonly waiting: Request[] = [];

	private picks = 0;

	constructor(private readonly script: Script) {
		this.rows = Array.from({ length: script.length }, (_, index) => `row ${index}`);
	}

	/** What the engine is given. */
	readonly fetchPage = async (pageNumber: number, pageSize: number): Promise<Page<Row>> => {
		const { failing = [], maxRequests = 20_000 } = this.script;
		const request = this.requests++;
		if (request >= maxRequests) throw new EndlessError(`more than ${maxRequests} requests`);
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);

		await this.pickedNext(false);
		const page = this.makeOut(pageNumber, pageSize);
		await this.pickedNext(true);
		this.inFlight--;
		if (failing.includes(request)) {
			this.requestsAtFailure ??= this.requests;
			throw new Error(`request ${request} failed`);
		}
		return page;
	};

	/** Lets the requests go on, one after another, until `result` is there. */
	async play<R>(result: Promise<R>): Promise<R> {
		let done = false;
		const settled = result.finally(() => {
			done = true;
		});
		settled.catch(() => {});
		for (let idle = 0; !done && idle < 100; idle++) {
			if (this.waiting.length === 0) {
				await turns(10);
				continue;
			}
			const { goOn, isAnswer } = this.pick();
			goOn();
			// Time for the engine to do all that it does upon an answer.
			await turns(isAnswer ? 10 : 2);
			idle = 0;
		}
		if (!done) throw new EndlessError('nothing is under way, and nothing came of it');
		return await settled;
	}

	/** The list as it is now, without the rows that the server hides. */
	get now(): string[] {
		return this.shownOf(this.rows);
	}

	/** The list at the last moment. */
	get last(): string[] {
		return this.moments.at(-1)?.rows ?? [];
	}

	/** The ids that were there, and not hidden, from one moment to the last one, all the time. */
	steadySince(first: number): string[] {
		const gone = new Set(this.deletions.filter(({ after }) => after > first).map(({ id }) => id));
		const { last } = this;
		const there = new Set(last);
		const { rows = [] } = this.moments[first] ?? {};
		return this.shownOf(rows).filter((id) => there.has(id) && !gone.has(id));
	}

	/**
	 * The moment at which the last pass began, if passes begin at page 1. A second look at both ends, page 1 and the last
	 * one, belongs to the pass before it.
	 */
	startOfLastPass(pageSize: number): number {
		const asked = this.moments.map(({ pageNumber }) => pageNumber);
		const hasSeveral = this.last.length > pageSize;
		const isLook = hasSeveral && asked.slice(-2).includes(1);
		return (isLook ? asked.slice(0, -2) : asked).lastIndexOf(1);
	}

	/** Whether there were both a creation and a deletion since then. */
	isMixedSince(first: number): boolean {
		const [from, to] = [this.moments[first], this.moments.at(-1)];
		return !!from && !!to && to.created > from.created && to.deleted > from.deleted;
	}

	private async pickedNext(isAnswer: boolean): Promise<void> {
		await new Promise<void>((goOn) => this.waiting.push({ goOn, isAnswer }));
	}

	private pick(): Request {
		const { choices = [0] } = this.script;
		const choice = choices[this.picks++ % choices.length] ?? 0;
		const [picked] = this.waiting.splice(choice < 0 ? -1 : choice % this.waiting.length, 1);
		if (!picked) throw new Error('nothing is waiting');
		return picked;
	}

	private makeOut(asked: number, askedSize: number): Page<Row> {
		const evaluation = this.moments.length;
		for (const { after, change } of this.script.events ?? []) {
			if (after === evaluation) this.apply(change);
		}
		this.moments.push({
			pageNumber: asked,
			rows: [...this.rows],
			created: this.created,
			deleted: this.deletions.length,
		});
		const page = this.answer(asked, askedSize, evaluation);
		const { wrongAnswer } = this.script;
		return wrongAnswer?.after === evaluation ? wrongAnswer.made(page) : page;
	}

	private answer(asked: number, askedSize: number, evaluation: number): Page<Row> {
		const { faults = {} } = this.script;
		const { clamps = [], smallestPage = 1, hidesPageSize = false } = faults;
		const { totalOf = (length) => length, numberOf = (given) => given } = faults;

		const mostRows = clamps[evaluation % clamps.length] ?? Infinity;
		const pageSize = Math.max(Math.min(askedSize, mostRows), smallestPage);
		const given = this.pageFor(asked, pageSize, faults);
		const cut = this.rows.slice((given - 1) * pageSize, given * pageSize);
		const rows = this.withoutLost(given, this.shownOf(cut), faults);
		for (const id of rows) this.given.add(id);
		const namedSize = faults.echoesPageSize ? askedSize : pageSize;
		return {
			items: rows.map((id) => ({ id })),
			pageNumber: numberOf(given, asked),
			pageSize: hidesPageSize ? undefined : namedSize,
			totalCount: totalOf(this.counted(rows, faults), evaluation),
		};
	}

	private shownOf(rows: string[]): string[] {
		const { hides = () => false } = this.script.faults ?? {};
		return rows.filter((id) => !hides(id));
	}

	private counted(page: string[], { totalCounts = 'all' }: Faults): number {
		if (totalCounts === 'page') return page.length;
		return totalCounts === 'all' ? this.rows.length : this.now.length;
	}

	private withoutLost(pageNumber: number, rows: string[], faults: Faults): string[] {
		if (faults.emptyPages?.includes(pageNumber)) return [];
		const short = faults.shortPages?.find((page) => page.pageNumber === pageNumber);
		return short ? rows.slice(0, Math.max(rows.length - short.lacks, 1)) : rows;
	}

	private pageFor(asked: number, pageSize: number, faults: Faults): number {
		if (faults.alwaysPage) return faults.alwaysPage;
		if (!faults.repeatsLastPage) return asked;
		return Math.min(asked, Math.max(Math.ceil(this.rows.length / pageSize), 1));
	}

	private apply(change: Change): void {
		const { rows } = this;
		if (change.kind === 'create') this.insert(change.at, `new ${this.created}`);
		if (change.kind === 'append') this.insert(rows.length, `new ${this.created}`);
		if (change.kind === 'return') {
			const away = this.deletions.map(({ id }) => id).filter((id) => !rows.includes(id));
			for (const id of away.slice(-1)) this.insert(change.at, id);
		}
		if (rows.length === 0) return;
		if (change.kind === 'delete') {
			for (const id of rows.splice(change.at % rows.length, 1)) {
				this.deletions.push({ id, after: this.moments.length });
			}
		}
		if (change.kind === 'move') {
			const moved = rows.splice(change.at % rows.length, 1);
			rows.splice(change.to % (rows.length + 1), 0, ...moved);
		}
	}

	private insert(at: number, id: string): void {
		this.created++;
		this.rows.splice(at % (this.rows.length + 1), 0, id);
	}
}

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}
