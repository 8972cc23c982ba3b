import type { List } from '../../shared/lists/readList';

/** Reads a list once, page after page; complete if all pages name one total, and it is the number of different rows. */
export async function readOnce<T>(list: List<T>): Promise<{ rows: T[]; complete: boolean }> {
	const rows: T[] = [];
	const keys = new Set<string>();
	let complete = true;
	let total: number | undefined;
	for (let number = 1; ; number++) {
		const { items, totalCount, pageSize = list.pageSize } = await list.fetchPage(number, list.pageSize);
		total ??= totalCount;
		if (totalCount === undefined || totalCount !== total) complete = false;
		rows.push(...items);
		for (const row of items) keys.add(list.keyOf(row));
		if (items.length === 0 || number * pageSize >= (totalCount ?? Infinity)) break;
	}
	return { rows, complete: complete && keys.size === total && rows.length === total };
}
