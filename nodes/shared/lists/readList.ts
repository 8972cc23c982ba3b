import { inParallel } from '../inParallel';
import { checkPageSize, cutSize, judge, type Problem, problemOf, type Verdict } from './judge';
import { type List, MAX_READS, UnsureListError } from './List';
import { plan } from './plan';
import { haveSameRows, Snapshot } from './Snapshot';

export {
	type FetchPage,
	type List,
	MAX_PAGES,
	MAX_READS,
	type Page,
	PageSizeError,
	UnsureListError,
	type UnsureKind,
} from './List';

/*
 * Reads a list in numbered pages whole, or says that it could not. The server cuts its list into pages anew for each
 * request, so a row that appears or disappears meanwhile moves others from page to page. What is guaranteed:
 *
 * 1. No row twice.
 * 2. Nothing that was there all the time is missing, unless a creation and a deletion during the read hid each other.
 * 3. With `verify`, nor then: the list is read until two passes in a row agree, row for row.
 * 4. Of a part of the list (`limit`) 1 holds, and 2 and 3 as long as rows keep their order.
 * 5. A pass whose rows are not exactly as many as every page's total says is read to an end that shows itself, whatever
 *    rows the server leaves out; it counts if another, with pages that end elsewhere, gives the same rows.
 * 6. There is always an end: at most MAX_READS passes of at most MAX_PAGES pages.
 *
 * Why this holds, how the end is found, and what cannot be told from a fault: docs/lists.md.
 */

/** What was read, and what is to be known about it. */
export interface Pass<T> {
	/** The rows that were seen, each once, in the server's order. */
	rows: T[];
	/** Nothing that was there all the time is missing, except by a creation and a deletion during the pass. */
	complete: boolean;
	/** The server's total counts rows that it does not give, for example because they are another user's. */
	countsHiddenRows: boolean;
	/** The page to go on at, if the limit ended the pass. */
	nextPage?: number;
}

/**
 * Reads a list, or the part of it that `firstPage` and `limit` name, in the server's order.
 *
 * @throws UnsureListError if no passes agreed within {@link MAX_READS}, or no end came within MAX_PAGES
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
export async function readListWithNotes<T>(list: List<T>): Promise<Pass<T>> {
	const passes = new Passes(list);
	for (;;) {
		const { pageSize, believesTotal } = passes;
		const read = passes.take(await readPass(list, pageSize, false, believesTotal));
		if (read) return read;
	}
}

/**
 * Reads a list once. A pass that does not fit goes on to the end as well as it can, and is not complete. With a limit, all
 * rows of its last pages come.
 *
 * @throws what `fetchPage` throws, once no other request is under way; never UnsureListError
 */
export async function readOnce<T>(list: List<T>): Promise<Pass<T>> {
	const pass = await readPass(list, firstPageSize(list), true);
	const verdict = judge(pass);
	return {
		rows: pass.seen,
		complete: 'passesNeeded' in verdict && verdict.passesNeeded === 1,
		countsHiddenRows: 'passesNeeded' in verdict && verdict.countsHiddenRows,
		nextPage: pass.reachesLimit ? pass.last + 1 : undefined,
	};
}

/** Passes over a list that is read to be learned; a list that changes all the time is not complete after these. */
export const MAX_PASSES = 3;

/**
 * Reads a list so that what it lacks can be called new later on: again, until two passes in a row saw the same rows. Two
 * passes see a creation and a deletion in the middle of one, which leave the total as it was, and an answer that is wrong
 * once; pages that contradict each other in the same way twice will not get better by a third.
 *
 * @returns what any pass saw, so a row may be in it several times; `complete` if two agreed that both prove themselves
 * @throws what {@link readOnce} throws
 */
export async function readToLearn<T>(list: List<T>): Promise<Pass<T>> {
	const rows: T[] = [];
	let last: { keys: Set<string>; complete: boolean } | undefined;
	for (let count = 1; ; count++) {
		const pass = await readOnce(list);
		rows.push(...pass.rows);
		const keys = new Set(pass.rows.map(list.keyOf));
		const agrees = last !== undefined && areSame(last.keys, keys);
		const complete = agrees && last?.complete === true && pass.complete;
		if (agrees || count === MAX_PASSES) return { ...pass, rows, complete };
		last = { keys, complete: pass.complete };
	}
}

const areSame = (keys: Set<string>, others: Set<string>) =>
	keys.size === others.size && [...keys].every((key) => others.has(key));

/** @param isForgiving go on if something does not fit, to see as many rows as there are */
async function readPass<T>(
	list: List<T>,
	pageSize: number,
	isForgiving: boolean,
	believesTotal = true,
): Promise<Snapshot<T>> {
	const pass = new Snapshot(list, pageSize, believesTotal);
	for (;;) {
		const requests = plan(pass, isForgiving);
		if (requests.length === 0) return pass;
		await inParallel(requests, list.maxInFlight ?? 1, async (request) => {
			pass.add(request, await list.fetchPage(request.pageNumber, request.pageSize));
			return !isOver(pass, isForgiving);
		});
		const smaller = smallerSize(pass);
		if (smaller !== undefined) return await readPass(list, smaller, isForgiving, believesTotal);
		if (isOver(pass, isForgiving)) return pass;
	}
}

/** Pages are asked for in order, and none is begun once the limit is reached; then none is missing in front. */
function isOver<T>(pass: Snapshot<T>, isForgiving: boolean): boolean {
	return pass.reachesLimit || (!isForgiving && problemOf(pass) !== undefined);
}

/** The passes over a list so far. */
class Passes<T> {
	pageSize: number;

	/** Whether no pass had more rows than its total. */
	believesTotal = true;

	private readonly earlier: Array<Snapshot<T>> = [];

	/** The rows of the last pass, unless it did not fit, and how many passes in a row gave them. */
	private previous?: T[];

	private agreeing = 0;

	constructor(private readonly list: List<T>) {
		this.pageSize = firstPageSize(list);
	}

	/**
	 * @returns what was read, if this pass was enough
	 * @throws PageSizeError and UnsureListError
	 */
	take(pass: Snapshot<T>): Pass<T> | undefined {
		checkPageSize(pass);
		const verdict = judge(pass);
		if ('problem' in verdict) {
			this.previous = undefined;
			this.add(pass, verdict);
			return undefined;
		}
		return this.compare(pass, verdict);
	}

	private compare(pass: Snapshot<T>, verdict: Verdict): Pass<T> | undefined {
		const rows = pass.wanted;
		const agrees = this.previous && haveSameRows(this.previous, rows, this.list.keyOf);
		this.agreeing = agrees ? this.agreeing + 1 : 1;
		const lacksRows = verdict.mayLackRows && this.earlier.some((earlier) => hadMore(earlier, pass));
		if (this.agreeing >= verdict.passesNeeded && !lacksRows) {
			const { countsHiddenRows } = verdict;
			return { rows, complete: true, countsHiddenRows };
		}
		this.previous = rows;
		this.add(pass, { problem: 'two reads in a row gave different rows' });
		if (hasMoreThanTotal(pass)) this.believesTotal = false;
		if (verdict.needsOtherPages) this.pageSize = otherSize(pass.namedSize ?? this.pageSize);
		return undefined;
	}

	private add(pass: Snapshot<T>, { problem, isEndless = false }: Problem): void {
		const isRepeating = this.earlier.some((earlier) => pass.isAnsweredLike(earlier));
		this.earlier.push(pass);
		const count = this.earlier.length;
		if (count < MAX_READS && !isEndless) return;
		const kind = isRepeating ? 'contradictory' : 'changing';
		throw new UnsureListError(
			problem,
			count,
			isEndless ? 'endless' : kind,
			pass.totalSaid,
			pass.seen.length,
		);
	}
}

/** Whether an earlier pass showed another row, and named the same total or none as well; so that row is not hidden. */
function hadMore<T>(earlier: Snapshot<T>, { totalSaid, rows, list }: Snapshot<T>): boolean {
	if (earlier.totalSaid !== totalSaid) return false;
	return earlier.seen.some((row) => !rows.has(list.keyOf(row)));
}

/** A limit below the page size makes the pages smaller, except if that would move the page to begin at. */
function firstPageSize<T>({ pageSize, limit = Infinity, firstPage = 1 }: List<T>): number {
	return firstPage > 1 ? pageSize : Math.min(pageSize, limit);
}

/** The size to start over with, if the server's pages turn out to be smaller than asked for. */
function smallerSize<T>(pass: Snapshot<T>): number | undefined {
	const { pageSizes, pageSize, firstPage } = pass;
	if (firstPage > 1) return undefined;
	if (pageSizes.size < 2) return cutSize(pass);
	const smallest = Math.min(...[...pageSizes].map((named) => named ?? Infinity));
	return smallest < pageSize ? smallest : undefined;
}

/** Such a total counts something else, for example the rows of each page. */
const hasMoreThanTotal = <T>({ totals, total, rows }: Snapshot<T>) =>
	totals.size > 1 || rows.size > (total ?? Infinity);

/** A size with which pages end at other rows. */
function otherSize(size: number): number {
	return size > 1 ? Math.floor((size * 3) / 4) : 2;
}
