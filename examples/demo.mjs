// npm run demo: runs examples in n8n's own engine and prints what came out: list-groups.json, asset-life.json, the trigger.
//   -- --as-in-the-field   on a service that behaves as clients report it, not as its pages say
// With ANYFAST_API_KEY (and ANYFAST_BASE_URL) set it only lists groups, of the real service: everything else costs money.
//   -- --video   makes a video on the real service, too, which is billed; on the stand-in it always makes one
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import Table from 'cli-table3';

/** @typedef {import('n8n-workflow').IDataObject} IDataObject */

const ROWS_SHOWN = 10;
const userFolder = mkdtempSync(join(tmpdir(), 'anyfast-demo-'));
process.env.N8N_USER_FOLDER = userFolder;
// n8n tells where it keeps its new encryption key; the folder is gone a few seconds later.
process.env.N8N_LOG_LEVEL ??= 'error';

// Only now: n8n-core looks for its folder when it is loaded.
const { Engine, itemsOf } = await import('../test/engine/Engine.ts');
const { Polling } = await import('../test/engine/Polling.ts');
const { makeVideo } = await import('./demoVideo.mjs');
const { messageOf } = await import('../test/messageOf.ts');
const { makeGroup, makeGroups } = await import('../test/stand-in/groups.ts');
const { StandIn } = await import('../test/stand-in/StandIn.ts');

const { values: flags } = parseArgs({
	options: { 'as-in-the-field': { type: 'boolean' }, video: { type: 'boolean' } },
});
const { ANYFAST_API_KEY = '', ANYFAST_BASE_URL = 'https://www.anyfast.com.cn' } = process.env;
/** @type {import('../test/stand-in/StandIn.ts').StandInOptions} */
const manner = flags['as-in-the-field']
	? // What is new appears late by itself; besides, every third group is another key's.
		{ manner: 'as-in-the-field', list: { hideEvery: 3 } }
	: { statuses: ['Processing', 'Active'] };
const standIn = ANYFAST_API_KEY
	? undefined
	: await StandIn.start({ groups: makeGroups(320), ...manner });
const credential = {
	site: 'other',
	apiKey: standIn?.apiKey ?? ANYFAST_API_KEY,
	baseUrl: standIn?.url ?? ANYFAST_BASE_URL,
};

console.log(
	standIn
		? `A stand-in of the API answers, on this machine, ${standIn.dress.isField ? 'as clients of the real service report it' : "as the vendor's pages say"}.`
		: `${credential.baseUrl} answers, with your key.`,
);

let requests = 0;
subscribe('http.client.request.start', () => requests++);

try {
	const engine = await Engine.load(fileURLToPath(new URL('..', import.meta.url)), credential);
	const groups = await runExample(engine, 'list-groups.json');
	print(groups('Name and Age'));
	if (standIn) {
		showLife(await runExample(engine, 'asset-life.json'));
		await watch(engine, standIn.groups);
	}
	if (standIn || flags.video) await makeVideo(engine, !standIn);
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
} finally {
	await standIn?.stop();
	rmSync(userFolder, { recursive: true, force: true });
}

/**
 * Runs an example to its end; what comes gives the objects of a node.
 *
 * @param {import('../test/engine/Engine.ts').Engine} engine
 * @param {string} file
 */
async function runExample(engine, file) {
	/** @type {import('../test/engine/Engine.ts').WorkflowJson} */
	const workflow = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
	console.log(`\nRunning "${workflow.name}" …`);
	requests = 0;
	const run = await engine.run(workflow);
	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join('\n'));
	console.log(`It took ${requests} requests.`);
	for (const hint of hintsIn(run)) console.log(`The node shows a hint: ${hint}`);
	/** @param {string} node */
	return (node) => itemsOf(run, node).map(({ json }) => json);
}

/** What the editor shows beside the output of the nodes. @param {import('n8n-workflow').IRun} run */
function hintsIn({ data }) {
	const runs = Object.values(data.resultData.runData).flat();
	return runs.flatMap(({ hints = [] }) => hints.map(({ message }) => message));
}

/** @param {(node: string) => IDataObject[]} itemsOfNode */
function showLife(itemsOfNode) {
	const [group] = itemsOfNode('Create Group');
	const [asset] = itemsOfNode('Upload Asset');
	const listed = itemsOfNode('List Assets').map(({ Name }) => Name);
	const [gone] = itemsOfNode('Delete Asset');
	console.log(`  Create Group  ${group?.Id} (${group?.Name})`);
	console.log(
		`  Upload Asset  ${asset?.AssetUri} (${asset?.AssetType}), waited until it was ${asset?.Status}`,
	);
	console.log(`  List Assets   ${listed.length} in the group: ${listed.join(', ')}`);
	console.log(`  Delete Asset  ${gone?.Id}, deleted: ${gone?.deleted}`);
}

/**
 * Lets the trigger poll before and after a group is created.
 *
 * @param {import('../test/engine/Engine.ts').Engine} engine
 * @param {import('../nodes/shared/api/assets.ts').AssetGroup[]} groups
 */
async function watch(engine, groups) {
	console.log('\nRunning Anyfast Asset Trigger, event Group Created …');
	const polling = new Polling(engine);
	await polling.poll();
	groups.push(makeGroup(groups.length + 1));
	const emitted = (await polling.poll()) ?? [];
	const again = (await polling.poll()) ?? [];
	const names = emitted.map(({ Name }) => Name).join(', ');
	console.log('It learned the groups, and a group was created.');
	console.log(`The next poll emitted: ${names}. The one after it emitted ${again.length} more.`);
}

/** @param {IDataObject[]} rows */
function print(rows) {
	const shown = rows.slice(0, ROWS_SHOWN);
	const head = Object.keys(shown[0] ?? { 'No groups': '' });
	const table = new Table({ head, style: { head: [], border: [] } });
	table.push(...shown.map((row) => head.map((column) => String(row[column] ?? ''))));
	console.log(table.toString());
	if (rows.length > shown.length) console.log(`… and ${rows.length - shown.length} more.`);
	console.log(`${rows.length} groups came out of the workflow.`);
}
