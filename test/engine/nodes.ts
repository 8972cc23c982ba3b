import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

/**
 * Small doubles of some of n8n's own nodes, so that workflows around ours run without the 3 GB that n8n-nodes-base
 * brings along. They have the real nodes' types and parameters, as far as our workflows use them.
 */

function describe(name: string, more: Partial<INodeTypeDescription>): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: `A double of ${name}`,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...more,
	};
}

/** Starts a workflow with one empty item. */
export class ManualTrigger implements INodeType {
	description = describe('manualTrigger', { group: ['trigger'], inputs: [] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Hands items on. */
export class NoOp implements INodeType {
	description = describe('noOp', {});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** A note on the canvas; it never runs. */
export class StickyNote implements INodeType {
	description = describe('stickyNote', { inputs: [], outputs: [] });
}

/** Edit Fields (Set): each item becomes the fields that are assigned. */
export class EditFields implements INodeType {
	description = describe('set', {
		version: 3.4,
		properties: [
			{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((_item, index) => {
			const assigned: unknown = this.getNodeParameter('assignments.assignments', index);
			const fields = Array.isArray(assigned) ? assigned : [];
			return {
				json: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
				pairedItem: { item: index },
			};
		});
		return [items];
	}
}
