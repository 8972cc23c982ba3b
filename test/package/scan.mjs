// Looks over the source, and what is packed, as n8n's portal does if a version is submitted for verification: with the
// portal's own scanner. It leaves out what only a published version has: its provenance.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

import { makeTemporaryFolder } from '../e2e/setup/temporary.mjs';

await scan('the source', process.cwd(), SOURCE_FILE_PATTERNS);
await scan('what is packed', packed());

/**
 * Only errors fail, as in the portal; a warning is shown beside one.
 *
 * @param {string} what
 * @param {string} folder
 * @param {string[]} [patterns] all files of code and JSON unless given
 */
async function scan(what, folder, patterns) {
	const { passed, message = '', details = '' } = await analyzePackage(folder, patterns);
	assert.ok(passed, `The scanner refuses ${what}: ${message}\n${details}`);
	assert.equal(message, '', 'it looked at nothing');
	console.log(`The scanner of n8n's portal passes ${what}.`);
}

/** @returns {string} a folder with what `npm publish` would send */
function packed() {
	const folder = makeTemporaryFolder('scan');
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const [{ filename }] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' }));
	execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
	return join(folder, 'package');
}
