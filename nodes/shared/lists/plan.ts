import { MAX_PAGES } from './List';
import type { PageRequest, Snapshot } from './Snapshot';

/** Rows that may be hidden in a row, before the list counts as ended; in pages at least and at most: */
const HIDDEN_IN_A_ROW = 500;
const MIN_EMPTY_PAGES = 5;
const MAX_EMPTY_PAGES = 30;

/** Empty pages behind as many rows as the total says, if some page lacks rows. */
const EMPTY_PAGES_BEHIND_TOTAL = 2;

/** Where else to look for rows: so many times as far as the last page that was asked for. */
const FAR_BEHIND = [2, 8];

/**
 * What to ask for next: the pages that are known to exist, as far as the limit needs them; then, behind the end, one row or
 * so many pages as show that it is one.
 *
 * @param isForgiving whether something that does not fit is no reason to end
 * @returns nothing if the pass is over
 */
export function plan<T>(snapshot: Snapshot<T>, isForgiving: boolean): PageRequest[] {
	const { firstPage, last, limit, rows, mostRows, pages } = snapshot;
	if (last < firstPage) return pagesTo(firstPage, snapshot);
	const check = sizeCheck(snapshot);
	if (check && !isForgiving && !snapshot.answerTo(check)) return [check];
	if (snapshot.reachesLimit) return [];

	const end = endOf(snapshot);
	if (last < end) {
		if (checksEnds(snapshot) && !pages.has(end)) return [pageOf(snapshot, end)];
		const needed = last + Math.ceil((limit - rows.size) / Math.max(mostRows, 1));
		return pagesTo(Math.min(end, needed), snapshot);
	}
	const row = rowBehind(snapshot);
	if (row && !snapshot.answerTo(row)) return [row];
	if (last > end && snapshot.lost.length > 0 && !isForgiving) return [];

	const empty = emptyPagesNeeded(snapshot, isForgiving);
	const isSearch = empty > EMPTY_PAGES_BEHIND_TOTAL;
	if (last < end + empty) {
		return pagesTo(isSearch && last === end ? end + 1 : end + empty, snapshot);
	}
	return isSearch && !isForgiving ? farBehind(snapshot) : [];
}

/** Whether the ends of the list are asked for once more: the last page then has to come before those in between. */
export function checksEnds<T>({ list: { checkEnds, verify }, limit }: Snapshot<T>): boolean {
	return checkEnds === true && !verify && limit === Infinity;
}

/** The last page that is known to exist, by its rows or by the total; one that makes too many pages counts for nothing. */
function endOf<T>(snapshot: Snapshot<T>): number {
	const { firstPage, lastWithRows, largestTotal: total, rows, mostRows, size } = snapshot;
	const bySize = Math.ceil(total / size);
	// Rows behind that page, and fewer than the total: the server's pages are smaller than it says.
	const isSmaller = lastWithRows > bySize && rows.size < total;
	const byTotal = isSmaller ? Math.ceil(total / mostRows) : bySize;
	return byTotal < firstPage + MAX_PAGES ? Math.max(byTotal, lastWithRows) : lastWithRows;
}

/** Whether the rows are exactly as many as every page's total says. */
export function isExact<T>(snapshot: Snapshot<T>): boolean {
	const { total, rowsBefore, rows, lost, believesTotal } = snapshot;
	if (total === undefined || !believesTotal) return false;
	return rows.size === Math.max(total - rowsBefore, 0) && lost.length === 0;
}

/** How many pages behind the end have to be empty. */
export function emptyPagesNeeded<T>(snapshot: Snapshot<T>, isForgiving: boolean): number {
	const { isEven, size } = snapshot;
	const row = rowBehind(snapshot);
	const endsWithRow = row !== undefined && snapshot.answerTo(row)?.items.length === 0;
	if (isExact(snapshot) || endsWithRow) {
		return isEven ? Number(isLastFull(snapshot)) : EMPTY_PAGES_BEHIND_TOTAL;
	}
	if ((isForgiving && isEven) || (isOrdered(snapshot) && isLastFull(snapshot))) return 1;
	const pages = Math.ceil(HIDDEN_IN_A_ROW / size);
	return Math.min(Math.max(pages, MIN_EMPTY_PAGES), MAX_EMPTY_PAGES);
}

/** Without a total: whether all pages are full, as far as one can know, but the last one with rows. */
export function isOrdered<T>(snapshot: Snapshot<T>): boolean {
	const { isUncounted, isEven, firstPage, lastWithRows, mostRows, size } = snapshot;
	const row = rowBehind(snapshot);
	if (!isUncounted || !isEven || (row && snapshot.answerTo(row)?.items.length)) return false;
	return lastWithRows <= firstPage || mostRows === size;
}

/** Whether the last page with rows is as long as it can be, so that others may follow. */
function isLastFull<T>(snapshot: Snapshot<T>): boolean {
	const { firstPage, lastWithRows, rowsOnLast, mostRows, size } = snapshot;
	if (lastWithRows < firstPage) return true;
	return rowsOnLast === (lastWithRows === firstPage ? size : mostRows);
}

/**
 * The row behind a short page, if nothing else says that the list ends with it: there is no total, or it is the page's own.
 * That row tells the end from a page that was cut short.
 */
export function rowBehind<T>(snapshot: Snapshot<T>): PageRequest | undefined {
	const { firstPage, lastWithRows, rowsOnLast, mostRows, size, namedSize } = snapshot;
	const isFirst = lastWithRows === firstPage;
	const isOwnTotal = isFirst && firstPage === 1 && namedSize === undefined && isExact(snapshot);
	const isShort = snapshot.isEven && lastWithRows >= firstPage && !isLastFull(snapshot);
	if (!isShort || !(snapshot.isUncounted || isOwnTotal)) return undefined;
	const position = (lastWithRows - 1) * (isFirst ? size : mostRows) + rowsOnLast;
	return { pageNumber: position + 1, pageSize: 1 };
}

/**
 * A later page to begin at, asked for once more with the size that came, if it is short though the list goes on: a page
 * that was cut to that size comes again, one that lacks rows does not.
 */
export function sizeCheck<T>(snapshot: Snapshot<T>): PageRequest | undefined {
	const { firstPage, pageSize, largestTotal, rowsBefore, pages } = snapshot;
	const came = pages.get(firstPage)?.items.length ?? 0;
	const goesOn = largestTotal > rowsBefore + came;
	if (firstPage === 1 || came === 0 || came >= pageSize || !goesOn) return undefined;
	return { pageNumber: firstPage, pageSize: came };
}

function farBehind<T>(snapshot: Snapshot<T>): PageRequest[] {
	const { last, pages } = snapshot;
	const far = FAR_BEHIND.map((times) => pageOf(snapshot, last * times));
	return far.filter(({ pageNumber }) => !pages.has(pageNumber));
}

/** The pages up to a number that were not asked for yet. */
function pagesTo<T>(to: number, snapshot: Snapshot<T>): PageRequest[] {
	const { firstPage, last, pages } = snapshot;
	const count = Math.min(to, firstPage + MAX_PAGES - 1) - last;
	const numbers = Array.from({ length: Math.max(count, 0) }, (_, index) => last + 1 + index);
	return numbers.filter((number) => !pages.has(number)).map((number) => pageOf(snapshot, number));
}

function pageOf<T>({ pageSize }: Snapshot<T>, pageNumber: number): PageRequest {
	return { pageNumber, pageSize };
}
