import {
	type Asset,
	type Entity,
	isActive,
	isFailed,
	isSoftDeleted,
	isReady,
	isWord,
	withUri,
} from '../../shared/api/assets';
import { keyOf, listAssetGroups, listAssets, type ListEndpoint } from '../../shared/api/listOf';
import { millisecondsOf } from '../../shared/parseTime';
import { nonBlank } from '../../shared/json';
import type { RowEvent, Step } from './diff';

/** An event that the user can choose: a list, and what in it makes the event. */
export interface ListEvent extends RowEvent<Entity> {
	endpoint: ListEndpoint;
	/** When it happened, by the API's clock; only the order of the items follows it. */
	timeOf: (row: Entity) => unknown;
	/** What is emitted. */
	itemOf: (row: Entity) => Entity;
}

/** What a service writes so soon after a creation belongs to the creation, in milliseconds. */
const CREATION_MS = 1000;

const ofRows = {
	// Services differ in the letters' case.
	idOf: (row: Entity) => keyOf(row).toLowerCase(),
	createdAt: ({ CreateTime }: Entity) => millisecondsOf(CreateTime),
	fits: () => true,
};

const ofGroups = { ...ofRows, endpoint: listAssetGroups, itemOf: (row: Entity) => row };

const ofAssets = { ...ofRows, endpoint: listAssets, itemOf: withUri };

const created: Pick<ListEvent, 'timeOf' | 'follow'> = {
	timeOf: ({ CreateTime }) => CreateTime,
	follow: () => ({ happens: true }),
};

/** The events by the value of the Event parameter. */
export const events: Record<string, ListEvent> = {
	groupCreated: { ...ofGroups, ...created },
	groupUpdated: { ...ofGroups, timeOf: ({ UpdateTime }) => UpdateTime, follow: followUpdates },
	assetCreated: { ...ofAssets, ...created },
	assetReady: turned(isReady, isActive),
	assetFailed: turned(isFailed, isFailed),
};

/** The event without the groups that the vendor's web demo has deleted. They are known, so one that is restored is not new. */
export function withoutSoftDeleted(event: ListEvent): ListEvent {
	if (event.endpoint.rows !== 'groups') return event;
	return { ...event, fits: (row) => !isSoftDeleted(row) };
}

/** Keeps the latest UpdateTime that was seen, since the next answer may be of a server that is behind. */
function followUpdates({ CreateTime, UpdateTime }: Entity, kept: string | undefined): Step {
	const time = millisecondsOf(UpdateTime);
	if (time === undefined) return { keep: kept ?? asText(time), happens: false };

	const age = time - (millisecondsOf(CreateTime) ?? NaN);
	if (kept === undefined) return { keep: asText(time), happens: age > CREATION_MS };
	const last = timeIn(kept);
	// After an answer that did not say, nobody knows whether this time is another than before.
	if (last === undefined) return { keep: asText(time), happens: false };
	if (time <= last) return { keep: kept, happens: false };
	return { keep: asText(time), happens: !(age <= CREATION_MS) };
}

/** What is kept of an asset: that it never had the status; or that it has or lost it, and the UpdateTime to be later than. */
const NEVER = 'never';
const HAS = '+';
const LOST = '-';

/** Whether it is not yet known what becomes of an asset. */
const isInProgress = ({ Status }: Asset) =>
	['Processing', 'Pending', 'Queued'].some((word) => isWord(Status, word));

/**
 * That an asset came to a status: once, whichever server answers; and again if it was seen in another status and its
 * UpdateTime is later then than the latest at which it had this one.
 *
 * @param has whether it has the status, and all that belongs to it
 * @param isCalled whether its Status says so
 */
function turned(has: (asset: Asset) => boolean, isCalled: (asset: Asset) => boolean): ListEvent {
	// An answer without a status says nothing.
	const isOther = (asset: Asset) => nonBlank(asset.Status) !== undefined && !isCalled(asset);
	return {
		...ofAssets,
		timeOf: ({ UpdateTime }) => UpdateTime,
		fits: has,
		follow(asset, kept = NEVER) {
			const time = millisecondsOf(asset.UpdateTime);
			if (kept === NEVER) {
				const happens = has(asset);
				return { keep: happens ? HAS + asText(time) : NEVER, happens };
			}
			const last = timeIn(kept.slice(1));
			const isLater = time !== undefined && last !== undefined && time > last;
			if (isLater && has(asset)) return { keep: HAS + asText(time), happens: kept[0] === LOST };
			// An older answer is of a server that is behind; to be back, the asset has to say a time from here on.
			if (isLater && isOther(asset)) return { keep: LOST + asText(time - 1), happens: false };
			// An asset comes to a status out of these, so at the same time they are of a server that is behind, too.
			const isSince = time === last && !isInProgress(asset);
			if (isSince && isOther(asset)) return { keep: LOST + asText(last), happens: false };
			return { keep: kept, happens: false };
		},
	};
}

/** A time in at most 8 characters. */
const asText = (time: number | undefined) => (time === undefined ? '?' : time.toString(36));

function timeIn(text: string): number | undefined {
	const time = parseInt(text, 36);
	return Number.isNaN(time) ? undefined : time;
}
