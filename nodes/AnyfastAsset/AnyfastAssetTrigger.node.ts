import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { getGroups } from '../shared/lists/listSearch';
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
			'Starts the workflow when an Anyfast asset or asset group is created or updated, or when an asset becomes active or fails',
		defaults: { name: 'Anyfast Asset Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'anyfastApi', required: true }],
		properties,
	};

	methods = { loadOptions: { getGroups } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
