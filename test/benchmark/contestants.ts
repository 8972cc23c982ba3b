import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { inParallel } from '../../nodes/shared/inParallel';
import type { AssetGroup, ListAnswer } from '../../nodes/shared/api/assets';

/*
 * What our node is measured against: nodes that do the least that could list the same groups, run by the same engine.
 * They believe every page, try nothing again and check nothing.
 */

/** What a contestant reads: pages of 100 of a list whose length it is told. */
const PAGE_SIZE = 100;

type Ask = (context: IExecuteFunctions, body: IDataObject) => Promise<ListAnswer<AssetGroup>>;

/** Node.js's own fetch, which keeps connections. */
const byFetch: Ask = async (context, body) => {
	const { baseUrl, apiKey } = await context.getCredentials('anyfastApi');
	const response = await fetch(`${baseUrl}/volc/asset/ListAssetGroups`, {
		method: 'POST',
		headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const answer: ListAnswer<AssetGroup> = JSON.parse(await response.text());
	return answer;
};

/** n8n's helper, as other nodes call it. */
const byHelper: Ask = async (context, body) => {
	const { baseUrl } = await context.getCredentials('anyfastApi');
	const answer: ListAnswer<AssetGroup> = await context.helpers.httpRequestWithAuthentication.call(
		context,
		'anyfastApi',
		{ method: 'POST', url: `${baseUrl}/volc/asset/ListAssetGroups`, body, json: true },
	);
	return answer;
};

function contestant(name: string, ask: Ask, keep: boolean): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['input'],
			version: 1,
			description: 'A contestant of the benchmark',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'anyfastApi', required: true }],
			properties: ['groups', 'inFlight'].map((property) => ({
				displayName: property,
				name: property,
				type: 'number',
				default: 1,
			})),
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const pages = Math.ceil(Number(this.getNodeParameter('groups', 0)) / PAGE_SIZE);
			const rows: AssetGroup[][] = [];
			await inParallel(
				Array(pages).keys(),
				Number(this.getNodeParameter('inFlight', 0)),
				async (page) => {
					const request = { PageNumber: page + 1, PageSize: PAGE_SIZE };
					const { Items } = await ask(this, { model: 'volc-asset', Filter: {}, ...request });
					if (keep) rows[page] = Items ?? [];
					return true;
				},
			);
			return [rows.flat().map((json) => ({ json, pairedItem: { item: 0 } }))];
		},
	};
}

/** By node type. */
export const contestants: Record<string, INodeType> = {
	/** A bare fetch loop. */
	'bench.fetch': contestant('fetch', byFetch, true),
	/** n8n's helper; one in flight is reading page after page, as n8n's nodes do. */
	'bench.helper': contestant('helper', byHelper, true),
	/** The least that n8n's helper costs: the calls alone, their rows thrown away. */
	'bench.helperAlone': contestant('helperAlone', byHelper, false),
};
