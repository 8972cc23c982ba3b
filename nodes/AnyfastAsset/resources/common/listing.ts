import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../../shared/api/AnyfastApi';
import type { Entity } from '../../../shared/api/assets';
import { type ListEndpoint, OF_PEOPLE, PAGE_SIZE } from '../../../shared/api/listOf';
import type { Run } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import {
	modelFor,
	optionsWith,
	readConcurrency,
	readModel,
	readOptions,
} from '../../../shared/parameters/options';
import { readFilter } from './filters';
import { withGroupIds } from './groupIds';
import { type Accepts, readRows } from './rows';

/*
 * What the user sets in every list operation apart from its filters, and the reading of the list by it.
 */

const returnAll = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
} satisfies INodeProperties;

const limit = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { returnAll: [false] } },
	default: 50,
	description: 'Max number of results to return',
} satisfies INodeProperties;

/** What a list call is accounted to. */
export const listModel = modelFor(
	'The model that the request counts toward. Listing is free of charge.',
);

const pageNumber = {
	displayName: 'Page Number',
	name: 'pageNumber',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { '/returnAll': [false] } },
	default: 1,
	description:
		'First page to return, with Limit: 2 leaves out the first Page Size items of the list. For all items, turn on Return All instead.',
} satisfies INodeProperties;

const pageSize = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: PAGE_SIZE, numberPrecision: 0 },
	default: PAGE_SIZE,
	description: 'Items per request',
} satisfies INodeProperties;

const verify = {
	displayName: 'Verify Completeness',
	name: 'verify',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the list until two reads in a row agree, so that nothing is missing even if it changes meanwhile; turn it on before you delete what is not in the list',
} satisfies INodeProperties;

const HIDDEN_ROWS =
	"Anyfast's total counts more than this API key may see. The output is the complete list of what it may see.";

const IGNORED_FILTER =
	'Anyfast seems to have ignored a filter. Rows that do not fit the filters, and were left out';

const PEOPLE_BY_ID =
	'Anyfast lists no groups of verified people, and their assets only by the ID of the group. Give it in Group Names or IDs.';

/** The parameters of a list operation, around its own filters and options. */
export const listProperties = (
	filters: INodeProperties,
	options: INodeProperties[] = [],
): INodeProperties[] => [
	returnAll,
	limit,
	filters,
	optionsWith([...options, verify, pageSize, pageNumber, listModel]),
];

/** What a list operation lists. */
interface Listing {
	endpoint: ListEndpoint;
	/** Reads the filters that only the node applies, if there are any. */
	readAccepts?: (parameters: NodeParameters) => Accepts | undefined;
	/** Reads the order of the items, if it may be another than that of the API. */
	readCompare?: (parameters: NodeParameters) => ((a: Entity, b: Entity) => number) | undefined;
}

/**
 * The work of a list operation: reads a list as the user asked for it. Limit counts what is left after all filters, and
 * as much of the list is read as that needs; if it is sorted, all of it, because any row may come first. Page Number
 * counts the rows of the API, before the filters that only the node applies.
 *
 * @throws AnyfastError for what the user set wrongly
 */
export function prepareList(
	{ endpoint, readAccepts, readCompare }: Listing,
	parameters: NodeParameters,
): (run: Run) => Promise<Entity[]> {
	const all = parameters.flag(returnAll);
	const most = all ? Infinity : parameters.wholeNumber(limit);
	const Filter = readFilter(parameters);
	const accepts = readAccepts?.(parameters);
	const compare = readCompare?.(parameters);
	const options = readOptions(parameters);
	const how = {
		verify: options.flag(verify),
		pageSize: options.wholeNumber(pageSize),
		firstPage: all ? 1 : options.wholeNumber(pageNumber),
		model: readModel(parameters),
		maxInFlight: readConcurrency(parameters) ?? DEFAULT_CONCURRENCY,
	};
	const isOfPeopleOnly = Filter.GroupType === OF_PEOPLE && Filter.GroupIds === undefined;
	return async ({ api, hint, once }) => {
		// Each page that is asked for is known to be there, and they are few.
		api.startWithAll();
		const groups: Entity[] = [];
		const onUnlisted = (group: Entity) => groups.push(group);
		const { rows, countsHiddenRows, leftOut } = await readRows(api, {
			endpoint,
			Filter: await withGroupIds(Filter, { api, once, onUnlisted }),
			unlisted: endpoint.rows === 'groups' ? groups : [],
			accepts,
			how,
			limit: compare ? Infinity : most,
		});
		if (countsHiddenRows) hint(HIDDEN_ROWS);
		if (leftOut > 0) hint(IGNORED_FILTER, leftOut);
		if (isOfPeopleOnly && rows.length === 0) hint(PEOPLE_BY_ID);
		return (compare ? rows.sort(compare) : rows).slice(0, most);
	};
}
