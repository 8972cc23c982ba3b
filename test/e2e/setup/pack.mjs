import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withTries } from './command.mjs';
import { npm } from './npm.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds this project and packs it as `npm publish` would.
 *
 * @param {string} folder where the tarball goes
 * @returns {Promise<string>} the tarball
 */
export async function pack(folder) {
	await npm(ROOT, ['run', 'build']);
	const { stdout } = await npm(ROOT, [
		'pack',
		'--json',
		'--ignore-scripts',
		'--pack-destination',
		folder,
	]);
	return join(folder, JSON.parse(stdout)[0].filename);
}

/**
 * Installs the tarball where n8n keeps the community packages of its users. Like n8n itself, this leaves the peer
 * dependency out: n8n-workflow is n8n's own.
 *
 * @param {string} tarball
 * @param {string} userFolder
 */
export async function installCommunityPackage(tarball, userFolder) {
	const folder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	await withTries(async () => {
		await npm(folder, ['install', tarball, '--ignore-scripts', '--omit=peer', '--omit=dev']);
	});
}
