/*
 * The workflows that are measured, made of nodes as people set them.
 */

/**
 * @typedef {import('n8n-workflow').INodeParameters} INodeParameters
 *
 * @typedef {ReturnType<typeof node>} Node
 *
 * @typedef {[from: string, to: string, output?: number]} Link
 *
 * @typedef {ReturnType<typeof workflowOf>} Workflow
 */

export const START = 'Start';

/** What both sides use. */
const credentials = { anyfastApi: { name: 'Anyfast' } };

/**
 * @param {string} name
 * @param {string} type
 * @param {number} typeVersion
 * @param {INodeParameters} parameters
 * @param {object} [settings]
 */
const node = (name, type, typeVersion, parameters, settings = {}) => ({
	...{ id: name, name, type, typeVersion, position: [0, 0], parameters },
	...settings,
});

/** @param {string} name @param {INodeParameters} parameters @param {object} [settings] */
export const anyfastAsset = (name, parameters, settings) =>
	node(name, 'n8n-nodes-anyfast.anyfastAsset', 1, parameters, { credentials, ...settings });

/** @param {INodeParameters} parameters */
export const generateVideo = (parameters) =>
	node('Generate Video', 'n8n-nodes-anyfast.anyfastVideo', 1, parameters, { credentials });

/** The node of {@link file://./Helper.node.js}. */
export const helper = node('Helper', 'CUSTOM.helper', 1, {}, { credentials });

/** The value of a field that has From List and By ID. @param {string} value */
export const byId = (value) => ({ __rl: true, mode: 'id', value });

/**
 * HTTP Request with the credential of the package.
 *
 * @param {string} name
 * @param {string} url
 * @param {INodeParameters} parameters
 * @param {object} [settings]
 */
export const httpRequest = (name, url, parameters = {}, settings) =>
	node(
		name,
		'n8n-nodes-base.httpRequest',
		4.5,
		{
			...{ url, authentication: 'predefinedCredentialType', nodeCredentialType: 'anyfastApi' },
			...{ options: {}, ...parameters },
		},
		{ credentials, ...settings },
	);

/** What makes it post JSON. @param {string} body an object in an expression */
export const posting = (body) => ({
	...{ method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: `={{ ${body} }}` },
});

/** What makes it go through a list page by page. */
export const paging = {
	...posting('{ model: "volc-asset", Filter: {}, PageNumber: $pageCount + 1, PageSize: 100 }'),
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
};

/** @param {string} field */
export const splitOut = (field) =>
	node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: field, options: {} });

/**
 * The loop that people build by hand for a video: submit, wait, look, and if it is done download it, or else wait again.
 *
 * @param {string} url of the API
 * @param {number} waitSeconds
 * @param {import('n8n-workflow').IDataObject[]} items each with a prompt
 */
export function videoLoop(url, waitSeconds, items) {
	const tasks = `${url}/v1/video/generations`;
	const body = '{ model: "seedance-2.0", content: [{ type: "text", text: $json.prompt }] }';
	const isDone = {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					...{ id: 'done', leftValue: '={{ $json.data.status }}', rightValue: 'SUCCESS' },
					operator: { type: 'string', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		options: {},
	};
	const file = { response: { response: { responseFormat: 'file' } } };
	return workflowOf(
		items,
		[
			httpRequest('Submit', tasks, posting(body)),
			node(
				'Wait',
				'n8n-nodes-base.wait',
				1.1,
				{ amount: waitSeconds, unit: 'seconds' },
				{ webhookId: 'bench-wait' },
			),
			httpRequest('Look', `=${tasks}/{{ $json.task_id ?? $json.data.task_id }}`),
			node('If', 'n8n-nodes-base.if', 2.2, isDone),
			node('Download', 'n8n-nodes-base.httpRequest', 4.5, {
				url: '={{ $json.data.result_url }}',
				options: file,
			}),
		],
		[...[START, 'Submit', 'Wait', 'Look', 'If', 'Download'].map(toNext), ['If', 'Wait', 1]],
	);
}

/**
 * A workflow that begins with items.
 *
 * @param {import('n8n-workflow').IDataObject[]} items what Start gives
 * @param {Node[]} nodes
 * @param {Link[]} [links] unless given, each node follows the one before
 */
export function workflowOf(items, nodes, links) {
	const all = [node(START, 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes];
	/** @type {Record<string, { main: import('n8n-workflow').IConnection[][] }>} */
	const connections = {};
	for (const [from, to, output = 0] of links ?? all.map(({ name }) => name).map(toNext)) {
		const { main } = (connections[from] ??= { main: [[], []] });
		if (to) main[output]?.push({ node: to, type: 'main', index: 0 });
	}
	return {
		...{ name: 'Benchmark', nodes: all, connections },
		settings: { executionOrder: 'v1' },
		pinData: { [START]: items.map((json) => ({ json })) },
	};
}

/**
 * @param {string} name
 * @param {number} index
 * @param {string[]} names
 * @returns {Link}
 */
function toNext(name, index, names) {
	return [name, names[index + 1] ?? ''];
}
