// The stand-in in a process of its own, so that it does not take time or memory from what is measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'serve') await serve(JSON.parse(process.argv[3]));

/** Starts it; `groups` is their number, and that of the assets; the other options are the stand-in's own. */
export async function startStandIn(options) {
	const child = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify(options)], {
		execArgv: ['--import', 'tsx'],
	});
	const ask = async (message) => {
		const answer = once(child, 'message');
		child.send(message);
		return (await answer)[0];
	};
	const [{ url, apiKey }] = await once(child, 'message');
	return {
		url,
		apiKey,
		reset: async () => await ask('reset'),
		count: async () => await ask('count'),
		stop: async () => {
			const ended = once(child, 'exit');
			child.send('stop');
			await ended;
		},
	};
}

async function serve({ groups: howMany, ...options }) {
	const { makeAssets } = await import('../stand-in/assets.ts');
	const { makeGroups } = await import('../stand-in/groups.ts');
	const { StandIn } = await import('../stand-in/StandIn.ts');
	const account = { groups: makeGroups(howMany), assets: makeAssets(howMany) };
	const standIn = await StandIn.start({ ...options, ...account });
	process.on('message', async (message) => {
		if (message === 'reset') standIn.reset({ ...options, ...account });
		if (message === 'stop') {
			await standIn.stop();
			process.disconnect();
			return;
		}
		process.send({ received: standIn.received.length, refused: standIn.refused });
	});
	process.send({ url: standIn.url, apiKey: standIn.apiKey });
}
