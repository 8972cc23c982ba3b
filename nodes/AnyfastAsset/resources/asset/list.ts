import { listAssets, withUri } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetFilters } from '../filters';
import { listProperties, prepareList } from '../listing';

/** Asset · List Assets: one item for each asset, as the API gives it, with its URI. */
export const list: Operation = {
	value: 'list',
	name: 'List Assets',
	action: 'List assets',
	description: 'List assets, all of them or those that match filters',
	properties: listProperties(assetFilters),

	prepare({ parameters }) {
		const read = prepareList(listAssets, parameters);
		return async (run) => (await read(run)).map(withUri);
	},
};
