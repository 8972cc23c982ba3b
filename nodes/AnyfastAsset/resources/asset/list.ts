import { updateDisplayOptions } from 'n8n-workflow';

import { assetFilters } from '../filters';
import { listProperties, readRows } from '../listing';
import type { Operation } from '../../../shared/operation';
import { withUri } from '../../../shared/api/withUri';

/** Asset · List Assets: one item for each asset, as the API gives it, with its address. */
export const list: Operation = {
	description: updateDisplayOptions(
		{ show: { resource: ['asset'], operation: ['list'] } },
		listProperties(assetFilters),
	),

	async execute({ parameters, api }) {
		return (await readRows(api, 'ListAssets', parameters)).map(withUri);
	},
};
