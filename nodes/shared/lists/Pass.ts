import { type List, MAX_PAGES, type Page, type Problem } from './List';

/** A page to ask for. */
export interface PageRequest {
	pageNumber: number;
	pageSize: number;
}

/** Rows that may be hidden in a row, before the list counts as ended; in pages at least and at most: */
const HIDDEN_IN_A_ROW = 500;
const MIN_EMPTY_PAGES = 5;
const MAX_EMPTY_PAGES = 30;

/** Empty pages behind as many rows as the total says, if some page lacks rows. */
const EMPTY_PAGES_BEHIND_TOTAL = 2;

/** Where else to look for rows: so many times as far as the last page that was asked for. */
const FAR_BEHIND = [2, 8];

/** One pass over a list: what to ask for next, and what came. All its pages are asked for with one size. */
export class Pass<T> {
	readonly firstPage: number;
	readonly limit: number;

	/** What came, by the page numbers that were asked for. */
	readonly pages = new Map<number, Page<T>>();

	/** Those of them that came under another number. */
	readonly renumbered = new Map<number, Page<T>>();

	/** What came when just one row was asked for, by its position. */
	readonly singleRows = new Map<number, Page<T>>();

	/** The totals that pages name, and the page sizes, each once. */
	readonly totals = new Set<number | undefined>();
	readonly pageSizes = new Set<number | undefined>();

	/** What was last said of the rows in the whole list. */
	totalSaid?: number;

	/** Whether each page's total is the number of its own rows. */
	hasOwnTotals = true;

	/** The key of the first row that came twice. */
	duplicate?: string;

	/** A page that came with the rows of another, and the number of that one. */
	repeated?: { page: number; like: number };

	/** All pages from the first one up to this one were asked for. */
	last: number;

	/** The last page with a row that no other page has. */
	lastWithRows: number;

	/** The most rows in a page. */
	mostRows = 0;

	/** What did not fit, once the pass is over. */
	problem?: Problem;

	private rowsCame = 0;

	/** The page that a row came on first, by the row's key. */
	private readonly pageOf = new Map<string, number>();

	/**
	 * @param pageSize the size that pages are asked for with
	 * @param earlier the passes before this one
	 * @param isForgiving whether it goes on if something does not fit, to see as many rows as there are
	 */
	constructor(
		readonly list: List<T>,
		readonly pageSize: number,
		readonly earlier: ReadonlyArray<Pass<T>> = [],
		readonly isForgiving = false,
	) {
		this.firstPage = list.firstPage ?? 1;
		this.limit = list.limit ?? Infinity;
		this.last = this.firstPage - 1;
		this.lastWithRows = this.firstPage - 1;
	}

	/**
	 * What to ask for next: the pages that are known to exist, as far as the limit needs them; then, behind the end, one row
	 * or so many pages as show that it is one.
	 *
	 * @returns nothing if the pass is over
	 */
	next(): PageRequest[] {
		const { firstPage, last, limit, rowCount, mostRows, end, rowBehind } = this;
		if (last < firstPage) return this.pagesTo(firstPage);
		if (last < end) {
			if (this.looksAtEnds && !this.pages.has(end)) return this.requests([end]);
			const needed = last + Math.ceil((limit - rowCount) / Math.max(mostRows, 1));
			return this.pagesTo(Math.min(end, needed));
		}
		if (rowBehind !== undefined && this.goesOn === undefined) {
			return [{ pageNumber: rowBehind, pageSize: 1 }];
		}
		const empty = this.emptyPagesNeeded;
		const isSearch = empty > EMPTY_PAGES_BEHIND_TOTAL;
		if (last < end + empty) return this.pagesTo(isSearch && last === end ? end + 1 : end + empty);
		if (!isSearch || this.isForgiving) return [];
		return this.requests(FAR_BEHIND.map((times) => last * times));
	}

	/** Whether a pass that proves itself ends by a second look at both ends; they are then also the first two pages. */
	get looksAtEnds(): boolean {
		return !this.list.verify && this.limit === Infinity && !this.isForgiving;
	}

	/** The last page that is known to exist, by its rows or by the total; one that makes too many pages counts for nothing. */
	private get end(): number {
		const { firstPage, lastWithRows, largestTotal: total, rowCount, mostRows, size } = this;
		const bySize = Math.ceil(total / size);
		// Rows behind that page, and fewer than the total: the server's pages are smaller than it says.
		const isSmaller = lastWithRows > bySize && rowCount < total;
		const byTotal = isSmaller ? Math.ceil(total / mostRows) : bySize;
		return byTotal < firstPage + MAX_PAGES ? Math.max(byTotal, lastWithRows) : lastWithRows;
	}

	/** How many pages behind the end have to be empty. */
	get emptyPagesNeeded(): number {
		const { isEven, isLastFull, isForgiving, size } = this;
		if (this.isExact || this.goesOn === false) {
			return isEven ? Number(isLastFull) : EMPTY_PAGES_BEHIND_TOTAL;
		}
		if ((isForgiving && isEven) || (this.looksFull && isLastFull)) return 1;
		const pages = Math.ceil(HIDDEN_IN_A_ROW / size);
		return Math.min(Math.max(pages, MIN_EMPTY_PAGES), MAX_EMPTY_PAGES);
	}

	/**
	 * The position behind a short page, if nothing else says that the list ends with it: there is no total, or it is the
	 * page's own. A row there tells a page that was cut short from the end. (One that has to have one row cannot be cut.)
	 */
	private get rowBehind(): number | undefined {
		const { lastWithRows, rowsOnLast, fullSize, namedSize, pageSize } = this;
		const isOwnTotal = lastWithRows === 1 && namedSize === undefined && this.isExact;
		const isShort = pageSize > 1 && this.isEven && !this.isLastFull;
		if (!isShort || !(this.isUncounted || isOwnTotal)) return undefined;
		return (lastWithRows - 1) * fullSize + rowsOnLast + 1;
	}

	/** Whether a row is there; undefined if that was not asked. */
	get goesOn(): boolean | undefined {
		const answer = this.singleRows.get(this.rowBehind ?? 0);
		return answer && answer.items.length > 0;
	}

	/** The pages up to a number. */
	private pagesTo(to: number): PageRequest[] {
		const { firstPage, last } = this;
		const length = Math.min(to, firstPage + MAX_PAGES - 1) - last;
		return this.requests(Array.from({ length }, (_, index) => last + 1 + index));
	}

	/** Those of some pages that were not asked for yet. */
	private requests(pageNumbers: number[]): PageRequest[] {
		const { pages, pageSize } = this;
		const missing = pageNumbers.filter((pageNumber) => !pages.has(pageNumber));
		return missing.map((pageNumber) => ({ pageNumber, pageSize }));
	}

	add({ pageNumber, pageSize }: PageRequest, page: Page<T>): void {
		this.totalSaid = page.totalCount;
		if (pageSize !== this.pageSize) {
			this.singleRows.set(pageNumber, page);
			return;
		}
		this.pages.set(pageNumber, page);
		while (this.pages.has(this.last + 1)) this.last++;
		this.totals.add(page.totalCount);
		this.hasOwnTotals &&= page.totalCount === page.items.length;
		this.noticeRepeated(pageNumber, page);
		if ((page.pageNumber ?? pageNumber) !== pageNumber) {
			this.renumbered.set(pageNumber, page);
			return;
		}
		this.pageSizes.add(page.pageSize);
		this.rowsCame += page.items.length;
		this.mostRows = Math.max(this.mostRows, page.items.length);
		for (const row of page.items) this.addRow(row, pageNumber);
	}

	/** A page of one row may come again because the list changed; that a longer one moves by just its length is no chance. */
	private noticeRepeated(pageNumber: number, page: Page<T>): void {
		const [first] = page.items;
		if (first === undefined || page.items.length < 2) return;
		const like = this.pageOf.get(this.list.keyOf(first)) ?? pageNumber;
		const other = this.pages.get(like);
		if (like === pageNumber || !other || !this.areAlike(page, other)) return;
		// The answers come in any order: the last page, given again behind the end, may come before itself.
		this.repeated ??= { page: Math.max(like, pageNumber), like: Math.min(like, pageNumber) };
	}

	private addRow(row: T, pageNumber: number): void {
		const key = this.list.keyOf(row);
		if (this.pageOf.has(key)) {
			this.duplicate ??= key;
		} else {
			this.pageOf.set(key, pageNumber);
			this.lastWithRows = Math.max(this.lastWithRows, pageNumber);
		}
	}

	/** How many different rows are on the pages. */
	get rowCount(): number {
		return this.pageOf.size;
	}

	get reachesLimit(): boolean {
		return this.rowCount >= this.limit;
	}

	/** Whether no page names a total. */
	get isUncounted(): boolean {
		return this.totals.size === 1 && this.totals.has(undefined);
	}

	/** The total, if every page names the same one. */
	get total(): number | undefined {
		return this.totals.size === 1 ? [...this.totals][0] : undefined;
	}

	get largestTotal(): number {
		return Math.max(0, ...[...this.totals].map((total) => total ?? 0));
	}

	/** Whether the total counts something else, such as the rows of each page. */
	private get exceedsTotal(): boolean {
		if (this.totals.size > 1) return this.hasOwnTotals;
		return this.rowCount > (this.total ?? Infinity);
	}

	/** Whether the rows are exactly as many as every page's total says, and no earlier pass had more than its total. */
	get isExact(): boolean {
		const { total, rowsBefore, rowCount, earlier } = this;
		if (total === undefined || earlier.some(({ exceedsTotal }) => exceedsTotal)) return false;
		return rowCount === Math.max(total - rowsBefore, 0) && !this.lacksSeenRow;
	}

	/** The page size that the first page names. */
	get namedSize(): number | undefined {
		return this.pages.get(this.firstPage)?.pageSize;
	}

	/** What a page of the server holds before rows are left out of it, as far as one can know. */
	get size(): number {
		return Math.max(this.namedSize ?? this.pageSize, this.mostRows);
	}

	/** How many rows the list has in front of the first page. */
	get rowsBefore(): number {
		return (this.firstPage - 1) * this.size;
	}

	private get rowsOnLast(): number {
		return this.pages.get(this.lastWithRows)?.items.length ?? 0;
	}

	/** Whether all pages in front of the last one with rows have the same number of them, and the last one no more. */
	get isEven(): boolean {
		const before = (this.lastWithRows - this.firstPage) * this.mostRows;
		return this.rowsCame - this.rowsOnLast === before;
	}

	/** How many rows make a page full, as far as one can know: if others came before the last, as many as the longest has. */
	private get fullSize(): number {
		return this.lastWithRows > this.firstPage ? this.mostRows : this.size;
	}

	/** Whether the last page with rows is as long as it can be, so that others may follow. */
	private get isLastFull(): boolean {
		return this.lastWithRows < this.firstPage || this.rowsOnLast === this.fullSize;
	}

	/** Without a total: whether all pages are full, as far as one can know, but the last one with rows. */
	get looksFull(): boolean {
		return this.isUncounted && this.isEven && !this.goesOn && this.fullSize === this.size;
	}

	/** The rows of the pages in order. */
	private get inOrder(): T[] {
		const pages = [...this.pages].filter(([asked]) => !this.renumbered.has(asked));
		return pages.sort(([a], [b]) => a - b).flatMap(([, { items }]) => items);
	}

	/** The rows that came in other answers. */
	private get aside(): T[] {
		const answers = [...this.renumbered.values(), ...this.singleRows.values()];
		return answers.flatMap(({ items }) => items);
	}

	/** The rows in order, as many as the limit allows. */
	get wanted(): T[] {
		return this.inOrder.slice(0, this.limit);
	}

	/** All rows that came, each once, those of the pages in front. */
	get seen(): T[] {
		const rows = [...this.inOrder, ...this.aside];
		return [...new Map(rows.map((row) => [this.list.keyOf(row), row])).values()];
	}

	has(row: T): boolean {
		return this.pageOf.has(this.list.keyOf(row));
	}

	/** Whether some answer showed a row that no page has; a pass that began behind the end has none to compare with. */
	get lacksSeenRow(): boolean {
		if (this.firstPage > 1 && this.rowCount === 0) return false;
		return this.aside.some((row) => !this.has(row));
	}

	/** Whether two answers name the same total and hold the same rows. */
	areAlike(page: Page<T>, other: Page<T>): boolean {
		return page.totalCount === other.totalCount && this.areSameRows(page.items, other.items);
	}

	/** Whether these are the same rows in the same order. */
	areSameRows(rows: T[], others: T[]): boolean {
		const { keyOf } = this.list;
		const keys = others.map(keyOf);
		return rows.length === keys.length && rows.every((row, index) => keyOf(row) === keys[index]);
	}
}
