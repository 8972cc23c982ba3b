import { inParallel } from '../inParallel';
import { Answers } from './Answers';
import {
	isFromLaterPage,
	isOtherPage,
	type List,
	MAX_PAGES,
	numbers,
	type Page,
	PageSizeError,
	type ReadResult,
} from './list';

/** Rows that may be hidden in a row, before the list is taken to be at its end; in pages at least and at most: */
const HIDDEN_IN_A_ROW = 500;
const MIN_EMPTY_PAGES = 5;
const MAX_EMPTY_PAGES = 30;

/** Empty pages behind as many rows as the total says. */
const EMPTY_PAGES_BEHIND_TOTAL = 2;

/** Where else to look for rows: so many times as far as the last page that was asked for. */
const FAR_BEHIND = [2, 8];

export interface EndOptions<T> {
	/** Answers that need not be asked for again. */
	earlier?: Answers<T>;
	/** Go on if something does not fit, to see as many rows as there are. */
	isForgiving?: boolean;
}

/**
 * One read that does not rely on the total: page after page, short and empty ones too, to an end that docs/lists.md
 * describes. What it gives is worth something only if another read, with pages that end elsewhere, gives the same.
 */
export class ReadToTheEnd<T> {
	readonly answers: Answers<T>;

	/** Every page that was asked for, the ones of other numbers too. */
	private readonly pages = new Map<number, Page<T>>();

	private readonly keys = new Set<string>();

	private lastWithRows: number;

	private largestTotal = 0;

	private isSameTotal = true;

	/** The most rows in a page. */
	private mostRows = 1;

	private problem?: string;

	private isEndless = false;

	constructor(
		private readonly list: List<T>,
		private readonly pageSize: number,
		private readonly options: EndOptions<T> = {},
	) {
		this.answers = new Answers(list, options.earlier);
		this.lastWithRows = this.firstPage - 1;
	}

	/** What a page of the server holds before rows are left out of it, as far as one can know. */
	get size(): number {
		return this.first?.pageSize ?? this.pageSize;
	}

	async run(): Promise<ReadResult<T>> {
		await this.askForAll(numbers(this.firstPage, this.firstPage));
		this.checkWhereItBegins();

		let last = this.firstPage;
		while (!this.isStopped) {
			const next = this.nextLastPage(last);
			if (next === last) break;
			await this.askForAll(numbers(last + 1, next));
			last = next;
			if (!this.isStopped && this.nextLastPage(last) === last) await this.lookFarBehind(last);
		}
		this.checkThatItFits();

		if (this.problem) return { problem: this.problem, isEndless: this.isEndless };
		const { limit = Infinity, maxInFlight = 1, verify = false } = this.list;
		return {
			rows: this.inOrder.flatMap(({ items }) => items).slice(0, limit),
			readsNeeded: this.reachesLimit && verify && maxInFlight > 1 ? 3 : 2,
			countsHiddenRows: this.mayLackRows && this.keys.size < this.largestTotal,
			mayLackRows: this.mayLackRows,
		};
	}

	private get firstPage(): number {
		return this.list.firstPage ?? 1;
	}

	private get first(): Page<T> | undefined {
		return this.pages.get(this.firstPage);
	}

	/** Every row that came, once, in the order of the pages. */
	get rowsSeen(): T[] {
		const rows = this.inOrder.flatMap(({ items }) => items);
		return [...new Map(rows.map((row) => [this.list.keyOf(row), row])).values()];
	}

	/** The pages that are the ones asked for, in order. */
	private get inOrder(): Array<Page<T>> {
		return [...this.pages]
			.filter(([asked, page]) => !isOtherPage(page, asked))
			.sort(([a], [b]) => a - b)
			.map(([, page]) => page);
	}

	private get isStopped(): boolean {
		return this.reachesLimit || (this.problem !== undefined && !this.options.isForgiving);
	}

	/** Pages are asked for in order, and no page is begun once this is so; then none is missing in front. */
	private get reachesLimit(): boolean {
		return this.keys.size >= (this.list.limit ?? Infinity);
	}

	private async askForAll(pageNumbers: Iterable<number>): Promise<void> {
		await inParallel(pageNumbers, this.list.maxInFlight ?? 1, async (pageNumber) => {
			if (!this.pages.has(pageNumber)) {
				this.take(pageNumber, await this.answers.ask(pageNumber, this.pageSize));
			}
			return !this.isStopped;
		});
	}

	private take(pageNumber: number, page: Page<T>): void {
		this.pages.set(pageNumber, page);
		if (isOtherPage(page, pageNumber)) return this.checkNumber(pageNumber, page);
		this.largestTotal = Math.max(this.largestTotal, page.totalCount ?? 0);
		this.isSameTotal &&= page.totalCount === this.first?.totalCount;
		this.mostRows = Math.max(this.mostRows, page.items.length);
		for (const row of page.items) {
			const key = this.list.keyOf(row);
			if (this.keys.has(key)) {
				this.problem ??= `the row ${key} came twice`;
			} else {
				this.keys.add(key);
				this.lastWithRows = Math.max(this.lastWithRows, pageNumber);
			}
		}
	}

	/** How far to read next: up to the end that the total makes and the rows show, then so many empty pages. */
	private nextLastPage(last: number): number {
		const end = Math.max(this.lastWithRows, this.lastPageByTotal, this.firstPage);
		const next = last < end ? end : Math.max(last, end + this.emptyPagesNeeded);
		return Math.min(next, this.lastPageAllowed);
	}

	private get lastPageAllowed(): number {
		return this.firstPage + MAX_PAGES - 1;
	}

	private get lastPageByTotal(): number {
		const total = this.largestTotal;
		const bySize = Math.ceil(total / this.size);
		const goesOn = this.lastWithRows > bySize && this.keys.size < total;
		const pages = goesOn ? Math.ceil(total / this.mostRows) : bySize;
		return pages - this.firstPage < MAX_PAGES ? pages : 0;
	}

	private get emptyPagesNeeded(): number {
		if (this.options.isForgiving && this.looksFull) return 1;
		if (this.hasAllOfTotal) return EMPTY_PAGES_BEHIND_TOTAL;
		const pages = Math.ceil(HIDDEN_IN_A_ROW / this.size);
		return Math.min(Math.max(pages, MIN_EMPTY_PAGES), MAX_EMPTY_PAGES);
	}

	private async lookFarBehind(last: number): Promise<void> {
		if (this.options.isForgiving || this.hasAllOfTotal) return;
		await this.askForAll(FAR_BEHIND.map((times) => last * times));
	}

	/** A read from a later page on has no use for pages of another size. */
	private checkWhereItBegins(): void {
		const named = this.first?.pageSize;
		if (isFromLaterPage(this.list) && named !== undefined && named !== this.pageSize) {
			throw new PageSizeError(this.pageSize, named);
		}
	}

	private checkThatItFits(): void {
		const otherSize = this.inOrder.find(({ pageSize }) => pageSize !== this.first?.pageSize);
		if (otherSize) this.problem ??= `its page size went from ${this.size} to ${otherSize.pageSize}`;
		this.checkNumbers();
		this.checkTotals();
	}

	private checkNumbers(): void {
		for (const [asked, page] of this.pages) {
			if (!isOtherPage(page, asked)) continue;
			this.checkNumber(asked, page);
			// Some servers give their last page again when asked for one behind it; only a total tells that from page 1 for ever.
			const isKnown = page.items.every((row) => this.keys.has(this.list.keyOf(row)));
			const hasTotal = this.isSameTotal && page.totalCount !== undefined;
			if (!isKnown || !hasTotal) this.problem ??= otherNumber(asked, page);
		}
	}

	/** A page of another number can't stand before the end. */
	private checkNumber(asked: number, page: Page<T>): void {
		const byTotal = Math.ceil(this.largestTotal / this.size);
		if (asked === this.firstPage || asked <= Math.max(byTotal, this.lastWithRows)) {
			this.problem ??= otherNumber(asked, page);
		}
	}

	private checkTotals(): void {
		const total = this.first?.totalCount;
		if (!this.isSameTotal && !this.inOrder.every(hasOwnTotal)) {
			const other = this.inOrder.find(({ totalCount }) => totalCount !== total)?.totalCount;
			this.problem ??= `its total went from ${total ?? 'nothing'} to ${other ?? 'nothing'}`;
		}
		if (this.reachesLimit) return;
		if (this.lastWithRows + this.emptyPagesNeeded > this.lastPageAllowed) {
			this.failAsEndless(`it continues after page ${this.lastWithRows}`);
		}
		const mostPages = Math.ceil(this.largestTotal / this.size);
		if (mostPages - this.firstPage >= MAX_PAGES) {
			this.failAsEndless(`its total is ${total}, but only ${this.keys.size} rows came`);
		}
		if (this.hasRowsBehindTotal) {
			this.problem ??= `${this.keys.size} rows came, some of them after its total of ${total}`;
		}
	}

	/** Such a total counts neither all rows nor those that came. */
	private get hasRowsBehindTotal(): boolean {
		const total = this.largestTotal;
		if (isFromLaterPage(this.list) || this.keys.size >= total) return false;
		return (this.lastWithRows - 1) * this.mostRows >= total;
	}

	private get hasAllOfTotal(): boolean {
		return this.isSameTotal && this.keys.size === this.largestTotal;
	}

	/** Whether the list was read to its end, and no total proves that these are all its rows. */
	private get mayLackRows(): boolean {
		if (this.reachesLimit || isFromLaterPage(this.list) || !this.isSameTotal) return false;
		return this.first?.totalCount === undefined || this.keys.size < this.largestTotal;
	}

	/** Whether only the last page with rows has fewer than the others. */
	private get looksFull(): boolean {
		return [...numbers(this.firstPage, this.lastWithRows - 1)].every(
			(pageNumber) => this.pages.get(pageNumber)?.items.length === this.mostRows,
		);
	}

	private failAsEndless(problem: string): void {
		this.problem = problem;
		this.isEndless = true;
	}
}

function hasOwnTotal<T>({ items, totalCount }: Page<T>): boolean {
	return totalCount === items.length;
}

function otherNumber<T>(asked: number, { pageNumber: came }: Page<T>): string {
	return `page ${came} came although page ${asked} was requested`;
}
