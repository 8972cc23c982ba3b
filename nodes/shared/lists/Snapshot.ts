import type { List, Page } from './List';

/** A page to ask for. */
export interface PageRequest {
	pageNumber: number;
	pageSize: number;
}

/** What came in one pass over a list. All its pages are asked for with one size. */
export class Snapshot<T> {
	readonly firstPage: number;

	readonly limit: number;

	/** By the numbers that were asked for. */
	readonly pages = new Map<number, Page<T>>();

	/** The rows on the pages, each once, in the order in which they came. */
	readonly rows = new Map<string, T>();

	/** The totals that pages name, and the page sizes, each once. */
	readonly totals = new Set<number | undefined>();

	readonly pageSizes = new Set<number | undefined>();

	/** The pages that came under another number than asked for. */
	readonly renumbered: number[] = [];

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

	/** Whether each page's total is the number of its own rows, in earlier passes too. */
	hasOwnTotals: boolean;

	/** Whether no earlier pass had more rows than its total. */
	readonly believesTotal: boolean;

	/** Whether there was no pass before this one. */
	readonly isFirst: boolean;

	private rowsCame = 0;

	/** All that came, by {@link nameOf} the request. */
	private readonly answers = new Map<string, Page<T>>();

	/** What came for a row behind the end, or under another number. */
	private readonly asides: Array<Page<T>> = [];

	/** The page that begins with a row, by the row's key. */
	private readonly begins = new Map<string, number>();

	/**
	 * @param pageSize the size that pages are asked for with
	 * @param earlier the passes before this one
	 */
	constructor(
		readonly list: List<T>,
		readonly pageSize: number,
		earlier: Array<Snapshot<T>> = [],
	) {
		this.firstPage = list.firstPage ?? 1;
		this.limit = list.limit ?? Infinity;
		this.last = this.firstPage - 1;
		this.lastWithRows = this.firstPage - 1;
		this.hasOwnTotals = earlier.every(({ hasOwnTotals }) => hasOwnTotals);
		this.believesTotal = !earlier.some(({ exceedsTotal }) => exceedsTotal);
		this.isFirst = earlier.length === 0;
	}

	add(request: PageRequest, page: Page<T>): void {
		const { pageNumber, pageSize } = request;
		this.answers.set(nameOf(request), page);
		if (pageSize === this.pageSize) this.addPage(pageNumber, page);
		else if (pageNumber !== this.firstPage) this.asides.push(page);
	}

	private addPage(pageNumber: number, page: Page<T>): void {
		this.pages.set(pageNumber, page);
		while (this.pages.has(this.last + 1)) this.last++;
		this.totals.add(page.totalCount);
		this.hasOwnTotals &&= page.totalCount === page.items.length;
		this.noticeRepeated(pageNumber, page);
		if (isOtherPage(page, pageNumber)) {
			this.renumbered.push(pageNumber);
			this.asides.push(page);
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
		const key = this.list.keyOf(first);
		const like = this.begins.get(key) ?? pageNumber;
		this.begins.set(key, like);
		const other = this.pages.get(like);
		if (like !== pageNumber && other && this.areAlike(page, other)) {
			// The answers come in any order: the last page, given again behind the end, may come before itself.
			const [from, to] = [Math.min(like, pageNumber), Math.max(like, pageNumber)];
			this.repeated ??= { page: to, like: from };
		}
	}

	private addRow(row: T, pageNumber: number): void {
		const key = this.list.keyOf(row);
		if (this.rows.has(key)) {
			this.duplicate ??= key;
		} else {
			this.rows.set(key, row);
			this.lastWithRows = Math.max(this.lastWithRows, pageNumber);
		}
	}

	get requests(): number {
		return this.answers.size;
	}

	answerTo(request: PageRequest): Page<T> | undefined {
		return this.answers.get(nameOf(request));
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
		return this.rows.size > (this.total ?? Infinity);
	}

	/** What was last said of the rows in the whole list. */
	get totalSaid(): number | undefined {
		return [...this.answers.values()].at(-1)?.totalCount;
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

	get reachesLimit(): boolean {
		return this.rows.size >= this.limit;
	}

	/** How many rows the last page with rows has. */
	get rowsOnLast(): number {
		return this.pages.get(this.lastWithRows)?.items.length ?? 0;
	}

	/** Whether all pages in front of the last one with rows have the same number of them, and the last one no more. */
	get isEven(): boolean {
		const before = (this.lastWithRows - this.firstPage) * this.mostRows;
		return this.rowsCame - this.rowsOnLast === before;
	}

	/** The rows of the pages in order, as many as the limit allows. */
	get wanted(): T[] {
		return this.once(this.inOrder).slice(0, this.limit);
	}

	/** All rows that came, those of the pages in order in front. */
	get seen(): T[] {
		return this.once([...this.inOrder, ...this.asides]);
	}

	/** Rows that an answer showed and no page has; a pass that began behind the end has none to compare with. */
	get lost(): T[] {
		if (this.firstPage > 1 && this.rows.size === 0) return [];
		return this.once(this.asides).filter((row) => !this.rows.has(this.list.keyOf(row)));
	}

	private get inOrder(): Array<Page<T>> {
		return [...this.pages]
			.filter(([asked, page]) => !isOtherPage(page, asked))
			.sort(([a], [b]) => a - b)
			.map(([, page]) => page);
	}

	private once(pages: Array<Page<T>>): T[] {
		const rows = pages.flatMap(({ items }) => items);
		return [...new Map(rows.map((row) => [this.list.keyOf(row), row])).values()];
	}

	/** Whether two answers name the same total and hold the same rows. */
	areAlike(page: Page<T>, other: Page<T>): boolean {
		const { keyOf } = this.list;
		return page.totalCount === other.totalCount && haveSameRows(page.items, other.items, keyOf);
	}

	/**
	 * Whether another pass was answered in the same way, as far as both asked the same. Which pages a pass that failed has
	 * asked for depends on the order of the answers; the first two are always among them.
	 */
	isAnsweredLike(other: Snapshot<T>): boolean {
		const both = [...this.answers].flatMap(([name, page]) => {
			const again = other.answers.get(name);
			if (!again) return [];
			return [page.pageNumber === again.pageNumber && this.areAlike(page, again)];
		});
		const enough = Math.min(2, this.requests, other.requests);
		return both.length >= enough && both.every((isSame) => isSame);
	}
}

/** Whether these are the same rows in the same order. */
export function haveSameRows<T>(rows: T[], others: T[], keyOf: (row: T) => string): boolean {
	const keys = others.map(keyOf);
	return rows.length === keys.length && rows.every((row, index) => keyOf(row) === keys[index]);
}

/** Whether the server names another page than the one that was asked for. */
function isOtherPage<T>({ pageNumber: came }: Page<T>, asked: number): boolean {
	return came !== undefined && came !== asked;
}

const nameOf = ({ pageNumber, pageSize }: PageRequest) => `${pageNumber} of ${pageSize}`;
