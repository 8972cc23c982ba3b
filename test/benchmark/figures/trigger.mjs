import { setTimeout as pause } from 'node:timers/promises';

import { until } from '../../e2e/setup/until.mjs';
import { anyfastTrigger, connected } from '../nodes.mjs';
import { exactly, plain } from '../rows.mjs';

const EVERY_SECONDS = 5;
const POLLS = 3;
const PATIENCE_MS = 30_000;

const SECONDS = Array.from({ length: 60 / EVERY_SECONDS }, (_, index) => index * EVERY_SECONDS);

/** What the trigger asks while nothing happens. */
export const idlePoll = {
	name: 'Idle poll of 250 groups',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const { n8n, standIn } = bench;
		await standIn.reset({ groups: 250 });
		const id = await bench.store(connected([anyfastTrigger('Trigger', SECONDS)]));
		await n8n.rest.publish(id);
		try {
			// The first polls learn what is there.
			await until('the trigger has polled', PATIENCE_MS, async () => {
				return (await standIn.count()).received > 0;
			});
			await betweenPolls();
			await pause(1000 * EVERY_SECONDS);
			const before = (await standIn.count()).received;
			await pause(1000 * EVERY_SECONDS * POLLS);
			const requests = (await standIn.count()).received - before;
			return plain(this.name, exactly(3, requests / POLLS, 'requests'));
		} finally {
			await n8n.rest.unpublish(id);
		}
	},
};

/** Waits until the clock is as far as can be from a poll. */
async function betweenPolls() {
	const period = 1000 * EVERY_SECONDS;
	const sincePoll = Date.now() % period;
	await pause((period * 1.5 - sincePoll) % period);
}
