import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_CONCURRENCY } from '../../shared/api/AnyfastApi';
import { DEFAULT_MODEL, type Entity, type ListQuery } from '../../shared/api/assets';
import type { Endpoint } from '../../shared/api/endpoint';
import { fetchList, keyOf } from '../../shared/lists/fetchList';
import { readListWithNotes } from '../../shared/lists/readList';
import type { Run } from '../../shared/operation';
import type { NodeParameters } from '../../shared/parameters/NodeParameters';
import {
	modelFor,
	optionsWith,
	readConcurrency,
	readModel,
	readOptions,
} from '../../shared/parameters/options';
import { readFilter } from './filters';

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

const HIDDEN_ROWS =
	"Anyfast's total counts more than this API key may see. The output is the complete list of what it may see.";

/** The parameters of a list operation, around its own filters. */
export const listProperties = (filters: INodeProperties): INodeProperties[] => [
	returnAll,
	limit,
	filters,
	optionsWith([listModel, pageNumber, pageSize, verify]),
];

/** What the user wants to see of a list: what it is accounted to, and the filters. */
export function readQuery(parameters: NodeParameters): ListQuery {
	return { model: readModel(parameters) ?? DEFAULT_MODEL, Filter: readFilter(parameters) };
}

/**
 * The work of a list operation: reads a list as the user asked for it.
 *
 * @throws AnyfastError for what the user set wrongly
 */
export function prepareList(
	endpoint: Endpoint,
	parameters: NodeParameters,
): (run: Run) => Promise<Entity[]> {
	const all = parameters.flag(returnAll);
	const max = all ? undefined : parameters.wholeNumber(limit);
	const query = readQuery(parameters);
	const options = readOptions(parameters);
	const list = {
		keyOf,
		limit: max,
		firstPage: all ? undefined : options.wholeNumber(pageNumber),
		pageSize: options.wholeNumber(pageSize),
		maxInFlight: readConcurrency(parameters) ?? DEFAULT_CONCURRENCY,
		verify: options.flag(verify),
	};
	return async ({ api, hint }) => {
		const fetchPage = fetchList(api, endpoint, query);
		const { rows, countsHiddenRows } = await readListWithNotes({ ...list, fetchPage });
		if (countsHiddenRows) hint(HIDDEN_ROWS);
		return rows;
	};
}
