import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { type Entity, getAssetGroup } from '../../../shared/api/assets';
import { findListedGroup } from '../../../shared/api/listOf';
import type { Operation } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';
import { settle } from '../../../shared/settle';

/** Group · Get Group: the group as the API gives it. */
export const get: Operation = {
	value: 'get',
	name: 'Get Group',
	action: 'Get a group',
	description: 'Get one group by its ID',
	properties: [{ ...groupId, description: 'The group to get' }, optionsWith([])],

	prepare({ parameters }) {
		const Id = readGroupId(parameters);
		return async ({ api }) => [await findGroup(api, Id)];
	},
};

/** A group by its ID. Sites that do not serve GetAssetGroup list it; groups of verified people are in no list (field report). */
export async function findGroup(api: AnyfastApi, Id: string): Promise<Entity> {
	const got = await settle(api.call(getAssetGroup, { Id }));
	if (got.ok) return got.value;
	const { cause } = got;
	if (!isKind(cause, 'not served')) throw cause;

	const group = await findListedGroup(api, Id);
	if (group) return group;
	throw new AnyfastError(`There is no group ${Id}`, {
		cause: 'api',
		kind: 'group not found',
		description:
			'Check the ID, and that the credential is of the account and site it was created with. This site finds groups only by listing them, and groups of verified people are in no list.',
	});
}
