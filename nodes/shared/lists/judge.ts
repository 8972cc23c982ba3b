import { MAX_PAGES, PageSizeError, type UnsureKind } from './List';
import { emptyPagesNeeded, isExact, isOrdered, rowBehind, sizeCheck } from './plan';
import type { Snapshot } from './Snapshot';

/** What a pass is worth. */
interface Worth {
	/** How many passes in a row have to give these rows, this one included. */
	passesNeeded: number;
	/** Rows may have been left out because of their places, so the next pass needs pages that end elsewhere. */
	needsOtherPages: boolean;
	/** No total proves that a row of an earlier pass, if it is not among these, is gone. */
	mayLackRows: boolean;
	/** The total counts rows that were on no page. */
	countsHiddenRows: boolean;
}

/** Something does not fit, so that the pass is worth nothing; with a `kind`, another pass would end in the same way. */
export interface Problem {
	problem: string;
	kind?: UnsureKind;
}

/** What does not fit, of that which more pages cannot mend. */
export function problemOf<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { duplicate, totals, pageSizes, hasOwnTotals, renumbered, repeated } = snapshot;
	const { lastWithRows, largestTotal, size } = snapshot;
	if (totals.size > 1 && !hasOwnTotals) return { problem: `its total went ${fromTo(totals)}` };
	if (pageSizes.size > 1) return { problem: `its page size went ${fromTo(pageSizes)}` };
	// Behind the end, some servers give the last page again.
	const end = Math.max(lastWithRows, Math.ceil(largestTotal / size));
	const other = renumbered.find((pageNumber) => pageNumber <= end);
	if (other !== undefined) {
		return { problem: otherNumber(snapshot, other), kind: repeated && 'contradictory' };
	}
	if (repeated && !renumbered.includes(repeated.page)) {
		const { page, like } = repeated;
		return { problem: `page ${page} has the rows of page ${like}`, kind: 'contradictory' };
	}
	if (duplicate !== undefined) return { problem: `the row ${duplicate} came twice` };
	return tooManyPages(snapshot);
}

function tooManyPages<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { largestTotal: total, size, limit, rowsBefore, reachesLimit } = snapshot;
	if (reachesLimit || Math.min(total - rowsBefore, limit) <= MAX_PAGES * size) return undefined;
	const pages = Math.ceil(total / size);
	const problem = `its total of ${total} means ${pages} pages, but at most ${MAX_PAGES} are read`;
	return { problem, kind: 'endless' };
}

/**
 * What a pass that is over is worth. It proves itself if every page says one total and the rows are exactly that many, or
 * as many as the limit on pages that are full. Otherwise another pass has to give the same rows.
 */
export function judge<T>(snapshot: Snapshot<T>): Worth | Problem {
	const problem = problemOf(snapshot) ?? misfitOf(snapshot);
	if (problem) return problem;

	const { total = Infinity, rows, firstPage, limit, rowsBefore, requests, isUncounted } = snapshot;
	const { verify = false, maxInFlight = 1 } = snapshot.list;
	const { reachesLimit, isFirst } = snapshot;
	// Pages that are uneven and name no size may be of several sizes, and then their rows come in another order.
	const isInOrder = snapshot.isEven || snapshot.namedSize !== undefined;
	const isProven = reachesLimit ? hasFullPages(snapshot) : isExact(snapshot) && isInOrder;
	// In a part of a list, whose pages come in any order, a row may be left out in front of those that came.
	const isPart =
		reachesLimit && requests > 1 && !isUncounted && rowsBefore + limit < total && maxInFlight > 1;
	// What one answer gives is a state of the list, unless there were others before.
	const mayBeWrong = verify || !(isProven || (requests === 1 && isFirst));
	const lacksProof = !isProven && !isOrdered(snapshot);
	const isToEnd = !reachesLimit && firstPage === 1 && snapshot.totals.size === 1;
	const mayLackRows = lacksProof && isToEnd && rows.size < total;
	return {
		passesNeeded: mayBeWrong ? (isPart && verify ? 3 : 2) : 1,
		needsOtherPages: lacksProof && firstPage === 1,
		mayLackRows,
		countsHiddenRows: mayLackRows && !isUncounted,
	};
}

/** Whether the pages hold as many rows as their size and the total make. */
function hasFullPages<T>(snapshot: Snapshot<T>): boolean {
	const { firstPage, last, namedSize, mostRows, rows, rowsBefore, total = 0 } = snapshot;
	const size = namedSize ?? mostRows;
	return rows.size === Math.min((last - firstPage + 1) * size, total - rowsBefore);
}

/** What does not fit now that no more pages come. */
function misfitOf<T>(snapshot: Snapshot<T>): Problem | undefined {
	const { total, rows, rowsBefore, lost, renumbered, firstPage, lastWithRows } = snapshot;
	const { largestTotal, mostRows, reachesLimit } = snapshot;
	const [other] = renumbered;
	// Only a total tells the last page, given again, from one page for ever.
	if (other !== undefined && total === undefined) return { problem: otherNumber(snapshot, other) };
	if (other !== undefined && lost.length > 0) return { problem: 'it continues after its total' };
	const row = rowBehind(snapshot);
	const goesOn = row !== undefined && snapshot.answerTo(row)?.items.length;
	if (lost.length > 0 || (firstPage > 1 && goesOn)) {
		const position = rowsBefore + rows.size;
		return { problem: `a page ends early, at row ${position}, and the list continues` };
	}
	if (reachesLimit) return undefined;
	if (lastWithRows + emptyPagesNeeded(snapshot, false) >= firstPage + MAX_PAGES) {
		return { problem: `it continues after page ${lastWithRows}`, kind: 'endless' };
	}
	if (firstPage > 1 || rows.size >= largestTotal) return undefined;
	if (rows.size === 0) return { problem: `no page has a row, though its total is ${largestTotal}` };
	// Such a total counts neither all rows nor those that came.
	if ((lastWithRows - 1) * mostRows < largestTotal) return undefined;
	return { problem: `${rows.size} rows came, some of them after its total of ${largestTotal}` };
}

/** @throws PageSizeError if the pass began at a later page, and the server's pages have another size */
export function checkPageSize<T>(snapshot: Snapshot<T>): void {
	const { firstPage, pageSize, pages } = snapshot;
	if (firstPage === 1) return;
	for (const { items, pageSize: named = pageSize } of pages.values()) {
		if (named > pageSize || (named < pageSize && items.length > 0)) {
			throw new PageSizeError(pageSize, named);
		}
	}
	const check = sizeCheck(snapshot);
	const [first, again] = [pages.get(firstPage), check && snapshot.answerTo(check)];
	if (check && first && again && snapshot.areAlike(first, again)) {
		throw new PageSizeError(pageSize, check.pageSize);
	}
}

function otherNumber<T>({ pages }: Snapshot<T>, asked: number): string {
	return `page ${pages.get(asked)?.pageNumber} came although page ${asked} was requested`;
}

function fromTo(said: Set<number | undefined>): string {
	const [from = 'nothing', to = 'nothing'] = said;
	return `from ${from} to ${to}`;
}
