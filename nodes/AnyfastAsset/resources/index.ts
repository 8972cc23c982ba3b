import type { INodeProperties } from 'n8n-workflow';

import { propertiesOf, type Resource } from '../../shared/operation';
import { asset, assetInVersion1 } from './asset';
import { group } from './group';
import { person } from './person';

/** What the node is about, each with its operations. */
export const resources: Resource[] = [asset, group, person];

/**
 * The resources in version 1 of the node. What n8n does not store in a workflow, because it is the default, must stay
 * the default there.
 */
export const resourcesInVersion1: Resource[] = [assetInVersion1, group, person];

/** What the user sees: the choice of a resource, and the parameters of each. */
export const propertiesOfNode = (shown: Resource[], chosenFirst: string): INodeProperties[] => [
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
		default: chosenFirst,
	},
	...shown.flatMap(propertiesOf),
];
