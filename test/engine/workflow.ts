import type { IBinaryKeyData, IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from './Engine';

/** The name of our node in the workflows below. */
export const ANYFAST = 'Anyfast Asset';

/** The names of the nodes behind its outputs. */
export const AFTER = 'After';
export const ON_ERROR = 'On Error';

interface WorkflowOptions {
	/** What the trigger gives: one empty item unless said. */
	items?: IDataObject[];
	/** The files of each item. */
	binary?: IBinaryKeyData;
	/** Settings of our node, such as `onError`, or another `type`. */
	node?: Partial<INode>;
}

/**
 * Trigger → Anyfast Asset → No Operation, and another No Operation behind the error output. Unless told otherwise, it
 * lists groups, and does not wait for what it uploads.
 */
export function workflowWith(
	parameters: INodeParameters,
	options: WorkflowOptions = {},
): WorkflowJson {
	const { binary, items = binary && [{}], node: settings } = options;
	const nodes: INode[] = [
		node('Start', 'n8n-nodes-base.manualTrigger'),
		{
			...node(ANYFAST, 'n8n-nodes-anyfast.anyfastAsset'),
			parameters: {
				resource: 'group',
				operation: 'list',
				waitUntilActive: false,
				...parameters,
			},
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
			...settings,
		},
		node(AFTER, 'n8n-nodes-base.noOp'),
		node(ON_ERROR, 'n8n-nodes-base.noOp'),
	];
	return {
		name: 'test',
		nodes,
		connections: {
			Start: { main: [[to(ANYFAST)]] },
			[ANYFAST]: { main: [[to(AFTER)], [to(ON_ERROR)]] },
		},
		pinData: items && { Start: items.map((json) => ({ json, binary })) },
	};
}

function node(name: string, type: string): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} };
}

const to = (name: string) => ({ node: name, type: 'main', index: 0 }) as const;
