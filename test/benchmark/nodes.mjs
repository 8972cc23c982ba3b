/*
 * The nodes that the workflows of the benchmark are made of, as people set them.
 */

/**
 * @typedef {import('n8n-workflow').INode} INode
 * @typedef {import('n8n-workflow').INodeParameters} INodeParameters
 */

/** @typedef {Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'> & Partial<INode>} Node */

/** @typedef {[from: string, to: string, output?: number]} Link */

/** @typedef {ReturnType<typeof connected>} Workflow */

export const START = 'Start';

const credentials = { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } };

/** The value of a field that has From List and By ID. @param {string} value */
export const byId = (value) => ({ __rl: true, mode: 'id', value });

/**
 * Anyfast Asset.
 *
 * @param {string} name
 * @param {INodeParameters} parameters
 * @param {Partial<INode>} [settings]
 */
export const anyfastAsset = (name, parameters, settings = {}) => ({
	name,
	type: 'n8n-nodes-anyfast.anyfastAsset',
	typeVersion: 1,
	credentials,
	parameters,
	...settings,
});

/**
 * Anyfast Video, Generate Video.
 *
 * @param {string} name
 * @param {INodeParameters} parameters
 */
export const anyfastVideo = (name, parameters) => ({
	name,
	type: 'n8n-nodes-anyfast.anyfastVideo',
	typeVersion: 1,
	credentials,
	parameters: { operation: 'generate', ...parameters },
});

/**
 * Anyfast Asset Trigger, polling at these seconds of each minute.
 *
 * @param {string} name
 * @param {number[]} seconds
 */
export const anyfastTrigger = (name, seconds) => ({
	name,
	type: 'n8n-nodes-anyfast.anyfastAssetTrigger',
	typeVersion: 1,
	credentials,
	parameters: {
		event: 'groupCreated',
		// n8n refuses what would run more than once a minute, in one expression.
		pollTimes: {
			item: seconds.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
		},
	},
});

/**
 * HTTP Request that posts JSON with the credential of the package.
 *
 * @param {string} name
 * @param {string} url
 * @param {string} jsonBody
 * @param {Partial<INode> & { options?: INodeParameters }} [settings]
 */
export const httpPost = (name, url, jsonBody, { options = {}, ...settings } = {}) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	credentials,
	parameters: {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'anyfastApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody,
		options,
	},
	...settings,
});

/**
 * The same, with the key typed into a header by hand, which is quicker: n8n reads a credential anew for each item.
 *
 * @param {string} name
 * @param {{ url: string, apiKey: string }} site
 * @param {string} path
 * @param {string} jsonBody
 * @param {Partial<INode>} [settings]
 */
export const httpPostByHand = (name, { url, apiKey }, path, jsonBody, settings = {}) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		method: 'POST',
		url: url + path,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${apiKey}` }] },
		sendBody: true,
		specifyBody: 'json',
		jsonBody,
		options: {},
	},
	...settings,
});

/**
 * HTTP Request that gets JSON with the credential of the package.
 *
 * @param {string} name
 * @param {string} url
 */
export const httpGet = (name, url) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	credentials,
	parameters: {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'anyfastApi',
		options: {},
	},
});

/**
 * HTTP Request that downloads a file.
 *
 * @param {string} name
 * @param {string} url
 */
export const httpDownload = (name, url) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
});

/**
 * HTTP Request with its own paging, through a list of groups.
 *
 * @param {string} name
 * @param {string} url
 */
export const httpPages = (name, url) =>
	httpPost(
		name,
		url,
		'={{ { model: "volc-asset", Filter: {}, PageNumber: $pageCount + 1, PageSize: 100 } }}',
		{
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [{ type: 'body', name: 'PageNumber', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression:
							'={{ $response.body.PageNumber * $response.body.PageSize >= $response.body.TotalCount }}',
					},
				},
			},
		},
	);

/**
 * @param {string} name
 * @param {string} field
 */
export const splitOut = (name, field) => ({
	name,
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: field, options: {} },
});

/**
 * @param {string} name
 * @param {number} seconds
 */
export const wait = (name, seconds) => ({
	name,
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { amount: seconds, unit: 'seconds' },
	webhookId: name,
});

/**
 * If with one condition: the text is the wanted one.
 *
 * @param {string} name
 * @param {string} leftValue
 * @param {string} rightValue
 */
export const ifEqual = (name, leftValue, rightValue) => ({
	name,
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					id: 'condition',
					leftValue,
					rightValue,
					operator: { type: 'string', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		options: {},
	},
});

/**
 * A workflow that begins with items.
 *
 * @param {import('n8n-workflow').IDataObject[]} items what Start gives
 * @param {Node[]} nodes
 * @param {Link[]} [links] unless given, each node follows the one before
 */
export function workflowOf(items, nodes, links) {
	const start = {
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	return {
		...connected([start, ...nodes], links),
		pinData: { [START]: items.map((json) => ({ json })) },
	};
}

/**
 * The same without a beginning of its own.
 *
 * @param {Node[]} nodes
 * @param {Link[]} [links]
 */
export function connected(nodes, links = inARow(nodes)) {
	/** @type {Record<string, { main: import('n8n-workflow').IConnection[][] }>} */
	const connections = {};
	for (const [from, to, output = 0] of links) {
		const outputs = (connections[from] ??= { main: [] }).main;
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index: 0 });
	}
	return {
		nodes: nodes.map((node) => ({ id: node.name, position: [0, 0], ...node })),
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/**
 * @param {Node[]} nodes
 * @returns {Link[]}
 */
const inARow = (nodes) => nodes.slice(1).map(({ name }, index) => [nodes[index]?.name ?? '', name]);
