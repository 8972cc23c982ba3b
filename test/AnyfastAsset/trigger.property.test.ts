import * as fc from 'fast-check';

import { checkProperty } from '../checkProperty';
import type { AssetGroup } from '../../nodes/shared/api/assets';
import type { TestBed } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { Polling } from '../engine/Polling';
import { changedAt, makeGroup } from '../stand-in/groups';

const KEYS = ['stand-in-key', 'another-key'];

const bed = useTestBed();
/** The same stand-in, with one credential for each key. */
let signedIn: TestBed[];

beforeAll(async () => {
	signedIn = await Promise.all(KEYS.map(async (apiKey) => await bed.with({ apiKey })));
});

const step = fc.record({
	does: fc.constantFrom(
		'create',
		'create',
		'burst',
		'update',
		'delete',
		'slip',
		'empty',
		'poll',
		'poll',
		'busy poll',
		'contradict',
		'fail',
		'restart',
		'rotate key',
		'switch account',
	),
	which: fc.nat(),
});

/** Two accounts in the stand-in that change, the node that watches one of them, and what it must have emitted by now. */
class Trial {
	readonly emitted: string[] = [];
	readonly expected = new Set<string>();
	/** What was created while a poll read the list: it may have been seen already, or gone before it was. */
	readonly midPoll = new Set<string>();

	private readonly polling: Polling;
	private key = 0;
	/** The account that is not watched. */
	private others: AssetGroup[] = [];
	private created = 0;
	private updates = 0;
	/** What was seen of the account since it is watched; undefined while nothing was. */
	private seen?: Map<string, string | undefined>;
	private lastSeen: string[] = [];
	/** What n8n has stored of the last. */
	private lastSeenStored: string[] = [];
	/** n8n does not store what a poll learned of a key if it emits nothing; see docs/trigger.md. */
	private isKeyStored = true;

	constructor(private readonly event: string) {
		bed.standIn.reset({ groups: [], maxPageSize: 3 });
		this.create(4);
		[this.others, bed.standIn.groups] = [bed.standIn.groups, this.others];
		this.create(7);
		this.signIn();
		this.polling = new Polling(this.engine, { event });
	}

	async take({ does, which }: { does: string; which: number }): Promise<void> {
		const { standIn } = bed;
		const chosen = standIn.groups[which % Math.max(1, standIn.groups.length)];
		if (does === 'create') this.create(1);
		if (does === 'burst') this.create(which % 12);
		if (does === 'update' && chosen) chosen.UpdateTime = changedAt(++this.updates);
		if (does === 'delete' && standIn.groups.length > 1) {
			standIn.groups = standIn.groups.filter((group) => group !== chosen);
		}
		if (does === 'slip') await this.pollWithout((group) => group === chosen);
		if (does === 'empty') await this.pollWithout(() => true);
		if (does === 'poll') await this.poll();
		if (does === 'busy poll') await this.busyPoll();
		if (does === 'contradict') await this.contradictedPoll(which);
		if (does === 'fail') await this.failingPoll();
		if (does === 'restart') this.restart();
		if (does === 'rotate key') await this.rotateKey();
		if (does === 'switch account') await this.switchAccount();
	}

	/** Polls; what is emitted and what should be is written down. */
	async poll(): Promise<void> {
		const isFirst = this.lastSeen.length === 0;
		const before = bed.standIn.groups.map((group) => ({ ...group }));
		const items = (await this.polling.poll()) ?? [];
		this.emitted.push(...items.map((item) => this.nameOf(item)));

		this.expectOf(before);
		if (before.length > 0) this.lastSeen = before.map(({ Id }) => Id);
		if (items.length > 0 || isFirst) {
			this.lastSeenStored = this.lastSeen;
			this.isKeyStored = true;
		}
	}

	private expectOf(groups: AssetGroup[]): void {
		const learns = this.seen === undefined;
		this.seen ??= new Map();
		for (const group of groups) {
			const isNew = !this.seen.has(group.Id);
			const changed = this.seen.get(group.Id) !== group.UpdateTime;
			const updated = isNew ? group.UpdateTime !== group.CreateTime : changed;
			this.seen.set(group.Id, group.UpdateTime);
			const isEvent = this.event === 'groupCreated' ? isNew : updated;
			if (!learns && isEvent) this.expected.add(this.nameOf(group));
		}
	}

	/** A group is created once, but may be updated often. */
	private nameOf({ Id, UpdateTime }: Partial<AssetGroup>): string {
		return this.event === 'groupCreated' ? `${Id}` : `${Id} of ${UpdateTime}`;
	}

	private create(howMany: number): void {
		const { groups } = bed.standIn;
		for (let more = howMany; more > 0; more--) {
			// The API's order is not documented: the newest come first, last or in between.
			const at = this.created % (groups.length + 1);
			groups.splice(at, 0, makeGroup(++this.created));
		}
	}

	/** A poll in which the API leaves groups out, and says nothing of it. */
	private async pollWithout(isLeftOut: (group: AssetGroup) => boolean): Promise<void> {
		const { standIn } = bed;
		const { groups } = standIn;
		standIn.groups = groups.filter((group) => !isLeftOut(group));
		await this.poll();
		standIn.groups = groups;
	}

	/** A poll with a creation before every second page, so that its total never stays the same. */
	private async busyPoll(): Promise<void> {
		const { standIn } = bed;
		let pages = 0;
		standIn.beforePage = () => {
			if (++pages % 2 !== 0 || pages >= 10) return;
			const group = makeGroup(++this.created);
			standIn.groups.push(group);
			this.midPoll.add(this.nameOf(group));
		};
		await this.poll();
		standIn.beforePage = undefined;
	}

	/** A poll in which the API says a total that never fits. */
	private async contradictedPoll(which: number): Promise<void> {
		const { standIn } = bed;
		const TotalCount = standIn.groups.length + 1 + (which % 9);
		standIn.tamper = (answer) => ({ ...answer, TotalCount });
		await this.poll();
		standIn.tamper = undefined;
	}

	private async failingPoll(): Promise<void> {
		bed.standIn.failNext({ status: 400 });
		await expect(this.polling.poll()).rejects.toThrow('Anyfast refused the request');
	}

	private restart(): void {
		if (!this.isKeyStored) return;
		this.polling.restart();
		this.lastSeen = this.lastSeenStored;
	}

	/** Another key of the same account, if its groups can tell that it is the same. */
	private async rotateKey(): Promise<void> {
		const { groups } = bed.standIn;
		const stillThere = groups.filter(({ Id }) => this.lastSeen.includes(Id)).length;
		if (stillThere > 0 && stillThere * 2 >= groups.length) await this.changeKey();
	}

	private async switchAccount(): Promise<void> {
		[this.others, bed.standIn.groups] = [bed.standIn.groups, this.others];
		this.seen = undefined;
		await this.changeKey();
	}

	private async changeKey(): Promise<void> {
		this.key++;
		this.signIn();
		this.polling.useCredentialOf(this.engine);
		this.isKeyStored = false;
		await this.poll();
	}

	private signIn(): void {
		bed.standIn.apiKey = KEYS[this.key % KEYS.length] ?? '';
	}

	private get engine() {
		return (signedIn[this.key % KEYS.length] ?? bed).engine;
	}
}

it.each(['groupCreated', 'groupUpdated'])(
	'%s: each is emitted once, whatever changes, slips, fails or restarts, and whoever signs in',
	async (event) => {
		await checkProperty(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				const trial = new Trial(event);
				await trial.poll();
				for (const one of steps) await trial.take(one);
				await trial.poll();

				const { emitted, expected, midPoll } = trial;
				const certain = emitted.filter((name) => expected.has(name) || !midPoll.has(name));
				expect(new Set(emitted).size).toBe(emitted.length);
				expect(certain.sort()).toEqual([...expected].sort());
			}),
			0.1,
		);
	},
);
