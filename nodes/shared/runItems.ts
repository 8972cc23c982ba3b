import {
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { toNodeError } from './toNodeError';
import { NodeParameters } from './parameters/NodeParameters';
import * as asset from '../AnyfastAsset/resources/asset';
import * as group from '../AnyfastAsset/resources/group';
import type { Operation } from './operation';
import { AnyfastApi } from './api/AnyfastApi';

/** All operations, by resource and operation. */
const operations = new Map(
	Object.entries({ asset: asset.operations, group: group.operations }).flatMap(
		([resource, ofResource]) =>
			Object.entries(ofResource).map(([name, operation]) => [`${resource}.${name}`, operation]),
	),
);

/**
 * Runs the chosen operation once for each input item, one item after another, and links every output item to the input
 * item it came from. An item that fails ends the run, or under On Error: Continue becomes an item with the error.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const api = await AnyfastApi.open(context);
	const output: INodeExecutionData[] = [];

	for (const itemIndex of context.getInputData().keys()) {
		const pairedItem = { item: itemIndex };
		try {
			const operation = chosenOperation(context, itemIndex);
			const parameters = NodeParameters.ofItem(context, itemIndex);
			for (const json of await operation.execute({ context, itemIndex, parameters, api })) {
				output.push({ json, pairedItem });
			}
		} catch (cause) {
			const error = asNodeError(context, cause, itemIndex);
			if (!context.continueOnFail() || context.getExecutionCancelSignal()?.aborted) throw error;
			output.push({ json: { error: error.message }, error, pairedItem });
		}
	}
	return [output];
}

function chosenOperation(context: IExecuteFunctions, itemIndex: number): Operation {
	// n8n gives no operation where the resource is not one of ours.
	const read = (name: string) => String(context.getNodeParameter(name, itemIndex, ''));
	const [resource, name] = [read('resource'), read('operation')];
	const operation = operations.get(`${resource}.${name}`);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation "${name}" of "${resource}"`,
		{
			description: 'Choose a Resource and an Operation from the lists of the node.',
		},
	);
}

/** An error in n8n's terms, with the item it belongs to. */
function asNodeError(
	context: IExecuteFunctions,
	cause: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const error = toNodeError(context.getNode(), cause);
	error.context.itemIndex = itemIndex;
	return error;
}
