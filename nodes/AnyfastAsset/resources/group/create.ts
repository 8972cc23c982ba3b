import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import { DEFAULT_MODEL, MAX_NAME, withNameFirst } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { modelFor, optionsWith, readModel } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { createGroup, groupOfName } from '../common/groupOfName';
import { hintIfCut, ownName, visible } from '../common/names';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Product photos',
	description: `Name of the new group. A name of more than ${MAX_NAME} characters is cut, and gets an ending of its own.`,
};

const ifNameExists: INodeProperties = {
	displayName: 'If the Name Exists',
	name: 'ifNameExists',
	type: 'options',
	options: [
		{
			name: 'Create Another',
			value: 'createAnother',
			description: 'Always create a group; several may have the same name',
		},
		{
			name: 'Use It',
			value: 'use',
			description: 'Output the existing group, so that the workflow can be run again',
		},
		{ name: 'Fail', value: 'fail', description: 'Fail if the account has a group of this name' },
	],
	default: 'use',
	description: 'What to do if the account already has a group of this name',
};

/** Group · Create Group: the new group, or the one that is there. */
export const create: Operation = {
	value: 'create',
	name: 'Create Group',
	action: 'Create a group',
	description: 'Create an asset group, or use the existing one of the same name',
	properties: [name, ifNameExists, optionsWith([modelFor('The model the new group is billed to')])],

	prepare({ parameters, context }) {
		const given = parameters.requiredText(name);
		if (visible(given) === '') throw parameters.emptyError(name);
		const choice = parameters.choice(ifNameExists, ['createAnother', 'use', 'fail']) ?? 'use';
		if (choice === 'createAnother') {
			refuseRetryOnFail(
				context.getNode(),
				'Set If the Name Exists to Use It, or turn Retry On Fail off.',
			);
		}
		const request = { model: readModel(parameters) ?? DEFAULT_MODEL, Name: ownName(given) };
		return async (run) => {
			hintIfCut(run, given);
			if (choice === 'createAnother') return [await createGroup(run, request)];
			const { entity, isNew, isOld } = await groupOfName(run, request);
			if (!isNew && choice === 'fail') throw exists(request.Name, entity.Id);
			if (isOld) run.hint(USED);
			return [{ ...withNameFirst(entity), created: isNew }];
		};
	},
};

const USED = 'A group of this name was there already and was used';

const exists = (name: string, id: string) =>
	new AnyfastError(`There is a group named "${name}" already`, {
		description: `It is ${id}. Use another Name, or set If the Name Exists to Use It.`,
	});
