import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../api/AnyfastApi';
import { DEFAULT_MODEL } from '../api/assets';
import type { NodeParameters } from './NodeParameters';

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
};

const model: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'string',
	default: DEFAULT_MODEL,
};

const maxConcurrentRequests = {
	displayName: 'Max Concurrent Requests',
	name: 'maxConcurrentRequests',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
	default: DEFAULT_CONCURRENCY,
	description:
		'How many requests to send at the same time, for all items together. Unless set, the node starts with 10 and goes up to 32. If Anyfast limits the rate, it slows down by itself.',
} satisfies INodeProperties;

/** The Options of an operation: its own, in the order of their use, and how many requests to send at a time. */
export const optionsWith = (properties: INodeProperties[]): INodeProperties => ({
	...options,
	options: [...properties, maxConcurrentRequests],
});

/** The Options of the trigger, which has no items. */
export const triggerOptionsWith = (properties: INodeProperties[]): INodeProperties => ({
	...options,
	options: properties,
});

/** The option Model, with what it is for. */
export const modelFor = (description: string): INodeProperties => ({ ...model, description });

/** What the user set in the Options. */
export const readOptions = (parameters: NodeParameters): NodeParameters =>
	parameters.within(options);

/** The model that the user chose; undefined if none. */
export const readModel = (parameters: NodeParameters): string | undefined =>
	readOptions(parameters).text(model);

/** How many requests to send at the same time, one number for all items of a run; undefined if the user did not say. */
export const readConcurrency = (parameters: NodeParameters): number | undefined =>
	readOptions(parameters).wholeNumberIfSet(maxConcurrentRequests);
