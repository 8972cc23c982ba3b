import { makeAsset } from '../stand-in/assets.ts';
import { makeGroup } from '../stand-in/groups.ts';
import { bareFetch } from './bareFetch.mjs';
import { median } from './Bench.mjs';
import { atLeast, atMost, noted } from './table.mjs';
import {
	anyfastAsset,
	byId,
	generateVideo,
	helper,
	httpRequest,
	paging,
	posting,
	splitOut,
	videoLoop,
	workflowOf,
} from './workflows.mjs';

/**
 * @typedef {import('./Bench.mjs').Bench} Bench
 *
 * @typedef {object} Figure
 * @property {string} what
 * @property {(bench: Bench) => Promise<Omit<import('./table.mjs').Row, 'what'>>} measure
 */

const LATENCY_MS = 50;

/** A list's usual number of requests at a time, and that of all other things. */
const LIST_IN_FLIGHT = 8;
const IN_FLIGHT = 32;

/** @param {number} howMany */
const assetIds = (howMany) =>
	Array.from({ length: howMany }, (_, index) => ({ Id: makeAsset(index + 1).Id }));

/**
 * Get Asset for each item, both ways.
 *
 * @param {Bench} bench
 * @param {number} howMany
 */
function getAssets({ standIn: { url } }, howMany) {
	const items = assetIds(howMany);
	const body = posting('{ model: "volc-asset", Id: $json.Id }');
	const settings = { onError: 'continueRegularOutput' };
	const get = { resource: 'asset', operation: 'get', assetId: byId('={{ $json.Id }}') };
	return {
		http: workflowOf(items, [
			httpRequest('HTTP Request', `${url}/volc/asset/GetAsset`, body, settings),
		]),
		ours: workflowOf(items, [anyfastAsset('Get Asset', get, settings)]),
	};
}

/** @type {Figure} */
const items = {
	what: `Get Asset for 1,000 items, ${LATENCY_MS} ms an answer`,
	async measure(bench) {
		const service = { groups: 1000, latencyMs: LATENCY_MS };
		const { http, ours } = await bench.compare(service, getAssets(bench, 1000));
		return {
			...{ http, ours },
			goals: [
				atMost(0.6, ours.ms / http.ms, 'of its time'),
				atMost(IN_FLIGHT, ours.mostInFlight, 'in flight'),
				atMost(0, ours.failed, 'lost'),
			],
		};
	},
};

/** @type {Figure} */
const shares = {
	what: 'What one of 1,000 requests costs in n8n, no latency',
	async measure(bench) {
		const service = { groups: 1000 };
		const fetched = await medianOf(async () => {
			await bench.standIn.reset(service);
			return await bareFetch(bench.standIn, 'GetAsset', assetIds(1000), IN_FLIGHT);
		});
		const { ours, alone } = await bench.compare(service, {
			ours: getAssets(bench, 1000).ours,
			alone: workflowOf(assetIds(1000), [helper]),
		});
		return {
			ours,
			goals: [
				noted(fetched / 1000, 'ms: fetch alone'),
				noted((alone.ms - fetched) / 1000, "ms more: n8n's helper (credential, proxy, agent)"),
				noted((ours.ms - alone.ms) / 1000, 'ms more: this package'),
			],
		};
	},
};

/** @type {Figure} */
const list = {
	what: `List Groups, 10,000, ${LATENCY_MS} ms a page; HTTP Request with its paging, and Split Out`,
	async measure(bench) {
		const { url } = bench.standIn;
		const service = { groups: 10_000, latencyMs: LATENCY_MS };
		const { http, ours } = await bench.compare(service, {
			http: workflowOf(
				[{}],
				[
					httpRequest('HTTP Request', `${url}/volc/asset/ListAssetGroups`, paging),
					splitOut('Items'),
				],
			),
			ours: workflowOf(
				[{}],
				[anyfastAsset('List', { resource: 'group', operation: 'list', returnAll: true })],
			),
		});
		const pages = Array.from({ length: 100 }, (_, index) => ({
			...{ Filter: {}, PageNumber: index + 1, PageSize: 100 },
		}));
		const fetched = await medianOf(async () => {
			return await bareFetch(bench.standIn, 'ListAssetGroups', pages, LIST_IN_FLIGHT);
		});
		return {
			...{ http, ours },
			goals: [
				atLeast(8, http.ms / ours.ms, 'times as fast'),
				atMost(1.1, ours.ms / fetched, `times a bare fetch loop, ${LIST_IN_FLIGHT} at a time`),
			],
		};
	},
};

/** @param {string | undefined} retryAfter @returns {Figure} */
const rateLimit = (retryAfter) => ({
	what: `Get Asset for 300 items, 30 a second allowed, ${retryAfter ? `Retry-After: ${retryAfter}` : 'no Retry-After'}`,
	async measure(bench) {
		const service = { groups: 300, rate: { perSecond: 30, burst: 30, retryAfter } };
		const { http, ours } = await bench.compare(service, getAssets(bench, 300));
		return {
			...{ http, ours },
			goals: [
				atMost(11.5, ours.ms / 1000, 's'),
				atMost(15, ours.refused, 'refused'),
				atMost(0, ours.failed, 'lost'),
			],
		};
	},
});

/** @param {number} share @param {number} most in seconds @returns {Figure} */
const overload = (share, most) => ({
	what: `Get Asset for 500 items, ${LATENCY_MS} ms an answer, ${100 * share} % refused at random`,
	async measure(bench) {
		const service = { groups: 500, latencyMs: LATENCY_MS, noise: { share } };
		const { http, ours } = await bench.compare(service, getAssets(bench, 500));
		const goals = [atMost(most, ours.ms / 1000, 's'), atMost(0, ours.failed, 'lost')];
		return { http, ours, goals };
	},
});

/** @type {Figure} */
const waits = {
	what: 'Upload Asset and wait until active, 30 items, each active at the third look',
	async measure(bench) {
		const numbers = Array.from({ length: 30 }, (_, number) => ({ number }));
		const { ours } = await bench.compare(
			{ groups: 1, statuses: ['Processing', 'Processing', 'Active'] },
			{
				ours: workflowOf(numbers, [
					anyfastAsset('Upload Asset', {
						...{ resource: 'asset', operation: 'upload', groupId: byId(makeGroup(1).Id) },
						...{ source: 'url', url: '=https://files.example/{{ $json.number }}.png' },
						...{ ifNameExists: 'uploadAnyway', waitUntilActive: true },
					}),
				]),
			},
		);
		return { ours, goals: [atMost(12, ours.ms / 1000, 's')] };
	},
};

/** @param {number} howMany */
const clips = (howMany) =>
	Array.from({ length: howMany }, (_, index) => ({ prompt: `A cat, take ${index + 1}` }));

const makeVideo = generateVideo({
	...{ operation: 'generate', model: byId('seedance-2.0'), prompt: '={{ $json.prompt }}' },
	download: true,
});

/** @type {Figure} */
const videos = {
	what: 'Ten clips made and downloaded, each ready after 3 s; by hand: HTTP Request, Wait of 5 s, If',
	async measure(bench) {
		const { http, ours, one } = await bench.compare(
			{ video: { readyAfter: { ms: 3000 } } },
			{
				http: videoLoop(bench.standIn.url, 5, clips(10)),
				ours: workflowOf(clips(10), [makeVideo]),
				one: workflowOf(clips(1), [makeVideo]),
			},
		);
		return {
			...{ http, ours },
			goals: [
				noted(ours.ms / http.ms, 'of its time'),
				atMost(1.25, ours.ms / one.ms, 'times as long as one clip'),
			],
		};
	},
};

/** @type {Figure} */
const largeVideo = {
	what: 'Peak memory with a video of 200 MB, against one of 2 MB; files on disk',
	async measure(bench) {
		/** @param {number} megabytes */
		const peakMB = async (megabytes) => {
			const storage = { bytes: megabytes * 1e6 };
			const service = { video: { readyAfter: { ms: 0 } }, storage };
			return await bench.peakMB(service, workflowOf(clips(1), [makeVideo]));
		};
		await peakMB(200);
		const [small, large] = [await peakMB(2), await peakMB(200)];
		return { goals: [atMost(25, large - small, 'MB more')] };
	},
};

export const FIGURES = [
	items,
	shares,
	list,
	rateLimit('1'),
	rateLimit(undefined),
	overload(0.05, 10),
	overload(0.2, 30),
	overload(0.5, 120),
	waits,
	videos,
	largeVideo,
];

/** @param {() => Promise<number>} measure */
async function medianOf(measure) {
	return median([await measure(), await measure(), await measure()]);
}
