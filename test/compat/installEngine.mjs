import { once } from '../e2e/setup/cache.mjs';
import { installFresh } from '../e2e/setup/install.mjs';
import { npm, plainEnv } from '../e2e/setup/npm.mjs';
import { tmpdir } from 'node:os';

/** The parts of n8n that run a node. */
const PARTS = ['n8n-core', 'n8n-workflow'];

/**
 * Installs the parts of an n8n that run a node, as that n8n pins them, into the cache, once.
 *
 * @param {string} version n8n's own
 * @returns {Promise<string>} the folder whose node_modules holds them
 */
export async function installEngine(version) {
	return await once(`engine-${version}`, 'about a minute and 400 MB', async (path) => {
		const pinned = await pinnedBy(version);
		await installFresh(
			path,
			PARTS.map((name) => `${name}@${pinned[name]}`),
		);
	});
}

/**
 * @param {string} version
 * @returns {Promise<Record<string, string>>}
 */
async function pinnedBy(version) {
	const fields = ['view', `n8n@${version}`, 'dependencies', '--json'];
	const { stdout } = await npm(tmpdir(), fields, plainEnv());
	return JSON.parse(stdout);
}
