import { withUri } from '../../shared/api/withUri';
import { keyOf } from '../../shared/lists/fetchList';
import type { ListAction, Row } from '../../shared/api/assets';
import type { Event } from './diff';

/** An event that the user can choose: a list, and what in it makes the event. */
export interface ListEvent extends Event<Row> {
	action: ListAction;
	/** When it happened, by the API's clock; only the order of the items follows it. */
	timeOf: (row: Row) => unknown;
	/** What is emitted. */
	itemOf: (row: Row) => Row;
}

const ofGroups = { action: 'ListAssetGroups', idOf: keyOf, itemOf: (row: Row) => row } as const;

const ofAssets = { action: 'ListAssets', idOf: keyOf, itemOf: withUri } as const;

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
