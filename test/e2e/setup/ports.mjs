import { createServer } from 'node:net';

/**
 * Finds ports on 127.0.0.1 that nobody uses now, each a different one.
 *
 * @param {number} howMany
 * @returns {Promise<number[]>}
 */
export async function freePorts(howMany) {
	const servers = await Promise.all(Array.from({ length: howMany }, listen));
	const ports = servers.map(
		(server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
	);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

/** @returns {Promise<import('node:net').Server>} */
async function listen() {
	const server = createServer();
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => resolve(undefined));
	});
	return server;
}
