import { anyfastAsset, httpPages, splitOut, workflowOf } from '../nodes.mjs';
import { atLeast, comparison } from '../rows.mjs';

const LATENCY_MS = 50;

/** A long list, against HTTP Request's own paging. */
export const longList = {
	name: 'List Groups, 10,000',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const { http, ours } = await bench.compare(
			{ groups: 10_000, latencyMs: LATENCY_MS },
			{
				http: workflowOf(
					[{}],
					[
						httpPages('HTTP Request', `${bench.url}/volc/asset/ListAssetGroups`),
						splitOut('Split Out', 'Items'),
					],
				),
				ours: workflowOf(
					[{}],
					[
						anyfastAsset('List Groups', {
							resource: 'group',
							operation: 'list',
							returnAll: true,
						}),
					],
				),
			},
		);
		return comparison(
			`${this.name}, ${LATENCY_MS} ms a page`,
			{ http, ours },
			[atLeast(9, http.ms / ours.ms, 'times faster')],
			[this.name, `HTTP Request pages, Split Out; ${LATENCY_MS} ms a page`],
		);
	},
};
