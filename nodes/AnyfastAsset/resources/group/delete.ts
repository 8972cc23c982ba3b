import type { INodeProperties } from 'n8n-workflow';

import { type AnyfastError, isKind } from '../../../shared/AnyfastError';
import { deleteAssetGroup } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import { settle } from '../../../shared/settle';
import { deleteUnlessGone, ifNotExists, readGoesOn } from '../common/deletion';
import { checkEmpty } from './checkEmpty';

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
		{ ...ifNotExists, description: 'What to do if there is no such group' },
	],

	prepare({ parameters, context }) {
		const Id = readGroupId(parameters);
		const withAssets = parameters.flag(deleteAssets);
		const goesOn = readGoesOn(parameters, context.getNode());
		return async (run) => [
			await deleteUnlessGone(run, Id, goesOn, async () => {
				if (!withAssets) await checkEmpty(run.api, Id);
				const done = await settle(run.api.call(deleteAssetGroup, { Id }));
				if (done.ok) return done.value;
				throw notServed(done.cause) ?? done.cause;
			}),
		];
	},
};

function notServed(cause: unknown): AnyfastError | undefined {
	if (!isKind(cause, 'not served')) return undefined;
	return cause.with({
		message: 'This site of Anyfast cannot delete groups',
		description: `Its assets can be deleted one by one: List Assets, then Delete Asset. ${cause.details.description}`,
	});
}
