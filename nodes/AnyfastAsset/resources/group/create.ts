import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { readRow } from '../../../shared/api/readRow';
import { DEFAULT_MODEL } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { modelFor, optionsWith, readModel } from '../../../shared/parameters/options';

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

/** Group · Create Group: the new group's ID, and what was sent. */
export const create: Operation = {
	description: updateDisplayOptions({ show: { resource: ['group'], operation: ['create'] } }, [
		name,
		optionsWith([modelFor('The model the new group is billed to')]),
	]),

	async execute({ parameters, api }) {
		const request = {
			model: readModel(parameters) ?? DEFAULT_MODEL,
			Name: parameters.requiredText(name, MAX_NAME),
		};
		const { Id, ...more } = await api.call('CreateAssetGroup', request, readRow);
		return [{ Id, ...request, ...more }];
	},
};
