import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { makeGroups } from '../../stand-in/groups.ts';
import { MP4 } from '../../stand-in/samples/mp4.ts';
import { Context } from '../Context.mjs';
import { Postgres } from '../doubles/Postgres.mjs';
import { Redis } from '../doubles/Redis.mjs';
import { N8n } from '../n8n/N8n.mjs';
import { hookedReturnAll, PAGES } from '../n8n/hookedReturnAll.mjs';
import { hookedVideo } from '../n8n/videoWorkflows.mjs';
import { Signal } from '../setup/Signal.mjs';
import { until } from '../setup/until.mjs';

const EXECUTIONS = 30;
const VIDEOS = 4;
/** How many executions a worker runs at the same time; n8n advises no fewer. */
const CONCURRENCY = 5;

/**
 * @typedef {import('../../stand-in/StandIn.ts').StandIn} StandIn
 *
 * @typedef {{ stop: () => Promise<void> }} Started
 *
 * @typedef {<T extends Started>(one: T) => T} Keep sees to it that it is stopped at the end
 */

/**
 * One main and two workers on Redis and PostgreSQL: each video is submitted once, and the main has its file. One worker is
 * stopped half-way through long lists, and still every execution ends in success and reads its list once.
 *
 * @param {import('../setup/debian.mjs').Programs} programs
 * @param {import('../n8n/N8n.mjs').N8nOptions} options
 */
export async function queueModeWorks(programs, options) {
	/** @type {Started[]} */
	const started = [];
	/** @type {Keep} */
	const keep = (one) => (started.unshift(one), one);
	try {
		const postgres = keep(await Postgres.start(programs.postgresBin));
		const redis = keep(await Redis.start(programs.redis));
		const env = { ...postgres.env, ...redis.env };
		const [main, ...workers] = await startCluster({ ...options, env }, keep);
		const context = keep(
			await Context.make({ n8n: main, programs, updateImages: false, manner: 'as-documented' }),
		);
		await makeVideos(context);
		await readLists(context, workers);
		assertShared(workers, EXECUTIONS + VIDEOS);
	} finally {
		for (const one of started) await one.stop();
	}
}

/**
 * Starts a main and two workers, each with a user folder of its own.
 *
 * @param {import('../n8n/N8n.mjs').N8nOptions} options
 * @param {Keep} keep
 */
async function startCluster(options, keep) {
	const env = {
		...options.env,
		EXECUTIONS_MODE: 'queue',
		// A worker that is stopped fails what it has not ended by then; half a minute is short on a busy machine.
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '300',
		N8N_ENCRYPTION_KEY: 'the key that main and workers share',
	};
	const make = async () => keep(await N8n.create({ ...options, env }));
	const cluster = await Promise.all([make(), make(), make()]);
	const [main, ...workers] = cluster;
	// It makes the tables, which the workers only open.
	await main.start();
	const concurrency = `--concurrency=${CONCURRENCY}`;
	await Promise.all(workers.map(async (worker) => await worker.start('worker', concurrency)));
	await main.rest.setUpOwner();
	return cluster;
}

/**
 * Calls a webhook as often as that.
 *
 * @param {N8n} main
 * @param {string} path
 * @param {number} howOften
 */
async function callHook(main, path, howOften) {
	const call = async () => await main.rest.post(`/webhook/${path}`);
	// Publishing goes on for a moment after it was answered.
	await until(`the webhook ${path} is there`, async () => {
		return await call().catch(() => false);
	});
	for (let count = 1; count < howOften; count++) await call();
}

/**
 * Waits until so many executions have ended, each in success.
 *
 * @param {N8n} main
 * @param {string} workflowId
 * @param {number} howMany
 * @returns {Promise<string[]>} their IDs
 */
async function successesOf(main, workflowId, howMany) {
	const ended = await until('all executions have ended', async () => {
		const executions = await main.rest.endedExecutionsOf(workflowId);
		return executions.length >= howMany && executions;
	});
	const failed = ended.find(({ status }) => status !== 'success');
	if (failed) assert.fail(`an execution failed: ${(await main.rest.execution(failed.id)).error}`);
	assert.equal(ended.length, howMany);
	return ended.map(({ id }) => String(id));
}

/** The workers make videos, each submitted once; the main has their files. @param {Context} context */
async function makeVideos(context) {
	const { n8n: main, standIn } = context;
	standIn.reset({ video: { readyAfter: { ms: 3000 } } });
	const workflowId = await context.add(hookedVideo);
	await main.rest.publish(workflowId);
	await callHook(main, 'hooked-video', VIDEOS);
	/** @type {unknown[]} */
	const taskIds = [];
	for (const id of await successesOf(main, workflowId, VIDEOS)) {
		const execution = await main.rest.execution(id);
		const [video] = execution.itemsOf('Generate Video');
		const [files] = execution.filesOf('Generate Video');
		taskIds.push(video?.taskId);
		assert.ok(files?.data, 'there is no file');
		assert.ok((await main.rest.download(files.data)).equals(MP4), 'the file is not the video');
	}
	assert.deepEqual(taskIds.sort(), standIn.videoTasks.map(({ id }) => id).sort());
	assert.equal(standIn.submitted, VIDEOS);
	assert.equal(standIn.storage.sawKey, false, 'the key came to the storage');
}

/**
 * The workers read long lists, each execution its own, and one of them is stopped meanwhile.
 *
 * The stop comes while both have all the executions they take: one that a worker takes up in the moment of its stop is
 * lost to n8n itself (the paused queue of Bull holds it until its lock is over, and n8n then calls it failed).
 *
 * @param {Context} context
 * @param {[N8n, N8n]} workers
 */
async function readLists(context, workers) {
	const { n8n: main, standIn } = context;
	const [worker] = workers;
	standIn.reset({ groups: makeGroups(PAGES * 100 - 1) });
	const release = new Signal();
	standIn.onAnswer = async () => await release.given;
	try {
		const workflowId = await context.add(hookedReturnAll);
		await main.rest.publish(workflowId);
		await callHook(main, 'return-all', EXECUTIONS);
		await until('both workers wait for as many lists as they can', () => {
			return pagesByExecution(standIn).size === workers.length * CONCURRENCY;
		});
		const stopped = worker.stop();
		await until('the worker takes up no more', () => {
			return worker.wholeLog().includes(`Waiting for ${CONCURRENCY} active executions to finish`);
		});
		release.give();
		await stopped;
		assertEachRanOnce(standIn, await successesOf(main, workflowId, EXECUTIONS));
	} finally {
		release.give();
	}
}

/** Which pages each execution asked for; it names itself in the field `model`. @param {StandIn} standIn */
function pagesByExecution({ bodies }) {
	/** @type {Map<string, number[]>} */
	const pages = new Map();
	for (const { model, PageNumber } of bodies) {
		pages.set(
			model,
			[...(pages.get(model) ?? []), PageNumber].sort((a, b) => a - b),
		);
	}
	return pages;
}

/**
 * @param {StandIn} standIn
 * @param {string[]} ids
 */
function assertEachRanOnce(standIn, ids) {
	// A list ends with its first and its last page once more.
	const pages = [1, 1, 2, 3, PAGES, PAGES];
	const expected = new Map(ids.map((id) => [id, pages]));
	assert.deepEqual(pagesByExecution(standIn), expected);
}

/**
 * Both workers took a part, and together all of it.
 *
 * @param {N8n[]} workers
 * @param {number} total
 */
function assertShared(workers, total) {
	const taken = workers.map(({ log }) => {
		const text = readFileSync(log, 'utf8');
		return new Set([...text.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id));
	});
	for (const ids of taken) assert.ok(ids.size > 0, 'a worker had nothing to do');
	assert.equal(
		taken.reduce((sum, { size }) => sum + size, 0),
		total,
	);
}
