// npm test [-- arguments of jest]: all that must hold before a change lands and needs no whole n8n, side by side.
import { spawn } from 'node:child_process';

/** A whole that takes longer hangs. */
const MOST_MINUTES = 30;

/** Tasks that run side by side; each begins when the one before it has ended well. */
const LANES = [
	[
		['build', 'npm run --silent build'],
		['proxies', 'node --import tsx --test test/shared/transport/proxy.test.mjs'],
		['tests', 'npx jest "$@"'],
		['what is packed', 'node test/package/packed.mjs'],
	],
	[
		['types', 'npm run --silent typecheck'],
		['lint', 'npm run --silent lint'],
		['command line of conformance', 'node --test test/conformance/commandLine.test.mjs'],
	],
];

/** @type {Map<string, import('node:child_process').ChildProcess>} */
const running = new Map();

/** @type {string[]} */
const failed = [];

/**
 * Runs a task in a process group of its own, and shows what it says once it has ended.
 *
 * @param {string} name @param {string} command @returns {Promise<boolean>} whether it ended well
 */
async function run(name, command) {
	const began = Date.now();
	const argv = ['-c', command, 'sh', ...process.argv.slice(2)];
	const child = spawn('sh', argv, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	running.set(name, child);
	/** @type {Buffer[]} */
	const output = [];
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
	const code = await new Promise((resolve) => child.on('close', resolve));
	running.delete(name);
	const seconds = Math.round((Date.now() - began) / 1000);
	if (code !== 0) failed.push(name);
	console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
	if (code !== 0 || name === 'tests') process.stdout.write(Buffer.concat(output));
	return code === 0;
}

/** Ends what runs, and all that it has started. */
function endAll() {
	for (const { pid } of running.values()) {
		try {
			if (pid !== undefined) process.kill(-pid, 'SIGKILL');
		} catch {
			// It has just ended.
		}
	}
}

const watchdog = setTimeout(
	() => {
		console.error(`✗ Not ended after ${MOST_MINUTES} minutes: ${[...running.keys()].join(', ')}`);
		endAll();
		process.exit(1);
	},
	MOST_MINUTES * 60 * 1000,
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.once(signal, () => {
		endAll();
		process.exit(1);
	});
}

await Promise.all(
	LANES.map(async (lane) => {
		for (const [name = '', command = ''] of lane) if (!(await run(name, command))) return;
	}),
);
clearTimeout(watchdog);
if (failed.length > 0) {
	console.error(`✗ ${failed.join(', ')}`);
	process.exitCode = 1;
}
