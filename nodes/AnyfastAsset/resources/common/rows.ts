import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	type Entity,
	listAssetGroups,
	listAssets,
	type ListQuery,
} from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import {
	type HowToRead,
	isNoSuchList,
	join,
	PAGE_SIZE,
	readListOf,
} from '../../../shared/api/listOf';
import type { ListResult, Page } from '../../../shared/lists/List';
import { settle } from '../../../shared/settle';
import { type Accepts, isAssetOf, isGroupOf } from './filters';

/** How many times as many rows are read if those that came held too few that are accepted. */
const GROWTH = 4;

/** What rows came of a list, after all filters. */
interface Rows extends ListResult<Entity> {
	/** How many rows were left out because they do not fit a filter that the API was given. */
	leftOut: number;
}

/** Which rows to read, and how. */
interface RowsToRead {
	endpoint: Endpoint<Page<Entity>>;
	query: ListQuery;
	/** The most rows, after all filters. */
	limit?: number;
	/** Filters that only the node applies. */
	accepts?: Accepts;
	how?: HowToRead;
}

/**
 * Reads rows of groups or assets by a filter. The service may ignore a filter, and that must not widen the result, so what
 * came is held against it. Assets of verified people come only if they are asked for by the type of their group (field
 * report): if the filter names groups but no type, those that gave nothing are asked for once more like that.
 *
 * @throws what reading the list throws
 */
export async function readRows(api: Pick<AnyfastApi, 'call'>, wanted: RowsToRead): Promise<Rows> {
	const found = await readAccepted(api, wanted);
	const { endpoint, query, limit = Infinity } = wanted;
	const { GroupIds, GroupType } = query.Filter;
	const given = new Set(found.rows.map(({ GroupId }) => GroupId));
	const silent = (GroupIds ?? []).filter((id) => !given.has(id));
	const isDone = GroupType !== undefined || silent.length === 0 || found.rows.length >= limit;
	if (endpoint !== listAssets || isDone) return found;

	const Filter = { ...query.Filter, GroupIds: silent, GroupType: 'LivenessFace' as const };
	const again = await settle(readAccepted(api, { ...wanted, query: { ...query, Filter } }));
	if (again.ok) {
		const { rows, ...both } = join([found, again.value], true);
		const leftOut = found.leftOut + again.value.leftOut;
		return { ...both, rows: rows.slice(0, limit), leftOut };
	}
	// Not every key may ask for groups of verified people; what is in them stays unknown.
	if (isNoSuchList(again.cause)) return { ...found, complete: false };
	throw again.cause;
}

/**
 * Reads the first rows of a list that are accepted. If there are too few among the first rows of the list, more of it is
 * read, anew from the beginning: so what comes out is always of one read, and holds what `readList` guarantees.
 */
async function readAccepted(
	api: Pick<AnyfastApi, 'call'>,
	{ endpoint, query, limit = Infinity, accepts, how }: RowsToRead,
): Promise<Rows> {
	const fits = (endpoint === listAssetGroups ? isGroupOf : isAssetOf)(query.Filter);
	const { pageSize = PAGE_SIZE } = how ?? {};
	for (let most = accepts ? Math.max(limit, pageSize) : limit; ; most *= GROWTH) {
		const pass = await readListOf(api, endpoint, query, { ...how, limit: most });
		const asked = pass.rows.filter(fits);
		const rows = accepts ? asked.filter(accepts) : asked;
		if (rows.length >= limit || pass.rows.length < most) {
			const leftOut = pass.rows.length - asked.length;
			return { ...pass, rows: rows.slice(0, limit), leftOut };
		}
	}
}
