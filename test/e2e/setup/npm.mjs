import { run } from './command.mjs';

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** What a surrounding `npm run` says of itself and of this project; it would mislead an npm at work elsewhere. */
const OF_THIS_RUN =
	/^(npm_(lifecycle|package|command|node|config_(local_prefix|ignore_scripts|omit|node_gyp|global)))|^INIT_CWD$/;

/** The environment without what a surrounding `npm run` put into it. */
export function plainEnv() {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !OF_THIS_RUN.test(name)),
	);
}

/**
 * Runs npm in a folder.
 *
 * @param {string} cwd
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function npm(cwd, args, env = plainEnv()) {
	return await run('npm', [...args, ...QUIET], { cwd, env });
}
