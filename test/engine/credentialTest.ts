import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type INodeExecutionData,
	type INodeType,
	Workflow,
} from 'n8n-workflow';

import type { Engine } from './Engine';
import { NoOp } from './nodes';

/**
 * Sends the test request of a credential type as n8n does when a credential is saved: as the routing of a node made up
 * for it.
 *
 * @returns what came back
 * @throws what n8n would look up in the rules of the test
 */
export async function sendCredentialTest(
	engine: Engine,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeExecutionData[][] | undefined> {
	const request = engine.loader.credentialTypes[type]?.type.test?.request;
	if (!request) throw new Error(`${type} has no test`);

	const { description } = new NoOp();
	const nodeType: INodeType = {
		description: {
			...description,
			credentials: [{ name: type, required: true }],
			properties: [
				{ displayName: 'Test', name: 'test', type: 'string', default: '', routing: { request } },
			],
		},
	};
	const node = {
		id: 'test',
		name: 'Test',
		type: description.name,
		typeVersion: 1,
		position: [0, 0] satisfies [number, number],
		parameters: {},
		credentials: { [type]: { id: type, name: type } },
	};
	const json = { name: 'test', nodes: [node], connections: {} };
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const context = new ExecuteContext(
		new Workflow({ ...json, active: false, nodeTypes }),
		node,
		engine.additionalData(json),
		'internal',
		createRunExecutionData({}),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return await new RoutingNode(context, nodeType, { id: type, name: type, type, data }).runNode();
}
