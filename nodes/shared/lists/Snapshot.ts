import type { List, Page } from './List';

/** A page to ask for. */
export interface PageRequest {
	pageNumber: number;
	pageSize: number;
}

/** What came in one pass over a list, and what it says of the list. Every page of a pass is asked for with one size. */
export class Snapshot<T> {
	readonly firstPage: number;

	readonly limit: number;

	/** The pages that were asked for, those that name another number too. */
	readonly pages = new Map<number, Page<T>>();

	/** The rows on the pages, each once, in the order in which they came. */
	readonly rows = new Map<string, T>();

	/** The key of the first row that came twice. */
	duplicate?: string;

	/** The totals that the pages name, and the page sizes, each once. */
	readonly totals = new Set<number | undefined>();

	readonly pageSizes = new Set<number | undefined>();

	/** Whether each page's total is the number of its own rows. */
	hasOwnTotals = true;

	/** All pages from the first one up to this one were asked for. */
	last: number;

	/** The last page with a row that no other page has. */
	lastWithRows: number;

	/** The most rows in a page. */
	mostRows = 0;

	/** By {@link nameOf} the request. */
	private readonly answers = new Map<string, Page<T>>();

	/** The answers that are no pages of the list: of another size than the rest, or of another number than asked for. */
	private readonly asides: Array<Page<T>> = [];

	/** The numbers of pages that came under another number. */
	readonly renumbered: number[] = [];

	private rowsCame = 0;

	constructor(
		readonly list: List<T>,
		/** The size that pages are asked for with. */
		readonly pageSize: number,
		/** Whether no earlier pass had more rows than its total. */
		readonly believesTotal: boolean,
	) {
		this.firstPage = list.firstPage ?? 1;
		this.limit = list.limit ?? Infinity;
		this.last = this.firstPage - 1;
		this.lastWithRows = this.firstPage - 1;
	}

	add(request: PageRequest, page: Page<T>): void {
		this.answers.set(nameOf(request), page);
		const { pageNumber, pageSize } = request;
		const isOther = isOtherPage(page, pageNumber);
		if (pageSize !== this.pageSize) {
			if (pageNumber !== this.firstPage) this.asides.push(page);
			return;
		}

		this.pages.set(pageNumber, page);
		while (this.pages.has(this.last + 1)) this.last++;
		this.totals.add(page.totalCount);
		this.hasOwnTotals &&= page.totalCount === page.items.length;
		if (isOther) {
			this.renumbered.push(pageNumber);
			this.asides.push(page);
			return;
		}
		this.pageSizes.add(page.pageSize);
		this.rowsCame += page.items.length;
		this.mostRows = Math.max(this.mostRows, page.items.length);
		for (const row of page.items) this.addRow(row, pageNumber);
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

	/** The total, if every page names the same one. */
	get total(): number | undefined {
		return this.totals.size === 1 ? [...this.totals][0] : undefined;
	}

	/** Whether no page names a total. */
	get isUncounted(): boolean {
		return this.totals.size === 1 && this.totals.has(undefined);
	}

	get largestTotal(): number {
		return Math.max(0, ...[...this.totals].map((total) => total ?? 0));
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

	get reachesLimit(): boolean {
		return this.rows.size >= this.limit;
	}

	/** Whether no page but the last one with rows has fewer of them than another. */
	get isEven(): boolean {
		const before = this.rowsCame - this.rowsOnLast;
		return before === (this.lastWithRows - this.firstPage) * this.mostRows;
	}

	/** How many rows the last page with rows has. */
	get rowsOnLast(): number {
		return this.pages.get(this.lastWithRows)?.items.length ?? 0;
	}

	/** How many rows the list has in front of the first page. */
	get rowsBefore(): number {
		return (this.firstPage - 1) * this.size;
	}

	/** The pages that are the ones asked for, in order. */
	get inOrder(): Array<Page<T>> {
		return [...this.pages]
			.filter(([asked, page]) => !isOtherPage(page, asked))
			.sort(([a], [b]) => a - b)
			.map(([, page]) => page);
	}

	/** The rows of the pages in order, each once, as many as the limit allows. */
	get wanted(): T[] {
		return this.once(this.inOrder).slice(0, this.limit);
	}

	/** All rows that came, each once, those of the pages in order in front. */
	get seen(): T[] {
		return this.once([...this.inOrder, ...this.asides]);
	}

	/** Rows that an answer showed and no page has. */
	get lost(): T[] {
		// A pass that begins behind the end has no rows to compare with.
		if (this.firstPage > 1 && this.rows.size === 0) return [];
		return this.once(this.asides).filter((row) => !this.rows.has(this.list.keyOf(row)));
	}

	private once(pages: Array<Page<T>>): T[] {
		const rows = pages.flatMap(({ items }) => items);
		return [...new Map(rows.map((row) => [this.list.keyOf(row), row])).values()];
	}

	/**
	 * Whether another pass was answered in the same way, as far as both asked the same. Which pages a pass that failed has
	 * asked for depends on the order of the answers; the first two are always among them.
	 */
	isAnsweredLike(other: Snapshot<T>): boolean {
		const both = [...this.answers].flatMap(([name, page]) => {
			const otherPage = other.answers.get(name);
			return otherPage ? [this.isSame(page, otherPage)] : [];
		});
		const enough = Math.min(2, this.requests, other.requests);
		return both.length >= enough && both.every((isSame) => isSame);
	}

	private isSame(page: Page<T>, other: Page<T>): boolean {
		return (
			page.totalCount === other.totalCount &&
			page.pageNumber === other.pageNumber &&
			haveSameRows(page.items, other.items, this.list.keyOf)
		);
	}
}

/** Whether these are the same rows in the same order. */
export function haveSameRows<T>(rows: T[], others: T[], keyOf: (row: T) => string): boolean {
	const keys = others.map(keyOf);
	return rows.length === keys.length && rows.every((row, index) => keyOf(row) === keys[index]);
}

/** Whether the server names another page than the one that was asked for. */
export function isOtherPage<T>({ pageNumber: came }: Page<T>, asked: number): boolean {
	return came !== undefined && came !== asked;
}

const nameOf = ({ pageNumber, pageSize }: PageRequest) => `${pageNumber} of ${pageSize}`;
