import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { getGroups } from '../shared/lists/listSearch';
import { poll } from './trigger/poll';
import { properties } from './trigger/properties';

/**
 * Emits each event once, as far as n8n lets a node. What it does not let a node guarantee:
 *
 * - n8n stores the static data and starts the execution at the same time, without waiting for either. A crash between
 *   the two loses the events of that poll (memory stored, execution not) or repeats them (the other way round). Only
 *   where n8n keeps the cursors of polls in a table of their own (2.x, durable scheduling) are both one transaction.
 * - A poll that emits nothing is not stored before the next that does, or the next publishing. A restart between them
 *   goes back to the older memory; nothing is emitted twice by that. What is gone is only forgotten later, and of an asset
 *   that stopped being active and became it again around the restart, the second time goes unnoticed.
 * - The static data of a workflow is one value, written by whoever writes last: a node of the same workflow that changes
 *   it in a long execution (a Code node) puts back the memory from when that execution began, and events come again.
 *   So does an import, or a call of n8n's own API, that overwrites the workflow with its static data.
 * - Publishing reads the memory while the version before may still be polling: what that poll emits in this moment may
 *   come again.
 * - It is kept under the node's name: under a new name, the node begins anew.
 * - Nothing is kept for a workflow whose ID is longer than n8n's own (16 characters in 1.x, 21 in 2.x), as an import may
 *   bring it along: each restart begins anew.
 * - Where n8n's durable scheduling polls (2.x, off by default), a poll is given up after 45 seconds unless n8n is set
 *   otherwise: a list that takes longer to be read twice emits nothing, ever.
 */
export class AnyfastAssetTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anyfast Asset Trigger',
		name: 'anyfastAssetTrigger',
		icon: { light: 'file:../../icons/anyfast.svg', dark: 'file:../../icons/anyfast.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] }}',
		description:
			'Starts the workflow when an Anyfast asset or asset group is created, becomes active or is updated',
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
