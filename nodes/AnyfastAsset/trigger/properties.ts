import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { assetFilters, groupFilters } from '../resources/filters';
import { listModel } from '../resources/listing';
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
	default: 'groupCreated',
} satisfies INodeProperties;

export const emitExisting = {
	displayName: 'Emit Existing',
	name: 'emitExisting',
	type: 'boolean',
	default: false,
	description:
		'Whether the very first poll emits what is there already: everything, or for Group Updated what was updated since it was created, for Asset Ready what is active. Otherwise it only learns it.',
} satisfies INodeProperties;

const watching = (what: string, filters: INodeProperties): INodeProperties => ({
	...filters,
	description: `Which ${what} to watch. Without a filter, all of them. What a changed filter newly lets in is learned, not emitted.`,
});

/** What the user sets in the trigger. */
export const properties: INodeProperties[] = [
	event,
	...updateDisplayOptions({ show: { event: ['assetCreated', 'assetReady'] } }, [
		watching('assets', assetFilters),
	]),
	...updateDisplayOptions({ show: { event: ['groupCreated', 'groupUpdated'] } }, [
		watching('groups', groupFilters),
	]),
	triggerOptionsWith([emitExisting, listModel]),
];
