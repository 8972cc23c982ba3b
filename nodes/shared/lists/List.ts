/** Passes over a list before it is given up. */
export const MAX_PASSES = 6;

/** Pages that are asked for in one pass before the list counts as endless. */
export const MAX_PAGES = 10_000;

/** Bytes of answers to a read, all its passes together. */
export const MAX_BYTES = 200_000_000;

/** A page as it came; what the server did not say is left out. */
export interface Page<T> {
	items: T[];
	pageNumber?: number;
	pageSize?: number;
	/** Rows in the whole list, as the server counts them. */
	totalCount?: number;
	/** How long the answer was. */
	bytes?: number;
}

/** Asks for a page; pages are numbered from 1. */
export type FetchPage<T> = (pageNumber: number, pageSize: number) => Promise<Page<T>>;

/** What to read, and how. */
export interface List<T> {
	fetchPage: FetchPage<T>;
	/** What tells a row from every other. */
	keyOf: (row: T) => string;
	/** Rows to ask for in a page; the server may give fewer. */
	pageSize: number;
	/** The most rows to read, all of them unless given. */
	limit?: number;
	/** The page to begin at, unless 1. */
	firstPage?: number;
	/** Requests under way at the same time, unless 1. */
	maxInFlight?: number;
	/** Read until two passes in a row agree. */
	verify?: boolean;
}

/** What was read, and what is to be known about it. */
export interface ListResult<T> {
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
 * Why a list could not be read. `changing`: its passes differ. `contradictory`: it contradicts itself in the same way each
 * time. `endless`: it has more than {@link MAX_PAGES} pages, or says so, or more than {@link MAX_BYTES}.
 */
export type UnsureKind = 'changing' | 'contradictory' | 'endless';

/** Something that does not fit; with a `kind`, another pass would end in the same way. */
export interface Problem {
	/** As in "its total went from 3 to 4". */
	what: string;
	kind?: UnsureKind;
}

/** The list could not be read in a way that leaves out nothing for certain. */
export class UnsureListError extends Error {
	/**
	 * @param problem what did not fit
	 * @param reads how often the list was read
	 * @param totalSaid the rows that there are, as the server said in the last pass
	 * @param rowsSeen how many rows came in the last pass
	 */
	constructor(
		readonly problem: string,
		readonly reads: number,
		readonly kind: UnsureKind = 'changing',
		readonly totalSaid?: number,
		readonly rowsSeen?: number,
	) {
		super(`The list could not be read whole: ${problem}`);
	}
}

/** The server's pages have another size than asked for, so the page to begin at lies elsewhere. */
export class PageSizeError extends Error {
	constructor(
		readonly asked: number,
		readonly given: number,
	) {
		super(`Pages of ${asked} rows were asked for, the server gives ${given}`);
	}
}
