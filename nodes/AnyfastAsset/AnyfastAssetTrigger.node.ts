import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';

import { testCredential } from '../shared/api/testCredential';
import { getGroups } from '../shared/listSearch';
import { MAIN } from '../shared/operation';
import { poll } from './trigger/poll';
import { properties, subtitle } from './trigger/properties';

/**
 * Emits each event once, as far as n8n lets a node: n8n stores what was seen when it starts an execution, not in one
 * transaction with it, and lets others write it. The rules, the argument for them and the gaps that n8n leaves:
 * docs/trigger.md.
 */
export class AnyfastAssetTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anyfast Asset Trigger',
		name: 'anyfastAssetTrigger',
		icon: { light: 'file:../../icons/anyfast.svg', dark: 'file:../../icons/anyfast.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			// n8n lists a node and its trigger once, with this description.
			'Upload, list, get and delete Anyfast assets and groups, or start a workflow when one is created, updated, ready or failed',
		defaults: { name: 'Anyfast Asset Trigger' },
		polling: true,
		inputs: [],
		outputs: [MAIN],
		credentials: [{ name: 'anyfastApi', required: true, testedBy: 'testCredential' }],
		properties,
	};

	methods = { credentialTest: { testCredential }, loadOptions: { getGroups } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
