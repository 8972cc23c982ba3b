import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

import { once } from './cache.mjs';
import { withTries } from './command.mjs';
import { npm, plainEnv } from './npm.mjs';
import { NODE, OVERRIDES } from './versions.mjs';

/** What n8n needs compiled for the Node it runs on. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

/**
 * @typedef {object} Node
 * @property {string} program the `node` executable
 * @property {NodeJS.ProcessEnv} env for processes that are to find it, and to compile against its headers
 */

/**
 * Installs Node from npm into the cache, once.
 *
 * @param {string} [version] what n8n 2 needs unless given
 * @returns {Promise<Node>}
 */
export async function installNode(version = NODE) {
	const name = [platform() === 'darwin' ? 'node-bin' : 'node', platform(), arch()].join('-');
	const folder = await once(`node-${version}`, 'less than a minute', async (path) => {
		await installFresh(path, [`${name}@${version}`]);
	});
	const home = join(folder, 'node_modules', name);
	const bin = join(home, 'bin');
	const env = plainEnv();
	return {
		program: join(bin, 'node'),
		env: { ...env, PATH: [bin, env.PATH].join(delimiter), npm_config_nodedir: home },
	};
}

/**
 * Installs a version of n8n into the cache, once.
 *
 * @param {string} version
 * @param {Node} node
 * @returns {Promise<string>} n8n's own script, for Node 24 to run
 */
export async function installN8n(version, node) {
	const folder = await once(`n8n-${version}`, 'about 7 minutes and 3 GB', async (path) => {
		await installFresh(path, [`n8n@${version}`], OVERRIDES[version]);
		console.log(`  compiling ${NATIVE_MODULES.join(' and ')} …`);
		const rebuild = ['rebuild', ...NATIVE_MODULES, '--ignore-scripts=false'];
		await withTries(async () => await npm(path, rebuild, node.env));
	});
	return join(folder, 'node_modules/n8n/bin/n8n');
}

/**
 * Installs packages into an empty folder. Install scripts stay off: of n8n's, one fails (the Kafka client's), and those
 * that are needed run afterwards.
 *
 * @param {string} path
 * @param {string[]} specs
 * @param {Record<string, string>} [overrides]
 */
export async function installFresh(path, specs, overrides) {
	await withTries(async () => {
		rmSync(path, { recursive: true, force: true });
		mkdirSync(path, { recursive: true });
		writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, overrides }));
		await npm(path, ['install', ...specs, '--ignore-scripts', '--omit=dev']);
	});
}
