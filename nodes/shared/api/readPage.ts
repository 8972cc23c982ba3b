import type { IDataObject } from 'n8n-workflow';

import type { Page } from '../lists/List';
import { type Answer, layersOf, Unproven } from './answer';
import { type Entity, entityIn } from './entity';

/** The fields by which an answer shows that it is a page of a list, even if it has no rows. */
const OWN_FIELDS = ['PageNumber', 'PageSize', 'TotalCount'];

/**
 * Reads the answer to a list call. Gateways leave out empty lists, so `Items` may be missing or null in a page that has
 * its other fields; under a total above 0 its rows are hidden.
 */
export function readPage({ body, length }: Answer): Page<Entity> | Unproven {
	const layers = layersOf(body);
	const list = layers.find(({ Items }) => Array.isArray(Items)) ?? layers.find(hasOwnFields);
	if (!list) return new Unproven('there is no list of Items in it');
	const rows = Array.isArray(list.Items) ? list.Items : [];
	const items = rows.flatMap((row) => entityIn(row) ?? []);
	if (items.length < rows.length) return new Unproven('one of the Items has no Id');
	return {
		items,
		totalCount: count(list.TotalCount, 0),
		pageNumber: count(list.PageNumber, 1),
		pageSize: count(list.PageSize, 1),
		bytes: length,
	};
}

const hasOwnFields = (body: IDataObject) =>
	(body.Items ?? undefined) === undefined && OWN_FIELDS.some((name) => body[name] !== undefined);

/** A whole number of at least `min`, also where the API sends it as text; anything else counts as not said. */
function count(value: unknown, min: number): number | undefined {
	const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= min
		? number
		: undefined;
}
