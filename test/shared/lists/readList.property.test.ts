import * as fc from 'fast-check';

import { checkProperty } from '../../checkProperty';
import {
	type List,
	MAX_PASSES,
	PageSizeError,
	UnsureListError,
} from '../../../nodes/shared/lists/List';
import { readList } from '../../../nodes/shared/lists/readList';
import {
	choices,
	clamps,
	countsThePage,
	events,
	eventsAtTheEnds,
	faultsWithEmptyPages,
	faultsWithTrueTotal,
	faultsWithWrongTotal,
	hidesRows,
	kinds,
	length,
	limit,
	reading,
	wrongAnswer,
	wrongAnswerThatDoesNotFit,
} from './arbitraries';
import { type Faults, History, type Row, type Script } from './History';

type Asked = Omit<List<Row>, 'fetchPage' | 'keyOf'>;

const anyLimit = fc.option(limit, { nil: undefined });
const anyFirstPage = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });

/** Reads the scripted list, and gives back the ids. */
async function read(script: Script, asked: Asked) {
	const history = new History(script);
	const { rows, countsHiddenRows } = await history.play(
		readList({ ...asked, fetchPage: history.fetchPage, keyOf: ({ id }) => id }),
	);
	return { history, ids: rows.map(({ id }) => id), countsHiddenRows };
}

/** The same; nothing where the engine said that it could not be sure. */
async function readOrRefuse(script: Script, asked: Asked) {
	try {
		return await read(script, asked);
	} catch (error) {
		expect([UnsureListError, PageSizeError]).toContainEqual(
			error instanceof Error ? error.constructor : error,
		);
		return undefined;
	}
}

const sorted = (ids: string[]) => [...ids].sort();

const lacking = (ids: string[], from: string[]) => from.filter((id) => !ids.includes(id));

/** The rows that are asked for, of a list that does not change. */
function part<T>(rows: T[], { pageSize, limit: most = Infinity, firstPage = 1 }: Asked): T[] {
	const begin = (firstPage - 1) * pageSize;
	return rows.slice(begin, begin + most);
}

/** The fewest pages by which a list of that length is known to be whole, or the part of it that is asked for. */
function pagesNeeded(total: number, { pageSize, limit: most = Infinity, firstPage = 1 }: Asked) {
	const size = firstPage === 1 ? Math.min(pageSize, most) : pageSize;
	const end = (firstPage - 1) * size + most;
	const behindFullPage = end > total && total % size === 0 ? 1 : 0;
	const lastPage = Math.ceil(Math.min(end, total) / size) + behindFullPage;
	return Math.max(lastPage - firstPage + 1, 1);
}

/** How many pages those rows fill. */
function pagesOfRows(rows: number, { pageSize, limit: most = Infinity, firstPage = 1 }: Asked) {
	return Math.ceil(rows / (firstPage === 1 ? Math.min(pageSize, most) : pageSize));
}

/** Pages that are asked for once more at the end. */
function endsLookedAt(rows: number, asked: Asked): number {
	return !asked.verify && asked.limit === undefined && pagesOfRows(rows, asked) > 1 ? 2 : 0;
}

const hidesTotal: Faults = { totalOf: () => undefined };

describe('a list that does not change', () => {
	it('is read exactly, in order, with no request too many', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices }),
				reading,
				fc.record({ limit: anyLimit, firstPage: anyFirstPage, verify: fc.boolean() }),
				async (script, how, which) => {
					const asked = { ...how, ...which };
					const { history, ids } = await read(script, asked);

					expect(ids).toEqual(part(history.now, asked));
					expect(history.mostInFlight).toBeLessThanOrEqual(asked.maxInFlight);
					const reads = asked.verify ? 2 : 1;
					expect(history.requests).toBe(
						reads * pagesNeeded(script.length, asked) + endsLookedAt(ids.length, asked),
					);
				},
			),
		);
	});

	it('is read as exactly if the server names no total, twice', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, faults: fc.constant(hidesTotal) }),
				reading,
				fc.record({ limit: anyLimit, firstPage: anyFirstPage, verify: fc.boolean() }),
				async (script, how, which) => {
					const asked = { ...how, ...which };
					const { history, ids } = await read(script, asked);

					expect(ids).toEqual(part(history.now, asked));
					expect(history.mostInFlight).toBe(1);
					const rows = ids.length;
					const pages = pagesOfRows(rows, asked);
					const behind = rows < (asked.limit ?? Infinity) ? 1 : 0;
					const reads = asked.verify || pages + behind > 1 ? 2 : 1;
					expect(history.requests).toBe(reads * (pages + behind));
				},
			),
		);
	});
});

describe('a list that changes while it is read', () => {
	it('with verify, lacks nothing that was there all the time, whatever changed', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, events: kinds.chain((some) => events(some)) }),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, { ...how, verify: true });
					if (!done) return;

					const { history, ids } = done;
					expect(new Set(ids).size).toBe(ids.length);
					expect(lacking(ids, history.steadySince(0))).toEqual([]);
				},
			),
		);
	});

	it('without a total, lacks as little', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					events: kinds.chain((some) => events(some)),
					faults: fc.constant(hidesTotal),
				}),
				reading,
				fc.boolean(),
				async (script, how, verify) => {
					const done = await readOrRefuse(script, { ...how, verify });
					if (!done) return;

					const { history, ids } = done;
					expect(new Set(ids).size).toBe(ids.length);
					expect(lacking(ids, history.steadySince(0))).toEqual([]);
				},
			),
		);
	});

	it('without verify, is the list as it is at the end, unless a creation and a deletion hid each other', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					events: fc.oneof(
						events(['create', 'move']),
						events(['delete', 'move']),
						events(['create', 'delete', 'move', 'return'], 3),
					),
				}),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, how);
					if (!done) return;

					const { history, ids } = done;
					expect(new Set(ids).size).toBe(ids.length);
					if (history.isMixedSince(history.startOfLastPass(how.pageSize))) return;
					expect(sorted(ids)).toEqual(sorted(history.last));
					const moved = script.events.some(({ change }) => change.kind === 'move');
					if (!moved) expect(ids).toEqual(history.last);
				},
			),
		);
	});

	it('survives one creation or deletion, at any moment', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, faults: fc.constantFrom({}, hidesTotal) }),
				fc.record({
					after: fc.integer({ min: 1, max: 60 }),
					change: fc.record({
						kind: fc.constantFrom('create' as const, 'delete' as const),
						at: fc.nat({ max: 24 }),
					}),
				}),
				reading,
				fc.record({ limit: anyLimit, firstPage: anyFirstPage, verify: fc.boolean() }),
				async (script, event, how, which) => {
					const asked = { ...how, ...which };
					const { history, ids } = await read({ ...script, events: [event] }, asked);

					const before = history.moments[0]?.rows ?? [];
					expect([part(before, asked), part(history.last, asked)]).toContainEqual(ids);
				},
			),
		);
	});
});

describe('a part of a list that changes while it is read', () => {
	const anyTotal = fc.constantFrom<Faults>({}, hidesTotal);

	it('has no row twice and no more than asked for, whatever changed', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					faults: anyTotal,
					events: events(['create', 'delete', 'move', 'return']),
				}),
				reading,
				fc.record({ limit, firstPage: anyFirstPage, verify: fc.boolean() }),
				async (script, how, which) => {
					const done = await readOrRefuse(script, { ...how, ...which });
					if (!done) return;

					expect(new Set(done.ids).size).toBe(done.ids.length);
					expect(done.ids.length).toBeLessThanOrEqual(which.limit);
				},
			),
		);
	});

	it('is that part of one state of the list if rows only appear, or only disappear', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					events: fc.oneof(events(['create']), events(['delete'])),
				}),
				reading,
				fc.record({ limit, firstPage: anyFirstPage, verify: fc.boolean() }),
				async (script, how, which) => {
					const asked = { ...how, ...which };
					const done = await readOrRefuse(script, asked);
					if (!done) return;

					const { moments } = done.history;
					const asks = moments.map(({ pageNumber }) => pageNumber);
					const lastPass = moments.slice(asks.lastIndexOf(which.firstPage ?? 1));
					expect(lastPass.map(({ rows }) => part(rows, asked))).toContainEqual(done.ids);
				},
			),
		);
	});

	it('with verify, leaves out no steady row before one that it holds, if none changes places', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length: fc.nat({ max: 9 }),
					choices,
					faults: anyTotal,
					events: events(['create', 'delete'], 8),
				}),
				reading,
				limit,
				async (script, how, most) => {
					const done = await readOrRefuse(script, { ...how, limit: most, verify: true });
					if (!done) return;

					const { history, ids } = done;
					const left = lacking(ids, history.steadySince(0));
					if (ids.length < most) expect(left).toEqual([]);
					const leftBefore = history.moments.flatMap(({ rows }) => {
						const lastHeld = Math.max(-1, ...ids.map((id) => rows.indexOf(id)));
						return left.filter((id) => rows.indexOf(id) < lastHeld);
					});
					expect(leftBefore).toEqual([]);
				},
			),
		);
	});
});

describe('a server that does not keep to its own rules', () => {
	/** The largest total that any of the faults names. */
	const MOST_ROWS_SAID = 36;

	/** Pages that a read without a total to believe asks for behind the last row, and the two far behind. */
	const MOST_EMPTY_PAGES = 30 + 2;

	/**
	 * Every page brings a row, or lies before the end that the total makes, or is one of the empty pages behind; a read
	 * that starts over asks for smaller pages.
	 */
	const mostRequests = (rows: number, total: number, { pageSize, maxInFlight = 1 }: Asked) =>
		(MAX_PASSES + pageSize) * (Math.max(rows, total) + 1 + maxInFlight) +
		MAX_PASSES * MOST_EMPTY_PAGES;

	/** Unless a server changes the size of its pages from one to the next without a word, the rows come in its order. */
	const keepsItsSize = ({ clamps: sizes, hidesPageSize, echoesPageSize }: Faults) =>
		new Set(sizes).size < 2 || !(hidesPageSize || echoesPageSize);

	it.each<[string, fc.Arbitrary<Faults>]>([
		['gives wrong pages', faultsWithTrueTotal],
		['gives empty pages', faultsWithEmptyPages],
		['names wrong totals', faultsWithWrongTotal],
	])('and %s: the whole list or an error, and an end', async (_what, faults) => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, faults }),
				reading,
				fc.record({ limit: anyLimit, verify: fc.boolean() }),
				async (script, how, which) => {
					const asked = { ...how, ...which };
					const maxRequests = mostRequests(script.length, MOST_ROWS_SAID, asked);
					const done = await readOrRefuse({ ...script, maxRequests }, asked);
					if (!done) return;

					// A row that is in no answer can't be told from one that is hidden, except by the total.
					const { history, ids, countsHiddenRows } = done;
					const shown = countsHiddenRows
						? history.now.filter((id) => history.given.has(id))
						: history.now;
					if (ids.length === asked.limit) expect(history.now).toEqual(expect.arrayContaining(ids));
					else if (keepsItsSize(script.faults)) expect(ids).toEqual(part(shown, asked));
					else expect(sorted(ids)).toEqual(sorted(part(shown, asked)));
				},
			),
		);
	});

	it('and names pages of another size: if a later page is asked for, those rows or an error', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					faults: fc.record({
						clamps,
						smallestPage: fc.integer({ min: 1, max: 10 }),
						totalOf: fc.constantFrom<Faults['totalOf']>(undefined, () => undefined),
					}),
				}),
				reading,
				fc.record({
					limit: anyLimit,
					firstPage: fc.integer({ min: 2, max: 5 }),
					verify: fc.boolean(),
				}),
				async (script, how, which) => {
					const asked = { ...how, ...which };
					const done = await readOrRefuse(script, asked);
					if (done) expect(done.ids).toEqual(part(done.history.now, asked));
				},
			),
		);
	});
});

describe('a server whose total does not count what it gives', () => {
	/** A total above 0, and no row, is an error. */
	const nothingShown = (script: Script) => new History(script).now.length === 0;

	const saysItsPageSize = (faults: Faults): Faults => ({ ...faults, hidesPageSize: false });

	it.each<[string, fc.Arbitrary<Faults>]>([
		['hides rows after it has cut the pages', hidesRows],
		['counts the rows of the page', countsThePage],
	])('and %s: every row that it shows, in order', async (_what, faults) => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, faults }),
				reading,
				fc.record({ limit: anyLimit, verify: fc.boolean() }),
				async (script, how, { limit: most, verify }) => {
					const done = await readOrRefuse(script, { ...how, limit: most, verify });
					if (!done) return expect(nothingShown(script)).toBe(true);

					const { history, ids } = done;
					expect(ids).toEqual(history.now.slice(0, most));
					expect(history.mostInFlight).toBeLessThanOrEqual(how.maxInFlight);
				},
			),
		);
	});

	it('and hides rows, and counts those of the page: every row, unless the first page says that it is all', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					faults: hidesRows.map((faults) => ({ ...faults, totalCounts: 'page' as const })),
				}),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, how);
					if (done && done.history.requests > 2) expect(done.ids).toEqual(done.history.now);
				},
			),
		);
	});

	it('and changes meanwhile: every row that was there all the time, or an error', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					faults: fc.oneof(hidesRows, countsThePage.map(saysItsPageSize)),
					events: kinds.chain((some) => events(some)),
				}),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, { ...how, verify: true });
					if (!done) return;

					const { history, ids } = done;
					expect(new Set(ids).size).toBe(ids.length);
					expect(lacking(ids, history.steadySince(0))).toEqual([]);
				},
			),
		);
	});
});

describe('a server that gives one wrong answer', () => {
	it('is read rightly with verify, or not at all', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					wrongAnswer,
					faults: fc.constantFrom<Faults>({}, hidesTotal),
				}),
				reading,
				fc.record({ limit: anyLimit, firstPage: anyFirstPage }),
				async (script, how, which) => {
					const asked = { ...how, ...which, verify: true };
					const done = await readOrRefuse(script, asked);
					if (done) expect(done.ids).toEqual(part(done.history.now, asked));
				},
			),
		);
	});

	it('and names a total, and changes meanwhile: with verify, all that was there all the time, and nothing else', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					wrongAnswer,
					events: kinds.chain((some) => events(some, 2)),
				}),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, { ...how, verify: true });
					if (!done) return;

					const { history, ids } = done;
					expect(lacking(ids, history.steadySince(0))).toEqual([]);
					expect(lacking([...history.given], ids)).toEqual([]);
				},
			),
		);
	});

	it('that does not fit the others is read rightly without verify too, or not at all', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					wrongAnswer: wrongAnswerThatDoesNotFit,
					faults: fc.constantFrom<Faults>({}, hidesTotal),
				}),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, how);
					// An only answer, which has no row and names no total, is believed.
					if (done && done.history.requests > 1) expect(done.ids).toEqual(done.history.now);
				},
			),
		);
	});
});

describe('a list whose ends are checked', () => {
	it('is the list of one moment if rows are created at its ends and deleted anywhere', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({ length, choices, events: eventsAtTheEnds }),
				reading,
				async (script, how) => {
					const done = await readOrRefuse(script, how);
					if (!done) return;

					const { history, ids } = done;
					expect(history.moments.map(({ rows }) => rows)).toContainEqual(ids);
				},
			),
		);
	});

	it('costs two requests more if it has several pages', async () => {
		await checkProperty(
			fc.asyncProperty(fc.record({ length, choices }), reading, async (script, asked) => {
				const { history, ids } = await read(script, asked);

				expect(ids).toEqual(history.now);
				const more = pagesOfRows(script.length, asked) > 1 ? 2 : 0;
				expect(history.requests).toBe(pagesNeeded(script.length, asked) + more);
			}),
		);
	});
});

describe('a request that fails', () => {
	it('ends the read: its error comes out, nothing new starts, nothing is left under way', async () => {
		await checkProperty(
			fc.asyncProperty(
				fc.record({
					length,
					choices,
					faults: fc.constantFrom<Faults>({}, hidesTotal),
					failing: fc.tuple(fc.nat({ max: 12 })),
				}),
				reading,
				fc.boolean(),
				async (script, how, verify) => {
					const history = new History(script);
					const reads = history.play(
						readList({ ...how, verify, fetchPage: history.fetchPage, keyOf: ({ id }) => id }),
					);
					const outcome = await reads.then(
						({ rows }) => rows.length,
						(error: unknown) => error,
					);

					expect(history.inFlight).toBe(0);
					if (history.requests <= script.failing[0]) {
						expect(outcome).toBe(script.length);
					} else {
						expect(outcome).toEqual(new Error(`request ${script.failing[0]} failed`));
						expect(history.requests).toBe(history.requestsAtFailure);
					}
				},
			),
		);
	});
});
