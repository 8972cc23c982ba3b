import { keyOf } from '../../shared/lists/fetchList';
import { type Entity, listAssetGroups, listAssets, withUri } from '../../shared/api/assets';
import type { Endpoint } from '../../shared/api/endpoint';
import type { Event } from './diff';

/** An event that the user can choose: a list, and what in it makes the event. */
export interface ListEvent extends Event<Entity> {
	endpoint: Endpoint;
	/** When it happened, by the API's clock; only the order of the items follows it. */
	timeOf: (row: Entity) => unknown;
	/** What is emitted. */
	itemOf: (row: Entity) => Entity;
}

const ofGroups = { endpoint: listAssetGroups, idOf: keyOf, itemOf: (row: Entity) => row } as const;

const ofAssets = { endpoint: listAssets, idOf: keyOf, itemOf: withUri } as const;

/** The events by the value of the Event parameter. */
export const events: Record<string, ListEvent> = {
	groupCreated: { ...ofGroups, timeOf: ({ CreateTime }) => CreateTime },
	groupUpdated: {
		...ofGroups,
		timeOf: ({ UpdateTime }) => UpdateTime,
		stateOf: ({ UpdateTime }) => String(UpdateTime),
		// A group that nobody touched since its creation is new, not updated; one that does not say is taken for new, too.
		counts: ({ CreateTime, UpdateTime }, isNew) =>
			!isNew || (UpdateTime !== undefined && UpdateTime !== CreateTime),
	},
	assetCreated: { ...ofAssets, timeOf: ({ CreateTime }) => CreateTime },
	assetReady: {
		...ofAssets,
		timeOf: ({ UpdateTime }) => UpdateTime,
		stateOf: ({ Status }) => String(Status === 'Active'),
		counts: ({ Status }) => Status === 'Active',
	},
};
