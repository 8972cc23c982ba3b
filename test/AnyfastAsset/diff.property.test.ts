import * as fc from 'fast-check';

import { checkProperty } from '../checkProperty';
import {
	findNews,
	FORGET_ANYWAY_DAYS,
	FORGET_DAYS,
	LATE_MS,
	LEARNING_MS,
	type ListRead,
	MOST_ENTRIES,
	MUCH,
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
	event: {
		idOf: ({ id }) => id,
		createdAt: (group) => group.created,
		fits: () => true,
		follow: () => ({ happens: true }),
	},
	eventName: 'created',
	watched: 'created, all',
	watcher: 'workflow node',
	account: 'mine',
	emitExisting: false,
};
const updated: Watch<Group> = {
	...created,
	event: {
		...created.event,
		follow: ({ revision }, kept = '0') => {
			const latest = Math.max(revision, Number(kept));
			return { keep: String(latest), happens: revision > Number(kept) };
		},
	},
	eventName: 'updated',
	watched: 'updated, all',
};

/** What a restart does to what is kept. */
const stored = (memory: unknown): unknown => JSON.parse(JSON.stringify(memory));

interface Answer {
	rows: Group[];
	/** It claims to be complete, and lacks rows, or has strange ones. */
	isWrong?: boolean;
	complete?: boolean;
}

/**
 * An account whose list changes, and a trigger that watches it. The world knows what was there before the trigger began,
 * and what came to be since; it knows nothing of how the trigger finds out.
 */
class World {
	rows: Group[] = [];
	account = 'mine';
	readonly reported: string[] = [];
	/** What truly happened while the account was watched. */
	private readonly real = new Set<string>();
	/** What was reported, and had not happened: it was there before, or never. */
	private readonly untrue: string[] = [];
	/** What must not be reported: it was there before. */
	before = new Set<string>();
	/** Rows of which anything may be reported: whoever saw only the first read could not know. */
	doubtful: Group[] = [];

	private now = START;
	private made = 0;
	private memory: unknown;
	private saved: unknown;

	constructor(
		private readonly watch: Watch<Group>,
		/** How far the list's clock is off. */
		private readonly clockOff = 0,
	) {}

	create(howMany: number): void {
		for (let more = howMany; more > 0; more--) {
			this.now += 2 * LATE_MS;
			const createdAt = this.now + this.clockOff;
			this.rows.unshift({ id: `row-${++this.made}`, revision: 0, created: createdAt });
		}
	}

	pass(ms: number): void {
		this.now += ms;
	}

	/** The events that the rows tell of, from the first on. */
	get told(): string[] {
		const isUpdate = this.watch.eventName === 'updated';
		return this.rows.filter(({ revision }) => !isUpdate || revision > 0).map(this.nameOf);
	}

	readonly nameOf = ({ id, revision }: Group): string =>
		this.watch.eventName === 'updated' ? `${id}@${revision}` : id;

	/**
	 * Polls.
	 *
	 * @param answers what the reads of this poll give, one after another; then, and if there are none, the truth
	 */
	async poll(...answers: Answer[]): Promise<void> {
		for (const name of this.told) if (!this.before.has(name)) this.real.add(name);
		const truth: Answer = { rows: this.rows };
		const read = async (isCertain: boolean): Promise<ListRead<Group>> => {
			const { rows, complete = true, isWrong = false } = answers.shift() ?? truth;
			// Two passes that have to agree see through one wrong answer.
			const seen = isCertain && isWrong ? [...rows, ...this.rows] : rows;
			return { rows: seen.map((row) => ({ ...row })), complete, at: this.now };
		};
		const isFirst = this.memory === undefined;
		const watch = { ...this.watch, account: this.account };
		const { happened, memory } = await findNews(read, this.memory, watch);
		this.memory = memory;
		// What a poll has seen is stored if it is the first, or emits something; see docs/trigger.md.
		if (isFirst || happened.length > 0) this.saved = memory;
		const names = happened.map(this.nameOf);
		this.reported.push(...names);
		this.untrue.push(...names.filter((name) => !this.real.has(name)));
	}

	restart(): void {
		this.memory = stored(this.saved);
	}

	/** None of it may ever happen. */
	expectNothingWrong(): void {
		const { reported, untrue, doubtful, told, before } = this;
		const certain = (name: string) => !doubtful.some(({ id }) => name.split('@')[0] === id);
		const twice = reported.filter((name, index) => reported.indexOf(name) < index);
		const lost = told.filter((name) => !before.has(name) && !reported.includes(name));
		const wrong = { twice, untrue: untrue.filter(certain), lost: lost.filter(certain) };
		expect(wrong).toEqual({ twice: [], untrue: [], lost: [] });
	}
}

/** Every third row is missing. */
const withHoles = (rows: Group[], which: number) =>
	rows.filter((_row, index) => index % 3 !== which % 3);

const strangers = (which: number): Group[] =>
	Array.from({ length: 400 }, (_, n) => ({
		id: `stranger-${which}-${n}`,
		revision: 1,
		created: START + n,
	}));

const steps = fc.array(
	fc.record({
		does: fc.constantFrom(
			'create',
			'create',
			'burst',
			'update',
			'delete',
			'poll',
			'poll',
			'busy poll',
			'slip',
			'empty poll',
			'strange poll',
			'restart',
			'pass days',
		),
		which: fc.nat(),
	}),
	{ minLength: 1, maxLength: 60 },
);

async function take(world: World, { does, which }: { does: string; which: number }): Promise<void> {
	const { rows } = world;
	const chosen = rows[which % Math.max(1, rows.length)];
	const isAgain = which % 2 === 0;
	world.pass(which % LATE_MS);
	if (does === 'create') world.create(1);
	if (does === 'burst') world.create(which % 150);
	if (does === 'update' && chosen) chosen.revision++;
	if (does === 'delete') world.rows = rows.filter((row) => row !== chosen);
	if (does === 'poll') await world.poll();
	if (does === 'busy poll') {
		const answer = { rows: withHoles(rows, which), complete: false };
		await world.poll(answer, ...(isAgain ? [answer] : []));
	}
	if (does === 'slip') {
		await world.poll({ rows: rows.filter((row) => row !== chosen), isWrong: true });
	}
	if (does === 'empty poll') await world.poll({ rows: [], complete: isAgain, isWrong: true });
	if (does === 'strange poll') {
		const rowsToo = isAgain ? rows : [];
		await world.poll({ rows: [...rowsToo, ...strangers(which)], isWrong: true });
	}
	if (does === 'restart') world.restart();
	if (does === 'pass days') {
		// A list that changes at every poll of a whole day is not certain ever; see docs/trigger.md.
		await world.poll();
		world.pass((which % 400) * DAY_MS);
	}
}

describe.each([
	['created', created],
	['updated', updated],
])(
	'of groups that are %s, nothing is lost, reported twice, or reported though it was there before',
	(_name, watch) => {
		const clockOff = fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS });

		it('through wrong, empty and busy answers, bursts, restarts and long pauses', async () => {
			await checkProperty(
				fc.asyncProperty(fc.nat({ max: 12 }), clockOff, steps, async (size, off, script) => {
					const world = new World(watch, off);
					world.create(size);
					world.before = new Set(world.told);
					await world.poll();
					for (const one of script) await take(world, one);
					await world.poll();
					world.expectNothingWrong();
				}),
			);
		});

		it('if the list was busy when it began, too', async () => {
			const sizes = fc.integer({ min: 2, max: 12 });
			await checkProperty(
				fc.asyncProperty(sizes, fc.nat(), clockOff, steps, async (size, which, off, script) => {
					const world = new World(watch, off);
					world.create(size);
					world.before = new Set(world.told);
					const rows = withHoles(world.rows, which);
					const missed = world.rows.filter((row) => !rows.includes(row));
					// By its creation, a row that is not new can be told from one that is; an update has nothing like it.
					const isNewer = ({ created: at = 0 }: Group) => at > (rows[0]?.created ?? 0);
					world.doubtful = watch === created ? missed.filter(isNewer) : missed;
					await world.poll({ rows, complete: false });
					// Before it was certain once, a day without news, a restart and a busy list are too much; see docs/trigger.md.
					const sameDay = script.filter(({ does }) => does !== 'pass days');
					for (const one of sameDay) await take(world, one);
					await world.poll();
					world.expectNothingWrong();
				}),
			);
		});

		it('whoever signs in: with another key of the account, or for another account', async () => {
			const turns = fc.array(
				fc.record({
					does: fc.constantFrom(
						'create',
						'burst',
						'update',
						'delete',
						'poll',
						'rotate key',
						'switch account',
					),
					which: fc.nat(),
				}),
				{ minLength: 1, maxLength: 40 },
			);
			await checkProperty(
				fc.asyncProperty(turns, async (script) => {
					const world = new World(watch);
					let others: Group[] = [];
					let keys = 0;
					const changeAccount = async () => {
						[others, world.rows] = [world.rows, others];
						world.account = `key ${++keys}`;
						world.before = new Set([...world.before, ...world.told]);
						await world.poll();
					};
					world.create(5);
					await changeAccount();
					world.create(5);
					await changeAccount();

					for (const { does, which } of script) {
						if (does === 'create') world.create(1);
						if (does === 'burst') world.create(which % 150);
						const chosen = world.rows[which % world.rows.length];
						if (does === 'update' && chosen) chosen.revision++;
						if (does === 'delete' && world.rows.length > 4) world.rows.splice(which % 4, 1);
						if (does === 'poll' || does === 'rotate key') await world.poll();
						if (does === 'rotate key') world.account = `key ${++keys}`;
						if (does === 'switch account') await changeAccount();
					}
					await world.poll();
					world.expectNothingWrong();
				}),
			);
		});
	},
);

const groups = (...ids: string[]): Group[] => ids.map((id) => ({ id, revision: 0 }));
const ids = (rows: Group[]) => rows.map(({ id }) => id);

interface Poll {
	rows: Group[];
	/** What the list gives if it is read once more. */
	again?: Group[];
	complete?: boolean;
	/** The day of the read, counted from the first. */
	day?: number;
	watch?: Partial<Watch<Group>>;
}

/** What each of these polls reports, one after another, each under the memory of the one before. */
async function reports(watch: Watch<Group>, ...polls: Poll[]): Promise<string[][]> {
	const reported: string[][] = [];
	let memory: unknown;
	for (const { rows, again = rows, complete = true, day = 0, watch: changes } of polls) {
		const answers = [rows, again];
		const read = async () => {
			return { rows: answers.shift() ?? [], complete, at: START + day * DAY_MS };
		};
		const news = await findNews(read, memory, { ...watch, ...changes });
		memory = stored(news.memory);
		reported.push(ids(news.happened));
	}
	return reported;
}

describe('the first read', () => {
	it('learns what is there, and reports it if asked to', async () => {
		const ab = { rows: groups('a', 'b') };
		expect(await reports(created, ab, ab)).toEqual([[], []]);
		expect(await reports({ ...created, emitExisting: true }, ab, ab)).toEqual([['a', 'b'], []]);
	});

	it('of a list that is certainly empty lets everything be new that comes later', async () => {
		expect(await reports(created, { rows: [] }, { rows: groups('a') })).toEqual([[], ['a']]);
	});

	const at = (id: string, ms: number): Group => ({ id, revision: 0, created: START + ms });
	const seen = [at('seen', 0)];
	const older = at('older', -LATE_MS - 1);
	const late = at('late', -LATE_MS);
	const dateless = { id: 'dateless', revision: 0 };

	it('that may lack something keeps older rows from being new, until one that lacks nothing', async () => {
		const more = [...seen, older, late, dateless];
		expect(
			await reports(
				created,
				{ rows: seen, complete: false },
				{ rows: more, complete: false },
				{ rows: [...more, at('older too', -DAY_MS)] },
				{ rows: [...more, at('oldest', -2 * DAY_MS)] },
			),
		).toEqual([[], ['late', 'dateless'], [], ['oldest']]);
	});

	it('that may lack something does so for a day at most', async () => {
		const day = LEARNING_MS / DAY_MS;
		expect(
			await reports(
				created,
				{ rows: seen, complete: false },
				{ rows: [...seen, older], complete: false, day },
				{ rows: [...seen, older, at('oldest', -DAY_MS)], complete: false, day },
			),
		).toEqual([[], [], ['oldest']]);
	});

	it('that shows nothing, and may lack everything, keeps from being new what was created before it', async () => {
		const hidden = { rows: [], complete: false };
		const many = Array.from({ length: 300 }, (_, n) => at(`old ${n}`, -DAY_MS + n));
		const fresh = at('fresh', 1);
		expect(
			await reports(
				created,
				hidden,
				{ ...hidden, day: 2 },
				{ rows: [...many, fresh], complete: false, day: 2 },
				{ rows: [...many, fresh, older], day: 2 },
				{ rows: [...many, fresh, older, at('after all', -DAY_MS)], day: 2 },
			),
		).toEqual([[], [], ['fresh'], [], ['after all']]);
	});

	it('that is certain, or whose rows are reported, keeps nothing from being new', async () => {
		const next = { rows: [...seen, older] };
		expect(await reports(created, { rows: seen }, next)).toEqual([[], ['older']]);
		expect(
			await reports({ ...created, emitExisting: true }, { rows: seen, complete: false }, next),
		).toEqual([['seen'], ['older']]);
	});
});

describe('a read that may be learned from is asked to be certain', () => {
	const isCertainAt = async (...polls: Poll[]) =>
		(await askedAt(...polls)).map(({ isCertain }) => isCertain);
	const isFirstAt = async (...polls: Poll[]) =>
		(await askedAt(...polls)).map(({ isFirst }) => isFirst);

	type Poll = [Partial<ListRead<Group>>, Partial<Watch<Group>>?];
	const askedAt = async (...polls: Poll[]) => {
		const asked: Array<{ isCertain: boolean; isFirst: boolean }> = [];
		let memory: unknown;
		for (const [result, changes] of polls) {
			const read = async (isCertain: boolean, isFirst: boolean) => {
				asked.push({ isCertain, isFirst });
				return { rows: groups('a'), complete: true, at: START, ...result };
			};
			memory = stored((await findNews(read, memory, { ...created, ...changes })).memory);
		}
		return asked;
	};

	it.each([
		['nothing', {}, false, false],
		['the filter', { watched: 'created, some' }, true, true],
		['the event', { watched: 'updated, all', eventName: 'updated' }, true, true],
		['the key', { account: 'theirs' }, true, false],
		['the node', { watcher: 'another' }, true, true],
	])('at first, and after a change of %s: %s', async (_name, changes, isCertain, isFirst) => {
		expect(await isCertainAt([{}], [{}, changes])).toEqual([true, isCertain]);
		expect(await isFirstAt([{}], [{}, changes])).toEqual([true, isFirst]);
	});

	it('as long as no read was complete', async () => {
		expect(await isCertainAt([{ complete: false }], [{}], [{}])).toEqual([true, true, false]);
	});

	it('unless what it shows is reported anyway', async () => {
		const emitting: Poll = [{}, { emitExisting: true }];
		expect(await isCertainAt(emitting)).toEqual([false]);
		expect(await isFirstAt(emitting, emitting)).toEqual([true, false]);
	});
});

it('reports a new row of a read that may lack something, once though it came twice', async () => {
	expect(
		await reports(
			created,
			{ rows: groups('a') },
			{ rows: groups('b', 'b'), complete: false },
			{ rows: groups('a', 'b'), complete: false },
		),
	).toEqual([[], ['b'], []]);
});

it('follows a row through all the states in which one read saw it', async () => {
	const [one, two] = [1, 2].map((revision) => ({ id: 'a', revision }));
	const both = one && two ? [two, one] : [];
	expect(await reports(updated, { rows: groups('a') }, { rows: both }, { rows: both })).toEqual([
		[],
		['a'],
		[],
	]);
	expect(await reports(updated, { rows: both }, { rows: both })).toEqual([[], []]);
});

describe('if much happens at once', () => {
	const many = (howMany: number, name = 'new') =>
		groups(...Array.from({ length: howMany }, (_, n) => `${name} ${n}`));
	const numbered = (rows: Group[]) => rows.map(({ id }) => id);
	const old = groups('old');

	it('reports what a second read shows, too, and leaves the rest to later reads', async () => {
		const all = [...old, ...many(MUCH + 1), ...groups('later')];
		const some = all.slice(0, -2);
		expect(
			await reports(
				created,
				{ rows: old },
				{ rows: all.slice(0, -1), again: [...some, ...groups('later')] },
				{ rows: all },
			),
		).toEqual([[], numbered(some.slice(1)), [`new ${MUCH}`, 'later']]);
	});

	it('reports nothing of a read that no other bears out, and does not know its rows', async () => {
		const strange = many(300);
		expect(
			await reports(
				created,
				{ rows: old },
				{ rows: strange, again: old },
				{ rows: [...old, ...strange.slice(0, 2)] },
			),
		).toEqual([[], [], ['new 0', 'new 1']]);
	});

	it.each([
		['ten rows', 1, MUCH, 1],
		['eleven', 1, MUCH + 1, 2],
		['a tenth of what is known', 200, 20, 1],
		['more than a tenth', 200, 21, 2],
		['all that is there, if it is to be reported', 0, 300, 2],
	])('counts %s', async (_name, known, howMany, reads) => {
		let requests = 0;
		let rows = many(known, 'known');
		const read = async () => {
			requests++;
			return { rows, complete: true, at: START };
		};
		const watch = { ...created, emitExisting: known === 0 };
		const { memory } = known === 0 ? { memory: undefined } : await findNews(read, undefined, watch);
		requests = 0;
		rows = [...rows, ...many(howMany)];
		const { happened } = await findNews(read, memory, watch);
		expect([happened.length, requests]).toEqual([howMany, reads]);
	});

	it('counts updates like new rows', async () => {
		const rows = many(MUCH + 1);
		const changed = rows.map((row) => ({ ...row, revision: 1 }));
		const oneLess = changed.slice(1);
		expect(
			await reports(updated, { rows }, { rows: changed, again: oneLess }, { rows: changed }),
		).toEqual([[], numbered(oneLess), ['new 0']]);
	});
});

describe('forgetting', () => {
	const many = Array.from({ length: MOST_ENTRIES }, (_, n) => `row-${n}`);

	it.each([
		['few rows, however long they are gone', ['b'], 10_000, true],
		['many rows that are gone for less than a month', many, FORGET_DAYS - 1, true],
		['many rows that a read lacks that may lack something', many, FORGET_DAYS, false],
		['many rows that one read lacks', many, 0, true],
	])('spares %s', async (_name, others, day, complete) => {
		const reported = await reports(
			created,
			{ rows: groups('a', ...others) },
			{ rows: groups(...others) },
			{ rows: groups(...others), day, complete },
			{ rows: groups('a', ...others), day },
		);
		expect(reported.at(-1)).toEqual([]);
	});

	it.each([
		['a complete read lacks', FORGET_DAYS, true],
		['no read has ever been complete about', FORGET_ANYWAY_DAYS, false],
	])('takes rows that %s, for long and if there are too many', async (_name, day, complete) => {
		const reported = await reports(
			created,
			{ rows: groups('a', 'b', ...many) },
			{ rows: groups('b', ...many), complete },
			{ rows: groups(...many), day: 1, complete },
			{ rows: groups(...many), day, complete },
			{ rows: groups('a', 'b', ...many), day, complete },
		);
		expect(reported.at(-1)).toEqual(['a']);
	});

	it('takes no more rows than there are too many, the longest gone first', async () => {
		const [first = '', ...others] = many;
		const reported = await reports(
			created,
			{ rows: groups('a', 'b', first, ...others) },
			{ rows: groups('b', first, ...others), day: 0 },
			{ rows: groups(...others), day: 1 },
			{ rows: groups(...others), day: 1 + FORGET_DAYS },
			{ rows: groups('a', 'b', first, ...others), day: 1 + FORGET_DAYS },
		);
		expect(reported.at(-1)).toEqual(['a', 'b']);
	});

	it('spares all rows but one that are gone for long, if they are not too many', async () => {
		const few = { rows: groups('a', ...many.slice(2)) };
		const one = { rows: groups('a') };
		const reported = await reports(created, few, one, { ...one, day: FORGET_DAYS }, few);
		expect(reported.flat()).toEqual([]);
	});

	it('is not done by an empty read', async () => {
		const day = FORGET_DAYS;
		const all = { rows: groups('a', ...many) };
		const reported = await reports(created, all, { rows: groups(...many) }, { rows: [], day }, all);
		expect(reported.flat()).toEqual([]);
	});

	it('never begins because a list is empty', async () => {
		const day = FORGET_DAYS;
		const reported = await reports(
			created,
			{ rows: groups('a', ...many) },
			{ rows: [] },
			{ rows: [], day },
			{ rows: groups(...many), day },
			{ rows: groups('a', ...many), day },
		);
		expect(reported.flat()).toEqual([]);
	});
});

describe('after a change', () => {
	it('of the filter, learns what comes into view, and goes on with what was known', async () => {
		const changed = { id: 'a', revision: 1 };
		const watch = { watched: 'updated, some' };
		expect(
			await reports(
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
	])('to %s, does not flood', async (_name, watch) => {
		const abc = { rows: groups('a', 'b', 'c') };
		const reported = await reports(created, { rows: groups('a', 'b') }, { ...abc, watch }, abc, {
			...abc,
			watch,
		});
		expect(reported.flat()).toEqual([]);
	});

	it('of the event, does not compare with what the one before kept', async () => {
		const watch = { event: updated.event, eventName: 'other', watched: 'other' };
		const [a, b] = [
			{ id: 'a', revision: 1 },
			{ id: 'b', revision: 1 },
		];
		const reported = await reports(
			updated,
			{ rows: groups('a', 'b') },
			{ rows: [a], watch },
			// What was away at the change is not compared either.
			{ rows: [a, b], watch },
		);
		expect(reported.flat()).toEqual([]);
	});

	it.each([
		['if existing rows are reported', true],
		['otherwise', false],
	])('of the node that watches, learns anew, also %s', async (_name, emitExisting) => {
		const [a, b] = groups('a', 'b');
		const watch = { watcher: 'another', emitExisting };
		const reported = await reports(
			updated,
			{ rows: a ? [a] : [] },
			{ rows: groups('a', 'b').map((row) => ({ ...row, revision: 1 })), watch },
			{
				rows: [
					{ id: 'a', revision: 1 },
					{ id: 'b', revision: 2 },
				],
				watch,
			},
		);
		expect(b && reported).toEqual([[], [], ['b']]);
	});

	const theirs = { account: 'theirs' };

	it('to another account, learns its rows and then reports what is new in it', async () => {
		const rows = groups('x', 'y');
		expect(
			await reports(
				created,
				{ rows: groups('a', 'b') },
				{ rows, watch: theirs },
				{ rows: [...rows, ...groups('z')], watch: theirs },
				{ rows: groups('a', 'b', 'c') },
			),
		).toEqual([[], [], ['z'], []]);
	});

	it('to an account that is empty, reports the first row in it', async () => {
		expect(
			await reports(
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
	])('to another key of the account, changes nothing if %s', async (_name, before, after) => {
		const [, reported] = await reports(
			created,
			{ rows: groups(...before) },
			{ rows: groups(...after), watch: theirs },
		);
		expect(reported).toEqual(after.filter((id) => !before.includes(id)));
	});

	it('to another key, takes a few rows that are known for another account', async () => {
		const before = { rows: groups('a', 'b', 'c') };
		const after = { rows: groups('a', 'x', 'y'), watch: theirs };
		expect(await reports(created, before, after)).toEqual([[], []]);
	});

	it('to another key, goes on with the states of its rows after an empty read', async () => {
		const rows = [{ id: 'a', revision: 1 }];
		expect(
			await reports(
				updated,
				{ rows: groups('a') },
				{ rows: [], watch: theirs },
				{ rows, watch: theirs },
			),
		).toEqual([[], [], ['a']]);
	});

	it('to another key, is not decided by an empty read that may lack something', async () => {
		expect(
			await reports(
				created,
				{ rows: groups('a') },
				{ rows: [], complete: false, watch: theirs },
				{ rows: groups('x'), watch: theirs },
				{ rows: groups('x', 'y'), watch: theirs },
			),
		).toEqual([[], [], [], ['y']]);
	});
});

const names = { version: 1, watcher: '', watched: '', event: '', account: '' };

it.each([
	['of a later version', { ...names, version: 2, known: [] }],
	['without an account', { ...names, account: undefined, known: [] }],
	['with a beginning of another form', { ...names, beginning: 1, known: [] }],
	['of another form', 'known'],
	['with entries of another form', { ...names, known: ['a b c'] }],
	['with entries that are not text', { ...names, known: [1] }],
])('learns anew from a memory %s', async (_name, memory) => {
	const read = async () => ({ rows: groups('a'), complete: true, at: START });
	const first = await findNews(read, memory, { ...created, emitExisting: true });
	expect(first.happened).toEqual([]);

	const next = async () => ({ rows: groups('a', 'b'), complete: true, at: START });
	const { happened } = await findNews(next, stored(first.memory), created);
	expect(ids(happened)).toEqual(['b']);
});

it('keeps nothing of the account but what it is given', async () => {
	const read = async () => ({ rows: groups('a'), complete: true, at: START });
	const { memory } = await findNews(read, undefined, created);
	expect(stored(memory)).toEqual({
		version: 1,
		watcher: hashOfText('workflow node'),
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
])('takes at most 64 bytes for each of 50,000 groups with IDs %s', async (_name, idOf) => {
	const rows = Array.from({ length: 50_000 }, (_, n) => ({ id: idOf(n), revision: 0 }));
	// As much as an event may keep of a row.
	const follow = () => ({ keep: '+mk0aaaaa', happens: false });
	const watch = { ...created, event: { ...created.event, follow } };
	const read = (shown: Group[]) => async () => ({ rows: shown, complete: true, at: START });
	const { memory } = await findNews(read(rows), undefined, watch);
	// With every group but one missing, an entry is as long as it gets.
	const { memory: missing } = await findNews(read(rows.slice(0, 1)), memory, watch);

	const bytes = Buffer.byteLength(JSON.stringify({ 'node:Trigger': { seen: missing } }));
	expect(missing.known).toHaveLength(50_000);
	expect(missing.known.at(-1)).toContain('!');
	expect(bytes / 50_000).toBeLessThanOrEqual(64);
});
