import { AnyfastError } from '../../shared/AnyfastError';
import type { AnyfastApi } from '../../shared/api/AnyfastApi';
import type { Entity, ListFilter, ListQuery } from '../../shared/api/assets';
import { type List, type Pass, readOnce, readToLearn } from '../../shared/lists/readList';
import { settle } from '../../shared/settle';
import { withGroupIds } from '../resources/common/groupNames';
import { readRows } from '../resources/common/rows';
import type { ListRead } from './diff';
import type { ListEvent } from './events';

/** Reads a list, which need not hold still for that. */
type Read = (list: List<Entity>) => Promise<Pass<Entity>>;

/**
 * Reads the list of an event. If the filter names groups, their IDs are looked up first.
 *
 * @param isCertain whether to read until two passes agree, so that what is not among the rows can be called new later on
 * @throws AnyfastError if a group is not there, and what the API throws
 */
export async function readEvent(
	api: AnyfastApi,
	{ endpoint }: ListEvent,
	{ model, Filter: given }: ListQuery,
	isCertain = false,
): Promise<ListRead<Entity>> {
	const read: Read = isCertain ? readToLearn : readOnce;
	const Filter = await lookUpGroups(api, given, read);
	const wanted = { endpoint, query: { model, Filter }, how: { read } };
	const { rows, complete } = await readRows(api, wanted);
	return { rows, complete, at: api.clock.now() };
}

/** The filter with IDs of groups in place of names. */
async function lookUpGroups(api: AnyfastApi, given: ListFilter, read: Read): Promise<ListFilter> {
	const found = await settle(withGroupIds(given, { api, read }));
	if (found.ok) return found.value;
	// One read may have missed a group that is there.
	const isMissing = found.cause instanceof AnyfastError && found.cause.details.cause !== 'api';
	if (!isMissing || read === readToLearn) throw found.cause;
	return await withGroupIds(given, { api, read: readToLearn });
}
