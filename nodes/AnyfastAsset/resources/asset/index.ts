import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/operation';
import { deleteAsset } from './delete';
import { get } from './get';
import { list } from './list';
import { upload } from './upload';

/** The operations of the resource, by the value of the Operation parameter. */
export const operations: Record<string, Operation> = { delete: deleteAsset, get, list, upload };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['asset'] } },
		options: [
			{
				name: 'Delete Asset',
				value: 'delete',
				action: 'Delete an asset',
				description: 'Delete one asset for good',
			},
			{
				name: 'Get Asset',
				value: 'get',
				action: 'Get an asset',
				description: 'Get one asset, with its status',
			},
			{
				name: 'List Assets',
				value: 'list',
				action: 'List assets',
				description: 'List assets, all of them or those that match filters',
			},
			{
				name: 'Upload Asset',
				value: 'upload',
				action: 'Upload an asset',
				description: 'Put an image, a video or a sound into a group',
			},
		],
		default: 'list',
	},
	...Object.values(operations).flatMap((operation) => operation.description),
];
