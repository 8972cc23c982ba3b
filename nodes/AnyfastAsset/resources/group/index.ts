import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { create } from './create';
import { list } from './list';

/** The operations of the resource, by the value of the Operation parameter. */
export const operations: Record<string, Operation> = { create, list };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['group'] } },
		options: [
			{
				name: 'Create Group',
				value: 'create',
				action: 'Create a group',
				description: 'Create an asset group',
			},
			{
				name: 'List Groups',
				value: 'list',
				action: 'List groups',
				description: 'List asset groups, all of them or those that match filters',
			},
		],
		default: 'list',
	},
	...Object.values(operations).flatMap((operation) => operation.description),
];
