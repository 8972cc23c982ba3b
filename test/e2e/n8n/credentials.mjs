/** @typedef {{ id: string, name: string, type: string, data: Record<string, unknown> }} Credential */

/**
 * The credential that the examples refer to.
 *
 * @param {string} baseUrl
 * @param {string} apiKey
 * @returns {Credential}
 */
export const anyfastCredential = (baseUrl, apiKey) => ({
	id: 'anyfastApi',
	name: 'Anyfast',
	type: 'anyfastApi',
	data: { site: 'other', apiKey, baseUrl },
});

/**
 * A credential for a chat model that speaks OpenAI's language.
 *
 * @param {string} url
 * @returns {Credential}
 */
export const chatModelCredential = (url) => ({
	id: 'openAiApi',
	name: 'OpenAI',
	type: 'openAiApi',
	data: { apiKey: 'chat-model-key', url, header: false },
});
