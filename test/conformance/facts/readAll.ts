import { contentOf, isRefused, type Row, rowsOf } from '../answers';
import type { Service } from '../Service';

const PAGE_SIZE = 100;

/** Larger accounts are not read whole: nobody waits for thousands of pages. */
const MOST_PAGES = 20;

/** Reads a list page by page, as far as its total and twenty pages go. */
export async function readAll(service: Service, action: string) {
	const rows: Row[] = [];
	const totals: number[] = [];
	let end = 1;
	let pages = 0;
	while (pages < Math.min(end, MOST_PAGES)) {
		const answer = await service.ask(action, {
			model: 'volc-asset',
			Filter: {},
			PageNumber: ++pages,
			PageSize: PAGE_SIZE,
		});
		if (isRefused(answer)) break;
		const { TotalCount, PageSize } = contentOf(answer);
		rows.push(...rowsOf(answer));
		totals.push(Number(TotalCount));
		end = Math.ceil(Number(TotalCount) / (Number(PageSize) || PAGE_SIZE));
	}
	return { rows, totals, pages, isWhole: pages >= end };
}
