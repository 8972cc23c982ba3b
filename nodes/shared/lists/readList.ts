import { inParallel } from '../inParallel';
import { checkPageSize, judge, type Problem, problemOf } from './judge';
import {
	type List,
	MAX_BYTES,
	MAX_READS,
	type Page,
	type Pass,
	type UnsureKind,
	UnsureListError,
} from './List';
import { checksEnds, plan } from './plan';
import { haveSameRows, type PageRequest, Snapshot } from './Snapshot';

/*
 * Reads a list in numbered pages whole, or says that it could not. The server cuts its list into pages anew for each
 * request, so a row that appears or disappears meanwhile moves others from page to page. What is guaranteed:
 *
 * 1. No row twice.
 * 2. Nothing that was there all the time is missing, unless a creation and a deletion during the read hid each other.
 *    With `checkEnds` that takes a creation that is neither the first row nor the last.
 * 3. With `verify`, nor then: the list is read until two passes in a row agree, row for row.
 * 4. Of a part of the list (`limit`) 1 holds, and 2 and 3 as long as rows keep their order.
 * 5. A pass whose rows are not exactly as many as every page's total says is read to an end that shows itself, whatever
 *    rows the server leaves out; it counts if another, with pages that end elsewhere, gives the same rows.
 * 6. There is always an end: at most MAX_READS passes of at most MAX_PAGES pages, and MAX_BYTES in all.
 *
 * Why this holds, how the end is found, and what cannot be told from a fault: docs/lists.md.
 */

/**
 * Reads a list, or the part of it that `firstPage` and `limit` name, in the server's order.
 *
 * @throws UnsureListError if no passes agreed within {@link MAX_READS}, or no end came within MAX_PAGES and MAX_BYTES
 * @throws PageSizeError if `firstPage` is not 1 and the server's pages have another size
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readList<T>(list: List<T>): Promise<Pass<T>> {
	const passes = new Passes(bounded(list));
	for (;;) {
		const read = await passes.next();
		if (read) return read;
	}
}

/**
 * Reads a list once. A pass that does not fit goes on to the end as well as it can, and is not complete. With a limit, all
 * rows of its last pages come.
 *
 * @throws UnsureListError if it takes more than MAX_BYTES
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readOnce<T>(list: List<T>): Promise<Pass<T>> {
	const pass = new Snapshot(bounded(list), firstPageSize(list));
	await fill(pass, true);
	const worth = judge(pass);
	const isFit = 'passesNeeded' in worth;
	return {
		rows: pass.seen,
		complete: isFit && worth.passesNeeded === 1,
		countsHiddenRows: isFit && worth.countsHiddenRows,
		nextPage: pass.reachesLimit ? pass.last + 1 : undefined,
	};
}

/**
 * Asks for the pages of one pass.
 *
 * @param isForgiving go on if something does not fit, to see as many rows as there are
 */
async function fill<T>(pass: Snapshot<T>, isForgiving: boolean): Promise<void> {
	for (;;) {
		const requests = plan(pass, isForgiving);
		if (requests.length === 0) return;
		await askFor(pass.list, requests, (request, page) => {
			pass.add(request, page);
			return !isOver(pass, isForgiving);
		});
		if (isOver(pass, isForgiving)) return;
	}
}

/** Pages are asked for in order, and none is begun once the limit is reached; then none is missing in front. */
function isOver<T>(pass: Snapshot<T>, isForgiving: boolean): boolean {
	if (pass.reachesLimit) return true;
	const problem = problemOf(pass);
	return problem !== undefined && (!isForgiving || problem.kind === 'contradictory');
}

/** @param take what comes; it says whether to go on */
async function askFor<T>(
	{ fetchPage, maxInFlight = 1 }: List<T>,
	requests: PageRequest[],
	take: (request: PageRequest, page: Page<T>) => boolean,
): Promise<void> {
	await inParallel(requests, maxInFlight, async (request) =>
		take(request, await fetchPage(request.pageNumber, request.pageSize)),
	);
}

/** The passes over a list. */
class Passes<T> {
	private readonly earlier: Array<Snapshot<T>> = [];

	private pageSize: number;

	/** The rows of the last pass, unless it did not fit, and how many passes in a row gave them. */
	private previous?: T[];

	private agreeing = 0;

	private lastProblem?: string;

	constructor(private readonly list: List<T>) {
		this.pageSize = firstPageSize(list);
	}

	/**
	 * Reads the list once more.
	 *
	 * @returns what was read, if it is enough
	 * @throws PageSizeError and UnsureListError
	 */
	async next(): Promise<Pass<T> | undefined> {
		const pass = new Snapshot(this.list, this.pageSize, this.earlier);
		await fill(pass, false);
		checkPageSize(pass);
		const worth = judge(pass);
		if ('problem' in worth) return this.reject(pass, worth);
		const { passesNeeded, needsOtherPages, mayLackRows, countsHiddenRows } = worth;

		const rows = pass.wanted;
		const agrees = this.previous && haveSameRows(this.previous, rows, this.list.keyOf);
		this.agreeing = agrees ? this.agreeing + 1 : 1;
		const isFewer =
			this.list.verify && this.earlier.some((earlier) => earlier.wanted.length > rows.length);
		const isEnough = this.agreeing >= passesNeeded + (isFewer ? 1 : 0);
		if (isEnough && !(mayLackRows && this.earlier.some((earlier) => hadMore(earlier, pass)))) {
			if (this.agreeing === 1 && (await haveEndsChanged(pass))) return this.reject(pass, CHANGED);
			return { rows, complete: true, countsHiddenRows };
		}
		this.add(pass, 'two reads in a row gave different rows');
		this.previous = rows;
		if (needsOtherPages) this.pageSize = otherSize(pass.namedSize ?? this.pageSize);
		return undefined;
	}

	private reject(pass: Snapshot<T>, { problem, kind }: Problem): undefined {
		const last = this.earlier.at(-1);
		const isAlike = problem === this.lastProblem && last && pass.isAnsweredLike(last);
		this.lastProblem = problem;
		this.previous = undefined;
		this.add(pass, problem, kind ?? (isAlike ? 'contradictory' : undefined));
		// Pages of several sizes: the smallest that the server names is one that it may keep to.
		const sizes = [...pass.pageSizes].map((named) => named ?? Infinity);
		if (sizes.length > 1) this.pageSize = Math.min(this.pageSize, ...sizes);
		return undefined;
	}

	/** @throws UnsureListError if this is the last pass, or `kind` says that another is of no use */
	private add(pass: Snapshot<T>, problem: string, kind?: UnsureKind): void {
		const count = this.earlier.push(pass);
		if (kind === undefined && count < MAX_READS) return;
		throw new UnsureListError(problem, count, kind, pass.totalSaid, pass.seen.length);
	}
}

const CHANGED = { problem: 'rows were created and others deleted while it was read' };

/** Asks for the first and the last page once more, at the same time. */
async function haveEndsChanged<T>(pass: Snapshot<T>): Promise<boolean> {
	const { firstPage, lastWithRows, pageSize, pages, list } = pass;
	if (!checksEnds(pass) || lastWithRows <= firstPage) return false;
	const ends = [firstPage, lastWithRows].map((pageNumber) => ({ pageNumber, pageSize }));
	const changed: boolean[] = [];
	await askFor(list, ends, ({ pageNumber }, page) => {
		const before = pages.get(pageNumber);
		changed.push(before === undefined || !pass.areAlike(before, page));
		return true;
	});
	return changed.includes(true);
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

/** A size with which pages end at other rows. */
function otherSize(size: number): number {
	return size > 1 ? Math.floor((size * 3) / 4) : 2;
}

/** The list, as far as its answers come to no more than MAX_BYTES. */
function bounded<T>(list: List<T>): List<T> {
	let bytesCame = 0;
	return {
		...list,
		async fetchPage(pageNumber, pageSize) {
			const page = await list.fetchPage(pageNumber, pageSize);
			bytesCame += page.bytes ?? 0;
			if (bytesCame <= MAX_BYTES) return page;
			const problem = `its answers came to more than ${MAX_BYTES / 1_000_000} MB`;
			throw new UnsureListError(problem, 1, 'endless', page.totalCount);
		},
	};
}
