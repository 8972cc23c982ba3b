import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { testCredential } from '../shared/api/testCredential';
import { getGroups, searchAssets, searchGroups } from '../shared/listSearch';
import { MAIN, nameOfOperation } from '../shared/operation';
import { runItems } from '../shared/runItems';
import { properties, resources } from './resources';

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
		subtitle: `={{ ${nameOfOperation(resources)} }}`,
		description:
			'Upload, list, get and delete Anyfast assets (images, videos and audio files) and their groups',
		defaults: { name: 'Anyfast Asset' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [{ name: 'anyfastApi', required: true, testedBy: 'testCredential' }],
		properties,
	};

	methods = {
		credentialTest: { testCredential },
		loadOptions: { getGroups },
		listSearch: { searchAssets, searchGroups },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, resources);
	}
}
