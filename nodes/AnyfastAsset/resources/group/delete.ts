import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import { deleteAssetGroup } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';
import { settle } from '../../../shared/settle';
import { assetsIn } from '../common/named';

const deleteAssets = {
	displayName: 'Delete Its Assets Too',
	name: 'deleteAssets',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to permanently delete a group that is not empty, together with all its assets',
} satisfies INodeProperties;

/** Group · Delete Group: exactly one group, and only with consent the assets in it. */
export const deleteGroup: Operation = {
	value: 'delete',
	name: 'Delete Group',
	action: 'Delete a group',
	description: 'Permanently delete one group',
	properties: [
		{ ...groupId, description: 'The group to delete permanently' },
		deleteAssets,
		optionsWith([]),
	],

	prepare({ parameters }) {
		const Id = readGroupId(parameters);
		const withAssets = parameters.flag(deleteAssets);
		return async ({ api }) => {
			const { length } = withAssets ? [] : await assetsIn(api, Id);
			if (length > 0) throw notEmpty(length);
			const done = await settle(api.call(deleteAssetGroup, { Id }));
			if (done.ok) return [done.value];
			throw notServed(done.cause) ?? done.cause;
		};
	},
};

const notEmpty = (assets: number) =>
	new AnyfastError(`The group is not empty: it has ${assets} asset${assets === 1 ? '' : 's'}`, {
		description:
			'Deleting a group permanently deletes its assets. Turn on Delete Its Assets Too if you want that.',
	});

function notServed(cause: unknown): AnyfastError | undefined {
	if (!isKind(cause, 'not served')) return undefined;
	return cause.with({
		message: 'This site of Anyfast cannot delete groups',
		description: `Its assets can be deleted one by one: List Assets, then Delete Asset. ${cause.details.description}`,
	});
}
