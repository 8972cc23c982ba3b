// Uploads in a process of their own. Prints one line of JSON: what they cost in memory besides the files, in MB.
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Container } from '@n8n/di';

/** @typedef {import('n8n-workflow').IBinaryData} IBinaryData */

const MB = 1e6;
/** @type {import('./uploadCost.mjs').Task} */
const { where, megabytes, files, url, apiKey } = JSON.parse(process.argv[2] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'anyfast-bench-'));
Object.assign(process.env, { N8N_USER_FOLDER: folder, N8N_LOG_LEVEL: 'error' });
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const { BinaryDataService } = await import('n8n-core');
const { Engine, itemsOf } = await import('../engine/Engine.ts');
const { ANYFAST, workflowWith } = await import('../engine/workflow.ts');
const { makeGroup } = await import('../stand-in/groups.ts');

const engine = await Engine.load('.', { site: 'other', apiKey, baseUrl: url });
const rss = () => process.memoryUsage.rss() / MB;

const path = join(folder, 'film.mp4');
await write(path, megabytes);
// What it takes to send anything at all is not the file's cost.
await upload([{ data: 'AAAA', mimeType: 'video/mp4', fileName: 'first.mp4' }]);

/** @type {IBinaryData[]} */
const films = [];
for (let number = 1; number <= files; number++) {
	const film = { data: '', mimeType: 'video/mp4', fileName: `film ${number}.mp4` };
	if (where === 'disk') await storeOnDisk(film);
	else film.data = readFileSync(path, 'base64');
	films.push(film);
	global.gc?.();
}

const before = rss();
let peak = before;
const sampling = setInterval(() => (peak = Math.max(peak, rss())), 1);
await upload(films);
clearInterval(sampling);
console.log(JSON.stringify({ costMB: Math.max(peak, rss()) - before }));

/** @param {IBinaryData[]} files */
async function upload(files) {
	const parameters = {
		resource: 'asset',
		operation: 'upload',
		groupId: makeGroup(1).Id,
		waitUntilActive: false,
	};
	const workflow = workflowWith(parameters);
	workflow.pinData = { Start: files.map((data) => ({ json: {}, binary: { data } })) };
	// Only the node under test.
	workflow.connections[ANYFAST] = { main: [] };
	const run = await engine.run(workflow);
	const { error } = run.data.resultData;
	if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
	const uploaded = itemsOf(run, ANYFAST).filter(({ json }) => json.Id);
	if (uploaded.length !== files.length) throw new Error('Not all files were uploaded');
}

/** @param {IBinaryData} binaryData */
async function storeOnDisk(binaryData) {
	const store = Container.get(BinaryDataService);
	await store.init();
	/** @type {import('n8n-core').BinaryData.FileLocation} */
	const location = { type: 'execution', workflowId: 'bench', executionId: '1' };
	await store.copyBinaryFile(location, binaryData, path);
}

/**
 * Piece by piece, so that this process never held the file.
 *
 * @param {string} to
 * @param {number} size in MB
 */
async function write(to, size) {
	const file = createWriteStream(to);
	for (let piece = 0; piece < size; piece++) {
		if (!file.write(Buffer.alloc(MB, piece))) await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
}
