import * as fc from 'fast-check';

import {
	compare,
	FORGET_ANYWAY_DAYS,
	FORGET_DAYS,
	LATE_MS,
	LEARNING_MS,
	mayLearn,
	MOST_ENTRIES,
	type Watch,
} from '../../nodes/AnyfastAsset/trigger/diff';
import { hashOfText } from '../../nodes/AnyfastAsset/trigger/memory';

interface Group {
	id: string;
	revision: number;
	/** By the list's clock, in milliseconds. */
	created?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 1);

const created: Watch<Group> = {
	event: { idOf: ({ id }) => id, createdAt: (group) => group.created },
	eventName: 'created',
	watched: 'created, all',
	account: 'mine',
	emitExisting: false,
};
const updated: Watch<Group> = {
	...created,
	event: {
		...created.event,
		stateOf: ({ revision }) => String(revision),
		isEvent: ({ revision }, isNew) => !isNew || revision > 0,
	},
	eventName: 'updated',
	watched: 'updated, all',
};

/** What a restart does to what is kept. */
const stored = (memory: unknown): unknown => JSON.parse(JSON.stringify(memory));

const step = fc.record({
	does: fc.constantFrom(
		'create',
		'create',
		'burst',
		'update',
		'delete',
		'poll',
		'poll',
		'slip',
		'busy poll',
		'empty poll',
		'restart',
		'pass days',
		'rotate key',
		'switch account',
	),
	which: fc.nat(),
});
const steps = fc.array(step, { minLength: 1, maxLength: 60 });

interface Row extends Group {
	/** When it was created, and under which number of step. */
	born: number;
}

const nameOf = ({ id, revision }: Group) => `${id}@${revision}`;

/**
 * Accounts whose lists change, and a trigger that watches one of them. The trial knows when each row was created, which
 * the trigger has to find out, and so what must have been reported, what must not, and what may be either.
 */
class Trial {
	readonly reported: string[] = [];
	/** What must have been reported by now, once each. */
	readonly expected = new Set<string>();
	/** What was there when the trigger began to watch, but not in what it learned from. */
	readonly doubtful = new Set<string>();

	private readonly accounts: Row[][];
	private account = 0;
	private keys = 0;
	private now = START;
	private rows = 0;
	private memory: unknown;
	private saved: unknown;
	/** What was seen of the account since it is watched; undefined while nothing was learned of it. */
	private seen?: Map<string, number>;
	private began = 0;
	private isLearning = false;
	private lastSeen: string[] = [];
	private lastSeenSaved: string[] = [];
	private learnedUnsaved = false;

	constructor(
		private readonly watch: Watch<Group>,
		/** How far the list's clock is off. */
		private readonly clockOff: number,
		sizes: number[],
		firstIsComplete: boolean,
	) {
		this.accounts = sizes.map(() => []);
		sizes.forEach((size, account) => {
			this.account = account;
			for (let row = 0; row < size; row++) this.create();
		});
		this.account = 0;
		if (firstIsComplete) this.poll();
		else this.busyPoll(sizes[0] ?? 0);
	}

	take({ does, which }: { does: string; which: number }): void {
		const chosen = this.list[which % Math.max(1, this.list.length)];
		this.now += which % (2 * LATE_MS);
		if (does === 'create') this.create();
		if (does === 'burst') for (let more = which % 150; more >= 0; more--) this.create();
		if (does === 'update' && chosen) chosen.revision++;
		if (does === 'delete') this.list = this.list.filter((row) => row !== chosen);
		if (does === 'poll') this.poll();
		if (does === 'slip' && chosen) this.slip(chosen);
		if (does === 'busy poll') this.busyPoll(which);
		if (does === 'empty poll' && this.hasLearned) this.read([], which % 2 === 0);
		if (does === 'restart') this.restart();
		if (does === 'pass days') this.now += (which % 400) * DAY_MS;
		if (does === 'rotate key') this.rotateKey();
		if (does === 'switch account') this.switchAccount(which);
	}

	/** A whole read. */
	poll(): void {
		this.read([...this.list], true);
	}

	private get list(): Row[] {
		return this.accounts[this.account] ?? [];
	}

	private set list(rows: Row[]) {
		this.accounts[this.account] = rows;
	}

	private get hasLearned(): boolean {
		return this.seen !== undefined && !this.isLearning;
	}

	private create(): void {
		this.now += 1;
		const id = `row-${++this.rows}`;
		this.list.unshift({ id, revision: 0, created: this.now + this.clockOff, born: this.now });
	}

	/** A read that lacks a row, and does not know it unless it is one to learn from. */
	private slip(without: Row): void {
		this.read(
			this.list.filter((row) => row !== without),
			this.hasLearned,
		);
	}

	/** A read that lacks every third row, and has one twice. */
	private busyPoll(which: number): void {
		const rows = this.list.filter((_row, index) => index % 3 !== which % 3);
		this.read([...rows, ...rows.slice(0, 1)], false);
	}

	private restart(): void {
		// n8n does not store what a poll learned of a key if it emits nothing; see docs/trigger.md.
		if (this.learnedUnsaved) {
			this.memory = stored(this.memory);
		} else {
			this.memory = stored(this.saved);
			this.lastSeen = this.lastSeenSaved;
		}
	}

	/** Another key of the same account, if its rows can tell that it is the same. */
	private rotateKey(): void {
		const stillThere = this.list.filter(({ id }) => this.lastSeen.includes(id)).length;
		const canTell = stillThere * 2 >= Math.min(this.lastSeen.length, this.list.length);
		if (!canTell || stillThere === 0 || !this.hasLearned) return;
		this.keys++;
		this.learnedUnsaved = true;
		this.poll();
	}

	private switchAccount(which: number): void {
		this.account = (this.account + 1) % this.accounts.length;
		this.keys++;
		this.seen = undefined;
		// Back from an account that showed nothing, the trigger may know the rows again and go on.
		if (this.list.some(({ id }) => this.lastSeen.includes(id))) {
			for (const row of this.list) this.doubtful.add(nameOf(row));
		}
		// What is empty by mistake just now cannot be told from an account that is.
		if (which % 2 === 0 || this.list.length < 3) this.poll();
		else this.busyPoll(which);
	}

	private read(rows: Row[], complete: boolean): void {
		const isFirst = this.memory === undefined;
		const { happened, memory } = compare(
			{ rows: rows.map((row) => ({ ...row })), complete, at: this.now },
			this.memory,
			{ ...this.watch, account: `account ${this.account}, key ${this.keys}` },
		);
		this.memory = memory;
		this.reported.push(...happened.map(nameOf));
		this.expectOf(rows);
		if (rows.length > 0) this.lastSeen = rows.map(({ id }) => id);
		if (complete) this.isLearning = false;
		if (happened.length > 0 || isFirst) {
			this.saved = memory;
			this.lastSeenSaved = this.lastSeen;
			this.learnedUnsaved = false;
		}
	}

	private expectOf(rows: Row[]): void {
		const learns = this.seen === undefined;
		this.seen ??= new Map();
		if (learns) {
			this.began = this.now;
			this.isLearning = true;
			this.learnedUnsaved = true;
		}
		for (const row of rows) {
			const revision = this.seen.get(row.id);
			this.seen.set(row.id, row.revision);
			if (learns) continue;
			const isNew = revision === undefined;
			const isEvent =
				this.watch.eventName === 'created'
					? isNew
					: revision !== row.revision && (!isNew || row.revision > 0);
			if (!isEvent) continue;
			const wasThere = isNew && row.born <= this.began;
			(wasThere ? this.doubtful : this.expected).add(nameOf(row));
		}
	}
}

describe.each([
	['created', created],
	['updated', updated],
])('of groups that are %s', (_name, watch) => {
	it('each is reported once, through slips, empty and busy lists, bursts, restarts and other keys', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 3 }),
				fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS }),
				fc.boolean(),
				steps,
				(sizes, clockOff, firstIsComplete, script) => {
					const trial = new Trial(watch, clockOff, sizes, firstIsComplete);
					for (const one of script) trial.take(one);
					trial.poll();

					const certain = (name: string) => !trial.doubtful.has(name);
					expect(new Set(trial.reported).size).toBe(trial.reported.length);
					expect(trial.reported.filter(certain).sort()).toEqual(
						[...trial.expected].filter(certain).sort(),
					);
				},
			),
			{ numRuns: 2500 },
		);
	}, 120_000);
});

const groups = (...ids: string[]): Group[] => ids.map((id) => ({ id, revision: 0 }));
const ids = (rows: Group[]) => rows.map(({ id }) => id);

interface Poll {
	rows: Group[];
	complete?: boolean;
	/** The day of the read, counted from the first. */
	day?: number;
	watch?: Partial<Watch<Group>>;
}

/** What is reported by each of these reads, one after another, each under the memory of the one before. */
function reports(watch: Watch<Group>, ...polls: Poll[]): string[][] {
	let memory: unknown;
	return polls.map(({ rows, complete = true, day = 0, watch: changes }) => {
		const reading = { rows, complete, at: START + day * DAY_MS };
		const result = compare(reading, memory, { ...watch, ...changes });
		memory = stored(result.memory);
		return ids(result.happened);
	});
}

describe('the first read', () => {
	it('learns what is there, and reports it if asked to', () => {
		const ab = { rows: groups('a', 'b') };
		expect(reports(created, ab, ab)).toEqual([[], []]);
		expect(reports({ ...created, emitExisting: true }, ab, ab)).toEqual([['a', 'b'], []]);
	});

	it('of an empty list lets everything be new that comes later', () => {
		expect(reports(created, { rows: [] }, { rows: groups('a') })).toEqual([[], ['a']]);
	});

	const at = (id: string, ms: number): Group => ({ id, revision: 0, created: START + ms });
	const seen = [at('seen', 0)];
	const older = at('older', -LATE_MS - 1);
	const late = at('late', -LATE_MS);
	const dateless = { id: 'dateless', revision: 0 };

	it('that may lack something keeps older rows from being new, until one that lacks nothing', () => {
		const more = [...seen, older, late, dateless];
		expect(
			reports(
				created,
				{ rows: seen, complete: false },
				{ rows: more, complete: false },
				{ rows: [...more, at('older too', -DAY_MS)] },
				{ rows: [...more, at('oldest', -2 * DAY_MS)] },
			),
		).toEqual([[], ['late', 'dateless'], [], ['oldest']]);
	});

	it('that may lack something does so for a day at most', () => {
		const days = LEARNING_MS / DAY_MS;
		expect(
			reports(
				created,
				{ rows: seen, complete: false },
				{ rows: [...seen, older], complete: false, day: days },
				{ rows: [...seen, older, at('oldest', -DAY_MS)], complete: false, day: days },
			),
		).toEqual([[], [], ['oldest']]);
	});

	it('that is certain, or whose rows are reported, keeps nothing from being new', () => {
		const next = { rows: [...seen, older] };
		expect(reports(created, { rows: seen }, next)).toEqual([[], ['older']]);
		expect(
			reports({ ...created, emitExisting: true }, { rows: seen, complete: false }, next),
		).toEqual([['seen'], ['older']]);
	});
});

it('reports a new row of a read that may lack something, once though it came twice', () => {
	expect(
		reports(
			created,
			{ rows: groups('a') },
			{ rows: groups('b', 'b'), complete: false },
			{ rows: groups('a', 'b'), complete: false },
		),
	).toEqual([[], ['b'], []]);
});

it('follows the last state of a row that came twice', () => {
	const twice = [
		{ id: 'a', revision: 1 },
		{ id: 'a', revision: 2 },
	];
	const reading = { rows: twice, complete: false, at: START };
	const first = compare({ ...reading, rows: groups('a') }, undefined, updated);
	const { happened } = compare(reading, first.memory, updated);
	expect(happened).toEqual([{ id: 'a', revision: 2 }]);
});

describe('forgetting', () => {
	const many = Array.from({ length: MOST_ENTRIES }, (_, n) => `row-${n}`);

	it.each([
		['few rows, however long they are gone', ['b'], 10_000, true],
		['many rows that are gone for less than a month', many, FORGET_DAYS - 1, true],
		['many rows that a read lacks that may lack something', many, FORGET_DAYS, false],
		['many rows that one read lacks', many, 0, true],
	])('spares %s', (_name, others, days, complete) => {
		expect(
			reports(
				created,
				{ rows: groups('a', ...others) },
				{ rows: groups(...others) },
				{ rows: groups(...others), day: days, complete },
				{ rows: groups('a', ...others), day: days },
			).at(-1),
		).toEqual([]);
	});

	it.each([
		['a complete read lacks', FORGET_DAYS, true],
		['no read has ever been complete about', FORGET_ANYWAY_DAYS, false],
	])('takes rows that %s, for long and if there are too many', (_name, days, complete) => {
		expect(
			reports(
				created,
				{ rows: groups('a', 'b', ...many) },
				{ rows: groups('b', ...many), complete },
				{ rows: groups(...many), day: 1, complete },
				{ rows: groups(...many), day: days, complete },
				{ rows: groups('a', 'b', ...many), day: days, complete },
			).at(-1),
		).toEqual(['a']);
	});

	it('takes no more rows than there are too many, the longest gone first', () => {
		const [first = '', ...rest] = many;
		expect(
			reports(
				created,
				{ rows: groups('a', 'b', first, ...rest) },
				{ rows: groups('b', first, ...rest), day: 0 },
				{ rows: groups(...rest), day: 1 },
				{ rows: groups(...rest), day: 1 + FORGET_DAYS },
				{ rows: groups('a', 'b', first, ...rest), day: 1 + FORGET_DAYS },
			).at(-1),
		).toEqual(['a', 'b']);
	});

	it('spares all rows but one that are gone for long, if they are not too many', () => {
		const few = { rows: groups('a', ...many.slice(2)) };
		const one = { rows: groups('a') };
		expect(reports(created, few, one, { ...one, day: FORGET_DAYS }, few)).toEqual([[], [], [], []]);
	});

	it('is not done by an empty read', () => {
		const day = FORGET_DAYS;
		const all = { rows: groups('a', ...many) };
		expect(reports(created, all, { rows: groups(...many) }, { rows: [], day }, all)).toEqual([
			[],
			[],
			[],
			[],
		]);
	});

	it('never begins because a list is empty', () => {
		expect(
			reports(
				created,
				{ rows: groups('a', ...many) },
				{ rows: [] },
				{ rows: [], day: FORGET_DAYS },
				{ rows: groups(...many), day: FORGET_DAYS },
				{ rows: groups('a', ...many), day: FORGET_DAYS },
			),
		).toEqual([[], [], [], [], []]);
	});
});

describe('after a change', () => {
	it('of the filter, learns what comes into view, and goes on with what was known', () => {
		const changed = { id: 'a', revision: 1 };
		const watch = { watched: 'updated, some' };
		expect(
			reports(
				updated,
				{ rows: groups('a') },
				{ rows: [changed, { id: 'b', revision: 1 }], watch },
				{ rows: [changed, { id: 'b', revision: 2 }, { id: 'c', revision: 1 }], watch },
			),
		).toEqual([[], ['a'], ['b', 'c']]);
	});

	it.each([
		['another event', { watched: 'updated, all', eventName: 'updated' }],
		['emitExisting', { emitExisting: true, watched: 'created, some' }],
	])('to %s, does not flood', (_name, watch) => {
		const ab = { rows: groups('a', 'b', 'c') };
		expect(
			reports(created, { rows: groups('a', 'b') }, { ...ab, watch }, ab, { ...ab, watch }),
		).toEqual([[], [], [], []]);
	});

	it('of the event, does not compare with the states of the one before', () => {
		const following = (state: (group: Group) => string): Partial<Watch<Group>> => ({
			event: { idOf: ({ id }) => id, stateOf: state },
		});
		const even = { ...following(({ revision }) => String(revision % 2 === 0)) };
		const other = {
			...following(({ revision }) => String(revision > 0)),
			eventName: 'other',
			watched: 'other',
		};
		expect(
			reports(
				{ ...created, ...even },
				{ rows: groups('a', 'b') },
				{ rows: groups('a'), watch: other },
				// What was away at the change is not compared either.
				{ rows: groups('a', 'b'), watch: other },
			),
		).toEqual([[], [], []]);
	});

	const theirs = { account: 'theirs' };

	it('to another account, learns its rows and then reports what is new in it', () => {
		const rows = groups('x', 'y');
		expect(
			reports(
				created,
				{ rows: groups('a', 'b') },
				{ rows, watch: theirs },
				{ rows: [...rows, ...groups('z')], watch: theirs },
				{ rows: groups('a', 'b', 'c') },
			),
		).toEqual([[], [], ['z'], []]);
	});

	it('to an account that is empty, reports the first row in it', () => {
		expect(
			reports(
				created,
				{ rows: groups('a') },
				{ rows: [], watch: theirs },
				{ rows: groups('x'), watch: theirs },
			),
		).toEqual([[], [], ['x']]);
	});

	it.each([
		['most of the rows are known', ['a', 'b', 'c', 'd'], ['a', 'b', 'new']],
		['most of the known rows are there', ['a', 'b'], ['b', 'new', 'new 2', 'new 3']],
	])('to another key of the account, changes nothing if %s', (_name, before, after) => {
		const [, reported] = reports(
			created,
			{ rows: groups(...before) },
			{ rows: groups(...after), watch: theirs },
		);
		expect(reported).toEqual(after.filter((id) => !before.includes(id)));
	});

	it('to another key, takes a few rows that are known for another account', () => {
		const before = { rows: groups('a', 'b', 'c') };
		const after = { rows: groups('a', 'x', 'y'), watch: theirs };
		expect(reports(created, before, after)).toEqual([[], []]);
	});

	it('to another key, goes on with the states of its rows after an empty read', () => {
		const rows = [{ id: 'a', revision: 1 }];
		expect(
			reports(updated, { rows: groups('a') }, { rows: [], watch: theirs }, { rows, watch: theirs }),
		).toEqual([[], [], ['a']]);
	});

	it('to another key, is not decided by an empty read that may lack something', () => {
		expect(
			reports(
				created,
				{ rows: groups('a') },
				{ rows: [], complete: false, watch: theirs },
				{ rows: groups('x'), watch: theirs },
				{ rows: groups('x', 'y'), watch: theirs },
			),
		).toEqual([[], [], [], ['y']]);
	});

	it.each([
		['nothing', {}, false],
		['the filter', { watched: 'created, some' }, true],
		['the key', theirs, true],
	])('of %s, says whether the next read may learn', (_name, changes, learns) => {
		const { memory } = compare({ rows: [], complete: true, at: START }, undefined, created);
		expect(mayLearn(stored(memory), { ...created, ...changes })).toBe(learns);
	});
});

it.each([
	['unless existing rows are reported', false, true],
	['if existing rows are reported', true, false],
])('says that the very first read learns, %s', (_name, emitExisting, learns) => {
	expect(mayLearn(undefined, { ...created, emitExisting })).toBe(learns);
	expect(mayLearn('of another form', { ...created, emitExisting })).toBe(true);
});

it.each([
	['of a later version', { version: 2, watched: '', event: '', account: '', known: [] }],
	['without an account', { version: 1, watched: '', event: '', known: [] }],
	[
		'with learning of another form',
		{ version: 1, watched: '', event: '', account: '', learning: 1, known: [] },
	],
	['of another form', 'known'],
	[
		'with entries of another form',
		{ version: 1, watched: '', event: '', account: '', known: ['a b c'] },
	],
	[
		'with entries that are not text',
		{ version: 1, watched: '', event: '', account: '', known: [1] },
	],
])('learns anew from a memory %s', (_name, memory) => {
	const reading = { rows: groups('a'), complete: true, at: START };
	const { happened, memory: after } = compare(reading, memory, {
		...created,
		emitExisting: true,
	});
	expect(happened).toEqual([]);
	const next = { ...reading, rows: groups('a', 'b') };
	expect(ids(compare(next, stored(after), created).happened)).toEqual(['b']);
});

it('keeps nothing of the account but what it is given', () => {
	const reading = { rows: groups('a'), complete: true, at: START };
	const { memory } = compare(reading, undefined, created);
	expect(stored(memory)).toEqual({
		version: 1,
		watched: hashOfText('created, all'),
		event: 'created',
		account: 'mine',
		known: ['a'],
	});
});

it.each([
	['as the API makes them', (n: number) => `group-20260101080100-${String(n).padStart(5, '0')}`],
	['of 200 characters', (n: number) => `${'x'.repeat(190)}${n}`],
	['in Chinese', (n: number) => `${'组'.repeat(30)}${n}`],
])('takes at most 64 bytes for each of 50,000 groups with IDs %s', (_name, idOf) => {
	const rows = Array.from({ length: 50_000 }, (_, n) => ({ id: idOf(n), revision: 0 }));
	const reading = { rows, complete: true, at: START };
	const { memory } = compare(reading, undefined, updated);
	// With every group but one missing, an entry is as long as it gets.
	const { memory: missing } = compare({ ...reading, rows: rows.slice(0, 1) }, memory, updated);

	const bytes = Buffer.byteLength(JSON.stringify({ 'node:Trigger': { seen: missing } }));
	expect(missing.known).toHaveLength(50_000);
	expect(missing.known.at(-1)).toContain('!');
	expect(bytes / 50_000).toBeLessThanOrEqual(64);
});
