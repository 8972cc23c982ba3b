import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_MODEL, type Entity, MAX_NAME } from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import type { Run } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readModel } from '../../../shared/parameters/options';

/** The parameter of both operations that rename. */
export const newName: INodeProperties = {
	displayName: 'New Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. cat',
	description: `At most ${MAX_NAME} characters`,
};

/** The work of both: gives the ID and the new name, and what the API says besides. */
export function prepareRename(endpoint: Endpoint<Entity>, Id: string, parameters: NodeParameters) {
	const Name = parameters.requiredText(newName, MAX_NAME);
	const request = { model: readModel(parameters) ?? DEFAULT_MODEL, Id, Name };
	const named = { Id, Name };
	return async ({ api }: Run) => {
		const answer = await api.call(endpoint, request);
		return [{ ...named, ...answer, ...named }];
	};
}
