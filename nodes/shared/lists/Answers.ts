import type { List, Page } from './list';

/** Asks for the pages of one read, and keeps what came. */
export class Answers<T> {
	/** Requests that were sent. */
	requests = 0;

	/** By {@link nameOf} the request. */
	private readonly pages = new Map<string, Page<T>>();

	/** @param earlier answers that need not be asked for again */
	constructor(
		private readonly list: List<T>,
		private readonly earlier?: Answers<T>,
	) {}

	async ask(pageNumber: number, pageSize: number): Promise<Page<T>> {
		const name = nameOf(pageNumber, pageSize);
		const page = this.earlier?.pages.get(name) ?? (await this.fetch(pageNumber, pageSize));
		this.pages.set(name, page);
		return page;
	}

	/** What was last said of the rows in the whole list. */
	get totalSaid(): number | undefined {
		return [...this.pages.values()].at(-1)?.totalCount;
	}

	/** Every row that came, once, those of the request that was answered first in front. */
	get rows(): Map<string, T> {
		const rows = [...this.pages.values()].flatMap(({ items }) => items);
		return new Map(rows.map((row) => [this.list.keyOf(row), row]));
	}

	/**
	 * Whether another read was answered in the same way, as far as both asked the same. Which pages a read that failed has
	 * asked for depends on the order of the answers; the first two are always among them.
	 */
	areAsIn(other: Answers<T>): boolean {
		const asked = [...this.pages].flatMap(([name, page]) => {
			const otherPage = other.pages.get(name);
			return otherPage ? [this.isSame(page, otherPage)] : [];
		});
		const enough = Math.min(2, this.pages.size, other.pages.size);
		return asked.length >= enough && asked.every((isSame) => isSame);
	}

	private async fetch(pageNumber: number, pageSize: number): Promise<Page<T>> {
		this.requests++;
		return await this.list.fetchPage(pageNumber, pageSize);
	}

	private isSame(page: Page<T>, other: Page<T>): boolean {
		return (
			page.totalCount === other.totalCount &&
			page.pageNumber === other.pageNumber &&
			sameRows(page.items, other.items, this.list.keyOf)
		);
	}
}

/** Whether these are the same rows in the same order. */
export function sameRows<T>(rows: T[], others: T[], keyOf: (row: T) => string): boolean {
	const keys = others.map(keyOf);
	return rows.length === keys.length && rows.every((row, index) => keyOf(row) === keys[index]);
}

function nameOf(pageNumber: number, pageSize: number): string {
	return `${pageNumber} of ${pageSize}`;
}
