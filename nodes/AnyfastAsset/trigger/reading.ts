import type { AnyfastApi } from '../../shared/api/AnyfastApi';
import {
	DEFAULT_MODEL,
	type Entity,
	listAssetGroups,
	type ListQuery,
} from '../../shared/api/assets';
import { readOnce, readToLearn } from '../../shared/lists/readList';
import { withGroupIds } from '../resources/common/groupNames';
import { readRows } from '../resources/common/rows';
import type { ListRead } from './diff';
import type { ListEvent } from './events';

/**
 * Reads the list of an event. Names of groups are looked up first, if the filter has any, in a list that need not hold
 * still for that: a group that it lacked makes the whole incomplete.
 *
 * @param isCertain whether to read until two passes agree, so that what is not among the rows can be called new later on
 * @throws AnyfastError if a group is not there, and what the API throws
 */
export async function readEvent(
	api: AnyfastApi,
	{ endpoint }: ListEvent,
	{ model, Filter }: ListQuery,
	isCertain = false,
): Promise<ListRead<Entity>> {
	const list = { limit: Infinity, read: isCertain ? readToLearn<Entity> : readOnce<Entity> };
	let complete = true;
	const filter = await withGroupIds(Filter, async () => {
		const query = { model: DEFAULT_MODEL, Filter: {} };
		const groups = await readRows(api, { ...list, endpoint: listAssetGroups, query });
		complete &&= groups.complete;
		return groups.rows;
	});
	const found = await readRows(api, { ...list, endpoint, query: { model, Filter: filter } });
	complete &&= found.complete;
	return { rows: found.rows, complete, at: api.clock.now() };
}
