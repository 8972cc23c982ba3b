// The stand-in in a process of its own, so that it does not take time or memory from what is measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'serve') await serve();

/** @typedef {import('../stand-in/StandIn.ts').StandInOptions} StandInOptions */

/**
 * The stand-in's own, as far as JSON can hold them; `groups` is their number, and that of the assets unless `assets` gives
 * another.
 *
 * @typedef {Omit<StandInOptions, 'groups' | 'assets'> & { groups?: number, assets?: number }} Options
 */

/**
 * What came in.
 *
 * @typedef {object} Count
 * @property {number} received
 * @property {number} refused
 * @property {number} mostInFlight
 */

/** @typedef {'count' | 'stop' | { reset: Options }} Message */

/** @typedef {Awaited<ReturnType<typeof startStandIn>>} StandInProcess */

/** Starts it, with nothing in it. */
export async function startStandIn() {
	const child = fork(fileURLToPath(import.meta.url), ['serve'], {
		execArgv: ['--import', 'tsx'],
	});
	/**
	 * @param {Message} message
	 * @returns {Promise<Count>}
	 */
	const answerTo = async (message) => {
		const answer = once(child, 'message');
		child.send(message);
		return (await answer)[0];
	};
	/** @type {{ url: string, apiKey: string }} */
	const { url, apiKey } = (await once(child, 'message'))[0];
	return {
		url,
		apiKey,
		/** Begins anew. @param {Options} options */
		reset: async (options) => await answerTo({ reset: options }),
		/** What came in since: requests, those refused for being too many, and the most at the same time. */
		count: async () => await answerTo('count'),
		stop: async () => {
			const ended = once(child, 'exit');
			child.send('stop');
			await ended;
		},
	};
}

async function serve() {
	const { makeAssets } = await import('../stand-in/assets.ts');
	const { makeGroups } = await import('../stand-in/groups.ts');
	const { StandIn } = await import('../stand-in/StandIn.ts');
	/** @param {Options} options */
	const filled = ({ groups = 0, assets = groups, ...more }) => ({
		...more,
		groups: makeGroups(groups),
		assets: makeAssets(assets),
	});
	const standIn = await StandIn.start();
	process.once('disconnect', () => process.exit());
	process.on('message', async (sent) => {
		const message = /** @type {Message} */ (sent);
		if (message === 'stop') {
			await standIn.stop();
			process.disconnect?.();
			return;
		}
		if (message !== 'count') standIn.reset(filled(message.reset));
		const { received, refused, mostInFlight } = standIn;
		process.send?.({ received: received.length, refused, mostInFlight });
	});
	process.send?.({ url: standIn.url, apiKey: standIn.apiKey });
}
