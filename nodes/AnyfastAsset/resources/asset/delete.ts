import { deleteAsset as endpoint } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import { deleteUnlessGone, ifNotExists, readGoesOn } from '../common/deletion';

/** Asset · Delete Asset: exactly one asset. */
export const deleteAsset: Operation = {
	value: 'delete',
	name: 'Delete Asset',
	action: 'Delete an asset',
	description: 'Permanently delete one asset',
	properties: [
		{ ...assetId, description: 'The asset to delete permanently' },
		{ ...ifNotExists, description: 'What to do if there is no such asset' },
	],

	prepare({ parameters, context }) {
		const Id = readAssetId(parameters);
		const goesOn = readGoesOn(parameters, context.getNode());
		return async (run) => [
			await deleteUnlessGone(run, Id, goesOn, async () => await run.api.call(endpoint, { Id })),
		];
	},
};
