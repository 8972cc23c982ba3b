import type { ItemParameters } from '../parameters/ItemParameters';
import { readFilter } from '../resources/group/filters';
import { keyOf } from '../transport/listPages';
import type { Action, AssetGroupFilter, Row } from '../transport/wire';
import type { Event } from '../watching/watch';

/** An event that the user can choose: a list, and what in it makes the event. */
export interface ListEvent extends Event<Row> {
	action: Action;
	readFilter: (parameters: ItemParameters) => AssetGroupFilter;
	/** When it happened, by the API's clock; only the order of the items follows it. */
	timeOf: (row: Row) => unknown;
}

const ofGroups = { action: 'ListAssetGroups', readFilter, idOf: keyOf } as const;

/** The events by the value of the Event parameter. */
export const events: Record<string, ListEvent> = {
	groupCreated: { ...ofGroups, timeOf: ({ CreateTime }) => CreateTime },
	groupUpdated: {
		...ofGroups,
		timeOf: ({ UpdateTime }) => UpdateTime,
		stateOf: ({ UpdateTime }) => String(UpdateTime),
		// A group that nobody touched since its creation is new, not updated.
		counts: ({ CreateTime, UpdateTime }, isNew) => !isNew || UpdateTime !== CreateTime,
	},
};
