import type { AssetGroup, ListAnswer, Entity } from '../../nodes/shared/api/assets';
import { isObject } from './json';
import { type AnyListRequest, cutPage, matching, sorted } from './lists';
import { isLike } from './Names';
import type { AssetBehaviour, ListBehaviour } from './options';
import { Refusal } from './refusals';

type Listed = Entity & { Name?: string; Status?: string };

/** Gives lists page by page, as one token's channel does. */
export class Pages {
	constructor(private readonly behaviour: ListBehaviour & AssetBehaviour) {}

	/** One page; `groupOf` gives a row's group, and `known` leaves out what is not to be seen. */
	page<T extends Listed>(
		request: AnyListRequest,
		rows: T[],
		groupOf: (row: T) => AssetGroup,
		known: (rows: T[]) => T[] = (all) => all,
	): ListAnswer<T> & { Items: T[] } {
		const { list, maxPageSize } = this.behaviour;
		const understood = this.understood(request);
		const matches = this.sees(understood)
			? matching(rows, understood.Filter, groupOf, this.hasPart)
			: [];
		const seen = known(this.widened(request, rows, matches));
		return cutPage(sorted(seen, understood), request, list, maxPageSize);
	}

	/** A page as it is sent: with what is left of empty fields, and the wrapper of each asset. */
	asSent(page: unknown): unknown {
		if (!isObject(page) || !Array.isArray(page.Items)) return page;
		const { emptyPage = 'documented', assetItem } = this.behaviour;
		const wraps = assetItem === 'everywhere';
		if (page.Items.length > 0) {
			return wraps ? { ...page, Items: page.Items.map(inAssetItem) } : page;
		}
		const { PageNumber, PageSize, ...more } = page;
		switch (emptyPage) {
			case 'no-items':
				return { ...page, Items: undefined };
			case 'null-items':
				return { ...page, Items: null };
			case 'bare':
				return {
					PageNumber,
					PageSize,
					...(more.TotalCount ? { TotalCount: more.TotalCount } : {}),
				};
			default:
				return page;
		}
	}

	/** A request without what the service ignores. */
	private understood({ SortBy, SortOrder, ...request }: AnyListRequest): AnyListRequest {
		if (!this.ignoresUpstream) return { ...request, SortBy, SortOrder };
		return { ...request, Filter: { ...request.Filter, Statuses: undefined } };
	}

	private widened<T extends Listed>({ Filter: { Ids } }: AnyListRequest, rows: T[], matches: T[]) {
		if (!Ids || !this.ignoresUpstream) return matches;
		const other = rows.find(({ Id }) => !Ids.includes(Id));
		return other ? [...matches, other] : matches;
	}

	/** Whether a name has the part that a filter names. */
	private readonly hasPart = (name: string, part: string): boolean => {
		const { nameFilter = 'part' } = this.behaviour;
		if (nameFilter === 'part') return name.includes(part);
		return nameFilter === 'ignored' || isLike(name, part);
	};

	private get ignoresUpstream(): boolean {
		return this.behaviour.upstreamFilters === 'ignored';
	}

	/** Whether the token's channel gives anything for a request's group type, or the lack of one. */
	private sees({ Filter: { GroupType } }: AnyListRequest): boolean {
		const { channel } = this.behaviour;
		if (channel === 'group-type-required' && GroupType === undefined) {
			const message = 'The required parameter GroupType is missing';
			throw new Refusal(400, 'MissingParameter.GroupType', message);
		}
		return channel !== 'no-group-types' || GroupType === undefined;
	}
}

/** Groups stay as they are. */
const inAssetItem = (row: unknown) =>
	isObject(row) && 'AssetType' in row ? { AssetItem: row } : row;
