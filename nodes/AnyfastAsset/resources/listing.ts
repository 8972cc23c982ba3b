import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../shared/parameters/NodeParameters';
import { readList } from '../../shared/lists/readList';
import type { AnyfastApi } from '../../shared/api/AnyfastApi';
import { keyOf, listPages } from '../../shared/lists/fetchList';
import { DEFAULT_MODEL, type ListAction, type ListQuery, type Row } from '../../shared/api/assets';
import { readFilter } from './filters';
import { modelFor, optionsWith, readModel, readOptions } from '../../shared/parameters/options';

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

const maxConcurrentRequests = {
	displayName: 'Max Concurrent Requests',
	name: 'maxConcurrentRequests',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
	default: 8,
	description:
		'How many pages to request at the same time; 1 reads page after page. Where the API refuses requests for being too many, they slow down by themselves.',
} satisfies INodeProperties;

/** What a list call is accounted to. */
export const listModel = modelFor(
	'The model the request is accounted to. Listing is free of charge.',
);

const pageNumber = {
	displayName: 'Page Number',
	name: 'pageNumber',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { '/returnAll': [false] } },
	default: 1,
	description: 'The page to begin at. Page Size says how much a page holds.',
} satisfies INodeProperties;

const pageSize = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	// 100 is the most that sibling list calls upstream document.
	typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
	default: 100,
	description: 'How much to ask for in one request',
} satisfies INodeProperties;

const verify = {
	displayName: 'Read Twice to Verify',
	name: 'verify',
	type: 'boolean',
	default: false,
	description:
		'Whether to read a list of several pages until two reads in a row agree. Without it, nothing that was there all the time is missing, unless one thing was created and another deleted while the list was read. With it, not even then. Turn it on before you delete what is not in the list.',
} satisfies INodeProperties;

/** The parameters of a list operation, around its own filters. */
export const listProperties = (filters: INodeProperties): INodeProperties[] => [
	returnAll,
	limit,
	filters,
	optionsWith([maxConcurrentRequests, listModel, pageNumber, pageSize, verify]),
];

/** What the user wants to see of a list: what it is accounted to, and the filters. */
export function readQuery(parameters: NodeParameters): ListQuery {
	return { model: readModel(parameters) ?? DEFAULT_MODEL, Filter: readFilter(parameters) };
}

/**
 * Reads a list as the user asked for it.
 *
 * @throws what {@link readList} throws, and NodeOperationError for what the user set wrongly
 */
export async function readRows(
	api: AnyfastApi,
	action: ListAction,
	parameters: NodeParameters,
): Promise<Row[]> {
	const query = readQuery(parameters);
	const chosen = readOptions(parameters);
	const all = parameters.flag(returnAll);
	return await readList({
		fetchPage: listPages(api, action, query),
		keyOf,
		limit: all ? undefined : parameters.wholeNumber(limit),
		firstPage: all ? undefined : chosen.wholeNumber(pageNumber),
		pageSize: chosen.wholeNumber(pageSize),
		maxInFlight: chosen.wholeNumber(maxConcurrentRequests),
		verify: chosen.flag(verify),
	});
}
