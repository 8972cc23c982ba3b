import { Context } from './Context.mjs';
import { Signal } from './setup/Signal.mjs';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {(context: Context, killN8n: import('./Context.mjs').KillN8n) => Promise<void>} run
 */

/**
 * Runs cases side by side in one n8n, which is killed and started again once for those that wait for it.
 *
 * @param {Case[]} cases
 * @param {import('./Context.mjs').Shared} shared
 * @param {import('./Results.mjs').Results} results
 */
export async function sideBySide(cases, shared, results) {
	const { n8n } = shared;
	/** @type {(Case & { context: Context })[]} */
	const ready = [];
	for (const one of cases) ready.push({ ...one, context: await Context.make(shared) });
	/** @type {(() => void)[]} */
	const whileAway = [];
	const restart = new Signal();
	const running = ready.map(({ name, run, context }) => {
		const waits = new Signal();
		const ended = results.run(name, async (stopwatch) => {
			await run(context, async (change = () => {}) => {
				whileAway.push(change);
				waits.give();
				await stopwatch.leaveOut(restart.given);
			});
		});
		return { ended, endedOrWaits: Promise.race([ended, waits.given]) };
	});
	await Promise.all(running.map(({ endedOrWaits }) => endedOrWaits));
	if (whileAway.length > 0) restart.give(killAndStart(n8n, whileAway));
	await Promise.all(running.map(({ ended }) => ended));
	await Promise.all(ready.map(async ({ context }) => await context.stop()));
	const leaked = ready.some(({ context }) => n8n.wholeLog().includes(context.standIn.apiKey));
	if (leaked) results.fail(`n8n ${n8n.version} · The log`, 'A key is in it');
}

/**
 * @param {import('./n8n/N8n.mjs').N8n} n8n
 * @param {(() => void)[]} whileAway
 */
async function killAndStart(n8n, whileAway) {
	await n8n.kill();
	for (const change of whileAway) change();
	await n8n.start();
}
