import { hasRunEnded, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { isSameId } from '../../../shared/api/answer';
import type { Entity, ListFilter } from '../../../shared/api/assets';
import { listAssetGroups, listAssets, readListOf, WAYS_TO_LIST } from '../../../shared/api/listOf';
import { readOnce } from '../../../shared/lists/readList';
import type { Run } from '../../../shared/operation';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { SharedReading } from './SharedReading';

/** How long lists may lag behind a creation, and how often they are asked, in milliseconds. */
const LAG = { firstMs: 0, pauseMs: 1000, longestPauseMs: 5000, timeoutMs: 30_000 };

/** A list that does not answer is asked again within this time, in milliseconds. */
const ANSWER_MS = 10_000;

/**
 * Waits until a list shows what was just created, so that the next run finds it: lists lag behind, and are free of charge.
 * One reading serves all items that wait.
 *
 * @param groupId the group of an asset; without it, it is a group that is waited for
 * @returns the row; undefined if the list does not show it within half a minute, or cannot be read
 * @throws AnyfastError if the execution was canceled
 */
export async function untilListed(
	{ api, once }: Run,
	Id: string,
	groupId?: string,
): Promise<Entity | undefined> {
	const reading = await once(`what is new in ${groupId ?? 'the account'}`, async () => {
		return new SharedReading(async () => await look(api, groupId), api.clock);
	});
	const find = async () => (await reading.fresh()).find((row) => isSameId(Id, row.Id));
	const found = await settle(pollUntil(find, api.clock, LAG));
	if (found.ok) return found.value;
	if (isKind(found.cause, 'canceled')) throw found.cause;
	return undefined;
}

/** Reads a list once, by the next way if one shows nothing. */
async function look(api: AnyfastApi, groupId: string | undefined): Promise<Entity[]> {
	const endpoint = groupId === undefined ? listAssetGroups : listAssets;
	for (const GroupType of WAYS_TO_LIST) {
		const Filter: ListFilter = { GroupType, ...(groupId !== undefined && { GroupIds: [groupId] }) };
		const how = { read: readOnce<Entity>, until: api.clock.now() + ANSWER_MS };
		const read = await settle(readListOf(api, endpoint, Filter, how));
		if (read.ok && read.value.rows.length > 0) return read.value.rows;
		if (!read.ok && hasRunEnded(read.cause)) throw read.cause;
	}
	return [];
}
