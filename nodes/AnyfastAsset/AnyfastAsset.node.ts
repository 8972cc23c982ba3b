import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { testCredential } from '../shared/api/testCredential';
import { MAIN } from '../shared/connections';
import { getGroups, searchAssets, searchGroups } from '../shared/lists/listSearch';
import { propertiesOf } from '../shared/operation';
import { runItems } from '../shared/runItems';
import { nameOfOperation } from '../shared/subtitle';
import { asset } from './resources/asset';
import { group } from './resources/group';
import { person } from './resources/person';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Asset', value: 'asset' },
		{ name: 'Group', value: 'group' },
		{ name: 'Person', value: 'person' },
	],
	default: 'group',
};

/**
 * Programmatic rather than declarative: declarative routing can neither check that a list is whole, nor read pages at
 * the same time, nor obey Retry-After.
 */
export class AnyfastAsset implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anyfast Asset',
		name: 'anyfastAsset',
		icon: { light: 'file:../../icons/anyfast.svg', dark: 'file:../../icons/anyfast.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: `={{ ${nameOfOperation([asset, group, person])} }}`,
		description:
			'Upload, list, get and delete Anyfast assets (images, videos and audio files) and their groups',
		defaults: { name: 'Anyfast Asset' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [{ name: 'anyfastApi', required: true, testedBy: 'testCredential' }],
		properties: [resource, ...propertiesOf(asset), ...propertiesOf(group), ...propertiesOf(person)],
	};

	methods = {
		credentialTest: { testCredential },
		loadOptions: { getGroups },
		listSearch: { searchAssets, searchGroups },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, [asset, group, person]);
	}
}
