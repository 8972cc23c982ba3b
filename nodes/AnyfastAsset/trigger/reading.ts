import type { AnyfastApi } from '../../shared/api/AnyfastApi';
import type { Entity, ListFilter } from '../../shared/api/assets';
import type { List, ListResult } from '../../shared/lists/List';
import { readOnce } from '../../shared/lists/readList';
import { findGroupIds, noSuchGroup } from '../resources/common/groupIds';
import { readRows } from '../resources/common/rows';
import type { ListRead } from './diff';
import type { Settings } from './settings';

/** Reads a list, which need not hold still for that. */
type Read = (list: List<Entity>) => Promise<ListResult<Entity>>;

/**
 * Reads the list of an event. If the filter names groups, their IDs are looked up first.
 *
 * @param isCertain whether to read until two passes agree, so that what is not among the rows can be called new later on
 * @param isFirst whether each group of the filter has to be there; later one is enough, because others may be deleted
 * @throws AnyfastError if a group is not there that has to be, and what the API throws
 */
export async function readEvent(
	api: AnyfastApi,
	{ event: { endpoint }, filter, model }: Settings,
	isCertain = false,
	isFirst = true,
): Promise<ListRead<Entity>> {
	const read: Read = isCertain ? readToLearn : readOnce;
	const { Filter, missing } = await lookUpGroups(api, filter, { read, isFirst });
	const { rows, complete } = await readRows(api, { endpoint, Filter, how: { read, model } });
	return { rows, complete: complete && missing.length === 0, at: api.clock.now() };
}

/** The filter with IDs of groups in place of names, and what in it is no group. */
async function lookUpGroups(
	api: AnyfastApi,
	given: ListFilter,
	{ read, isFirst }: { read: Read; isFirst: boolean },
): ReturnType<typeof findGroupIds> {
	const found = await findGroupIds(given, { api, read });
	const [missing] = found.missing;
	const isEnough = !isFirst && found.Filter.GroupIds?.length !== 0;
	if (missing === undefined || isEnough) return found;
	if (read === readToLearn) throw noSuchGroup(missing);
	// One read may have missed a group that is there.
	return await lookUpGroups(api, given, { read: readToLearn, isFirst });
}

/** How often a list is read to be learned, at most; one that changes all the time is not complete then. */
const MAX_READS_TO_LEARN = 3;

/**
 * Reads a list so that what it lacks can be called new later on: again, until two passes in a row saw the same rows. Two
 * passes see a creation and a deletion in the middle of one, which leave the total as it was, and an answer that is wrong
 * once; pages that contradict each other in the same way twice will not get better by a third.
 *
 * @returns what any pass saw, so a row may be in it several times; `complete` if two agreed that both prove themselves
 * @throws what {@link readOnce} throws
 */
async function readToLearn<T>(list: List<T>): Promise<ListResult<T>> {
	const rows: T[] = [];
	let last: { keys: Set<string>; complete: boolean } | undefined;
	for (let count = 1; ; count++) {
		const pass = await readOnce(list);
		rows.push(...pass.rows);
		const keys = new Set(pass.rows.map(list.keyOf));
		const agrees = last !== undefined && areSame(last.keys, keys);
		const complete = agrees && last?.complete === true && pass.complete;
		if (agrees || count === MAX_READS_TO_LEARN) return { ...pass, rows, complete };
		last = { keys, complete: pass.complete };
	}
}

const areSame = (keys: Set<string>, others: Set<string>) =>
	keys.size === others.size && [...keys].every((key) => others.has(key));
