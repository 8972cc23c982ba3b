import type { Answers } from './Answers';
import { sameRows } from './Answers';
import {
	isFromLaterPage,
	type List,
	MAX_READS,
	PageSizeError,
	type UnsureKind,
	UnsureListError,
} from './list';
import { ReadByTotal } from './ReadByTotal';
import { ReadToTheEnd } from './ReadToTheEnd';

export {
	type FetchPage,
	type List,
	MAX_PAGES,
	MAX_READS,
	type Page,
	PageSizeError,
	UnsureListError,
	type UnsureKind,
} from './list';

/*
 * Reads a list in numbered pages whole, or says that it could not. The server cuts its list into pages anew for each
 * request, so a row that appears or disappears meanwhile moves others from page to page. What is guaranteed:
 *
 * 1. No row twice.
 * 2. Nothing that was there all the time is missing, unless a creation and a deletion during the read hid each other.
 * 3. With `verify`, nor then: the list is read until two reads in a row agree, row for row.
 * 4. Of a part of the list (`limit`) 1 holds, and 2 and 3 as long as rows keep their order.
 * 5. If the total contradicts the pages in the same way twice, the total is not believed any more: pages are read to an
 *    end that shows itself, whatever rows the server leaves out of them, until two such reads agree.
 * 6. There is always an end: at most MAX_READS reads of at most MAX_PAGES pages.
 *
 * Why this holds, how the end is found, and what cannot be told from a fault: docs/lists.md.
 */

/** What was read, and what is to be known about it. */
export interface ReadRows<T> {
	rows: T[];
	/** The server's total counts rows that it does not give, for example because they are another user's. */
	countsHiddenRows: boolean;
}

/** What one pass over a list has shown. */
export interface Pass<T> {
	/** The rows that were seen, each once, in the server's order. */
	rows: T[];
	/** Nothing that was there all the time is missing, except by a creation and a deletion during the pass. */
	complete: boolean;
}

/**
 * Reads a list, or the part of it that `firstPage` and `limit` name, in the server's order.
 *
 * @throws UnsureListError if no reads agreed within {@link MAX_READS}, or no end came within MAX_PAGES
 * @throws PageSizeError if `firstPage` is not 1 and the server's pages have another size
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readList<T>(list: List<T>): Promise<T[]> {
	return (await readListWithNotes(list)).rows;
}

/**
 * Reads a list, and tells more of it than its rows.
 *
 * @throws what {@link readList} throws
 */
export async function readListWithNotes<T>(list: List<T>): Promise<ReadRows<T>> {
	let pageSize = firstPageSize(list);
	/** The size of the pages to read to the end; the total is believed while there is none. */
	let endSize: number | undefined;
	let previous: { rows: T[] } | undefined;
	let agreeing = 0;
	const reads = new Reads<T>();

	while (reads.count < MAX_READS) {
		const read = endSize ? new ReadToTheEnd(list, endSize) : new ReadByTotal(list, pageSize);
		const result = await read.run();
		if ('smallerPages' in result) {
			if (isFromLaterPage(list)) throw new PageSizeError(pageSize, result.smallerPages);
			pageSize = result.smallerPages;
			continue;
		}
		if ('problem' in result) {
			reads.addFailed(read.answers, result.problem, endSize === undefined);
			if (result.isEndless) throw reads.toError('endless');
			if (reads.failedTwiceAlike) endSize ??= list.pageSize;
			previous = undefined;
			continue;
		}

		const { rows, readsNeeded, countsHiddenRows, mayLackRows } = result;
		agreeing = previous && sameRows(previous.rows, rows, list.keyOf) ? agreeing + 1 : 1;
		const lacks = mayLackRows && reads.hadMoreThan(rows, read.answers.totalSaid, list.keyOf);
		if (agreeing >= readsNeeded && !lacks) return { rows, countsHiddenRows };
		reads.addDiffering(read.answers);
		previous = { rows };
		if (read instanceof ReadToTheEnd && !isFromLaterPage(list)) endSize = otherSize(read.size);
	}
	throw reads.toError();
}

/** The reads so far that were not enough, to tell a list that changes from one that contradicts itself. */
class Reads<T> {
	count = 0;

	/** Whether the last two reads failed, and with the same answers. */
	failedTwiceAlike = false;

	private readonly answers: Array<Answers<T>> = [];

	private problem = '';

	/** What did not fit when the total was still believed. */
	private contradiction?: string;

	private hasFailed = false;

	/** Whether the last read got the answers of an earlier one once more. */
	private isRepeating = false;

	addFailed(answers: Answers<T>, problem: string, isByTotal: boolean): void {
		const last = this.answers.at(-1);
		this.failedTwiceAlike = this.hasFailed && last !== undefined && answers.areAsIn(last);
		this.hasFailed = true;
		if (isByTotal) this.contradiction = problem;
		this.add(answers, problem);
	}

	/** A read that went well; only that others have to agree with it. */
	addDiffering(answers: Answers<T>): void {
		this.failedTwiceAlike = false;
		this.hasFailed = false;
		this.add(answers, 'two reads in a row gave different rows');
	}

	/** Whether an earlier read held another row, and named the same total or none as well; so that row is not hidden. */
	hadMoreThan(rows: T[], total: number | undefined, keyOf: (row: T) => string): boolean {
		const keys = new Set(rows.map(keyOf));
		return this.answers.some(
			(earlier) =>
				earlier.totalSaid === total && [...earlier.rows.keys()].some((key) => !keys.has(key)),
		);
	}

	toError(kind: UnsureKind = this.isRepeating ? 'contradictory' : 'changing'): UnsureListError {
		const last = this.answers.at(-1);
		const problem = kind === 'contradictory' ? this.contradiction : undefined;
		return new UnsureListError(
			problem ?? this.problem,
			this.count,
			kind,
			last?.totalSaid,
			last?.rows.size,
		);
	}

	private add(answers: Answers<T>, problem: string): void {
		this.count++;
		this.isRepeating = this.answers.some((earlier) => answers.areAsIn(earlier));
		this.answers.push(answers);
		this.problem = problem;
	}
}

/**
 * Reads a list once. A read that does not fit goes on to the end as well as it can, and is not complete.
 *
 * @throws what `fetchPage` throws, once no other request is under way; never UnsureListError. With a `firstPage` behind
 *   page 1, PageSizeError as well
 */
export async function readOnce<T>(list: List<T>): Promise<Pass<T>> {
	let pageSize = firstPageSize(list);
	for (;;) {
		const read = new ReadByTotal({ ...list, verify: false }, pageSize);
		const result = await read.run();
		if ('rows' in result) return { rows: result.rows, complete: result.readsNeeded === 1 };
		if ('problem' in result) return { rows: await readRest(list, read.answers), complete: false };
		if (isFromLaterPage(list)) throw new PageSizeError(pageSize, result.smallerPages);
		pageSize = result.smallerPages;
	}
}

/** The rows that came already, and those that the rest of the list holds. */
async function readRest<T>(list: List<T>, earlier: Answers<T>): Promise<T[]> {
	const rest = new ReadToTheEnd(list, list.pageSize, { earlier, isForgiving: true });
	await rest.run();
	const rows = new Map(rest.rowsSeen.map((row) => [list.keyOf(row), row]));
	for (const [key, row] of earlier.rows) if (!rows.has(key)) rows.set(key, row);
	return [...rows.values()].slice(0, list.limit);
}

/** A limit below the page size makes the pages smaller, except if that would move the page to begin at. */
function firstPageSize<T>(list: List<T>): number {
	const { pageSize, limit = Infinity } = list;
	return isFromLaterPage(list) ? pageSize : Math.min(pageSize, limit);
}

/** A size with which pages end at other rows. */
function otherSize(size: number): number {
	return size > 1 ? Math.floor((size * 3) / 4) : 2;
}
