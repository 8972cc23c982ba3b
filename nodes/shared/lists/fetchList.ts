import type { IDataObject } from 'n8n-workflow';

import type { FetchPage, Page } from './readList';
import type { AnyfastApi } from '../api/AnyfastApi';
import { failed, type Failure, findApiError, unexpectedAnswer } from '../api/failure';
import { isRow } from '../api/readRow';
import type { Outcome } from '../api/retry';
import type { ListAction, ListQuery, PageRequest, Row } from '../api/assets';

/** Rows are told apart by their `Id`. */
export const keyOf = (row: Row): string => row.Id;

/** A list action of the API as the paging engine wants it. */
export function listPages(api: AnyfastApi, action: ListAction, query: ListQuery): FetchPage<Row> {
	return async (PageNumber, PageSize) => {
		const request = { ...query, PageNumber, PageSize };
		return await api.call(action, request, (result) => readListPage(result, request));
	};
}

/** Reads the answer to a list call. An answer without rows is empty only where the API says so in so many words. */
export function readListPage(
	result: IDataObject,
	{ PageNumber, PageSize }: PageRequest,
): Outcome<Page<Row>, Failure> {
	const totalCount = count(result.TotalCount, 0);
	const page = {
		totalCount,
		pageNumber: count(result.PageNumber, 1),
		pageSize: count(result.PageSize, 1),
	};
	const items: unknown = result.Items;

	if (items === null && totalCount !== undefined && totalCount <= (PageNumber - 1) * PageSize) {
		return { ok: true, value: { ...page, items: [] } };
	}
	if (!Array.isArray(items)) {
		return failed(unexpectedAnswer('there is no list of Items in it', findApiError(result)));
	}
	if (!items.every(isRow)) return failed(unexpectedAnswer('one of the Items has no Id'));
	return { ok: true, value: { ...page, items } };
}

/** A whole number of at least `min`, also where the API sends it as text; anything else counts as not said. */
function count(value: unknown, min: number): number | undefined {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= min
		? number
		: undefined;
}
