import { inParallel, mapInParallel } from '../inParallel';
import {
	type List,
	type ListResult,
	MAX_BYTES,
	MAX_PAGES,
	MAX_PASSES,
	PageSizeError,
	type Problem,
	UnsureListError,
} from './List';
import { Pass } from './Pass';

/**
 * Reads a list, or the part of it that `firstPage` and `limit` name, whole and in the server's order, or says that it could
 * not. The server cuts its list into pages anew for each request, so a row that appears or disappears meanwhile moves
 * others from page to page. No row comes twice; with `verify`, none is missing that was there all the time; without, only
 * one that a creation and a deletion hid. In full, and why it holds: docs/lists.md.
 *
 * @throws UnsureListError if no passes agreed within {@link MAX_PASSES}, or no end came within MAX_PAGES and MAX_BYTES
 * @throws PageSizeError if `firstPage` is not 1 and the server's pages have another size
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readList<T>(given: List<T>): Promise<ListResult<T>> {
	const list = bounded(given);
	const passes: Array<Pass<T>> = [];
	for (;;) {
		const pass = new Pass(list, nextSize(list, passes.at(-1)), [...passes]);
		await askForPages(pass);
		await checkPageSize(pass);
		pass.problem = problemSoFar(pass) ?? problemAtEnd(pass);
		if (!pass.problem && isEnough(pass)) {
			if (!(await haveEndsChanged(pass))) {
				return { rows: pass.wanted, complete: true, countsHiddenRows: countsHiddenRows(pass) };
			}
			pass.problem = { what: 'rows were created and others deleted while it was read' };
		}
		throwIfHopeless(pass);
		passes.push(pass);
	}
}

/**
 * Reads a list once. A pass that does not fit goes on to the end as well as it can, and is not complete. With a limit, all
 * rows of its last pages come.
 *
 * @throws UnsureListError if it takes more than MAX_BYTES
 * @throws what `fetchPage` throws, once no other request is under way
 */
export async function readOnce<T>(list: List<T>): Promise<ListResult<T>> {
	const pass = new Pass(bounded(list), nextSize(list), [], true);
	await askForPages(pass);
	const isFit = !(problemSoFar(pass) ?? problemAtEnd(pass));
	return {
		rows: pass.seen,
		complete: isFit && !needsAnother(pass),
		countsHiddenRows: isFit && countsHiddenRows(pass),
		nextPage: pass.reachesLimit ? pass.last + 1 : undefined,
	};
}

async function askForPages<T>(pass: Pass<T>): Promise<void> {
	const { limit, list } = pass;
	// Two passes prove a part of a list only if its pages come one after another.
	const width = list.verify && limit < Infinity ? 1 : list.maxInFlight;
	while (!isOver(pass)) {
		const requests = pass.next();
		if (requests.length === 0) return;
		await inParallel(requests, width ?? 1, async (request) => {
			pass.add(request, await list.fetchPage(request.pageNumber, request.pageSize));
			return !isOver(pass);
		});
	}
}

/** Pages are asked for in order, and none is begun once the limit is reached; then none is missing in front. */
function isOver<T>(pass: Pass<T>): boolean {
	if (pass.reachesLimit) return true;
	const problem = problemSoFar(pass);
	return problem !== undefined && (!pass.isForgiving || problem.kind === 'contradictory');
}

/** What does not fit, of that which more pages cannot mend. */
function problemSoFar<T>(pass: Pass<T>): Problem | undefined {
	const { duplicate, totals, pageSizes, hasOwnTotals, renumbered, repeated } = pass;
	const { lastWithRows, largestTotal: total, size, limit, rowsBefore, reachesLimit } = pass;
	if (totals.size > 1 && !hasOwnTotals) return { what: `its total went ${fromTo(totals)}` };
	if (pageSizes.size > 1) return { what: `its page size went ${fromTo(pageSizes)}` };
	// Behind the end, some servers give the last page again.
	const end = Math.max(lastWithRows, Math.ceil(total / size));
	const other = [...renumbered.keys()].find((pageNumber) => pageNumber <= end);
	if (other !== undefined) {
		return { what: otherNumber(pass, other), kind: repeated && 'contradictory' };
	}
	if (repeated && !renumbered.has(repeated.page)) {
		const { page, like } = repeated;
		return { what: `page ${page} has the rows of page ${like}`, kind: 'contradictory' };
	}
	if (duplicate !== undefined) return { what: `the row ${duplicate} came twice` };
	if (reachesLimit || Math.min(total - rowsBefore, limit) <= MAX_PAGES * size) return undefined;
	const count = Math.ceil(total / size);
	const what = `its total of ${total} means ${count} pages, but at most ${MAX_PAGES} are read`;
	return { what, kind: 'endless' };
}

/** What does not fit now that no more pages come. */
function problemAtEnd<T>(pass: Pass<T>): Problem | undefined {
	const { total, rowCount, rowsBefore, lacksSeenRow, renumbered, firstPage, lastWithRows } = pass;
	const { largestTotal, mostRows } = pass;
	const [other] = renumbered.keys();
	// Only a total tells the last page, given again, from one page for ever.
	if (other !== undefined && total === undefined) return { what: otherNumber(pass, other) };
	if (other !== undefined && lacksSeenRow) return { what: 'it continues after its total' };
	if (lacksSeenRow) {
		return { what: `a page ends early, at row ${rowsBefore + rowCount}, and the list continues` };
	}
	if (pass.reachesLimit) return undefined;
	if (lastWithRows + pass.emptyPagesNeeded >= firstPage + MAX_PAGES) {
		return { what: `it continues after page ${lastWithRows}`, kind: 'endless' };
	}
	if (firstPage > 1 || rowCount >= largestTotal) return undefined;
	if (rowCount === 0) return { what: `no page has a row, though its total is ${largestTotal}` };
	// Such a total counts neither all rows nor those that came.
	if ((lastWithRows - 1) * mostRows < largestTotal) return undefined;
	return { what: `${rowCount} rows came, some of them after its total of ${largestTotal}` };
}

function otherNumber<T>({ renumbered }: Pass<T>, asked: number): string {
	return `page ${renumbered.get(asked)?.pageNumber} came although page ${asked} was requested`;
}

function fromTo(said: Set<number | undefined>): string {
	const [from = 'nothing', to = 'nothing'] = said;
	return `from ${from} to ${to}`;
}

/**
 * Whether the rows are all that there are, by a total that every page names; or, up to the limit, whether the pages are full.
 */
function isProven<T>(pass: Pass<T>): boolean {
	const { namedSize, mostRows, rowCount, rowsBefore, firstPage, last, total = 0 } = pass;
	// Pages that are uneven and name no size may be of several sizes, and then their rows come in another order.
	if (!pass.reachesLimit) return pass.isExact && (pass.isEven || namedSize !== undefined);
	const onPages = (last - firstPage + 1) * (namedSize ?? mostRows);
	return rowCount === Math.min(onPages, total - rowsBefore);
}

/** Whether another pass has to give the same rows. */
function needsAnother<T>(pass: Pass<T>): boolean {
	// What one answer gives is a state of the list, unless there were others before.
	const isOneAnswer = pass.pages.size + pass.singleRows.size === 1 && pass.earlier.length === 0;
	return pass.list.verify === true || !(isProven(pass) || isOneAnswer);
}

/** Whether pages may have lost rows because of their places, so that the next pass needs pages that end elsewhere. */
const needsOtherPages = <T>(pass: Pass<T>): boolean => !isProven(pass) && !pass.looksFull;

/** Whether no total proves that a row of an earlier pass, if it is not among these, is gone. */
function cannotProveGone<T>(pass: Pass<T>): boolean {
	const { firstPage, reachesLimit, totals, total = Infinity, rowCount } = pass;
	const isToEnd = firstPage === 1 && !reachesLimit && totals.size === 1;
	return isToEnd && rowCount < total && needsOtherPages(pass);
}

/** Whether the total counts rows that are on no page. */
const countsHiddenRows = <T>(pass: Pass<T>): boolean => cannotProveGone(pass) && !pass.isUncounted;

/** Whether this pass proves its rows, or the passes before it do that agree with it. */
function isEnough<T>(pass: Pass<T>): boolean {
	const { earlier, wanted, list, limit } = pass;
	const isFewer = earlier.some(({ rowCount }) => Math.min(rowCount, limit) > wanted.length);
	const needed = list.verify && isFewer ? 2 : Number(needsAnother(pass));
	const others = earlier.slice(earlier.length - needed);
	const agrees = (other: Pass<T>) => !other.problem && pass.areSameRows(other.wanted, wanted);
	if (others.length < needed || !others.every(agrees)) return false;
	return !cannotProveGone(pass) || !earlier.some((other) => hadMore(other, pass));
}

/** Whether an earlier pass showed another row, and named the same total or none as well; so that row is not hidden. */
function hadMore<T>(earlier: Pass<T>, pass: Pass<T>): boolean {
	return earlier.totalSaid === pass.totalSaid && !earlier.seen.every((row) => pass.has(row));
}

/** Asks for the first and the last page once more, at the same time, if one pass without a limit proves itself. */
async function haveEndsChanged<T>(pass: Pass<T>): Promise<boolean> {
	const { firstPage, lastWithRows, pageSize, pages, list } = pass;
	if (!pass.looksAtEnds || needsAnother(pass) || lastWithRows <= firstPage) return false;
	const ends = [firstPage, lastWithRows];
	const same = await mapInParallel(ends, list.maxInFlight ?? 1, async (pageNumber) => {
		const before = pages.get(pageNumber);
		const now = await list.fetchPage(pageNumber, pageSize);
		return before !== undefined && pass.areAlike(before, now);
	});
	return same.includes(false);
}

/** @throws UnsureListError if another pass would end in the same way, or there were enough */
function throwIfHopeless<T>(pass: Pass<T>): void {
	const { problem, earlier, totalSaid } = pass;
	const last = earlier.at(-1);
	const isSame = problem && last?.problem?.what === problem.what && isAnsweredLike(pass, last);
	const kind = problem?.kind ?? (isSame ? 'contradictory' : undefined);
	const count = earlier.length + 1;
	if (kind === undefined && count < MAX_PASSES) return;
	const what = problem?.what ?? 'two reads in a row gave different rows';
	throw new UnsureListError(what, count, kind, totalSaid, pass.seen.length);
}

/** Whether the pages that both passes asked for came alike. */
function isAnsweredLike<T>(pass: Pass<T>, other: Pass<T>): boolean {
	return [...pass.pages].every(([pageNumber, page]) => {
		const again = other.pages.get(pageNumber);
		return !again || (page.pageNumber === again.pageNumber && pass.areAlike(page, again));
	});
}

/** The page size of the next pass. */
function nextSize<T>(
	{ pageSize, limit = Infinity, firstPage = 1 }: List<T>,
	last?: Pass<T>,
): number {
	// A limit below the page size makes the pages smaller, except if that would move the page to begin at.
	if (!last) return firstPage > 1 ? pageSize : Math.min(pageSize, limit);
	// Pages of several sizes: the smallest that the server names is one that it may keep to.
	const named = [...last.pageSizes].map((size) => size ?? Infinity);
	if (named.length > 1) return Math.min(last.pageSize, ...named);
	if (last.problem || firstPage > 1 || !needsOtherPages(last)) return last.pageSize;
	const size = last.namedSize ?? last.pageSize;
	return size > 1 ? Math.floor((size * 3) / 4) : 2;
}

/**
 * A later page to begin at lies elsewhere if the server's pages have another size. One that is short though the list goes
 * on is asked for again with the size that came: a page that was cut to that size comes again, one that lacks rows does not.
 *
 * @throws PageSizeError
 */
async function checkPageSize<T>(pass: Pass<T>): Promise<void> {
	const { firstPage, pageSize, pages, rowsBefore, largestTotal, list } = pass;
	if (firstPage === 1) return;
	for (const { items, pageSize: named = pageSize } of pages.values()) {
		if (named > pageSize || (named < pageSize && items.length > 0)) {
			throw new PageSizeError(pageSize, named);
		}
	}
	const first = pages.get(firstPage);
	const came = first?.items.length ?? 0;
	if (!first || came === 0 || came >= pageSize || rowsBefore + came >= largestTotal) return;
	if (pass.areAlike(first, await list.fetchPage(firstPage, came))) {
		throw new PageSizeError(pageSize, came);
	}
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
