/** @typedef {{ name: string, type: string, data: Record<string, unknown> }} Credential */

/**
 * The credential of our nodes.
 *
 * @param {string} baseUrl
 * @param {string} apiKey
 * @returns {Credential}
 */
export const anyfastCredential = (baseUrl, apiKey) => ({
	name: 'Anyfast',
	type: 'anyfastApi',
	data: { site: 'other', baseUrl, apiKey },
});

/**
 * A credential for a chat model that speaks OpenAI's language.
 *
 * @param {string} url
 * @returns {Credential}
 */
export const chatModelCredential = (url) => ({
	name: 'OpenAI',
	type: 'openAiApi',
	data: { apiKey: 'chat-model-key', url, header: false },
});

/**
 * A credential for a mail server on this machine.
 *
 * @param {number} port
 * @returns {Credential}
 */
export const mailCredential = (port) => ({
	name: 'SMTP',
	type: 'smtp',
	data: { user: '', password: '', host: '127.0.0.1', port, secure: false, disableStartTls: true },
});

/**
 * A workflow that uses other credentials than it names.
 *
 * @template {Pick<import('./Rest.mjs').WorkflowToAdd, 'nodes'>} W
 * @param {W} workflow
 * @param {Record<string, string>} ids of the credentials, by their types
 */
export const withCredentials = (workflow, ids) => ({
	...workflow,
	nodes: workflow.nodes.map((node) => ({
		...node,
		credentials: Object.fromEntries(
			Object.entries(node.credentials ?? {}).map(([type, { name }]) => [
				type,
				{ id: ids[type] ?? null, name },
			]),
		),
	})),
});
