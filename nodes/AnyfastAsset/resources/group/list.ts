import { updateDisplayOptions } from 'n8n-workflow';

import { listPages } from '../../transport/listPages';
import { listProperties, readModel, readRows } from '../listing';
import type { Operation } from '../operation';
import { filters, readFilter } from './filters';

/** Group · List Groups: one item for each group, as the API gives it. */
export const list: Operation = {
	description: updateDisplayOptions(
		{ show: { resource: ['group'], operation: ['list'] } },
		listProperties(filters),
	),

	async execute({ parameters, api }) {
		const query = { model: readModel(parameters), Filter: readFilter(parameters) };
		return await readRows(parameters, listPages(api, 'ListAssetGroups', query));
	},
};
