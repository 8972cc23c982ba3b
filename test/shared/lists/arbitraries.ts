import * as fc from 'fast-check';

import type { Page } from '../../../nodes/shared/lists/List';
import type { Change, Event, Faults, Row, Script } from './History';

const MOST_ROWS = 24;
const position = fc.nat({ max: MOST_ROWS });

/** The length of a list; with pages of up to 7 rows it takes up to 24 pages and ends on a full one often. */
export const length = fc.nat({ max: MOST_ROWS });

/** Which request goes on next: mostly any, sometimes always the oldest or always the newest. */
export const choices = fc.oneof(
	{ weight: 4, arbitrary: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 20 }) },
	fc.constant<number[]>([0]),
	fc.constant<number[]>([-1]),
);

/** What a caller may ask for, the part of the list aside. */
export const reading = fc.record({
	pageSize: fc.integer({ min: 1, max: 7 }),
	maxInFlight: fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 20 })),
});

/** Limits that need one page, several, or more than there are. */
export const limit = fc.integer({ min: 1, max: MOST_ROWS + 2 });

/** Changes of these kinds; those that follow one another closely leave the total as it was now and then. */
export function events(kinds: Change['kind'][], maxLength = 6): fc.Arbitrary<Event[]> {
	const change = (kind: Change['kind']): fc.Arbitrary<Change> => {
		if (kind === 'append') return fc.constant({ kind });
		if (kind !== 'move') return fc.record({ kind: fc.constant(kind), at: position });
		return fc.record({ kind: fc.constant(kind), at: position, to: position });
	};
	const single = fc.constantFrom(...kinds).chain((kind) => change(kind).map((made) => [made]));
	const pair = fc.tuple(change('delete'), change('create'));
	const atOnce =
		kinds.includes('create') && kinds.includes('delete')
			? fc.oneof({ weight: 2, arbitrary: pair }, single)
			: single;
	const moment = fc.record({ after: fc.nat({ max: 16 }), changes: atOnce });
	return fc
		.array(moment, { maxLength })
		.map((moments) =>
			moments.flatMap(({ after, changes }) => changes.map((made) => ({ after, change: made }))),
		);
}

/** Rows that appear, or rows that disappear, or both, with moves among them. */
export const kinds = fc.constantFrom<Change['kind'][]>(
	['create', 'move'],
	['delete', 'move'],
	['create', 'delete'],
	['create', 'delete', 'move'],
);

const numberOf = fc.constantFrom<Faults['numberOf']>(
	undefined,
	(_given, asked) => asked,
	() => undefined,
	() => 1,
	(_given, asked) => asked - 1,
	(_given, asked) => asked % 3,
);

/** The most rows in a page, the same always or others from page to page. */
export const clamps = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 });

/** Everything a server may do wrong that does not name a wrong total. */
export const faultsWithTrueTotal: fc.Arbitrary<Faults> = fc.record(
	{
		clamps,
		shortPages: fc.array(
			fc.record({
				pageNumber: fc.integer({ min: 1, max: 6 }),
				lacks: fc.integer({ min: 1, max: 4 }),
			}),
			{ maxLength: 2 },
		),
		alwaysPage: fc.constant(1),
		repeatsLastPage: fc.boolean(),
		hidesPageSize: fc.boolean(),
		numberOf,
		totalOf: fc.constantFrom<Faults['totalOf']>(
			() => undefined,
			(total) => total,
			(total, evaluation) => (evaluation === 0 ? total : undefined),
			(total, evaluation) => (evaluation === 0 ? undefined : total),
			(total, evaluation) => (evaluation % 2 === 0 ? total : undefined),
		),
	},
	{ requiredKeys: [] },
);

/** Pages without rows in the middle, which only the total tells from the end of the list. */
export const faultsWithEmptyPages: fc.Arbitrary<Faults> = fc.record({
	emptyPages: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
});

/**
 * Wrong totals from a server that gives the pages it names. (A total that is as wrong as the pages are short can't be
 * told from a shorter list.)
 */
export const faultsWithWrongTotal: fc.Arbitrary<Faults> = fc
	.record({
		repeatsLastPage: fc.boolean(),
		numberOf,
		clamps: fc.oneof(
			fc.constant(undefined),
			fc.integer({ min: 1, max: 8 }).map((clamp) => [clamp]),
		),
		off: fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 3 }),
		named: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
	})
	.map(({ off, named, ...faults }) => ({
		...faults,
		totalOf: (total, evaluation) =>
			named ?? Math.max(total + (off[evaluation % off.length] ?? 0), 0),
	}));

/** Rows that are hidden: any, all but a few, the first pages, the last pages, every third one shown. */
const hides: fc.Arbitrary<Faults['hides']> = fc
	.oneof(
		fc.array(fc.boolean(), { minLength: MOST_ROWS, maxLength: MOST_ROWS }),
		fc.nat({ max: MOST_ROWS }).map((end) => Array.from({ length: end }, () => true)),
		fc
			.nat({ max: MOST_ROWS })
			.map((begin) => Array.from({ length: MOST_ROWS }, (_, index) => index >= begin)),
		fc
			.nat({ max: MOST_ROWS })
			.map((shown) => Array.from({ length: MOST_ROWS }, (_, index) => index !== shown)),
		fc.constant(Array.from({ length: MOST_ROWS }, (_, index) => index % 3 > 0)),
	)
	.map((hidden) => (id) => {
		const [kind, number] = id.split(' ');
		return kind === 'row' && (hidden[Number(number)] ?? false);
	});

/** A gateway that cuts the pages first and then takes other users' rows out of them. */
export const hidesRows: fc.Arbitrary<Faults> = fc.record(
	{
		hides,
		totalCounts: fc.constantFrom<'all' | 'shown'>('all', 'shown'),
		clamps: fc.integer({ min: 1, max: 8 }).map((clamp) => [clamp]),
		hidesPageSize: fc.boolean(),
		echoesPageSize: fc.boolean(),
		repeatsLastPage: fc.boolean(),
	},
	{ requiredKeys: ['hides', 'totalCounts'] },
);

/** A server whose total is the number of rows in the page; one that gives smaller pages says so, or names no size. */
export const countsThePage: fc.Arbitrary<Faults> = fc.record(
	{
		totalCounts: fc.constant('page' as const),
		clamps: fc.integer({ min: 1, max: 8 }).map((clamp) => [clamp]),
		hidesPageSize: fc.boolean(),
	},
	{ requiredKeys: ['totalCounts'] },
);

/** Rows that are created in front of all others or behind them, and deleted anywhere. */
export const eventsAtTheEnds: fc.Arbitrary<Event[]> = fc
	.array(
		fc.record({
			after: fc.nat({ max: 12 }),
			deleted: fc.array(position, { maxLength: 2 }),
			created: fc.array(fc.boolean(), { maxLength: 2 }),
		}),
		{ maxLength: 4 },
	)
	.map((moments) =>
		moments.flatMap(({ after, deleted, created }) => [
			...deleted.map((at): Event => ({ after, change: { kind: 'delete', at } })),
			...created.map((isFirst): Event => ({
				after,
				change: isFirst ? { kind: 'create', at: 0 } : { kind: 'append' },
			})),
		]),
	);

const wrongBy = ['fewer', 'none', 'other total', 'no total', 'other page', 'other rows', 'again'];

/** What else than it should an answer may say, from its beginning on or in part; if it has fewer rows, by its own total too. */
export const wrongAnswer = wrong(wrongBy, fc.boolean());

/** The same, but never of as many rows as its total says. */
export const wrongAnswerThatDoesNotFit = wrong(
	wrongBy.filter((what) => !['other total', 'other rows'].includes(what)),
	fc.constant(false),
);

function wrong(
	ways: string[],
	countsItself: fc.Arbitrary<boolean>,
): fc.Arbitrary<NonNullable<Script['wrongAnswer']>> {
	const made = fc
		.record({
			what: fc.constantFrom(...ways),
			number: fc.integer({ min: 1, max: 7 }),
			countsItself,
		})
		.map(({ what, number, countsItself: isOwn }) => (page: Page<Row>): Page<Row> => {
			const items = wrongItems(what, number, page.items);
			if (what === 'other total') return { ...page, totalCount: number };
			if (what === 'no total') return { ...page, totalCount: undefined };
			if (what === 'other page') return { ...page, pageNumber: number };
			return { ...page, items, totalCount: isOwn ? items.length : page.totalCount };
		});
	return fc.record({ after: fc.nat({ max: 20 }), made });
}

function wrongItems(what: string, number: number, items: Row[]): Row[] {
	if (what === 'none') return [];
	if (what === 'fewer') return items.slice(0, -number);
	if (what === 'again') return items.slice(0, 1).concat(items.slice(0, -1));
	return what === 'other rows' ? items.map(({ id }) => ({ id: `other ${id}` })) : items;
}
