import * as fc from 'fast-check';

import { compare, type Watch } from '../../nodes/AnyfastAsset/trigger/diff';

interface Group {
	id: string;
	revision: number;
}

const created: Watch<Group> = {
	event: { idOf: ({ id }) => id },
	watched: 'created',
	emitExisting: false,
};
const updated: Watch<Group> = {
	event: {
		idOf: ({ id }) => id,
		stateOf: ({ revision }) => String(revision),
		counts: ({ revision }, isNew) => !isNew || revision > 0,
	},
	watched: 'updated',
	emitExisting: false,
};

/** What a restart does to what is kept. */
const restart = (memory: unknown): unknown => JSON.parse(JSON.stringify(memory));

const step = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ does: fc.constant('create' as const) }) },
	{
		weight: 3,
		arbitrary: fc.record({ does: fc.constantFrom('update', 'delete', 'slip'), which: fc.nat() }),
	},
	{ weight: 4, arbitrary: fc.record({ does: fc.constantFrom('poll', 'restart') }) },
);
const steps = fc.array(step, { minLength: 1, maxLength: 60 });

/** A list that changes, and a trigger that watches it. */
class Trial {
	groups: Group[] = [];
	/** What must be reported by the end: an event's name for each time it happened. */
	readonly expected: string[] = [];
	readonly reported: string[] = [];

	private memory: unknown;
	private created = 0;
	/** The row that the next read lacks; never the same twice in a row. */
	private slipped?: string;
	private mayReport = new Map<string, number>();

	constructor(
		private readonly watch: Watch<Group>,
		ids: string[],
	) {
		this.groups = ids.map((id) => ({ id, revision: 0 }));
		this.poll();
	}

	take({ does, which = 0 }: { does: string; which?: number }): void {
		const chosen = this.groups[which % Math.max(1, this.groups.length)];
		if (does === 'create') this.groups.unshift({ id: `new-${++this.created}`, revision: 0 });
		if (does === 'update' && chosen) chosen.revision++;
		if (does === 'delete') this.groups = this.groups.filter((group) => group !== chosen);
		if (does === 'slip') this.poll(chosen?.id);
		if (does === 'poll') this.poll();
		if (does === 'restart') this.memory = restart(this.memory);
	}

	/** Reads the list, without one row where the read slips; the row is back in the read after it. */
	poll(without?: string): void {
		const lacks = without === this.slipped ? undefined : without;
		this.slipped = lacks;
		const rows = this.groups.filter(({ id }) => id !== lacks).map((group) => ({ ...group }));
		const { happened, memory } = compare(rows, this.memory, this.watch);
		const first = this.memory === undefined;
		this.memory = memory;
		this.reported.push(...happened.map(nameOf));

		for (const group of rows) {
			const last = this.mayReport.get(group.id);
			this.mayReport.set(group.id, group.revision);
			if (first || last === group.revision) continue;
			const isEvent = this.watch === updated ? group.revision > 0 : last === undefined;
			if (isEvent) this.expected.push(nameOf(group));
		}
	}
}

const nameOf = ({ id, revision }: Group) => `${id}@${revision}`;

describe.each([
	['created', created],
	['updated', updated],
])('of groups that are %s', (_name, watch) => {
	it('each is reported once, through slips and restarts', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), steps, (ids, script) => {
				const trial = new Trial(watch, ids);
				for (const one of script) trial.take(one);
				trial.poll();

				expect(trial.reported).toEqual(trial.expected);
				expect(new Set(trial.reported).size).toBe(trial.reported.length);
			}),
			{ numRuns: 1000 },
		);
	});
});

const groups = (...ids: string[]): Group[] => ids.map((id) => ({ id, revision: 0 }));
const ids = (rows: Group[]) => rows.map(({ id }) => id);

/** What is reported by each of these reads, one after another. */
function reports(watch: Watch<Group>, ...reads: Group[][]): string[][] {
	let memory: unknown;
	return reads.map((rows) => {
		const result = compare(rows, memory, watch);
		memory = restart(result.memory);
		return ids(result.happened);
	});
}

it('learns what is there in the first read, and reports it where asked to', () => {
	expect(reports(created, groups('a', 'b'), groups('a', 'b'))).toEqual([[], []]);
	const all = { ...created, emitExisting: true };
	expect(reports(all, groups('a', 'b'), groups('a', 'b'))).toEqual([['a', 'b'], []]);
});

it('reports what comes after a first read of nothing', () => {
	expect(reports(created, [], groups('a'))).toEqual([[], ['a']]);
});

it('forgets a row that two reads in a row lack, not one', () => {
	const a = groups('a');
	expect(reports(created, a, [], a, [], a)).toEqual([[], [], [], [], []]);
	expect(reports(created, a, [], [], a)).toEqual([[], [], [], ['a']]);
});

it('learns what a changed filter lets in, and goes on with what was known', () => {
	const { memory } = compare(groups('a'), undefined, updated);
	const wider = { ...updated, watched: 'wider' };

	const first = compare([{ id: 'a', revision: 1 }, ...groups('b')], memory, wider);
	expect(ids(first.happened)).toEqual(['a']);

	const next = compare(
		[
			{ id: 'a', revision: 1 },
			{ id: 'b', revision: 1 },
			{ id: 'c', revision: 1 },
		],
		first.memory,
		wider,
	);
	expect(ids(next.happened)).toEqual(['b', 'c']);
});

it('does not flood when another event is chosen, either way', () => {
	const { memory } = compare(groups('a', 'b'), undefined, created);
	const toUpdated = compare(groups('a', 'b'), memory, updated);
	const back = compare(groups('a', 'b', 'c'), toUpdated.memory, { ...created, emitExisting: true });

	expect([toUpdated.happened, back.happened]).toEqual([[], []]);
});

it.each([
	['of another version', { version: 2, watched: '', known: [] }],
	['of another form', 'known'],
	['with entries of another form', { version: 1, watched: '', known: ['a b c'] }],
	['with entries that are not text', { version: 1, watched: '', known: [1] }],
])('learns anew from a memory %s', (_name, memory) => {
	const { happened, memory: after } = compare(groups('a'), memory, {
		...created,
		emitExisting: true,
	});
	expect(happened).toEqual([]);
	expect(ids(compare(groups('a', 'b'), after, created).happened)).toEqual(['b']);
});

it.each([
	['as the API makes them', (n: number) => `group-20260101080100-${String(n).padStart(5, '0')}`],
	['of 200 characters', (n: number) => `${'x'.repeat(190)}${n}`],
	['in Chinese', (n: number) => `${'组'.repeat(30)}${n}`],
])('takes at most 64 bytes for each of 50,000 groups with IDs %s', (_name, idOf) => {
	const rows = Array.from({ length: 50_000 }, (_, n) => ({ id: idOf(n), revision: 0 }));
	const { memory } = compare(rows, undefined, updated);
	// With every group missed once, an entry is as long as it gets.
	const { memory: missed } = compare([], memory, updated);

	const bytes = Buffer.byteLength(JSON.stringify({ 'node:Trigger': { seen: missed } }));
	expect(missed.known).toHaveLength(50_000);
	expect(bytes / 50_000).toBeLessThanOrEqual(64);
});
