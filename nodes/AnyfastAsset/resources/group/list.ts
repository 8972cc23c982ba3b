import { listAssetGroups } from '../../../shared/api/listOf';
import type { Operation } from '../../../shared/operation';
import { groupFilters } from '../common/filters';
import { listProperties, prepareList } from '../common/listing';

/** Group · List Groups: one item for each group, as the API gives it. */
export const list: Operation = {
	value: 'list',
	name: 'List Groups',
	action: 'List groups',
	description: 'List asset groups, all of them or those that match filters',
	properties: listProperties(groupFilters),

	prepare: ({ parameters }) => prepareList({ endpoint: listAssetGroups }, parameters),
};
