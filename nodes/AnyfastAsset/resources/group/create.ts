import type { INodeProperties } from 'n8n-workflow';

import { createAssetGroup, DEFAULT_MODEL, readEntity } from '../../../shared/api/assets';
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
	value: 'create',
	name: 'Create Group',
	action: 'Create a group',
	description: 'Create an asset group',
	properties: [name, optionsWith([modelFor('The model the new group is billed to')])],

	prepare({ parameters }) {
		const Name = parameters.requiredText(name, MAX_NAME);
		const request = { model: readModel(parameters) ?? DEFAULT_MODEL, Name };
		return async ({ api }) => {
			const { Id, ...more } = await api.call(createAssetGroup, request, readEntity);
			return [{ Id, ...request, ...more }];
		};
	},
};
