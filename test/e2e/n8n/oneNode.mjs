/** The names of the two nodes. */
const START = 'Start';
export const ANYFAST = 'Anyfast Asset';

/**
 * A workflow of a trigger and an Anyfast Asset node.
 *
 * @param {string} name
 * @param {object} parameters of the Anyfast Asset node
 */
export const oneNode = (name, parameters) => ({
	name,
	nodes: [
		// It hands on the items that it is started with.
		node('1', START, 'n8n-nodes-base.executeWorkflowTrigger', 0),
		{
			...node('2', ANYFAST, 'n8n-nodes-anyfast.anyfastAsset', 220),
			parameters,
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
		},
	],
	connections: { [START]: { main: [[{ node: ANYFAST, type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

/**
 * Starts such a workflow with these items.
 *
 * @param {import('./N8n.mjs').N8n} n8n
 * @param {string} workflowId
 * @param {{ json: object, binary?: object }[]} items
 * @returns {Promise<string>} the ID of the execution
 */
export async function startWith(n8n, workflowId, items) {
	return await n8n.rest.startWorkflow(workflowId, {
		name: START,
		data: {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			data: { main: [items] },
			source: [null],
		},
	});
}

/** @param {string} value of a field in which a thing can be chosen, or its ID be set */
export const locator = (value) => ({ __rl: true, mode: 'id', value });

/**
 * @param {string} id
 * @param {string} name
 * @param {string} type
 * @param {number} x
 */
const node = (id, name, type, x) => ({
	id,
	name,
	type,
	typeVersion: 1,
	position: [x, 0],
	parameters: {},
});
