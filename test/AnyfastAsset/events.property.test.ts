import * as fc from 'fast-check';

import { checkProperty } from '../checkProperty';
import { findNews } from '../../nodes/AnyfastAsset/trigger/diff';
import { events } from '../../nodes/AnyfastAsset/trigger/events';
import type { Entity } from '../../nodes/shared/api/assets';
import { createdAt, makeGroup } from '../stand-in/groups';
import { makeAsset } from '../stand-in/assets';

/** What a thing was at one time after another; each change after the first versions has a later UpdateTime. */
function versionsOf(first: Entity[], changes: Array<Partial<Entity>>): Entity[] {
	const versions = [...first];
	for (const change of changes) {
		const UpdateTime = createdAt(100 * versions.length);
		versions.push({ Id: '', ...versions.at(-1), ...change, UpdateTime });
	}
	return versions;
}

/** What a service answers at a poll. */
interface Answer {
	/** How many changes happen before it. */
	changes: number;
	/** How many changes the server that answers is behind. */
	behind: number;
	/** The fields that it leaves out. */
	lacks: string[];
}

const answers = (behind: number, fields: string[]) =>
	fc.array(
		fc.record({
			changes: fc.nat({ max: 2 }),
			behind: fc.nat({ max: behind }),
			lacks: fc.subarray(fields),
		}),
		{ maxLength: 20 },
	);

/** What the trigger reports of a thing: the number of the version that each poll saw, if it told of an event. */
async function reported(
	eventName: string,
	versions: Entity[],
	script: Answer[],
): Promise<{ seen: number[]; told: number[] }> {
	const event = events[eventName];
	if (!event) throw new Error(`There is no event ${eventName}`);
	let memory: unknown;
	const poll = async (rows: Entity[]) => {
		const read = async () => ({ rows, complete: true, at: Date.UTC(2026, 6, 1) });
		const watch = { event, eventName, watched: '', watcher: '', account: '', emitExisting: false };
		const news = await findNews(read, memory, watch);
		memory = JSON.parse(JSON.stringify(news.memory));
		return news.happened.length > 0;
	};
	await poll([]);

	const seen: number[] = [];
	const told: number[] = [];
	let now = 0;
	const last = { changes: versions.length, behind: 0, lacks: [] };
	for (const { changes, behind, lacks } of [...script, last]) {
		now = Math.min(now + changes, versions.length - 1);
		const number = Math.max(now - behind, 0);
		const row: Entity = { Id: '', ...versions[number] };
		for (const field of lacks) delete row[field];
		seen.push(number);
		if (await poll([row])) told.push(number);
	}
	return { seen, told };
}

describe('Asset Ready', () => {
	const changes = fc.array(
		fc.constantFrom<Partial<Entity>>(
			{ Status: 'Processing' },
			{ Status: 'Inactive' },
			{ Status: 'Failed' },
			{ Status: 'Active' },
			{ Status: 'ACTIVE' },
			{ Status: 'Active', URL: '' },
			{ Status: 'Active', URL: 'https://files.example/1.png' },
			{ Name: 'another' },
		),
		{ maxLength: 12 },
	);
	/** Some services do not move the UpdateTime when an asset becomes active. */
	const first = fc
		.subarray(['Queued', 'Pending', 'Processing', 'Active'], { minLength: 1 })
		.map((statuses) => statuses.map((Status) => ({ ...makeAsset(1), Status })));
	const history = fc.tuple(first, changes).map((drawn) => versionsOf(...drawn));
	const isReady = ({ Status, URL }: Entity) =>
		String(Status).toLowerCase() === 'active' && URL !== '';
	const isActive = ({ Status }: Entity) => String(Status).toLowerCase() === 'active';

	/** How often the asset came to be ready: an active one that only lost its URL in between still is. */
	const timesReady = (versions: Entity[]) => {
		let isSo = false;
		let times = 0;
		for (const version of versions) {
			if (isReady(version) && !isSo) times++;
			isSo = isReady(version) || (isSo && isActive(version));
		}
		return times;
	};

	it('comes no more often than the asset became ready, and never of one that is not, whichever server answers, whatever the answers lack', async () => {
		const script = answers(3, ['Status', 'URL', 'UpdateTime', 'CreateTime']);
		await checkProperty(
			fc.asyncProperty(history, script, async (versions, drawn) => {
				const { told } = await reported('assetReady', versions, drawn);
				expect(told.length).toBeLessThanOrEqual(timesReady(versions));
				expect(told.every((number) => isReady(versions[number] ?? { Id: '' }))).toBe(true);
			}),
		);
	});

	it('comes of each asset that is ready in the end', async () => {
		const script = answers(3, ['Status', 'URL', 'UpdateTime', 'CreateTime']);
		await checkProperty(
			fc.asyncProperty(history, script, async (versions, drawn) => {
				const { told } = await reported('assetReady', versions, drawn);
				const last = versions.at(-1);
				if (last && isReady(last)) expect(told).not.toEqual([]);
			}),
		);
	});

	it('comes each time that the polls see the asset become ready, if one server answers', async () => {
		await checkProperty(
			fc.asyncProperty(history, answers(0, []), async (versions, drawn) => {
				const { seen, told } = await reported('assetReady', versions, drawn);
				const sights = seen.flatMap((number) => versions[number] ?? []);
				expect(told).toHaveLength(timesReady(sights));
			}),
		);
	});
});

describe('Group Updated', () => {
	const history = fc.nat({ max: 12 }).map((howMany) => {
		return versionsOf([makeGroup(1)], Array<Partial<Entity>>(howMany).fill({}));
	});

	it('comes at most once of each update, whichever server answers, whatever the answers lack', async () => {
		await checkProperty(
			fc.asyncProperty(
				history,
				answers(3, ['UpdateTime', 'CreateTime']),
				async (versions, drawn) => {
					const { told } = await reported('groupUpdated', versions, drawn);
					expect(new Set(told).size).toBe(told.length);
					expect(told).not.toContain(0);
				},
			),
		);
	});

	it('comes of each update that the polls see, if the answers say when it was', async () => {
		await checkProperty(
			fc.asyncProperty(history, answers(3, []), async (versions, drawn) => {
				const { seen, told } = await reported('groupUpdated', versions, drawn);
				const newest = seen.filter((number, poll) => number > Math.max(0, ...seen.slice(0, poll)));
				expect(told).toEqual(newest);
			}),
		);
	});
});
