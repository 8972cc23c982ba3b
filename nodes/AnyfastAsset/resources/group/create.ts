import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import {
	createAssetGroup,
	DEFAULT_MODEL,
	MAX_NAME,
	withNameFirst,
} from '../../../shared/api/assets';
import type { Operation, Work } from '../../../shared/operation';
import { modelFor, optionsWith, readModel } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { createOnce } from '../common/createOnce';
import { groupsNamed } from '../common/named';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Product photos',
	description: `Name of the new group, at most ${MAX_NAME} characters`,
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
	default: 'createAnother',
	description: 'What to do if the account already has a group with exactly this name',
};

/** Group · Create Group: the new group's ID, and what was sent; or the group that is there. */
export const create: Operation = {
	value: 'create',
	name: 'Create Group',
	action: 'Create a group',
	description: 'Create an asset group, or use the existing one of the same name',
	properties: [name, ifNameExists, optionsWith([modelFor('The model the new group is billed to')])],

	prepare({ parameters, context }): Work {
		const Name = parameters.requiredText(name, MAX_NAME);
		const wish = parameters.choice(ifNameExists, ['createAnother', 'use', 'fail']);
		const request = { model: readModel(parameters) ?? DEFAULT_MODEL, Name };
		if (wish !== 'use' && wish !== 'fail') {
			refuseRetryOnFail(
				context.getNode(),
				'Set If the Name Exists to Use It, or turn Retry On Fail off.',
			);
			return async ({ api }) => [await createNew(api, request)];
		}
		return async (run) => {
			const { api } = run;
			const { entity, isNew } = await createOnce(run, {
				key: `group ${Name}`,
				what: `group "${Name}"`,
				find: async () => await groupsNamed(api, Name),
				create: async () => await createNew(api, request),
			});
			if (!isNew && wish === 'fail') throw exists(Name, entity.Id);
			return [{ ...withNameFirst(entity), created: isNew }];
		};
	},
};

/** The answer has the ID alone; the rest is what was sent. */
async function createNew(
	api: Parameters<Work>[0]['api'],
	request: { model: string; Name: string },
) {
	const created = await api.call(createAssetGroup, request);
	return withNameFirst({ ...request, ...created });
}

const exists = (name: string, id: string) =>
	new AnyfastError(`There is a group named "${name}" already`, {
		description: `It is ${id}. Use another Name, or set If the Name Exists to Use It.`,
	});
