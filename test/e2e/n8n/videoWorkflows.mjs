/*
 * Workflows with Anyfast Video that the cases run. They leave out what has a default, as the editor does.
 */

/** What a text becomes. */
export const PROMPT = 'A paper boat drifts into a wide river at sunset.';

/** @typedef {ReturnType<typeof node> & { webhookId?: string }} Node */

const credentials = { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } };

/** A white image of 300 × 300 pixels, the least that the API takes. */
const IMAGE =
	'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAASwAAAEsAQAAAABRBrPYAAAAPUlEQVR42u3KMQEAAAwCIEvav4oVth9u0pNomqZpmqZpmqZpmqZpmqZpmqZpmqZpmqZpmqZpmqZpmqZp/za3EMn7GWcL/QAAAABJRU5ErkJggg==';

/** Text → video in a binary file. */
export const textToVideo = workflow('Text to video', manual(), [
	video('Generate Video', { prompt: PROMPT, download: true, options: { returnLastFrame: true } }),
]);

/** A new asset → video, with the asset as its reference. */
export const assetToVideo = workflow('Asset to video', manual(), [
	node('Create Group', 'n8n-nodes-anyfast.anyfastAsset', {
		resource: 'group',
		operation: 'create',
		name: 'n8n videos',
	}),
	node('Upload Asset', 'n8n-nodes-anyfast.anyfastAsset', {
		resource: 'asset',
		operation: 'upload',
		groupId: { __rl: true, mode: 'id', value: '={{ $json.Id }}' },
		source: 'base64',
		base64: IMAGE,
		name: 'boat',
		waitUntilActive: true,
	}),
	video('Generate Video', {
		prompt: 'The boat of @image1 drifts into a wide river.',
		mode: 'references',
		references: {
			image: [
				{
					source: 'asset',
					asset: { __rl: true, mode: 'id', value: '={{ $json.AssetUri }}' },
				},
			],
		},
		download: true,
	}),
]);

/**
 * The ID of a task → its video, waited for, in a binary file.
 *
 * @param {string} taskId
 */
export const finishVideo = (taskId) =>
	workflow('Finish a video', manual(), [
		video('Get Video', { operation: 'get', taskId, waitForCompletion: true, download: true }),
	]);

/** A call of a webhook → video in a binary file. */
export const hookedVideo = workflow(
	'Video on a webhook',
	{
		...node('Webhook', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'hooked-video',
			options: {},
		}),
		typeVersion: 2,
		webhookId: 'hooked-video',
	},
	[video('Generate Video', { prompt: PROMPT, download: true })],
);

function manual() {
	return node('Start', 'n8n-nodes-base.manualTrigger', {});
}

/** @param {string} name @param {object} parameters */
function video(name, parameters) {
	return node(name, 'n8n-nodes-anyfast.anyfastVideo', parameters);
}

/** @param {string} name @param {string} type @param {object} parameters */
function node(name, type, parameters) {
	const isOurs = type.startsWith('n8n-nodes-anyfast.');
	return { name, type, typeVersion: 1, parameters, ...(isOurs ? { credentials } : {}) };
}

/**
 * A trigger, and nodes one behind the other.
 *
 * @param {string} name
 * @param {Node} trigger
 * @param {Node[]} nodes
 */
function workflow(name, trigger, nodes) {
	const all = [trigger, ...nodes];
	return {
		name,
		nodes: all.map((one, index) => ({ id: `${index}`, position: [220 * index, 0], ...one })),
		connections: Object.fromEntries(
			nodes.map(({ name: next }, index) => [
				all[index]?.name,
				{ main: [[{ node: next, type: 'main', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	};
}
