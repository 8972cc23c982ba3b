import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from './NodeParameters';
import { DEFAULT_MODEL } from '../api/assets';

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

/** The Options of an operation, or of the trigger. */
export const optionsWith = (properties: INodeProperties[]): INodeProperties => ({
	...options,
	options: properties,
});

/** The option Model, with what it is for. */
export const modelFor = (description: string): INodeProperties => ({ ...model, description });

/** What the user set in the Options. */
export const readOptions = (parameters: NodeParameters): NodeParameters =>
	parameters.within(options);

/** The model that the user chose; undefined where none. */
export const readModel = (parameters: NodeParameters): string | undefined =>
	readOptions(parameters).text(model);
