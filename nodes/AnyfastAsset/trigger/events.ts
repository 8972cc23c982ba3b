import {
	type Entity,
	isSoftDeleted,
	listAssetGroups,
	listAssets,
	millisecondsOf,
	withUri,
} from '../../shared/api/assets';
import type { Endpoint } from '../../shared/api/endpoint';
import type { Page } from '../../shared/lists/List';
import { keyOf } from '../../shared/api/listOf';
import type { Event } from './diff';

/** An event that the user can choose: a list, and what in it makes the event. */
export interface ListEvent extends Event<Entity> {
	endpoint: Endpoint<Page<Entity>>;
	/** When it happened, by the API's clock; only the order of the items follows it. */
	timeOf: (row: Entity) => unknown;
	/** What is emitted. */
	itemOf: (row: Entity) => Entity;
}

const ofRows = { idOf: keyOf, createdAt: ({ CreateTime }: Entity) => millisecondsOf(CreateTime) };

const ofGroups = { ...ofRows, endpoint: listAssetGroups, itemOf: (row: Entity) => row } as const;

const ofAssets = { ...ofRows, endpoint: listAssets, itemOf: withUri } as const;

/** The events by the value of the Event parameter. */
export const events: Record<string, ListEvent> = {
	groupCreated: { ...ofGroups, timeOf: ({ CreateTime }) => CreateTime },
	groupUpdated: {
		...ofGroups,
		timeOf: ({ UpdateTime }) => UpdateTime,
		stateOf: ({ UpdateTime }) => String(UpdateTime),
		// A group that nobody touched since its creation is new, not updated; so is one that does not say.
		isEvent: ({ CreateTime, UpdateTime }, isNew) =>
			!isNew || (UpdateTime !== undefined && UpdateTime !== CreateTime),
	},
	assetCreated: { ...ofAssets, timeOf: ({ CreateTime }) => CreateTime },
	assetReady: assetTurned('active'),
	assetFailed: assetTurned('failed'),
};

/**
 * The event without the groups that the vendor's web demo has deleted. They are still known, so that one that is
 * restored is not taken for new.
 */
export function withoutSoftDeleted(event: ListEvent): ListEvent {
	if (event.endpoint !== listAssetGroups) return event;
	return {
		...event,
		isEvent: (row, isNew) => !isSoftDeleted(row) && (event.isEvent?.(row, isNew) ?? true),
	};
}

/** That an asset came to have this status, in any case: clients saw statuses written in several ways. */
function assetTurned(status: string): ListEvent {
	const hasStatus = ({ Status }: Entity) => String(Status).toLowerCase() === status;
	return {
		...ofAssets,
		timeOf: ({ UpdateTime }) => UpdateTime,
		stateOf: (row) => String(hasStatus(row)),
		isEvent: hasStatus,
	};
}
