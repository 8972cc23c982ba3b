import { makeAsset } from '../../stand-in/assets.ts';
import { makeGroup } from '../../stand-in/groups.ts';
import { anyfastAsset, byId, httpPostByHand, workflowOf } from '../nodes.mjs';
import { atMost, comparison, seconds } from '../rows.mjs';

const LATENCY_MS = 50;

/** @param {number} howMany */
const numbers = (howMany) => Array.from({ length: howMany }, (_, index) => index + 1);

/**
 * Get Asset for each item, both ways.
 *
 * @param {import('../Bench.mjs').Bench} bench
 * @param {number} howMany
 * @param {Partial<import('n8n-workflow').INode>} [settings]
 */
function getAssets(bench, howMany, settings) {
	const items = numbers(howMany).map((number) => ({ Id: makeAsset(number).Id }));
	const body = '={{ { model: "volc-asset", Id: $json.Id } }}';
	return {
		http: workflowOf(items, [
			httpPostByHand('HTTP Request', bench, '/volc/asset/GetAsset', body, settings),
		]),
		ours: workflowOf(items, [
			anyfastAsset(
				'Get Asset',
				{ resource: 'asset', operation: 'get', assetId: byId('={{ $json.Id }}') },
				settings,
			),
		]),
	};
}

/** Items that go side by side. */
export const sideBySide = {
	name: 'Get Asset for 1,000 items',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const options = { groups: 1000, latencyMs: LATENCY_MS };
		const { http, ours } = await bench.compare(options, getAssets(bench, 1000));
		const goals = [
			atMost(2, ours.ms / http.ms, 'times as long'),
			atMost(0.1, ours.mostInFlight / http.mostInFlight, 'of the requests in flight'),
		];
		return comparison(`${this.name}, ${LATENCY_MS} ms an answer`, { http, ours }, goals, [
			this.name,
			`at a time: ${http.mostInFlight} requests, and ${ours.mostInFlight}`,
		]);
	},
};

export const listsOfGroups = {
	name: 'List Assets of 100 groups',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const items = numbers(100).map((number) => ({ Id: makeGroup(number).Id }));
		const body =
			'={{ { model: "volc-asset", Filter: { GroupIds: [$json.Id] }, PageNumber: 1, PageSize: 100 } }}';
		const { http, ours } = await bench.compare(
			{ groups: 100, latencyMs: LATENCY_MS },
			{
				http: workflowOf(items, [
					httpPostByHand('HTTP Request', bench, '/volc/asset/ListAssets', body),
				]),
				ours: workflowOf(items, [
					anyfastAsset('List Assets', {
						resource: 'asset',
						operation: 'list',
						returnAll: true,
						filters: { groupIds: '={{ $json.Id }}' },
					}),
				]),
			},
		);
		return comparison(
			`${this.name}, one page each, ${LATENCY_MS} ms an answer`,
			{ http, ours },
			[atMost(2, ours.ms / http.ms, 'times as long')],
			[this.name, `one page each, ${LATENCY_MS} ms an answer`],
		);
	},
};

/** A server that refuses more than so many requests a second. */
export const rateLimit = {
	name: '300 items at 30 requests a second',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		/** @type {import('../rows.mjs').Row[]} */
		const rows = [];
		for (const retryAfter of ['1', undefined]) {
			const options = { groups: 300, rate: { perSecond: 30, burst: 30, retryAfter } };
			/** @type {Partial<import('n8n-workflow').INode>} */
			const settings = { onError: 'continueRegularOutput' };
			const { http, ours } = await bench.compare(options, getAssets(bench, 300, settings));
			const how = retryAfter === undefined ? 'no Retry-After' : `Retry-After: ${retryAfter}`;
			rows.push(
				...comparison(
					`${this.name}, ${how}`,
					{ http, ours },
					[
						atMost(11.5, seconds(ours), 's'),
						atMost(15, ours.refused, 'refused'),
						atMost(0, ours.failed, 'lost'),
					],
					retryAfter === undefined
						? undefined
						: ['300 items, 30 requests a second', 'the rest is refused'],
				),
			);
		}
		return rows;
	},
};

export const waits = {
	name: 'Upload Asset and Wait Until Active, 30 items',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const items = numbers(30).map((number) => ({ number }));
		const ours = workflowOf(items, [
			anyfastAsset('Upload Asset', {
				resource: 'asset',
				operation: 'upload',
				groupId: byId(makeGroup(1).Id),
				source: 'url',
				url: '=https://files.example/{{ $json.number }}.png',
				waitUntilActive: true,
			}),
		]);
		const options = { groups: 1, statuses: ['Processing', 'Processing', 'Active'] };
		const measured = await bench.compare(options, { ours });
		return comparison(`${this.name}, each ready at the third look`, measured, [
			atMost(12, seconds(measured.ours), 's'),
		]);
	},
};
