import {
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
	type NodeConnectionType,
	updateDisplayOptions,
} from 'n8n-workflow';

import type { AnyfastApi } from './api/AnyfastApi';
import type { NodeParameters } from './parameters/NodeParameters';

/**
 * The connection that items travel on. `NodeConnectionTypes.Main` is the same, but n8n-workflow has that name only since
 * n8n 1.85; without it the package loads in older n8ns too.
 */
export const MAIN: NodeConnectionType = 'main';

/** What an operation gets to prepare its work for one input item. */
export interface ItemContext {
	context: IExecuteFunctions;
	itemIndex: number;
	/** What the user set for this item. */
	parameters: NodeParameters;
}

/** What an operation gets to do its work for one input item. */
export interface Run {
	/** The API, for this item. */
	api: AnyfastApi;
	/**
	 * Shows a hint at the node, once however many items give it.
	 *
	 * @param about what it is about, or how much: names of several items are listed behind it, numbers summed up
	 */
	hint: (message: string, about?: string | number) => void;
	/** Runs `work` once for each key, and shares its result, or its error, among the items that ask for it. */
	once: <T>(key: string, work: () => Promise<T>) => Promise<T>;
	/** Whether this item is the first of the run to ask with this key. */
	isFirst: (key: string) => boolean;
	/** Says that the item has sent what it had to, and only waits from now on: another one may be taken up. */
	onlyWaits: () => void;
}

/** An output item with files. */
export class WithFiles {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

/** What becomes an output item. */
export type Output = IDataObject | WithFiles;

/** The work for one input item. @returns one object for each output item */
export type Work = (run: Run) => Promise<Output[]>;

/** An operation of a resource: what it is called, the parameters that the user sees, and the work that reads them. */
export interface Operation {
	/** The value of the Operation parameter. */
	value: string;
	/** As the user reads it, as in "List Groups". */
	name: string;
	/** As in "List groups", in the node panel's list of actions. */
	action: string;
	description: string;
	/** In the order in which `prepare` reads them. */
	properties: INodeProperties[];
	/**
	 * Reads and checks what the user set for one item, and sends nothing: the items of a run are all checked before the
	 * first of them is worked on.
	 *
	 * @throws AnyfastError for what the user set wrongly
	 */
	prepare: (item: ItemContext) => Work | Promise<Work>;
}

/** A resource, with its operations in the order in which the user sees them. */
export interface Resource {
	/** The value of the Resource parameter. */
	value: string;
	operations: Operation[];
	/** The value of the operation that is chosen first. */
	defaultOperation: string;
}

/** The Operation parameter of a resource, and the parameters of each of its operations. */
export function propertiesOf({ value, operations, defaultOperation }: Resource): INodeProperties[] {
	const resource = { resource: [value] };
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: resource },
			options: operations.map(({ name, value: operation, action, description }) => {
				return { name, value: operation, action, description };
			}),
			default: defaultOperation,
		},
		...operations.flatMap((operation) =>
			updateDisplayOptions(
				{ show: { ...resource, operation: [operation.value] } },
				operation.properties,
			),
		),
	];
}

/**
 * An expression for the name of the chosen operation in the words of the screen, as in "List Groups": the line below a
 * node's name.
 */
export function nameOfOperation(resources: Resource[]): string {
	const names = resources.flatMap(({ value, operations }) =>
		operations.map((operation) => [`${value} ${operation.value}`, operation.name]),
	);
	const key = '$parameter["resource"] + " " + $parameter["operation"]';
	return `(${JSON.stringify(Object.fromEntries(names))})[${key}]`;
}
