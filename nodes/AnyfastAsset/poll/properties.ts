import type { INodeProperties } from 'n8n-workflow';

import { filters } from '../resources/group/filters';
import { model } from '../resources/listing';

export const event = {
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: [
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
		'Whether the very first poll emits what is there already: all groups, or for Group Updated those that were updated since they were created. Otherwise it only learns them.',
} satisfies INodeProperties;

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [emitExisting, model],
};

/** What the user sets in the trigger. */
export const properties: INodeProperties[] = [
	event,
	{
		...filters,
		description:
			'Which groups to watch. Without a filter, all of them. What a changed filter newly lets in is learned, not emitted.',
	},
	options,
];
