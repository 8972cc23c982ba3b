import { MAX_PAGES, PageSizeError } from './List';
import { emptyPagesNeeded, isExact, rowBehind, sizeCheck } from './plan';
import { haveSameRows, type Snapshot } from './Snapshot';

/** What a pass is worth. */
export interface Verdict {
	/** How many passes in a row have to give these rows, this one included. */
	passesNeeded: number;
	/** The pages of the next pass should end at other rows: those of this one may lack some because of their places. */
	needsOtherPages: boolean;
	/** No total proves that a row of an earlier pass, if it is not among these, is gone: it may have been left out. */
	mayLackRows: boolean;
	/** The total counts rows that were on no page. */
	countsHiddenRows: boolean;
}

/** Something does not fit, so that the pass is worth nothing. */
export interface Problem {
	problem: string;
	/** Another pass would find no end either. */
	isEndless?: boolean;
}

/** What does not fit, of that which more pages cannot mend. */
export function problemOf<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { duplicate, totals, pageSizes, hasOwnTotals, renumbered } = snapshot;
	const { lastWithRows, largestTotal, size } = snapshot;
	if (totals.size > 1 && !hasOwnTotals) return { problem: `its total went ${fromTo(totals)}` };
	if (pageSizes.size > 1) return { problem: `its page size went ${fromTo(pageSizes)}` };
	// A page of another number can't stand before the end.
	const end = Math.max(lastWithRows, Math.ceil(largestTotal / size));
	const other = renumbered.find((pageNumber) => pageNumber <= end);
	if (other !== undefined) return { problem: otherNumber(snapshot, other) };
	if (duplicate !== undefined) return { problem: `the row ${duplicate} came twice` };
	return tooManyPages(snapshot);
}

function tooManyPages<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { largestTotal: total, size, limit, rowsBefore, reachesLimit } = snapshot;
	const rows = Math.min(total - rowsBefore, limit);
	if (reachesLimit || rows <= MAX_PAGES * size) return undefined;
	const pages = Math.ceil(total / size);
	return {
		problem: `its total of ${total} means ${pages} pages, but at most ${MAX_PAGES} are read`,
		isEndless: true,
	};
}

/**
 * What a pass that is over is worth. It proves itself if every page says one total, and the rows are exactly that many, or
 * as many as the limit, on full pages. Otherwise another pass has to give the same rows.
 */
export function judge<T>(snapshot: Snapshot<T>): Verdict | Problem {
	const problem = problemOf(snapshot) ?? misfitOf(snapshot);
	if (problem) return problem;

	const { total, rows, reachesLimit, isUncounted, firstPage, limit, rowsBefore } = snapshot;
	const { verify = false, maxInFlight = 1 } = snapshot.list;
	if (isUncounted && endsInOrder(snapshot)) return verdict(snapshot.requests === 1 ? 1 : 2);

	const isParallel = maxInFlight > 1;
	if (reachesLimit ? hasFullPages(snapshot) : isExact(snapshot)) {
		if (!verify || hasOnePage(snapshot)) return verdict(1);
		return verdict(rowsBefore + limit < (total ?? 0) && isParallel ? 3 : 2);
	}
	const isToEnd = !reachesLimit && firstPage === 1 && snapshot.totals.size === 1;
	const countsHiddenRows = isToEnd && rows.size < (total ?? 0);
	return {
		passesNeeded: reachesLimit && verify && isParallel ? 3 : 2,
		needsOtherPages: firstPage === 1,
		mayLackRows: countsHiddenRows || (isToEnd && isUncounted),
		countsHiddenRows,
	};
}

const verdict = (passesNeeded: number): Verdict => ({
	passesNeeded,
	needsOtherPages: false,
	mayLackRows: false,
	countsHiddenRows: false,
});

/** Whether all pages are full, except for the last one, and an answer says that it is the last. */
function endsInOrder<T>(snapshot: Snapshot<T>): boolean {
	return snapshot.isEven && (snapshot.reachesLimit || emptyPagesNeeded(snapshot, false) <= 1);
}

/** Whether the pages hold as many rows as the total and their size make them. */
function hasFullPages<T>(snapshot: Snapshot<T>): boolean {
	const { firstPage, last, namedSize, mostRows, rows, rowsBefore, total = 0 } = snapshot;
	const size = namedSize ?? mostRows;
	return rows.size === Math.min((last - firstPage + 1) * size, total - rowsBefore);
}

const hasOnePage = <T>({ lastWithRows, firstPage }: Snapshot<T>) => lastWithRows <= firstPage;

/** What does not fit now that no more pages come. */
function misfitOf<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { total, rows, rowsBefore, lost, renumbered, firstPage, lastWithRows } = snapshot;
	const [other] = renumbered;
	// Some servers give their last page again when asked for one behind it; only a total tells that from page 1 for ever.
	if (other !== undefined && total === undefined) return { problem: otherNumber(snapshot, other) };
	if (other !== undefined && lost.length > 0) return { problem: 'it continues after its total' };
	const row = rowBehind(snapshot);
	const isLater = firstPage > 1 && row && snapshot.answerTo(row)?.items.length;
	if (lost.length > 0 || isLater) {
		const position = rowsBefore + rows.size;
		return { problem: `a page ends early, at row ${position}, and the list continues` };
	}
	if (snapshot.reachesLimit) return undefined;
	if (lastWithRows + emptyPagesNeeded(snapshot, false) >= firstPage + MAX_PAGES) {
		return { problem: `it continues after page ${lastWithRows}`, isEndless: true };
	}
	return rowsBehindTotal(snapshot);
}

/** A total that counts more rows than came, and has rows behind it, counts neither all rows nor those that came. */
function rowsBehindTotal<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { firstPage, lastWithRows, mostRows, rows, largestTotal: total } = snapshot;
	if (firstPage > 1 || rows.size >= total) return undefined;
	if ((lastWithRows - 1) * mostRows < total) return undefined;
	return { problem: `${rows.size} rows came, some of them after its total of ${total}` };
}

/** @throws PageSizeError if the pass began at a later page, and the server's pages have another size */
export function checkPageSize<T>(snapshot: Snapshot<T>): void {
	const { firstPage, pageSize, inOrder } = snapshot;
	if (firstPage === 1) return;
	for (const { items, pageSize: named = pageSize } of inOrder) {
		if (named > pageSize || (named < pageSize && items.length > 0)) {
			throw new PageSizeError(pageSize, named);
		}
	}
	const size = cutSize(snapshot);
	if (size !== undefined) throw new PageSizeError(pageSize, size);
}

/** The size that the server cuts pages to without saying so, if the first page was asked for once more to find out. */
export function cutSize<T>(snapshot: Snapshot<T>): number | undefined {
	const check = sizeCheck(snapshot);
	const again = check && snapshot.answerTo(check);
	const first = snapshot.pages.get(snapshot.firstPage);
	if (!again || !first) return undefined;
	return haveSameRows(first.items, again.items, snapshot.list.keyOf) ? check.pageSize : undefined;
}

function otherNumber<T>({ pages }: Snapshot<T>, asked: number): string {
	return `page ${pages.get(asked)?.pageNumber} came although page ${asked} was requested`;
}

function fromTo(said: Set<number | undefined>): string {
	const [from = 'nothing', to = 'nothing'] = said;
	return `from ${from} to ${to}`;
}
