import { StandIn } from '../stand-in/StandIn.ts';
import { ChatModel } from './doubles/ChatModel.mjs';
import { anyfastCredential, chatModelCredential } from './n8n/credentials.mjs';
import { everyFiveSeconds, olderAgent, polledOften, readExamples } from './n8n/examples.mjs';
import { N8n } from './n8n/N8n.mjs';
import { restOfApi } from './n8n/restOfApi.mjs';

/**
 * What a case works with: an n8n that is signed in to, and the doubles of what it talks to.
 *
 * @typedef {object} Context
 * @property {N8n} n8n
 * @property {StandIn} standIn
 * @property {ChatModel} chatModel
 * @property {import('./setup/debian.mjs').Programs} programs
 * @property {import('./n8n/N8n.mjs').N8nOptions} options what another n8n of the same version is made with
 * @property {boolean} updateImages
 */

/**
 * Starts a fresh n8n with the credentials and the examples in it, does the work, and stops everything.
 *
 * @param {import('./n8n/N8n.mjs').N8nOptions} options
 * @param {Pick<Context, 'programs' | 'updateImages'>} more
 * @param {(context: Context) => Promise<void>} work
 */
export async function withContext(options, more, work) {
	const standIn = await StandIn.start();
	const chatModel = await ChatModel.start();
	const n8n = await N8n.create(options);
	try {
		await n8n.importCredentials([
			anyfastCredential(standIn.url, standIn.apiKey),
			chatModelCredential(chatModel.url),
		]);
		await n8n.importWorkflows([
			...readExamples(n8n.files),
			everyFiveSeconds(),
			olderAgent(),
			...polledOften(),
			restOfApi,
		]);
		await n8n.start();
		await n8n.rest.setUpOwner();
		await work({ n8n, standIn, chatModel, options, ...more });
	} finally {
		await n8n.stop();
		await chatModel.stop();
		await standIn.stop();
	}
}
