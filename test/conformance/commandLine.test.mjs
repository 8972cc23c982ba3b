// The command as people run it; without a key, as it asks the stand-in. Run by `npm test`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';

import { makePng } from './png.mjs';

const MAIN = 'test/conformance/main.mjs';
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const file = join(folder, 'answers.json');
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
const run = async (...args) =>
	await promisify(execFile)(process.execPath, ['--import', 'tsx', MAIN, ...args], {
		env: { ...process.env, ANYFAST_API_KEY: '' },
	});

test('it prints the table and writes the file', async () => {
	const { stdout } = await run('--stand-in=field', '--billed', '--video', `--output=${file}`);
	const text = readFileSync(file, 'utf8');
	/** @type {import('./askAll.ts').Report & { counts: string }} */
	const { results, counts } = JSON.parse(text);

	assert.match(stdout, /THIS WILL BE BILLED.*320 × 320/);
	assert.match(stdout, /What we assume.*What the service did.*Fits/);
	assert.ok(stdout.includes(counts));
	assert.ok(results.some(({ verdict }) => verdict === 'no'));
	assert.ok(!results.some(({ verdict }) => verdict === 'not asked'));
	assert.ok(!text.includes('stand-in-key'));
});

/** @type {[what: string, args: string[], said: string][]} */
const MISTAKES = [
	['there is no key', [], 'ANYFAST_API_KEY'],
	['a video is asked for without consent', ['--video', '--stand-in'], '--billed --video'],
	['there is no such stand-in', ['--stand-in=other'], 'documented, field'],
	['an option is unknown', ['--biled'], '--biled'],
];
for (const [what, args, said] of MISTAKES) {
	test(`it says what to do if ${what}`, async () => {
		await assert.rejects(run(...args), ({ code, stderr }) => code === 2 && stderr.includes(said));
	});
}

test('its picture is a whole PNG of the size that was asked for', () => {
	const side = 300;
	const png = makePng(side);
	const dataAt = png.indexOf('IDAT') + 4;
	const data = png.subarray(dataAt, dataAt + png.readUInt32BE(dataAt - 8));

	assert.equal(png.subarray(1, 4).toString(), 'PNG');
	assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [side, side]);
	assert.equal(inflateSync(data).length, side * (1 + 3 * side));
	// The end of every PNG there is: an empty chunk, and its checksum.
	assert.equal(png.subarray(-12).toString('hex'), '0000000049454e44ae426082');
});
