import { inParallel } from '../inParallel';
import { Answers, sameRows } from './Answers';
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

type Trouble<T> = Exclude<ReadResult<T>, { rows: T[] }>;

/**
 * One read that believes the total: every page has to name the same one, and to be as long as it makes the page. Where
 * the server names none, the read goes one page after another up to the first that is not full, or empty.
 */
export class ReadByTotal<T> {
	readonly answers: Answers<T>;

	private readonly pages: T[][] = [];

	private readonly keys = new Set<string>();

	/** What came when a page behind the last one was asked for. */
	private rowsBehind: T[] = [];

	private trouble?: Trouble<T>;

	constructor(
		private readonly list: List<T>,
		private pageSize: number,
	) {
		this.answers = new Answers(list);
	}

	async run(): Promise<ReadResult<T>> {
		const { firstPage = 1, limit = Infinity } = this.list;

		const first = await this.ask(firstPage);
		await this.adoptSizeOf(first, firstPage);
		const total = first.totalCount;
		if (total === undefined) await this.readUncounted(first);
		else await this.readCounted(first, total);

		if (this.goesOnBehindTotal()) this.fail('it continues after its total');
		if (this.trouble) return this.trouble;
		return {
			rows: this.pages.flat().slice(0, limit),
			readsNeeded: this.readsNeeded(total),
			countsHiddenRows: false,
			mayLackRows: false,
		};
	}

	private goesOnBehindTotal(): boolean {
		// A read that began behind the end has no rows to compare with.
		if (isFromLaterPage(this.list) && this.pages.length === 0) return false;
		return !this.rowsBehind.every((row) => this.keys.has(this.list.keyOf(row)));
	}

	private readsNeeded(total: number | undefined): number {
		const { maxInFlight = 1, verify = false } = this.list;
		if (total === undefined) return this.answers.requests === 1 ? 1 : 2;
		const inOnePage = this.pages.filter((rows) => rows.length > 0).length <= 1;
		if (inOnePage || !verify) return 1;
		return this.end < total && maxInFlight > 1 ? 3 : 2;
	}

	private async ask(pageNumber: number, pageSize = this.pageSize): Promise<Page<T>> {
		return await this.answers.ask(pageNumber, pageSize);
	}

	/**
	 * Takes over the size of the server's pages from the first one: what it names, or else how many rows came if the list
	 * goes on behind them. (If rows were left out of the page instead, the next page will not fit.)
	 */
	private async adoptSizeOf(page: Page<T>, pageNumber: number): Promise<void> {
		const asked = this.pageSize;
		const came = page.items.length;
		const named = page.pageSize ?? asked;
		if (pageNumber > 1 && named > asked) throw new PageSizeError(asked, named);
		if (came === 0 || came === asked) return;

		const smaller = this.smallerSizeOf(page);
		if (smaller === undefined && this.endsWith(page, pageNumber)) return;
		if (pageNumber === 1) this.pageSize = smaller ?? came;
		else if (smaller ?? (await this.isCutTo(came, page, pageNumber))) {
			throw new PageSizeError(asked, smaller ?? came);
		}
	}

	/** A page that was cut to fewer rows comes again when asked for with so many; one that lacks rows does not. */
	private async isCutTo(size: number, page: Page<T>, pageNumber: number): Promise<boolean> {
		const again = await this.ask(pageNumber, size);
		return sameRows(page.items, again.items, this.list.keyOf);
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
		if (lastPage - firstPage >= MAX_PAGES) this.failAsEndless(total);
		if (this.mayBeCutUnsaid(first, total)) await this.lookBehind(total);
		if (this.trouble) return;
		await inParallel(numbers(firstPage + 1, lastPage), maxInFlight, async (pageNumber) => {
			const page = await this.ask(pageNumber);
			if (!this.trouble) this.takeCounted(pageNumber, page, total);
			return !this.trouble;
		});
	}

	/** A total that is the page's own says nothing if the server may give smaller pages without a word. */
	private mayBeCutUnsaid({ items, pageSize }: Page<T>, total: number): boolean {
		const isWhole = items.length === total && total < this.end && !isFromLaterPage(this.list);
		return isWhole && total > 0 && total < this.pageSize && pageSize === undefined;
	}

	private takeCounted(pageNumber: number, page: Page<T>, total: number): void {
		const came = page.items.length;
		const before = (pageNumber - 1) * this.pageSize;
		const expected = Math.min(Math.max(total - before, 0), this.pageSize);

		if (page.totalCount !== total) {
			this.fail(`its total went from ${total} to ${page.totalCount ?? 'nothing'}`);
		} else if (isOtherPage(page, pageNumber)) {
			// Some servers give their last page again when asked for one behind it.
			if (expected === 0) this.rowsBehind = page.items;
			else this.failNumber(page, pageNumber);
		} else if (came < expected && this.smallerSizeOf(page)) {
			this.startOver(page);
		} else if (came !== expected) {
			this.fail(`page ${pageNumber} has ${came} rows, but ${expected} are expected from the total`);
		} else {
			this.take(pageNumber, page);
		}
	}

	private async readUncounted(first: Page<T>): Promise<void> {
		const { firstPage = 1 } = this.list;
		let page = first;
		for (let pageNumber = firstPage; page.items.length > 0; pageNumber++) {
			this.takeUncounted(pageNumber, page);
			const position = (pageNumber - 1) * this.pageSize + page.items.length;
			if (this.trouble || position >= this.end) return;
			if (page.items.length < this.pageSize) return await this.lookBehind(position);
			if (this.answers.requests >= MAX_PAGES) return this.failAsEndless();
			page = await this.ask(pageNumber + 1);
		}
	}

	private takeUncounted(pageNumber: number, page: Page<T>): void {
		if (page.totalCount !== undefined) {
			this.fail('some pages give a total and some do not');
		} else if (isOtherPage(page, pageNumber)) {
			this.failNumber(page, pageNumber);
		} else if (page.items.length > this.pageSize) {
			this.fail(`page ${pageNumber} has more rows than the page before`);
		} else {
			this.take(pageNumber, page);
		}
	}

	private async lookBehind(position: number): Promise<void> {
		const { items } = await this.ask(position + 1, 1);
		if (items.length > 0)
			this.fail(`a page ends early, at row ${position}, and the list continues`);
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
		this.fail(`page ${came} came although page ${asked} was requested`);
	}

	private failAsEndless(total?: number): void {
		const pages = Math.ceil((total ?? 0) / this.pageSize);
		this.trouble = {
			problem:
				total === undefined
					? `it continues after page ${MAX_PAGES}`
					: `its total of ${total} means ${pages} pages, but at most ${MAX_PAGES} are read`,
			isEndless: true,
		};
	}

	private fail(problem: string): void {
		this.trouble ??= { problem };
	}
}
