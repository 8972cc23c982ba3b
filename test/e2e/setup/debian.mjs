import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { run, withTries } from './command.mjs';

/** @typedef {{ chromium: string, redis: string, postgresBin: string }} Programs where each is */

const POSTGRES_HOME = '/usr/lib/postgresql';

/**
 * Programs the tests use from the operating system, and how to find each. Where one is missing, Debian's package of it
 * is installed.
 *
 * @returns {Promise<Programs>}
 * @throws {Error} saying what to install, where this is not a Debian or not its root
 */
export async function installPrograms() {
	const finders = { chromium: findChromium, 'redis-server': findRedis, postgresql: findPostgres };
	const missing = Object.entries(finders).flatMap(([name, find]) => (find() ? [] : [name]));
	if (missing.length > 0) await aptInstall(missing);

	const [chromium, redis, postgresBin] = [findChromium(), findRedis(), findPostgres()];
	if (chromium && redis && postgresBin) return { chromium, redis, postgresBin };
	throw new Error(`These programs are needed and could not be installed: ${missing.join(', ')}`);
}

const findChromium = () =>
	onPath('chromium') ?? onPath('google-chrome') ?? onPath('chromium-browser');
const findRedis = () => onPath('redis-server');

/** Debian keeps the server's own programs off the PATH, in a folder for each version. */
function findPostgres() {
	const versions = existsSync(POSTGRES_HOME) ? readdirSync(POSTGRES_HOME) : [];
	const bins = versions.map((version) => join(POSTGRES_HOME, version, 'bin'));
	return [...bins, ...pathFolders()].find((bin) => existsSync(join(bin, 'initdb')));
}

/** @param {string} program */
function onPath(program) {
	return pathFolders()
		.map((folder) => join(folder, program))
		.find((path) => existsSync(path));
}

const pathFolders = () => (process.env.PATH ?? '').split(delimiter).filter(Boolean);

/** @param {string[]} packages */
async function aptInstall(packages) {
	if (process.getuid?.() !== 0 || !onPath('apt-get')) {
		throw new Error(`Please install ${packages.join(', ')}; the end-to-end tests need them.`);
	}
	console.log(`Installing ${packages.join(', ')} with apt-get …`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await withTries(async () => {
		await run('apt-get', ['update', '-q'], { env });
		await run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages], { env });
	});
}
