import type {
	AssetGroup,
	ListAnswer,
	ListFilter,
	ListRequest,
	Entity,
} from '../../nodes/shared/api/assets';

/** What a list call takes, with the fields that upstream documents and Anyfast does not. */
export type AnyListRequest = Partial<Omit<ListRequest, 'Filter'>> & {
	Filter: ListFilter & { Ids?: string[]; Statuses?: string[] };
	SortBy?: string;
	SortOrder?: string;
};

/** Lists whose pages are cut before other tokens' rows are left out of them, so that they come short or empty. */
export interface ListOptions {
	/** Whether this token sees a row; `index` is its place in the list of all tokens' rows, from 0. */
	visible?: (row: Entity, index: number) => boolean;
	/** The same, where a function cannot be given: every so many rows, one is another token's. */
	hideEvery?: number;
	/** What TotalCount counts: all tokens' rows (unless said otherwise), those this token sees, or those on the page. */
	total?: 'all' | 'visible' | 'page';
}

/** One page of the rows that fit. */
export function cutPage<T extends Entity>(
	matches: T[],
	{ PageNumber = 1, PageSize = 10 }: AnyListRequest,
	list: ListOptions = {},
	maxPageSize = Infinity,
): ListAnswer<T> & { Items: T[] } {
	const size = Math.min(PageSize, maxPageSize);
	const from = (PageNumber - 1) * size;
	const visible = visibility(list);
	const Items = matches
		.slice(from, from + size)
		.filter((row, index) => visible?.(row, from + index) ?? true);
	const { total = 'all' } = list;
	const TotalCount = {
		all: () => matches.length,
		visible: () => (visible ? matches.filter(visible).length : matches.length),
		page: () => Items.length,
	}[total]();
	return { Items, PageNumber, PageSize: size, TotalCount };
}

function visibility({ visible, hideEvery }: ListOptions): ListOptions['visible'] {
	if (visible || !hideEvery) return visible;
	return (_row, index) => (index + 1) % hideEvery !== 0;
}

/**
 * The rows that fit a filter; `groupOf` gives a row's group, or the row itself if it is one, and `hasPart` says whether a
 * name fits.
 */
export function matching<T extends Entity & { Name?: string; Status?: string }>(
	rows: T[],
	{ Name: part, GroupIds, GroupType: type, Ids, Statuses }: AnyListRequest['Filter'],
	groupOf: (row: T) => AssetGroup,
	hasPart = (name: string, searched: string) => name.includes(searched),
): T[] {
	// Reading 100,000 groups page by page must not cost a thousand walks through them.
	if ([part, GroupIds, type, Ids, Statuses].every((value) => value === undefined)) return rows;
	return rows.filter((row) => {
		const { Id, GroupType } = groupOf(row);
		return (
			(part === undefined || hasPart(row.Name ?? '', part)) &&
			(GroupIds?.includes(Id) ?? true) &&
			(type === undefined || GroupType === type) &&
			(Ids?.includes(row.Id) ?? true) &&
			(Statuses?.includes(row.Status ?? '') ?? true)
		);
	});
}

/** The rows in the order that was asked for, or else as they were; the newest first unless `Asc` was asked for. */
export function sorted<T extends Entity>(rows: T[], { SortBy, SortOrder }: AnyListRequest): T[] {
	if (SortBy === undefined) return rows;
	const direction = SortOrder === 'Asc' ? 1 : -1;
	const keyOf = (row: T) => String(row[SortBy] ?? '');
	return [...rows].sort((one, other) => direction * (keyOf(one) < keyOf(other) ? -1 : 1));
}
