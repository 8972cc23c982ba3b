// Runs jobs in one n8n: in a process of its own, under the Node that is to be tried.
import { readFileSync } from 'node:fs';

import { Engine } from './Engine.mjs';

/** The nodes and credentials of the package; without them it is not whole. */
const PARTS = ['anyfastAsset', 'anyfastAssetTrigger', 'anyfastVideo', 'anyfastApi'];

/**
 * What the package takes from n8n-workflow; test/package/packed.mjs holds it to that.
 *
 * @type {(keyof import('./Engine.mjs').N8nWorkflow)[]}
 */
const NAMES = JSON.parse(readFileSync(new URL('n8nWorkflowNames.json', import.meta.url), 'utf8'));

process.once('message', async (/** @type {import('./tryOut.mjs').Work} */ work) => {
	const { engineFolder, packageFolder, jobs } = work;
	/** @param {import('./tryOut.mjs').Message} message */
	const report = async (message) => await new Promise((sent) => process.send?.(message, sent));
	try {
		const engine = Engine.in(engineFolder);
		await engine.load(packageFolder);
		const known = [...engine.nodeTypes.keys(), ...engine.credentialTypes.keys()];
		const missing = PARTS.filter((name) => !known.includes(name));
		if (missing.length > 0) throw new Error(`${missing.join(', ')} did not load`);
		const lacking = NAMES.filter((name) => !engine.workflow[name]);
		if (lacking.length > 0) throw new Error(`n8n-workflow has no ${lacking.join(', ')} there`);
		await Promise.all(jobs.map(async (job) => await report(await run(engine, job))));
	} catch (error) {
		await report({ loadError: error instanceof Error ? error.message : String(error) });
	}
	// Some n8ns start timers that have no end.
	process.exit();
});

/**
 * All jobs run side by side, because the pauses between tries are long.
 *
 * @param {Engine} engine
 * @param {import('./tryOut.mjs').Job} job
 * @returns {Promise<import('./tryOut.mjs').Ended>}
 */
async function run(engine, { name, parameters, credential, binary, timeoutMs }) {
	const began = performance.now();
	try {
		const credentials = { anyfastApi: credential };
		const { items, error } = await engine.run('anyfastAsset', parameters, credentials, {
			binary,
			timeoutMs,
		});
		const ms = performance.now() - began;
		return {
			name,
			items,
			error: error && { message: error.message, description: error.description },
			ms,
		};
	} catch (error) {
		const stack = error instanceof Error ? error.stack : undefined;
		return { name, broken: stack ?? String(error) };
	}
}
