import * as fc from 'fast-check';

import type { AssetGroup } from '../../nodes/shared/api/assets';
import { TestBed } from '../engine/TestBed';
import { Polling } from '../engine/Polling';
import { makeGroup, makeGroups } from '../stand-in/groups';

let bench: TestBed;

beforeAll(async () => {
	bench = await TestBed.start();
});
afterAll(async () => await bench.stop());

const step = fc.record({
	does: fc.constantFrom(
		'create',
		'create',
		'update',
		'delete',
		'slip',
		'poll',
		'poll',
		'fail',
		'contradict',
		'restart',
	),
	which: fc.nat(),
});

const nameOf = ({ Id, UpdateTime }: Partial<AssetGroup>) => `${Id} of ${UpdateTime}`;

/** A list in the stand-in that changes, the node that watches it, and what it must have emitted by now. */
class Trial {
	readonly emitted: string[] = [];
	readonly expected: string[] = [];
	private readonly seen = new Map<string, string | undefined>();
	/** What a read lacked by mistake, each once: what two reads in a row lack is forgotten. */
	private readonly slipped = new Set<string>();
	private readonly polling: Polling;
	private created = 3;
	private updates = 0;

	constructor(private readonly event: string) {
		bench.standIn.reset({ groups: makeGroups(3), maxPageSize: 3 });
		this.polling = new Polling(bench.engine, { event });
	}

	async take({ does, which }: { does: string; which: number }): Promise<void> {
		const { standIn } = bench;
		const chosen = standIn.groups[which % Math.max(1, standIn.groups.length)];
		const at = which % (standIn.groups.length + 1);
		if (does === 'create') standIn.groups.splice(at, 0, makeGroup(++this.created));
		if (does === 'update' && chosen) chosen.UpdateTime = `update ${++this.updates}`;
		if (does === 'delete') standIn.groups = standIn.groups.filter((group) => group !== chosen);
		if (does === 'slip' && chosen) await this.slip(chosen);
		if (does === 'poll') await this.poll();
		if (does === 'restart') this.polling.restart();
		if (does === 'fail') await this.failingPoll();
		if (does === 'contradict') await this.contradictedPoll();
	}

	/** Polls; what is emitted and what should be is written down. */
	async poll(): Promise<void> {
		const isFirst = this.seen.size === 0;
		for (const group of bench.standIn.groups) {
			const isNew = !this.seen.has(group.Id);
			const changed = this.seen.get(group.Id) !== group.UpdateTime;
			const updated = isNew ? group.UpdateTime !== group.CreateTime : changed;
			this.seen.set(group.Id, group.UpdateTime);
			if (!isFirst && (this.event === 'groupCreated' ? isNew : updated)) {
				this.expected.push(nameOf(group));
			}
		}
		const items = (await this.polling.poll()) ?? [];
		this.emitted.push(...items.map(nameOf));
	}

	private async slip(group: AssetGroup): Promise<void> {
		if (this.slipped.has(group.Id)) return;
		this.slipped.add(group.Id);
		bench.standIn.groups = bench.standIn.groups.filter((other) => other !== group);
		await this.poll();
		bench.standIn.groups.push(group);
	}

	private async contradictedPoll(): Promise<void> {
		bench.standIn.tamper = (answer) => ({ ...answer, TotalCount: 1000 });
		await expect(this.polling.poll()).rejects.toThrow('kept changing');
		bench.standIn.tamper = undefined;
	}

	private async failingPoll(): Promise<void> {
		bench.standIn.failNext({ status: 400 });
		await expect(this.polling.poll()).rejects.toThrow('Anyfast refused the request');
	}
}

it.each(['groupCreated', 'groupUpdated'])(
	'%s: each is emitted once, whatever changes, fails or restarts between polls',
	async (event) => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				const trial = new Trial(event);
				await trial.poll();
				for (const one of steps) await trial.take(one);
				await trial.poll();

				expect([...trial.emitted].sort()).toEqual([...trial.expected].sort());
			}),
			{ numRuns: 100 },
		);
	},
	60_000,
);
