import { withUri } from '../../../shared/api/assets';
import { listAssets } from '../../../shared/api/listOf';
import type { Operation } from '../../../shared/operation';
import { assetListFilters, readOwnFilters } from '../common/filters';
import { listProperties, prepareList } from '../common/listing';
import { readSort, sort } from '../common/sort';

const assets = { endpoint: listAssets, readAccepts: readOwnFilters, readCompare: readSort };

/** Asset · List Assets: one item for each asset, as the API gives it, with its URI. */
export const list: Operation = {
	value: 'list',
	name: 'List Assets',
	action: 'List assets',
	description: 'List assets, all of them or those that match filters',
	properties: listProperties(assetListFilters, [sort]),

	prepare({ parameters }) {
		const read = prepareList(assets, parameters);
		return async (run) => (await read(run)).map(withUri);
	},
};
