import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeBaseDescription,
	VersionedNodeType,
} from 'n8n-workflow';

import { testCredential } from '../shared/api/testCredential';
import { MAIN } from '../shared/connections';
import { getGroups, searchAssets, searchGroups } from '../shared/listSearch';
import type { Resource } from '../shared/operation';
import { runItems } from '../shared/runItems';
import { nameOfOperation } from '../shared/subtitle';
import { propertiesOfNode, resources, resourcesInVersion1 } from './resources';

const about: INodeTypeBaseDescription = {
	displayName: 'Anyfast Asset',
	name: 'anyfastAsset',
	icon: { light: 'file:../../icons/anyfast.svg', dark: 'file:../../icons/anyfast.dark.svg' },
	group: ['input'],
	description:
		'Upload, list, get and delete Anyfast assets (images, videos and audio files) and their groups',
	defaultVersion: 1.1,
};

/**
 * One version of the node. Programmatic rather than declarative: declarative routing can neither check that a list is
 * whole, nor read pages at the same time, nor obey Retry-After.
 */
const versionOf = (version: number, shown: Resource[], chosenFirst: string): INodeType => ({
	description: {
		...about,
		version,
		subtitle: `={{ ${nameOfOperation(shown)} }}`,
		defaults: { name: 'Anyfast Asset' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [{ name: 'anyfastApi', required: true, testedBy: 'testCredential' }],
		properties: propertiesOfNode(shown, chosenFirst),
	},
	methods: {
		credentialTest: { testCredential },
		loadOptions: { getGroups },
		listSearch: { searchAssets, searchGroups },
	},
	async execute(this: IExecuteFunctions) {
		return await runItems(this, shown);
	},
});

/**
 * Two whole descriptions instead of one with parameters for each version: with two parameters named Resource, the
 * editor of n8n 1 would list every action twice. What version 1.1 changes: Asset is chosen first, and Wait Until Active
 * is a switch of its own, on for uploads.
 */
export class AnyfastAsset extends VersionedNodeType {
	constructor() {
		super(
			{ 1: versionOf(1, resourcesInVersion1, 'group'), 1.1: versionOf(1.1, resources, 'asset') },
			about,
		);
	}
}
