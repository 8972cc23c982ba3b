import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_MODEL, type Entity, MAX_NAME } from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import type { Run } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { cutName, isCut, visible } from './names';

/** The parameter of both operations that rename. @param example a name */
export const newNameLike = (example: string): INodeProperties => ({
	...newName,
	placeholder: `e.g. ${example}`,
});

const newName: INodeProperties = {
	displayName: 'New Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	description: `At most ${MAX_NAME} characters`,
};

/** The work of both: gives the ID and the new name, and what the API says besides. */
export function prepareRename(endpoint: Endpoint<Entity>, Id: string, parameters: NodeParameters) {
	const named = { Id, Name: readNewName(parameters) };
	return async ({ api }: Run) => {
		const answer = await api.call(endpoint, { model: DEFAULT_MODEL, ...named });
		return [{ ...named, ...answer, ...named }];
	};
}

/** @throws AnyfastError if nothing is to be seen of it, or it is too long: a name that is given is not cut */
function readNewName(parameters: NodeParameters): string {
	const text = parameters.requiredText(newName);
	if (visible(text) === '') throw parameters.emptyError(newName);
	if (!isCut(text)) return cutName(text);
	throw parameters.invalid(newName, `must have at most ${MAX_NAME} characters`, text);
}
