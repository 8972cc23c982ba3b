import {
	type FetchPage,
	type List,
	MAX_PAGES,
	MAX_PASSES,
	PageSizeError,
	UnsureListError,
} from '../../../nodes/shared/lists/List';
import { readList, readOnce } from '../../../nodes/shared/lists/readList';
import { others } from '../../engine/meanwhile';
import { type Change, type Faults, History, type Row, type Script } from './History';

type Options = Omit<Partial<List<Row>>, 'fetchPage' | 'keyOf'>;

/** The rows of a list. */
async function rowsOf<T>(list: List<T>): Promise<T[]> {
	return (await readList(list)).rows;
}

/** Reads a list of rows named `row 0`, `row 1`, …; two to a page unless told otherwise. */
async function read(script: Script, options: Options = {}) {
	const history = new History(script);
	const rows = history.play(
		rowsOf({
			pageSize: 2,
			...options,
			fetchPage: history.fetchPage,
			keyOf: ({ id }) => id,
		}),
	);
	return { history, ids: (await rows).map(({ id }) => id) };
}

/** Why it could not be read. */
async function whyNot(script: Script, options: Options = {}): Promise<unknown> {
	return await read(script, options).then(
		({ ids }) => new Error(`it was read: ${ids.join()}`),
		(error: unknown) => error,
	);
}

const rows = (...numbers: number[]) => numbers.map((number) => `row ${number}`);

const after = (count: number, ...changes: Change[]) =>
	changes.map((change) => ({ after: count, change }));

const deleteAt = (at: number): Change => ({ kind: 'delete', at });
const createAt = (at: number): Change => ({ kind: 'create', at });

const hidesTotal: Faults = { totalOf: () => undefined };

/** When a contradiction is told: once it shows, or once it comes again in the same way. */
const atOnce = { kind: 'contradictory', reads: 1 };
const sameAgain = { kind: 'contradictory', reads: 2 };

/** A server that gives a whole list in each answer, one after another; the last one for ever. */
function answers(lists: string[][]): FetchPage<Row> {
	let asked = 0;
	return async (_pageNumber, pageSize) => {
		const ids = lists[Math.min(asked++, lists.length - 1)] ?? [];
		return { items: ids.map((id) => ({ id })), pageSize, totalCount: ids.length };
	};
}

describe('a list that holds still', () => {
	it.each([
		[1, false],
		[2, true],
	])('takes %d requests if it fits in one page and verify is %s', async (requests, verify) => {
		const { history, ids } = await read({ length: 3 }, { pageSize: 100, verify });

		expect(ids).toEqual(rows(0, 1, 2));
		expect(history.requests).toBe(requests);
	});

	it('comes in order, also if the answers do not', async () => {
		const { history, ids } = await read({ length: 9, choices: [-1] }, { maxInFlight: 8 });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5, 6, 7, 8));
		expect(history.mostInFlight).toBe(3);
	});

	it('is asked for its next page as soon as one came, not once all came', async () => {
		const asked: number[] = [];
		let answerSecond = () => {};
		const second = new Promise<void>((resolve) => (answerSecond = resolve));
		const fetchPage: FetchPage<Row> = async (pageNumber, pageSize) => {
			asked.push(pageNumber);
			if (pageNumber === 2) await second;
			return { items: [{ id: `row ${pageNumber}` }], pageSize, totalCount: 6 };
		};
		const list = { fetchPage, keyOf: ({ id }: Row) => id, pageSize: 1, maxInFlight: 2, limit: 5 };

		const read = rowsOf(list);
		await others();
		expect(asked).toEqual([1, 2, 3, 4, 5]);
		answerSecond();
		expect(await read).toHaveLength(5);
	});

	it('is read only as far as the limit goes', async () => {
		const { history, ids } = await read({ length: 1000 }, { limit: 3 });

		expect(ids).toEqual(rows(0, 1, 2));
		expect(history.requests).toBe(2);
	});

	it('is checked behind a full last page', async () => {
		const { history, ids } = await read({ length: 4 });

		expect(ids).toEqual(rows(0, 1, 2, 3));
		expect(history.requests).toBe(3 + 2);
	});

	it('begins at the page that is asked for', async () => {
		const { ids } = await read({ length: 7 }, { firstPage: 3 });

		expect(ids).toEqual(rows(4, 5, 6));
	});
});

describe('a list that changes', () => {
	it('does not lose the row that a deletion moves to the page before', async () => {
		const { ids } = await read({ length: 5, events: after(1, deleteAt(0)) });

		expect(ids).toEqual(rows(1, 2, 3, 4));
	});

	it('does not repeat the row that a creation moves to the next page', async () => {
		const { ids } = await read({ length: 3, events: after(1, createAt(0)) });

		expect(ids).toEqual(['new 0', ...rows(0, 1, 2)]);
	});

	it('is given up if it changes in every read', async () => {
		const everyPage = Array.from({ length: 100 }, (_, page) => after(page, createAt(0))).flat();

		// Two requests a read, and a row more at each.
		expect(await whyNot({ length: 5, events: everyPage })).toMatchObject({
			problem: 'its total went from 16 to 17',
			kind: 'changing',
			reads: MAX_PASSES,
		});
	});

	/** Row 4 moves from the third page to the second, between the answers with these pages. */
	const hidden = (answers: number) => ({
		length: 7,
		events: after(answers, deleteAt(2), createAt(4)),
	});

	it('may hide a deletion behind a creation in the middle, and then lacks a row', async () => {
		const { ids } = await read(hidden(3));

		expect(ids).toEqual([...rows(0, 1, 2, 3), 'new 0', ...rows(5, 6)]);
	});

	it('hides no deletion behind a creation at its end', async () => {
		const { history, ids } = await read({ length: 5, events: after(1, deleteAt(0), createAt(4)) });

		expect(ids).toEqual([...rows(1, 2, 3, 4), 'new 0']);
		expect(history.requests).toBe(2 * (3 + 2));
	});

	it('hides nothing from two reads in a row', async () => {
		const { history, ids } = await read(hidden(2), { verify: true });

		expect(ids).toEqual([...rows(0, 1, 3, 4), 'new 0', ...rows(5, 6)]);
		expect(history.requests).toBe(3 * 4);
	});

	it('has to agree in reads with nothing between them that did not fit', async () => {
		const comesAndGoes = [...after(3, createAt(5)), ...after(4, deleteAt(5))];
		const { history, ids } = await read({ length: 5, events: comesAndGoes }, { verify: true });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4));
		expect(history.requests).toBe(3 + 2 + 3 + 3);
	});

	it('is not whole because the page behind the first one is empty by now', async () => {
		const { ids } = await read({
			length: 4,
			events: after(1, deleteAt(0), deleteAt(0)),
			faults: hidesTotal,
		});

		expect(ids).toEqual(rows(2, 3));
	});

	it('that had more rows is not shorter because two reads say so, under verify', async () => {
		const fetchPage = answers([rows(0, 1, 2), rows(0), rows(0), rows(0, 1, 2)]);
		const list = { fetchPage, keyOf: ({ id }: Row) => id, pageSize: 5, verify: true };

		expect((await rowsOf(list)).map(({ id }) => id)).toEqual(rows(0, 1, 2));
	});

	it('that had rows, and names no total, is not empty because one answer is', async () => {
		const { ids } = await read({
			length: 4,
			faults: hidesTotal,
			wrongAnswer: { after: 3, made: (page) => ({ ...page, items: [] }) },
		});

		expect(ids).toEqual(rows(0, 1, 2, 3));
	});

	// The history that docs/lists.md speaks of: row 2 is there all the time, and no number of reads would show it.
	it('can hide a row even from verify, if others leave and come back in step', async () => {
		const comeBack = (at: number): Change => ({ kind: 'return', at });
		const { history, ids } = await read(
			{
				length: 5,
				events: [
					...after(1, deleteAt(0), createAt(4)),
					...after(3, comeBack(0), deleteAt(5)),
					...after(4, comeBack(5), deleteAt(0)),
				],
			},
			{ verify: true },
		);

		expect(ids).toEqual([...rows(0, 1, 3, 4), 'new 0']);
		expect(history.steadySince(0)).toEqual(rows(1, 2, 3, 4));
	});
});

describe('a server with faults of its own', () => {
	it('may give smaller pages than asked for, and say so', async () => {
		const { history, ids } = await read({ length: 5, faults: { clamps: [2] } }, { pageSize: 100 });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4));
		expect(history.requests).toBe(3 + 2);
	});

	it('may give smaller pages than asked for without a word', async () => {
		const { ids } = await read(
			{ length: 5, faults: { clamps: [2], hidesPageSize: true } },
			{ pageSize: 100 },
		);

		expect(ids).toEqual(rows(0, 1, 2, 3, 4));
	});

	it('may do so for a long list: once that shows, the others are asked for side by side', async () => {
		const { history, ids } = await read(
			{ length: 100, faults: { clamps: [2], hidesPageSize: true } },
			{ pageSize: 50, maxInFlight: 8 },
		);

		expect(ids).toEqual(history.now);
		expect(history.mostInFlight).toBe(8);
		// 50 pages, 1 behind, and both ends once more.
		expect(history.requests).toBe(50 + 1 + 2);
	});

	it('may give ever smaller pages', async () => {
		const { ids } = await read({ length: 9, faults: { clamps: [5, 4, 3, 2] } }, { pageSize: 5 });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5, 6, 7, 8));
	});

	it('may change the size of its pages without a word: all rows, but not in order, are an error', async () => {
		const faults = { clamps: [2, 4, 1, 1, 2, 2, 2, 1], hidesPageSize: true };

		// Its pages hold rows 0 and 1; 4 to 7; 2; 3; and two behind them none. The first and the last come again.
		expect(await whyNot({ length: 8, faults }, { pageSize: 4 })).toBeInstanceOf(UnsureListError);
	});

	it('must give the size asked for if a later page is the first', async () => {
		expect(
			await whyNot({ length: 50, faults: { clamps: [5] } }, { firstPage: 2, pageSize: 10 }),
		).toEqual(new PageSizeError(10, 5));
		expect(
			await whyNot({ length: 50, faults: { clamps: [10, 5] } }, { firstPage: 2, pageSize: 10 }),
		).toEqual(new PageSizeError(10, 5));
		const silently = { clamps: [5], hidesPageSize: true };
		expect(await whyNot({ length: 50, faults: silently }, { firstPage: 2, pageSize: 10 })).toEqual(
			new PageSizeError(10, 5),
		);
	});

	it('may give the last page again and again', async () => {
		const { ids } = await read({ length: 4, faults: { repeatsLastPage: true } });

		expect(ids).toEqual(rows(0, 1, 2, 3));
	});

	it('may give the last page again before itself', async () => {
		const isHidden = (id: string) => Number(id.split(' ')[1]) < 17;
		const { ids } = await read(
			{
				length: 20,
				choices: [0, 16],
				faults: { repeatsLastPage: true, hides: isHidden, totalCounts: 'shown' },
			},
			{ pageSize: 3, maxInFlight: 3 },
		);

		expect(ids).toEqual(rows(17, 18, 19));
	});

	it('may give the last page for one far behind it', async () => {
		const { ids } = await read(
			{ length: 4, faults: { repeatsLastPage: true } },
			{ firstPage: 7, limit: 50 },
		);

		expect(ids).toEqual([]);
	});

	it.each<[string, Faults, string, object]>([
		[
			'gives page one for every page',
			{ alwaysPage: 1 },
			'page 1 came although page 3 was requested',
			atOnce,
		],
		[
			'gives page one under every number',
			{ alwaysPage: 1, numberOf: (_given, asked) => asked },
			'page 3 has the rows of page 1',
			atOnce,
		],
		[
			'gives page one for ever, and no total',
			{ alwaysPage: 1, numberOf: (_given, asked) => asked, ...hidesTotal },
			'page 2 has the rows of page 1',
			atOnce,
		],
		[
			'leaves the last row out, and names no total',
			{ shortPages: [{ pageNumber: 3, lacks: 1 }], ...hidesTotal },
			'a page ends early, at row 5, and the list continues',
			sameAgain,
		],
		[
			'names too low a total, and wrong page numbers',
			{ totalOf: () => 2, numberOf: () => 1 },
			'it continues after its total',
			sameAgain,
		],
		[
			'hides every row',
			{ hides: () => true },
			'no page has a row, though its total is 6',
			sameAgain,
		],
		[
			'forgets its total',
			{ totalOf: (total, page) => (page % 2 === 0 ? total : undefined) },
			'its total went from 6 to nothing',
			sameAgain,
		],
	])('%s: an error says so', async (_what, faults, problem, isTold) => {
		expect(await whyNot({ length: 6, faults })).toMatchObject({ problem, ...isTold });
	});

	it('leaves a row out because of its place: pages that end elsewhere show it', async () => {
		const { ids } = await read({
			length: 6,
			faults: { shortPages: [{ pageNumber: 2, lacks: 1 }] },
		});

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5));
	});

	it('does so in smaller pages than asked for: the next ones are smaller still', async () => {
		const faults = { clamps: [2], shortPages: [{ pageNumber: 2, lacks: 1 }] };

		const { ids } = await read({ length: 6, faults }, { pageSize: 100 });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5));
	});

	it('leaves as many rows out of each page: up to a limit too, pages that end elsewhere show them', async () => {
		const shortPages = [1, 2].map((pageNumber) => ({ pageNumber, lacks: 1 }));

		const { ids } = await read({ length: 6, faults: { shortPages } }, { limit: 2 });

		expect(ids).toEqual(rows(0, 1));
	});

	it('leaves out a row that another request has shown, and names no total: an error says so', async () => {
		const faults = {
			clamps: [2],
			shortPages: [{ pageNumber: 2, lacks: 1 }],
			hidesPageSize: true,
			...hidesTotal,
		};

		expect(await whyNot({ length: 4, faults }, { pageSize: 3 })).toMatchObject({
			problem: 'a page ends early, at row 3, and the list continues',
			...sameAgain,
		});
	});
});

describe('a server whose total does not count what it gives', () => {
	const everyThird = Array.from({ length: 250 }, (_, index) => index).filter(
		(index) => index % 3 === 0,
	);
	const hides = (id: string) => !everyThird.includes(Number(id.slice('row '.length)));
	const everything = Array.from({ length: 250 }, (_, index) => index);

	it.each<[string, Faults, number[], boolean, number]>([
		// 3 pages, 5 behind and 2 far behind; then, of three quarters of the size, 4, 7 and 2.
		['all rows, also hidden ones', { hides }, everyThird, true, 10 + 13],
		// 3 pages and 2 behind: the rows are as many as the total; then both ends.
		['the rows it shows', { hides, totalCounts: 'shown' }, everyThird, false, 5 + 2],
		['the rows of the page', { totalCounts: 'page' }, everything, false, 10 + 13],
	])('counts %s: every row is read', async (_what, faults, expected, counted, requests) => {
		const history = new History({ length: 250, faults });
		const read = await history.play(
			readList({
				fetchPage: history.fetchPage,
				keyOf: ({ id }) => id,
				pageSize: 100,
			}),
		);

		expect(read.rows.map(({ id }) => id)).toEqual(rows(...expected));
		expect(read.countsHiddenRows).toBe(counted);
		expect(history.requests).toBe(requests);
	});

	it('is read from a later page on of which it shows nothing, without asking for pages of no rows', async () => {
		const isHidden = (id: string) => /^row 1\d$/.test(id);
		const { history, ids } = await read(
			{ length: 50, faults: { hides: isHidden } },
			{ pageSize: 10, firstPage: 2, limit: 5 },
		);

		expect(ids).toEqual(rows(20, 21, 22, 23, 24));
		// Two pages, and once more, as they are not full.
		expect(history.requests).toBe(2 * 2);
	});

	it.each([
		['is read from a later page on', { hides }, rows(...everyThird.filter((row) => row >= 100))],
		[
			'is read from a later page on, if it counts what it shows',
			{ hides, totalCounts: 'shown' as const },
			rows(...everyThird.filter((row) => row >= 100)),
		],
	])('%s', async (_what, faults, expected) => {
		const { ids } = await read(
			{ length: 250, faults },
			{ pageSize: 100, firstPage: 2, limit: 200, maxInFlight: 4 },
		);

		expect(ids).toEqual(expected);
	});

	it('is read without a total that is too low', async () => {
		const { ids } = await read({ length: 6, faults: { totalOf: () => 4 } });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5));
	});

	it('is read without a total that is too high', async () => {
		const { ids } = await read({ length: 6, faults: { totalOf: () => 7 } });

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5));
	});

	it('is not believed later if more rows came than its total says', async () => {
		// The first pass asks for 35 pages; in the second, of pages of one row, the fifth comes empty.
		const { ids } = await read({
			length: 6,
			faults: { totalOf: () => 4 },
			wrongAnswer: { after: 35 + 4, made: (page) => ({ ...page, items: [] }) },
		});

		expect(ids).toEqual(rows(0, 1, 2, 3, 4, 5));
	});

	/** A page with three of six rows; from the second read on with two, and this total. */
	function showsFewer(totalCount: number): FetchPage<Row> {
		let reads = 0;
		return async (pageNumber, pageSize) => {
			if (pageNumber === 1) reads++;
			const shown = reads === 1 ? rows(0, 2, 4) : rows(0, 2);
			const items = pageNumber === 1 ? shown.map((id) => ({ id })) : [];
			return { items, pageSize, totalCount: reads === 1 ? 6 : totalCount };
		};
	}

	it('does not prove that a row is gone if it is the same as before', async () => {
		const list = { keyOf: ({ id }: Row) => id, pageSize: 5 };

		await expect(readList({ ...list, fetchPage: showsFewer(6) })).rejects.toThrow(UnsureListError);
		await expect(readList({ ...list, fetchPage: showsFewer(5) })).resolves.toMatchObject({
			rows: [{ id: 'row 0' }, { id: 'row 2' }],
			countsHiddenRows: true,
		});
	});

	it('is an error if it counts neither all rows nor those it shows', async () => {
		const hides = (id: string) => !['row 0', 'row 1', 'row 19'].includes(id);

		expect(await whyNot({ length: 20, faults: { hides, totalOf: () => 6 } })).toMatchObject({
			problem: '3 rows came, some of them after its total of 6',
			...sameAgain,
		});
	});

	it('is given up at once if its total is out of reach', async () => {
		const history = new History({ length: 250, faults: { totalOf: () => 1e9 } });
		const reads = history.play(
			rowsOf({ fetchPage: history.fetchPage, keyOf: ({ id }) => id, pageSize: 100 }),
		);

		await expect(reads).rejects.toMatchObject({
			kind: 'endless',
			problem: 'its total of 1000000000 means 10000000 pages, but at most 10000 are read',
			totalSaid: 1e9,
			rowsSeen: 100,
		});
		expect(history.requests).toBe(1);
	});
});

describe('one pass', () => {
	async function readPass(script: Script, options: Options = {}) {
		const history = new History(script);
		const pass = await history.play(
			readOnce({
				pageSize: 100,
				maxInFlight: 8,
				...options,
				fetchPage: history.fetchPage,
				keyOf: ({ id }) => id,
			}),
		);
		return { ...pass, history, ids: pass.rows.map(({ id }) => id) };
	}

	it('is complete after as many requests as there are pages', async () => {
		const { history, complete, ids } = await readPass({ length: 250 });

		expect(complete).toBe(true);
		expect(ids).toEqual(history.now);
		expect(history.requests).toBe(3);
	});

	it('goes on to the end of a list that changes, and is not complete', async () => {
		const { complete, ids } = await readPass(
			{ length: 250, events: after(1, createAt(0)) },
			{ maxInFlight: 1 },
		);

		expect(complete).toBe(false);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(['row 0', 'row 249']));
		expect(ids).toHaveLength(250);
	});

	it('is not complete if the server hides rows, and has all others', async () => {
		const { history, complete, ids } = await readPass({
			length: 250,
			faults: { hides: (id) => id.endsWith('7') },
		});

		expect(complete).toBe(false);
		expect(ids).toEqual(history.now);
	});

	it('is not complete if a page is missing, and does not count it as hidden', async () => {
		const faults = { shortPages: [{ pageNumber: 2, lacks: 100 }], totalOf: () => 200 };
		const { complete, countsHiddenRows } = await readPass({ length: 300, faults });

		expect([complete, countsHiddenRows]).toEqual([false, false]);
	});

	it('is not complete if its pages name several sizes, though its rows are as many as the total', async () => {
		const pages = [rows(0, 1), rows(2, 3)];
		const fetchPage: FetchPage<Row> = async (pageNumber) => ({
			items: (pages[pageNumber - 1] ?? []).map((id) => ({ id })),
			pageSize: 1 + pageNumber,
			totalCount: 4,
		});
		const pass = await readOnce({ fetchPage, keyOf: ({ id }: Row) => id, pageSize: 2 });

		expect(pass.rows).toHaveLength(4);
		expect(pass.complete).toBe(false);
	});

	it('says where to go on if the limit ends it, and only then', async () => {
		expect(await readPass({ length: 250 }, { limit: 150 })).toMatchObject({ nextPage: 3 });
		expect((await readPass({ length: 250 }, { limit: 300 })).nextPage).toBeUndefined();
	});

	it('of a list without a total proves nothing', async () => {
		const { complete, ids } = await readPass({ length: 150, faults: hidesTotal });

		expect(complete).toBe(false);
		expect(ids).toHaveLength(150);
	});

	it('throws what fetchPage throws', async () => {
		await expect(readPass({ length: 250, failing: [1] })).rejects.toThrow('request 1 failed');
	});
});

it('says whether a list changes or contradicts itself', async () => {
	const everyPage = Array.from({ length: 100 }, (_, page) => after(page, createAt(0))).flat();

	expect(await whyNot({ length: 5, events: everyPage })).toMatchObject({ kind: 'changing' });
	expect(
		await whyNot({ length: 6, faults: { totalOf: (total, page) => total + (page % 2) } }),
	).toMatchObject({
		kind: 'contradictory',
		reads: 2,
		totalSaid: 7,
		rowsSeen: 4,
	});

	// As many rows as before and one less, time and again, but never the same ones.
	const inStep = Array.from({ length: 50 }, (_, pair) => [
		...after(2 * pair + 1, deleteAt(0)),
		...after(2 * pair + 2, createAt(5)),
	]).flat();
	expect(await whyNot({ length: 6, events: inStep })).toMatchObject({
		kind: 'changing',
		problem: 'its total went from 6 to 5',
		reads: MAX_PASSES,
	});
});

it.each([
	['names page one', (given: number) => given],
	['names the page that was asked for', (_given: number, asked: number) => asked],
])(
	'asks for nothing more once a server ignores the page number, and %s',
	async (_what, numberOf) => {
		const faults = { alwaysPage: 1, numberOf };
		const history = new History({ length: 1000, faults });
		const reads = rowsOf({
			pageSize: 10,
			maxInFlight: 8,
			verify: true,
			fetchPage: history.fetchPage,
			keyOf: ({ id }) => id,
		});

		await expect(history.play(reads)).rejects.toMatchObject({ kind: 'contradictory', reads: 1 });
		expect(history.requests).toBe(1 + 8);
	},
);

it('is given up if its answers come to more than 200 MB, all passes together', async () => {
	let requests = 0;
	const fetchPage: FetchPage<Row> = async () => ({
		items: [{ id: `row ${requests++}` }],
		bytes: 5_000_000,
	});
	const list = { fetchPage, keyOf: ({ id }: Row) => id, pageSize: 1 };

	for (const read of [rowsOf, readOnce]) {
		requests = 0;
		await expect(read(list)).rejects.toMatchObject({
			kind: 'endless',
			problem: 'its answers came to more than 200 MB',
		});
		expect(requests).toBe(41);
	}
});

it('ends if a list without a total never does', async () => {
	let requests = 0;
	const fetchPage: FetchPage<Row> = async () => ({ items: [{ id: `row ${requests++}` }] });

	const reads = rowsOf({ fetchPage, keyOf: ({ id }) => id, pageSize: 1 });

	await expect(reads).rejects.toThrow(UnsureListError);
	expect(requests).toBe(MAX_PAGES);
});

it('reads as many pages as there may be if the limit needs no more', async () => {
	const totalCount = 2 * MAX_PAGES;
	const fetchPage: FetchPage<Row> = async (pageNumber, pageSize) => ({
		items: pageNumber > totalCount ? [] : [{ id: `row ${pageNumber}` }],
		pageSize,
		totalCount,
	});
	const list = { fetchPage, keyOf: ({ id }: Row) => id, pageSize: 1, limit: MAX_PAGES };

	expect(await rowsOf(list)).toHaveLength(MAX_PAGES);

	// As many pages in front of the first one do not count.
	const rest = { ...list, firstPage: MAX_PAGES + 3, limit: undefined };
	expect(await rowsOf(rest)).toHaveLength(MAX_PAGES - 2);
});

describe('an error of fetchPage', () => {
	it('comes out as it is, after the requests that were under way', async () => {
		const history = new History({ length: 20, failing: [2], choices: [1] });
		const reads = history.play(
			rowsOf({
				pageSize: 2,
				maxInFlight: 3,
				fetchPage: history.fetchPage,
				keyOf: ({ id }) => id,
			}),
		);

		await expect(reads).rejects.toThrow('request 2 failed');
		expect(history.inFlight).toBe(0);
		expect(history.requests).toBe(history.requestsAtFailure);
	});

	it('comes out of the first request too', async () => {
		const fetchPage: FetchPage<Row> = async () => await Promise.reject(new Error('no network'));

		await expect(rowsOf({ fetchPage, keyOf: ({ id }) => id, pageSize: 2 })).rejects.toThrow(
			'no network',
		);
	});
});
