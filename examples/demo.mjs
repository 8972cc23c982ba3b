// npm run demo: runs list-groups.json in n8n's own engine and prints the groups that came out.
// With ANYFAST_API_KEY (and ANYFAST_BASE_URL) set it asks the real service, else the stand-in of the tests.
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Table from 'cli-table3';

const ROWS_SHOWN = 10;
const userFolder = mkdtempSync(join(tmpdir(), 'anyfast-demo-'));
process.env.N8N_USER_FOLDER = userFolder;
// n8n tells where it keeps its new encryption key; the folder is gone a few seconds later.
process.env.N8N_LOG_LEVEL ??= 'error';

// Only now: n8n-core looks for its folder when it is loaded.
const { Engine, itemsOf } = await import('../test/engine/Engine.ts');
const { Polling } = await import('../test/engine/Polling.ts');
const { makeGroup, makeGroups } = await import('../test/stand-in/groups.ts');
const { StandIn } = await import('../test/stand-in/StandIn.ts');

const { ANYFAST_API_KEY, ANYFAST_BASE_URL = 'https://www.anyfast.com.cn' } = process.env;
const standIn = ANYFAST_API_KEY ? undefined : await StandIn.start({ groups: makeGroups(320) });
const credential = standIn
	? { apiKey: standIn.apiKey, baseUrl: standIn.url }
	: { apiKey: ANYFAST_API_KEY, baseUrl: ANYFAST_BASE_URL };

let requests = 0;
subscribe('http.client.request.start', () => requests++);

try {
	const root = fileURLToPath(new URL('..', import.meta.url));
	const workflow = JSON.parse(readFileSync(new URL('list-groups.json', import.meta.url), 'utf8'));
	const engine = await Engine.load(root, credential);

	console.log(
		`Running "${workflow.name}" against ${standIn ? 'the stand-in' : credential.baseUrl} …`,
	);
	const run = await engine.run(workflow);
	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join('\n'));
	print(itemsOf(run, 'Name and Age').map(({ json }) => json));
	console.log(`It took ${requests} requests.`);
	if (standIn) await watch(engine, standIn.groups);
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
} finally {
	await standIn?.stop();
	rmSync(userFolder, { recursive: true, force: true });
}

/** Lets the trigger poll before and after a group is created. */
async function watch(engine, groups) {
	const polling = new Polling(engine);
	await polling.poll();
	groups.push(makeGroup(groups.length + 1));
	const emitted = (await polling.poll()) ?? [];
	const again = (await polling.poll()) ?? [];
	const names = emitted.map(({ Name }) => Name).join(', ');
	console.log(
		`Then a group was created; Anyfast Asset Trigger emitted: ${names}, and afterwards ${again.length} more.`,
	);
}

function print(rows) {
	const shown = rows.slice(0, ROWS_SHOWN);
	const head = Object.keys(shown[0] ?? { 'No groups': '' });
	const table = new Table({ head, style: { head: [], border: [] } });
	table.push(...shown.map((row) => head.map((column) => String(row[column] ?? ''))));
	console.log(table.toString());
	if (rows.length > shown.length) console.log(`… and ${rows.length - shown.length} more.`);
	console.log(`${rows.length} groups came out of the workflow.`);
}
