import { inParallel } from '../inParallel';

/*
 * Reads a numbered list whole, or says that it could not.
 *
 * The server cuts its list into pages anew for each request. A row that appears or disappears between two requests moves
 * every later row by one place, so a page may repeat a row or skip one. What is guaranteed, and why it holds:
 *
 * 1. No row twice. Rows are told apart by their key; a read that meets a key again does not count.
 * 2. No change that the pages can show. All pages of a read must name the same total, be as long as that total makes
 *    them, and add up to it. With only creations, or only deletions, during a read, its last answer names another total
 *    than its first. With neither, as many different rows as there are at all are all of them, wherever they moved
 *    meanwhile. What one read cannot see is a creation and a deletion that leave the total as it was.
 * 3. With `verify`, not even that hides a row. The list is read until two reads in a row agree, row for row. Suppose
 *    both lack a row X that was there all the time. Every row that they hold was seen in the first read and again in the
 *    second, so it was there when the first read's last answer was given; with X, the list then had more rows than the
 *    total that this answer named. That cannot be.
 *
 * The argument of 3 fails for rows that leave and come back under the same key (say, renamed so that a filter no longer
 * matches, and renamed back) in step with both reads. No number of reads by page number sees through that.
 *
 * 4. Of a part of the list (`limit`), 1 holds, and 2 as far as rows keep their order: with only creations, or only
 *    deletions, the part is that of one state of the list. With `verify`, no row is left out before one that is there,
 *    if rows keep their order. Suppose X is, and take the first page with a row Y behind X. While one of the reads lasts,
 *    all rows of the pages before are there, and before X, so that page begins at X or before it; as it holds Y, it holds
 *    X. Which read that is: with three that agree, the second, since each of its rows was seen before it and is seen
 *    after it. Where pages are read one after another, two will do: when the first read comes to a page, it has seen the
 *    rows of the pages before, and the second will see them again. From a later page on (`firstPage`), nothing is known
 *    of the rows before it, and `verify` proves nothing beyond 1 and 2.
 *
 * Where the server names no total, the list is read one page after another up to an empty page, and always until two
 * reads agree. The last page with rows then says how long the list was, as the total does in 3: if it is a full one, the
 * empty page behind it says so; if it is shorter, it does so itself, and a request for just the row behind it tells the
 * end of the list from a page that the server cut short. A total that makes the last page a full one is checked by asking
 * for the page behind it, too. Rows that one answer gave, and by its total or the limit there are no others, are a
 * snapshot, and are read once.
 *
 * Faults that agree with each other can't be seen: a total as wrong as the pages are short, or, without a total, an empty
 * page where rows should be. Nor, from a later page on, pages of another size that the server does not name.
 *
 * There is always an end: a read ends at the first thing that does not fit, at the total, at an empty page or, without a
 * total, after MAX_PAGES; there are at most MAX_READS of them, and a read that starts over because the server gives
 * smaller pages asks for smaller ones.
 */

/** Reads of the whole list before it is given up. */
export const MAX_READS = 6;

/** Pages of a list without a total before it is taken for endless. */
export const MAX_PAGES = 10_000;

/** A page as it came; what the server did not say is left out. */
export interface Page<T> {
	items: T[];
	pageNumber?: number;
	pageSize?: number;
	/** Rows in the whole list. */
	totalCount?: number;
}

/** Asks for a page; pages are numbered from 1. */
export type FetchPage<T> = (pageNumber: number, pageSize: number) => Promise<Page<T>>;

/** What to read, and how. */
export interface List<T> {
	fetchPage: FetchPage<T>;
	/** What tells a row from every other. */
	keyOf: (row: T) => string;
	/** Rows to ask for in a page; the server may give fewer. */
	pageSize: number;
	/** The most rows to read; all of them unless given. */
	limit?: number;
	/** The page to begin at, unless 1. */
	firstPage?: number;
	/** Requests under way at the same time, unless 1. */
	maxInFlight?: number;
	/** Read until two reads in a row agree. */
	verify?: boolean;
}

/**
 * Why a list could not be read: `changing`: its reads differ. `contradictory`: its pages contradict each other in the same
 * way each time. `endless`: it has more than {@link MAX_PAGES} pages, or says so.
 */
export type UnsureKind = 'changing' | 'contradictory' | 'endless';

/** The list could not be read so that nothing is missing for certain. */
export class UnsureListError extends Error {
	/**
	 * @param problem what did not fit the last time
	 * @param reads how often the list was read
	 * @param totalSaid the rows that there are, by the server's last word
	 * @param rowsSeen how many rows came in the last read
	 */
	constructor(
		readonly problem: string,
		readonly reads: number,
		readonly kind: UnsureKind = 'changing',
		readonly totalSaid?: number,
		readonly rowsSeen?: number,
	) {
		super(`The list could not be read whole: ${problem}`);
	}
}

/** The server's pages have another size than asked, so that the page to begin at lies elsewhere. */
export class PageSizeError extends Error {
	constructor(
		readonly asked: number,
		readonly given: number,
	) {
		super(`Pages of ${asked} rows were asked for, the server gives ${given}`);
	}
}

/**
 * Reads a list, or the part of it that `firstPage` and `limit` name, in the server's order.
 *
 * @throws UnsureListError where something did not fit in {@link MAX_READS} reads, or no end came in {@link MAX_PAGES}
 * @throws PageSizeError where `firstPage` is not 1 and the server's pages have another size
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readList<T>(list: List<T>): Promise<T[]> {
	return (await readListWithNotes(list)).rows;
}

/** What was read, and what is to be known about it. */
export interface ReadRows<T> {
	rows: T[];
	/** The server's total counts rows that it gives nobody with this key. */
	countsHiddenRows: boolean;
}

/** {@link readList}, with what its callers may want to tell. */
export async function readListWithNotes<T>(list: List<T>): Promise<ReadRows<T>> {
	let pageSize = firstPageSize(list);
	let previous: T[] | undefined;
	let agreeing = 0;
	let problem = '';

	for (let reads = 0; reads < MAX_READS;) {
		const read = await new Read(list, pageSize).run();
		if ('smallerPages' in read) {
			if (isFromLaterPage(list)) throw new PageSizeError(pageSize, read.smallerPages);
			pageSize = read.smallerPages;
			continue;
		}
		reads++;
		if ('problem' in read) {
			problem = read.problem;
			previous = undefined;
			continue;
		}
		agreeing = previous && sameRows(previous, read.rows, list.keyOf) ? agreeing + 1 : 1;
		if (agreeing >= read.readsNeeded) return { rows: read.rows, countsHiddenRows: false };
		problem = 'two reads in a row gave different rows';
		previous = read.rows;
	}
	throw new UnsureListError(problem, MAX_READS);
}

/** What one pass over a list has shown. */
export interface Pass<T> {
	/** The rows that were seen, each once, in the server's order. */
	rows: T[];
	/** Nothing that was there all the time is missing, except by a creation and a deletion during the pass. */
	complete: boolean;
}

/**
 * Reads a list once. Never throws UnsureListError: a pass that contradicts itself is not complete, and has what was seen.
 *
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readOnce<T>(list: List<T>): Promise<Pass<T>> {
	const pass = new Read({ ...list, verify: false }, firstPageSize(list));
	const read = await pass.run();
	if ('rows' in read) return { rows: read.rows, complete: read.readsNeeded === 1 };
	return { rows: pass.seen, complete: false };
}

/** A limit below the page size makes the pages smaller, except where that would move the page to begin at. */
function firstPageSize<T>(list: List<T>): number {
	const { pageSize, limit = Infinity } = list;
	return isFromLaterPage(list) ? pageSize : Math.min(pageSize, limit);
}

function isFromLaterPage<T>({ firstPage = 1 }: List<T>): boolean {
	return firstPage > 1;
}

function sameRows<T>(rows: T[], others: T[], keyOf: (row: T) => string): boolean {
	const keys = others.map(keyOf);
	return rows.length === keys.length && rows.every((row, index) => keyOf(row) === keys[index]);
}

type Trouble = { problem: string } | { smallerPages: number };
type Result<T> =
	Trouble | { rows: T[]; /** How many have to agree, this one included. */ readsNeeded: number };

/** One read of the list. */
class Read<T> {
	private readonly pages: T[][] = [];

	private readonly keys = new Set<string>();

	/** What came when a page behind the last one was asked for. */
	private rowsBehind: T[] = [];

	private requests = 0;

	private trouble?: Trouble;

	constructor(
		private readonly list: List<T>,
		private pageSize: number,
	) {}

	get seen(): T[] {
		return [...new Map(this.pages.flat().map((row) => [this.list.keyOf(row), row])).values()];
	}

	async run(): Promise<Result<T>> {
		const { firstPage = 1, limit = Infinity } = this.list;

		const first = await this.ask(firstPage);
		this.adoptSizeOf(first, firstPage);
		const total = first.totalCount;
		if (total === undefined) await this.readUncounted(first);
		else await this.readCounted(first, total);

		if (this.goesOnBehindTotal()) this.fail('it goes on behind its total');
		if (this.trouble) return this.trouble;
		return {
			rows: this.pages.flat().slice(0, limit),
			readsNeeded: this.readsNeeded(total),
		};
	}

	private goesOnBehindTotal(): boolean {
		// A read that began behind the end has no rows to compare with.
		if (isFromLaterPage(this.list) && this.pages.length === 0) return false;
		return !this.rowsBehind.every((row) => this.keys.has(this.list.keyOf(row)));
	}

	private readsNeeded(total: number | undefined): number {
		const { maxInFlight = 1, verify = false } = this.list;
		if (total === undefined) return this.requests === 1 ? 1 : 2;
		const inOnePage = this.pages.filter((rows) => rows.length > 0).length <= 1;
		if (inOnePage || !verify) return 1;
		return this.end < total && maxInFlight > 1 ? 3 : 2;
	}

	private async ask(pageNumber: number, pageSize = this.pageSize): Promise<Page<T>> {
		this.requests++;
		return await this.list.fetchPage(pageNumber, pageSize);
	}

	/**
	 * Takes over the size of the server's pages from the first one: what it names, or else how many rows came where the
	 * list goes on behind them.
	 */
	private adoptSizeOf(page: Page<T>, pageNumber: number): void {
		const asked = this.pageSize;
		const came = page.items.length;
		const named = page.pageSize ?? asked;
		if (pageNumber > 1 && named > asked) throw new PageSizeError(asked, named);
		if (came === 0 || came === asked) return;

		const smaller = this.smallerSizeOf(page);
		if (smaller === undefined && this.endsWith(page, pageNumber)) return;
		this.pageSize = smaller ?? came;
		if (pageNumber > 1) throw new PageSizeError(asked, this.pageSize);
	}

	/** The size that the server names for a page, if it is a smaller one than asked and the rows bear it out. */
	private smallerSizeOf({ items, pageSize: named = 0 }: Page<T>): number | undefined {
		return named > 0 && named < this.pageSize && items.length <= named ? named : undefined;
	}

	private endsWith({ items, totalCount }: Page<T>, pageNumber: number): boolean {
		if (items.length > this.pageSize) return false;
		if (totalCount === undefined) return pageNumber > 1;
		return totalCount <= (pageNumber - 1) * this.pageSize + items.length;
	}

	/** The position behind the last row that is wanted. */
	private get end(): number {
		const { firstPage = 1, limit = Infinity } = this.list;
		return (firstPage - 1) * this.pageSize + limit;
	}

	private async readCounted(first: Page<T>, total: number): Promise<void> {
		const { firstPage = 1, maxInFlight = 1 } = this.list;
		const endsOnFullPage = this.end > total && total % this.pageSize === 0;
		const lastPage =
			Math.ceil(Math.min(this.end, total) / this.pageSize) + (endsOnFullPage ? 1 : 0);

		this.takeCounted(firstPage, first, total);
		if (this.trouble) return;
		await inParallel(numbers(firstPage + 1, lastPage), maxInFlight, async (pageNumber) => {
			const page = await this.ask(pageNumber);
			if (!this.trouble) this.takeCounted(pageNumber, page, total);
			return !this.trouble;
		});
	}

	private takeCounted(pageNumber: number, page: Page<T>, total: number): void {
		const came = page.items.length;
		const before = (pageNumber - 1) * this.pageSize;
		const expected = Math.min(Math.max(total - before, 0), this.pageSize);

		if (page.totalCount !== total) {
			this.fail(`its total went from ${total} to ${page.totalCount ?? 'nothing'}`);
		} else if (this.isOtherPage(page, pageNumber)) {
			// Some servers give their last page again when asked for one behind it.
			if (expected === 0) this.rowsBehind = page.items;
			else this.failNumber(page, pageNumber);
		} else if (came < expected && this.smallerSizeOf(page)) {
			this.startOver(page);
		} else if (came !== expected) {
			this.fail(`page ${pageNumber} has ${came} rows where the total makes it ${expected}`);
		} else {
			this.take(pageNumber, page);
		}
	}

	private isOtherPage({ pageNumber: came }: Page<T>, asked: number): boolean {
		return came !== undefined && came !== asked;
	}

	private async readUncounted(first: Page<T>): Promise<void> {
		const { firstPage = 1 } = this.list;
		let page = first;
		for (let pageNumber = firstPage; page.items.length > 0; pageNumber++) {
			this.takeUncounted(pageNumber, page);
			const position = (pageNumber - 1) * this.pageSize + page.items.length;
			if (this.trouble || position >= this.end) return;
			if (page.items.length < this.pageSize) return await this.lookBehind(position);
			if (this.requests >= MAX_PAGES) throw new UnsureListError('it went on and on', 1);
			page = await this.ask(pageNumber + 1);
		}
	}

	private takeUncounted(pageNumber: number, page: Page<T>): void {
		if (page.totalCount !== undefined) {
			this.fail('some pages name a total and some do not');
		} else if (this.isOtherPage(page, pageNumber)) {
			this.failNumber(page, pageNumber);
		} else if (page.items.length > this.pageSize) {
			this.fail(`page ${pageNumber} has more rows than the page before`);
		} else {
			this.take(pageNumber, page);
		}
	}

	private async lookBehind(position: number): Promise<void> {
		const { items } = await this.ask(position + 1, 1);
		if (items.length > 0) this.fail(`a page ends at row ${position}, and the list goes on`);
	}

	private take(pageNumber: number, page: Page<T>): void {
		const { firstPage = 1, keyOf } = this.list;
		// Rows before the first page would come again, but nobody would know them.
		if (firstPage > 1 && this.smallerSizeOf(page)) return this.startOver(page);

		this.pages[pageNumber - firstPage] = page.items;
		for (const row of page.items) {
			const key = keyOf(row);
			if (this.keys.has(key)) this.fail(`the row ${key} came twice`);
			this.keys.add(key);
		}
	}

	private startOver(page: Page<T>): void {
		const smallerPages = this.smallerSizeOf(page);
		if (smallerPages) this.trouble = { smallerPages };
	}

	private failNumber({ pageNumber: came }: Page<T>, asked: number): void {
		this.fail(`page ${came} came when page ${asked} was asked for`);
	}

	private fail(problem: string): void {
		this.trouble ??= { problem };
	}
}

function* numbers(from: number, to: number): Generator<number> {
	for (let number = from; number <= to; number++) yield number;
}
