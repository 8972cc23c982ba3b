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
 * What to ask for next: the pages that are known to exist, as far as the limit needs them; then so many behind the end,
 * one row or some pages, that it is one.
 *
 * @returns nothing if the pass is over
 */
export function plan<T>(snapshot: Snapshot<T>, isForgiving: boolean): PageRequest[] {
	const { firstPage, last, limit, rows, mostRows, reachesLimit } = snapshot;
	if (last < firstPage) return pagesTo(firstPage, snapshot);
	const check = firstPage > 1 && isForgiving ? undefined : sizeCheck(snapshot);
	if (check && !snapshot.answerTo(check)) return [check];
	if (reachesLimit) return [];

	const end = endOf(snapshot);
	if (last < end) {
		const needed = last + Math.ceil((limit - rows.size) / Math.max(mostRows, 1));
		return pagesTo(Math.min(end, needed), snapshot);
	}
	const row = rowBehind(snapshot);
	if (row && !snapshot.answerTo(row)) return [row];
	if (last > end && snapshot.lost.length > 0 && !isForgiving) return [];

	const empty = emptyPagesNeeded(snapshot, isForgiving);
	if (last < end + empty) {
		const isSearch = empty > EMPTY_PAGES_BEHIND_TOTAL;
		return pagesTo(isSearch && last === end ? end + 1 : end + empty, snapshot);
	}
	return empty > EMPTY_PAGES_BEHIND_TOTAL && !isForgiving ? farBehind(snapshot) : [];
}

/** The last page that is known to exist, if the total counts all rows. */
export function endOf<T>(snapshot: Snapshot<T>): number {
	return Math.max(snapshot.lastWithRows, lastPageByTotal(snapshot));
}

/** The last page that the total makes; 0 if it makes more than are ever read. */
function lastPageByTotal<T>(snapshot: Snapshot<T>): number {
	const { firstPage, lastWithRows, largestTotal: total, rows, mostRows, size } = snapshot;
	const bySize = Math.ceil(total / size);
	// Rows behind that page, and fewer than the total: the server's pages are smaller than it says.
	const isSmaller = lastWithRows > bySize && rows.size < total;
	const pages = isSmaller ? Math.ceil(total / mostRows) : bySize;
	return pages - firstPage < MAX_PAGES ? pages : 0;
}

/** Whether the rows are exactly those that every page's total says. */
export function isExact<T>(snapshot: Snapshot<T>): boolean {
	const { total, rowsBefore, rows, lost } = snapshot;
	return (
		snapshot.believesTotal &&
		total !== undefined &&
		rows.size === Math.max(total - rowsBefore, 0) &&
		lost.length === 0
	);
}

/** Whether the page with the last row may have a page behind it. */
function isLastFull<T>(snapshot: Snapshot<T>): boolean {
	const { firstPage, lastWithRows, rowsOnLast, mostRows, size } = snapshot;
	if (lastWithRows < firstPage) return true;
	return rowsOnLast === (lastWithRows === firstPage ? size : mostRows);
}

/** Behind the end, the pages that have to be empty. */
export function emptyPagesNeeded<T>(snapshot: Snapshot<T>, isForgiving: boolean): number {
	const { isEven, size } = snapshot;
	const row = rowBehind(snapshot);
	const isEnd = isExact(snapshot) || (row && snapshot.answerTo(row)?.items.length === 0);
	if (isEnd) return isEven ? Number(isLastFull(snapshot)) : EMPTY_PAGES_BEHIND_TOTAL;
	if (isEven && (isForgiving || (snapshot.isUncounted && isLastFull(snapshot)))) return 1;
	const pages = Math.ceil(HIDDEN_IN_A_ROW / size);
	return Math.min(Math.max(pages, MIN_EMPTY_PAGES), MAX_EMPTY_PAGES);
}

/**
 * Where nothing but a short page says that the list ends with it, since there is no total or it is the page's own: a
 * request for just the row behind it, which tells the end from a page that was cut short.
 */
export function rowBehind<T>(snapshot: Snapshot<T>): PageRequest | undefined {
	const { firstPage, lastWithRows, rowsOnLast, mostRows, size, isUncounted } = snapshot;
	const isOnePage = lastWithRows === firstPage;
	if (lastWithRows < firstPage || isLastFull(snapshot) || !snapshot.isEven) return undefined;
	const isOwnTotal =
		firstPage === 1 && isOnePage && snapshot.namedSize === undefined && isExact(snapshot);
	if (!isUncounted && !isOwnTotal) return undefined;
	const position = (lastWithRows - 1) * (isOnePage ? size : mostRows) + rowsOnLast;
	return { pageNumber: position + 1, pageSize: 1 };
}

/**
 * A first page that is short though the list goes on, and names no size of its own, is asked for again with the size that
 * came: a page that was cut to that size comes again, one that lacks rows does not.
 */
export function sizeCheck<T>(snapshot: Snapshot<T>): PageRequest | undefined {
	const { firstPage, pageSize, namedSize, largestTotal, rowsBefore } = snapshot;
	const came = snapshot.pages.get(firstPage)?.items.length ?? 0;
	const mayBeCut = namedSize === undefined || (firstPage > 1 && namedSize === pageSize);
	const goesOn = largestTotal > rowsBefore + came || snapshot.lost.length > 0;
	if (came === 0 || came >= pageSize || !mayBeCut || !goesOn) return undefined;
	return { pageNumber: firstPage, pageSize: came };
}

function farBehind<T>(snapshot: Snapshot<T>): PageRequest[] {
	const { last, pages, pageSize } = snapshot;
	return FAR_BEHIND.map((times) => ({ pageNumber: last * times, pageSize })).filter(
		({ pageNumber }) => !pages.has(pageNumber),
	);
}

function pagesTo<T>(to: number, { firstPage, last, pages, pageSize }: Snapshot<T>): PageRequest[] {
	const requests = [];
	const end = Math.min(to, firstPage + MAX_PAGES - 1);
	for (let pageNumber = last + 1; pageNumber <= end; pageNumber++) {
		if (!pages.has(pageNumber)) requests.push({ pageNumber, pageSize });
	}
	return requests;
}
