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
import { hashOfState, hashOfText } from '../../nodes/AnyfastAsset/trigger/memory';

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
		// n8n does not store what a poll learned that emits nothing; see docs/trigger.md.
		this.memory = stored(this.learnedUnsaved ? this.memory : this.saved);
	}

	/** Another key of the same account, if its rows can tell that it is the same. */
	private rotateKey(): void {
		const stillThere = this.list.filter(({ id }) => this.lastSeen.includes(id)).length;
		const canTell = stillThere * 2 >= Math.min(this.lastSeen.length, this.list.length);
		if (!canTell || stillThere === 0 || !this.hasLearned) return;
		this.keys++;
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
