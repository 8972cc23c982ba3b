import type { INodeProperties } from 'n8n-workflow';

import { propertiesOf, type Resource } from '../../shared/operation';
import { asset } from './asset';
import { group } from './group';
import { person } from './person';

/** What the node is about, each with its operations. */
export const resources: Resource[] = [asset, group, person];

/** What the user sees: the choice of a resource, and the parameters of each. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Asset', value: 'asset' },
			{ name: 'Group', value: 'group' },
			{ name: 'Person', value: 'person' },
		],
		default: 'asset',
	},
	...resources.flatMap(propertiesOf),
];
