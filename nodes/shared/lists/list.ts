/** Reads of a list before it is given up. */
export const MAX_READS = 6;

/** Pages that are asked for in one read before the list is taken for endless. */
export const MAX_PAGES = 10_000;

/** A page as it came; what the server did not say is left out. */
export interface Page<T> {
	items: T[];
	pageNumber?: number;
	pageSize?: number;
	/** Rows in the whole list, as the server counts them. */
	totalCount?: number;
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
	/** The most rows to read; all of them unless given. */
	limit?: number;
	/** The page to begin at, unless 1. */
	firstPage?: number;
	/** Requests under way at the same time, unless 1. */
	maxInFlight?: number;
	/** Read until two reads in a row agree. */
	verify?: boolean;
}

/** What one read of a list came to. */
export type ReadResult<T> =
	| {
			rows: T[];
			/** How many reads in a row have to give these rows, this one included. */
			readsNeeded: number;
			/** The total counts rows that were on no page. */
			countsHiddenRows: boolean;
			/** No total proves that a row of an earlier read, if it is not among these, is gone: it may have been left out. */
			mayLackRows: boolean;
	  }
	| {
			problem: string;
			/** Another read would find no end either. */
			isEndless?: boolean;
	  }
	/** The server gives smaller pages than asked for, so the read has to start over with these. */
	| { smallerPages: number };

/**
 * Why a list could not be read. `changing`: its reads differ. `contradictory`: it contradicts itself in the same way each
 * time. `endless`: it has more than {@link MAX_PAGES} pages, or says so.
 */
export type UnsureKind = 'changing' | 'contradictory' | 'endless';

/** The list could not be read in a way that leaves out nothing for certain. */
export class UnsureListError extends Error {
	/**
	 * @param problem what did not fit
	 * @param reads how often the list was read
	 * @param totalSaid the rows that there are, as the server said in the last read
	 * @param rowsSeen how many rows came in the last read
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

/** Whether the list is read from a page behind the first one on. */
export function isFromLaterPage<T>({ firstPage = 1 }: List<T>): boolean {
	return firstPage > 1;
}

/** Whether the server names another page than the one that was asked for. */
export function isOtherPage<T>({ pageNumber: came }: Page<T>, asked: number): boolean {
	return came !== undefined && came !== asked;
}

/** Whole numbers, both ends included. */
export function* numbers(from: number, to: number): Generator<number> {
	for (let number = from; number <= to; number++) yield number;
}
