import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { assetFilters, groupFilters } from '../resources/common/filters';
import { listModel } from '../resources/common/listing';
import { triggerOptionsWith } from '../../shared/parameters/options';

export const event = {
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Asset Created',
			value: 'assetCreated',
			description: 'When an asset appears that was not there before',
		},
		{
			name: 'Asset Failed',
			value: 'assetFailed',
			description: 'When Anyfast could not make an asset active; the item says why if Anyfast does',
		},
		{
			name: 'Asset Ready',
			value: 'assetReady',
			description: 'When an asset becomes active, so that it can be used',
		},
		{
			name: 'Group Created',
			value: 'groupCreated',
			description: 'When a group appears that was not there before',
		},
		{
			name: 'Group Updated',
			value: 'groupUpdated',
			description: 'When the update time of a group changes',
		},
	],
	default: 'assetReady',
	hint: 'Only what happens after publishing; for what exists, see Emit Existing',
} satisfies INodeProperties;

/** The event in the words of the screen, for the line below the node's name. */
export const subtitle = `={{ (${JSON.stringify(
	Object.fromEntries(event.options.map(({ name, value }) => [value, name])),
)})[$parameter["event"]] }}`;

export const emitExisting = {
	displayName: 'Emit Existing',
	name: 'emitExisting',
	type: 'boolean',
	default: false,
	description:
		'Whether the first poll also emits the existing items that fit the event. Otherwise they are only recorded.',
} satisfies INodeProperties;

export const includeDeleted = {
	displayName: 'Include Soft-Deleted Groups',
	name: 'includeDeleted',
	type: 'boolean',
	displayOptions: { show: { '/event': ['groupCreated', 'groupUpdated'] } },
	default: false,
	description:
		"Whether to emit groups whose name begins with __del__ as well. Anyfast's web demo deletes a group by renaming it like that.",
} satisfies INodeProperties;

const watching = (what: string, filters: INodeProperties): INodeProperties => ({
	...filters,
	description: `Which ${what} to watch. Without a filter, all of them. If you change the filters later, items that exist by then are only recorded, not emitted.`,
});

/** What the user sets in the trigger. */
export const properties: INodeProperties[] = [
	event,
	...updateDisplayOptions({ show: { event: ['assetCreated', 'assetFailed', 'assetReady'] } }, [
		watching('assets', assetFilters),
	]),
	...updateDisplayOptions({ show: { event: ['groupCreated', 'groupUpdated'] } }, [
		watching('groups', groupFilters),
	]),
	triggerOptionsWith([emitExisting, includeDeleted, listModel]),
];
