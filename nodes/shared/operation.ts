import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from './parameters/NodeParameters';
import type { AnyfastApi } from './api/AnyfastApi';

/** What an operation gets to do its work for one input item. */
export interface Call {
	context: IExecuteFunctions;
	itemIndex: number;
	/** What the user set for this item. */
	parameters: NodeParameters;
	/** Shared by all items of a run. */
	api: AnyfastApi;
}

/** An operation of a resource: the parameters that the user sees, and the work that reads them. */
export interface Operation {
	description: INodeProperties[];
	/**
	 * @returns one object for each output item
	 * @throws NodeOperationError for what the user set, NodeApiError for what the API did
	 */
	execute: (call: Call) => Promise<IDataObject[]>;
}
