import { execFileSync, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../setup/command.mjs';
import { freePorts } from '../setup/ports.mjs';
import { hasEnded, stop, track } from '../setup/processes.mjs';
import { makeTemporaryFolder } from '../setup/temporary.mjs';
import { until } from '../setup/until.mjs';

/** A PostgreSQL server of the operating system's, with its data in a temporary folder and a free port on 127.0.0.1. */
export class Postgres {
	/**
	 * What n8n finds it by, once it was started.
	 *
	 * @type {Record<string, string>}
	 */
	env = {};

	/** @type {import('node:child_process').ChildProcess | undefined} */
	#process;

	/**
	 * @param {string} bin the folder of the server's programs
	 */
	static async start(bin) {
		const folder = makeTemporaryFolder('postgres');
		const user = plainUser();
		if (user) chownSync(folder, user.uid, user.gid);
		const options = { cwd: folder, ...user };
		const data = join(folder, 'data');
		await run(join(bin, 'initdb'), ['-D', data, '-U', 'n8n', '-A', 'trust', '-N'], options);

		const [port = 0] = await freePorts(1);
		const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-F'];
		const server = new Postgres();
		const child = spawn(join(bin, 'postgres'), args, {
			...options,
			detached: true,
			stdio: 'ignore',
		});
		server.#process = track(child);
		await until('PostgreSQL is ready', async () => {
			if (hasEnded(child)) throw new Error('PostgreSQL ended');
			return await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).catch(
				() => false,
			);
		});
		server.env = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'n8n',
		};
		return server;
	}

	async stop() {
		if (this.#process) await stop(this.#process);
	}
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function plainUser() {
	if (process.getuid?.() !== 0) return undefined;
	/** @param {string} flag */
	const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}
