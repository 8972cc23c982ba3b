import type { AssetGroup, ListAnswer, Entity } from '../../nodes/shared/api/assets';
import { type AnyListRequest, cutPage, matching, sorted } from './lists';
import type { ListBehaviour } from './options';
import { Refusal } from './refusals';

type Listed = Entity & { Name?: string; Status?: string };

/** Gives lists page by page, as one token's channel does. */
export class Pages {
	constructor(private readonly behaviour: ListBehaviour) {}

	/** One page; `groupOf` gives a row's group, and `known` leaves out what is not to be seen. */
	page<T extends Listed>(
		request: AnyListRequest,
		rows: T[],
		groupOf: (row: T) => AssetGroup,
		known: (rows: T[]) => T[] = (all) => all,
	): ListAnswer<T> & { Items: T[] } {
		const { list, maxPageSize } = this.behaviour;
		const understood = this.understood(request);
		const matches = this.sees(understood) ? matching(rows, understood.Filter, groupOf) : [];
		const seen = known(this.widened(request, rows, matches));
		return cutPage(sorted(seen, understood), request, list, maxPageSize);
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
