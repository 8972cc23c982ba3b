import { setTimeout as pause } from 'node:timers/promises';

/** Generous, because it ends only what hangs: a worker first ends its executions, however busy the machine is. */
const GRACE_MS = 5 * 60_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Remembers a process until it ends. It has to lead a process group of its own (`detached`), so that what it started
 * ends with it and Ctrl-C reaches only us.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function track(child) {
	running.add(child);
	child.once('exit', () => running.delete(child));
	child.once('error', () => running.delete(child));
	return child;
}

/**
 * Asks a process to end, and ends its whole group if it does not within five minutes.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child) {
	if (hasEnded(child)) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGTERM');
	const timer = new AbortController();
	await Promise.race([ended, pause(GRACE_MS, undefined, { signal: timer.signal }).catch(() => {})]);
	timer.abort();
	killGroup(child);
	await ended;
}

/**
 * Ends a process and its whole group at once, also what outlives it.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export async function kill(child) {
	const ended = new Promise((resolve) => child.once('exit', resolve));
	killGroup(child);
	if (!hasEnded(child)) await ended;
}

/** Ends everything that still runs. */
export async function stopAll() {
	await Promise.all([...running].map(stop));
}

/** @param {import('node:child_process').ChildProcess} child */
export const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;

/**
 * Does this once and ends when the user presses Ctrl-C or the process is asked to end.
 *
 * @param {() => Promise<void>} leave
 */
export function onInterrupt(leave) {
	let leaving = false;
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => {
			if (leaving) return;
			leaving = true;
			void leave().finally(() => process.exit(130));
		});
	}
}

// The last resort, where this process ends without having stopped what it started.
process.on('exit', () => running.forEach(killGroup));

/** @param {import('node:child_process').ChildProcess} child */
function killGroup({ pid }) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nothing of the group is left.
	}
}
