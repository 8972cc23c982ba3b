// What the environment says of proxies, which n8n reads once for a process. Run by `npm test`.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const userFolder = mkdtempSync(join(tmpdir(), 'anyfast-proxy-'));
Object.assign(process.env, { N8N_USER_FOLDER: userFolder, N8N_LOG_LEVEL: 'silent' });

// Only now: n8n-core looks for its folder when it is loaded.
const { Engine, itemsOf } = await import('../../engine/Engine.ts');
const { StandIn } = await import('../../stand-in/StandIn.ts');
const { workflowWith, ANYFAST } = await import('../../engine/workflow.ts');
const { MP4 } = await import('../../stand-in/samples/mp4.ts');

// Pauses are as good as over.
createRequire(import.meta.url)('../../../dist/nodes/shared/clock.js').time.sleep = async () => {};

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const VIDEO = 'n8n-nodes-anyfast.anyfastVideo';

/** The hosts that the proxy was asked for. @type {Set<string>} */
const asked = new Set();

const proxy = createServer((incoming, outgoing) => {
	const { url = '', method, headers } = incoming;
	asked.add(new URL(url).host);
	const onward = request(url, { method, headers }, (answer) => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(outgoing);
	});
	incoming.pipe(onward);
});
proxy.on('connect', ({ url = '' }, socket) => {
	asked.add(url);
	socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});

/** @type {import('../../stand-in/StandIn.ts').StandIn} */
let standIn;

before(async () => {
	await new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(undefined)));
	standIn = await StandIn.start({ video: { readyAfter: { questions: 0 } } });
});
afterEach(() => {
	asked.clear();
	for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) delete process.env[name];
});
after(async () => {
	await standIn.stop();
	proxy.closeAllConnections();
	proxy.close();
	rmSync(userFolder, { recursive: true });
});

function proxyUrl() {
	const address = proxy.address();
	if (typeof address !== 'object' || !address) throw new Error('The proxy does not listen');
	return `http://127.0.0.1:${address.port}`;
}

/** Makes and downloads a video. @returns {Promise<Buffer>} */
async function video() {
	const { apiKey, url } = standIn;
	const engine = await Engine.load(ROOT, { site: 'other', apiKey, baseUrl: url });
	const parameters = { resource: 'video', operation: 'generate', prompt: 'A cat', download: true };
	const run = await engine.run(workflowWith(parameters, { node: { type: VIDEO } }));
	const [item] = itemsOf(run, ANYFAST);
	return Buffer.from(item?.binary?.data?.data ?? '', 'base64');
}

test('the API and the host of the videos are asked through the proxy', async () => {
	process.env.HTTP_PROXY = proxyUrl();

	assert.deepEqual(await video(), MP4);
	assert.deepEqual([...asked], [hostOf(standIn.url), hostOf(standIn.storage.url)]);
});

test('neither is if NO_PROXY names it', async () => {
	process.env.HTTP_PROXY = proxyUrl();
	process.env.NO_PROXY = hostOf(standIn.storage.url);

	assert.deepEqual(await video(), MP4);
	assert.deepEqual([...asked], [hostOf(standIn.url)]);
});

test('what goes over HTTPS is asked through its proxy, and fails in words if that refuses', async () => {
	process.env.HTTPS_PROXY = proxyUrl();
	const engine = await Engine.load(ROOT, { site: 'international', apiKey: 'sk-1' });

	const run = await engine.run(workflowWith({ options: { maxConcurrentRequests: 1 } }));

	assert.deepEqual([...asked], ['www.anyfast.ai:443']);
	assert.match(
		run.data.resultData.error?.message ?? '',
		/^Anyfast is not available right now .HTTP status 502/,
	);
});

/** @param {string} url */
const hostOf = (url) => new URL(url).host;
