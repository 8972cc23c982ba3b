import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import buildIfOld from '../../buildIfOld.mjs';
import { withTries } from './command.mjs';
import { npm } from './npm.mjs';
import { makeTemporaryFolder } from './temporary.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Packs this project as `npm publish` would, and installs it as n8n installs what its users choose.
 *
 * @returns {Promise<string>} a user folder with the package in it
 */
export async function installProject() {
	const userFolder = makeTemporaryFolder('installed');
	await installCommunityPackage(await pack(makeTemporaryFolder('package')), userFolder);
	return userFolder;
}

/**
 * Packs this project as `npm publish` would, newly built if it has changed since.
 *
 * @param {string} folder where the tarball goes
 * @returns {Promise<string>} the tarball
 */
async function pack(folder) {
	buildIfOld();
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await npm(ROOT, args);
	return join(folder, JSON.parse(stdout)[0].filename);
}

/**
 * Installs the tarball where n8n keeps the community packages of its users. Like n8n itself, this leaves the peer
 * dependency out: n8n-workflow is n8n's own.
 *
 * @param {string} tarball
 * @param {string} userFolder
 */
async function installCommunityPackage(tarball, userFolder) {
	const folder = join(userFolder, '.n8n', 'nodes');
	mkdirSync(folder, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	await withTries(async () => {
		await npm(folder, ['install', tarball, '--ignore-scripts', '--omit=peer', '--omit=dev']);
	});
}
