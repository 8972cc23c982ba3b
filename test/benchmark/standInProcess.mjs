// The stand-in in a process of its own, so that it does not take time or memory from what is measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'serve') await serve(JSON.parse(process.argv[3]));

/**
 * Starts it.
 *
 * @param {object} options the stand-in's own, as far as JSON can hold them; `groups` is their number, and that of the assets
 *   unless `assets` gives another
 */
export async function startStandIn(options) {
	const child = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify(options)], {
		execArgv: ['--import', 'tsx'],
	});
	const answerTo = async (message) => {
		const answer = once(child, 'message');
		child.send(message);
		return (await answer)[0];
	};
	const [{ url, apiKey }] = await once(child, 'message');
	return {
		url,
		apiKey,
		/** Begins anew, with other options if there are any. */
		reset: async (others = options) => await answerTo({ reset: others }),
		/** What came in since: requests, those refused for being too many, and the most at the same time. */
		count: async () => await answerTo('count'),
		stop: async () => {
			const ended = once(child, 'exit');
			child.send('stop');
			await ended;
		},
	};
}

async function serve(options) {
	const { makeAssets } = await import('../stand-in/assets.ts');
	const { makeGroups } = await import('../stand-in/groups.ts');
	const { StandIn } = await import('../stand-in/StandIn.ts');
	const filled = ({ groups = 0, assets = groups, ...more }) => ({
		...more,
		groups: makeGroups(groups),
		assets: makeAssets(assets),
	});
	const standIn = await StandIn.start(filled(options));
	process.once('disconnect', () => process.exit());
	process.on('message', async (message) => {
		if (message === 'stop') {
			await standIn.stop();
			process.disconnect();
			return;
		}
		if (message.reset) standIn.reset(filled(message.reset));
		const { received, refused, mostInFlight } = standIn;
		process.send({ received: received.length, refused, mostInFlight });
	});
	process.send({ url: standIn.url, apiKey: standIn.apiKey });
}
