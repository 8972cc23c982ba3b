import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['nodes', 'credentials', 'icons'];

/** The tests run what was built; `npx jest` alone must not try an older build than the sources. */
export default function buildIfOld() {
	if (changedAt('dist') > Math.max(...SOURCES.map(changedAt))) return;
	execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

/** When something in a folder was last changed, in milliseconds; 0 if there is no such folder. @param {string} folder */
function changedAt(folder) {
	if (!existsSync(folder)) return 0;
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return Math.max(0, ...files.map((file) => statSync(join(folder, file)).mtimeMs));
}
