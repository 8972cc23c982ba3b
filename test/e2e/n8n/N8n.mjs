import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { freePorts } from '../setup/ports.mjs';
import { hasEnded, kill, stop, track } from '../setup/processes.mjs';
import { makeTemporaryFolder } from '../setup/temporary.mjs';
import { until } from '../setup/until.mjs';
import { Rest } from './Rest.mjs';

/** Settings of an n8n around us, which must not reach ours. */
const OTHERS = /^(N8N|DB|EXECUTIONS|QUEUE|CREDENTIALS|NODES|GENERIC|WEBHOOK|OFFLOAD)_/;

/** Stays on this machine, calls nobody, greets nobody. */
const SETTINGS = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
	N8N_RUNNERS_ENABLED: 'true',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	// n8n 1.x has one connection otherwise, which executions side by side get in each other's way on.
	DB_SQLITE_POOL_SIZE: '4',
	EXECUTIONS_DATA_PRUNE: 'false',
	GENERIC_TIMEZONE: 'UTC',
};

/**
 * What the log says once it is ready. The editor answers before that; n8n then goes on to the executions that it finds
 * waiting to begin, takes one that was begun meanwhile for one of them, and runs it once more, without its items.
 */
const READY = { start: /Editor is now accessible via/, worker: /worker is now ready/i };

/**
 * @typedef {object} N8nOptions
 * @property {string} version
 * @property {string} script n8n's own script
 * @property {import('../setup/install.mjs').Node} node
 * @property {string} userFolder one that has this project in it as n8n installs it; it is copied
 * @property {NodeJS.ProcessEnv} [env] settings besides the usual ones
 */

/** An n8n with a user folder of its own and this project's package in it. */
export class N8n {
	/** @type {import('node:child_process').ChildProcess | undefined} */
	#process;

	/** @param {N8nOptions & { folder: string, files: string, port: number, env: NodeJS.ProcessEnv }} options */
	constructor(options) {
		this.options = options;
		this.version = options.version;
		this.url = `http://127.0.0.1:${options.port}`;
		this.log = join(options.folder, 'n8n.log');
		/** A folder of files that workflows may read. */
		this.files = options.files;
		// The editor's way of packing an execution; the library is n8n's own.
		const { parse } = createRequire(options.script)('flatted');
		this.rest = new Rest(this.url, parse);
	}

	/**
	 * Makes the user folder and installs the package into it; starts nothing.
	 *
	 * @param {N8nOptions} options
	 */
	static async create(options) {
		const folder = makeTemporaryFolder(`n8n-${options.version}`);
		cpSync(options.userFolder, folder, { recursive: true });
		const files = join(folder, 'files');
		mkdirSync(files);
		// n8n 1.x leaves the files of forms there.
		const temporary = join(folder, 'tmp');
		mkdirSync(temporary);
		const [port = 0, brokerPort, healthPort] = await freePorts(3);
		const own = Object.entries(options.node.env).filter(([name]) => !OTHERS.test(name));
		const env = {
			...Object.fromEntries(own),
			...SETTINGS,
			TMPDIR: temporary,
			N8N_USER_FOLDER: folder,
			N8N_RESTRICT_FILE_ACCESS_TO: files,
			N8N_PORT: String(port),
			N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			...options.env,
		};
		return new N8n({ ...options, folder, files, port, env });
	}

	/**
	 * Starts the editor and the engine, or a worker, and waits until it is ready.
	 *
	 * @param {'start' | 'worker'} [command]
	 * @param {...string} args
	 * @throws {Error} with the end of its log
	 */
	async start(command = 'start', ...args) {
		const { node, script, env, folder } = this.options;
		const log = openSync(this.log, 'a');
		const before = this.wholeLog().length;
		const child = spawn(node.program, [script, command, ...args], {
			env,
			cwd: folder,
			detached: true,
			stdio: ['ignore', log, log],
		});
		this.#process = track(child);
		await until(`n8n ${this.version} is ready`, () => {
			if (hasEnded(child)) throw new Error(`n8n ended:\n${this.endOfLog()}`);
			return READY[command].test(this.wholeLog().slice(before));
		});
	}

	/** Sends SIGTERM and waits for the end. */
	async stop() {
		if (this.#process) await stop(this.#process);
	}

	/** Ends it at once, as a crash or a power cut does. */
	async kill() {
		if (this.#process) await kill(this.#process);
	}

	wholeLog() {
		return readFileSync(this.log, 'utf8');
	}

	/** The ID of its process, once it was started. */
	get pid() {
		return this.#process?.pid;
	}

	endOfLog() {
		return this.wholeLog().slice(-3000);
	}
}
