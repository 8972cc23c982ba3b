import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { readRow } from '../../transport/readRow';
import { DEFAULT_MODEL } from '../../transport/wire';
import type { Operation } from '../operation';

/** In characters; upstream's limit. */
const MAX_NAME = 64;

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	description: `The name of the new group, of at most ${MAX_NAME} characters. There may be several groups of one name.`,
};

const model: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'string',
	default: DEFAULT_MODEL,
	description: 'The model the new group is billed to',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [model],
};

/** Group · Create Group: the new group's ID, and what was sent. */
export const create: Operation = {
	description: updateDisplayOptions({ show: { resource: ['group'], operation: ['create'] } }, [
		name,
		options,
	]),

	async execute({ parameters, api }) {
		const request = {
			model: parameters.within(options).text(model) ?? DEFAULT_MODEL,
			Name: parameters.requiredText(name, MAX_NAME),
		};
		const { Id, ...more } = await api.call('CreateAssetGroup', request, readRow);
		return [{ Id, ...request, ...more }];
	},
};
