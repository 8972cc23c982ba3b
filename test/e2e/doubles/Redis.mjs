import { spawn } from 'node:child_process';
import { connect } from 'node:net';

import { freePorts } from '../setup/ports.mjs';
import { hasEnded, stop, track } from '../setup/processes.mjs';
import { makeTemporaryFolder } from '../setup/temporary.mjs';
import { until } from '../setup/until.mjs';

/** A Redis server of the operating system's that keeps nothing, on a free port of 127.0.0.1. */
export class Redis {
	/**
	 * What n8n finds it by, once it was started.
	 *
	 * @type {Record<string, string>}
	 */
	env = {};

	/** @type {import('node:child_process').ChildProcess | undefined} */
	#process;

	/** @param {string} program */
	static async start(program) {
		const [port = 0] = await freePorts(1);
		const args = [
			'--port',
			String(port),
			'--bind',
			'127.0.0.1',
			'--save',
			'',
			'--appendonly',
			'no',
		];
		const server = new Redis();
		const child = spawn(program, args, {
			cwd: makeTemporaryFolder('redis'),
			detached: true,
			stdio: 'ignore',
		});
		server.#process = track(child);
		await until('Redis is ready', async () => {
			if (hasEnded(child)) throw new Error('Redis ended');
			return await accepts(port);
		});
		server.env = { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) };
		return server;
	}

	async stop() {
		if (this.#process) await stop(this.#process);
	}
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
async function accepts(port) {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
