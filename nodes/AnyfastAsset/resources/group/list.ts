import { updateDisplayOptions } from 'n8n-workflow';

import { groupFilters } from '../filters';
import { listProperties, readRows } from '../listing';
import type { Operation } from '../../../shared/operation';

/** Group · List Groups: one item for each group, as the API gives it. */
export const list: Operation = {
	description: updateDisplayOptions(
		{ show: { resource: ['group'], operation: ['list'] } },
		listProperties(groupFilters),
	),

	async execute({ parameters, api }) {
		return await readRows(api, 'ListAssetGroups', parameters);
	},
};
