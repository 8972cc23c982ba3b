/*
 * Workflows with Anyfast Video that the cases run. They leave out what has a default, as the editor does.
 */

/** The name of the trigger. */
export const START = 'Start';

const PROMPT = 'A paper boat drifts into a wide river at sunset.';

/** @typedef {ReturnType<typeof node> & { webhookId?: string, onError?: string }} Node */

const credentials = { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } };

/** Text → video in a binary file. */
export const textToVideo = workflow('Text to video', manual(), [
	video('Generate Video', { prompt: PROMPT, download: true, options: { returnLastFrame: true } }),
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

/** A video for the prompt of each item that it is started with. */
export const videoOfEach = workflow(
	'A video of each prompt',
	node(START, 'n8n-nodes-base.executeWorkflowTrigger', {}),
	[video('Generate Video', { prompt: '={{ $json.prompt }}', download: true })],
);

/** The same, only submitted; what fails comes out at the output for errors. */
export const submitOfEach = workflow(
	'Submit a video of each prompt',
	node(START, 'n8n-nodes-base.executeWorkflowTrigger', {}),
	[
		{
			...video('Generate Video', { prompt: '={{ $json.prompt }}', waitForCompletion: false }),
			onError: 'continueErrorOutput',
		},
	],
);

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
	return node(START, 'n8n-nodes-base.manualTrigger', {});
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
