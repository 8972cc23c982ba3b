import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import { StandIn } from '../stand-in/StandIn.ts';
import { anyfastCredential, withCredentials } from './n8n/credentials.mjs';

/**
 * What all cases in one n8n share.
 *
 * @typedef {object} Shared
 * @property {import('./n8n/N8n.mjs').N8n} n8n signed in to
 * @property {import('./setup/debian.mjs').Programs} programs
 * @property {boolean} updateImages
 * @property {import('../stand-in/Manner.ts').MannerName} manner how the service behaves
 */

/**
 * Kills n8n, once every case that waits for that is ready and all others have ended, and starts it again.
 *
 * @typedef {(whileAway?: () => void) => Promise<void>} KillN8n
 */

/** What one case works with: an n8n that it shares, and a service and a credential that are its own. */
export class Context {
	/** @param {Shared} shared */
	static async make(shared) {
		const standIn = await StandIn.start();
		standIn.usualManner = shared.manner;
		standIn.reset();
		const context = new Context(shared, standIn);
		await context.addCredential(anyfastCredential(standIn.url, standIn.apiKey));
		return context;
	}

	/** The IDs of the credentials of this case, by their types. @type {Record<string, string>} */
	credentials = {};

	/**
	 * @param {Shared} shared
	 * @param {StandIn} standIn
	 */
	constructor(shared, standIn) {
		this.shared = shared;
		this.n8n = shared.n8n;
		this.standIn = standIn;
	}

	async stop() {
		await this.standIn.stop();
	}

	/** Makes a folder whose files workflows may read. */
	makeFolder() {
		return mkdtempSync(join(this.n8n.files, 'case-'));
	}

	/**
	 * Stores a credential, which workflows that are added afterwards use.
	 *
	 * @param {import('./n8n/credentials.mjs').Credential} credential
	 */
	async addCredential(credential) {
		this.credentials[credential.type] = await this.n8n.rest.addCredential(credential);
	}

	/**
	 * Stores a workflow with the credentials of this case in it.
	 *
	 * @param {import('./n8n/Rest.mjs').WorkflowToAdd} workflow
	 * @returns {Promise<string>} the ID that n8n gave it
	 */
	async add(workflow) {
		return await this.n8n.rest.addWorkflow(withCredentials(workflow, this.credentials));
	}

	/**
	 * Runs a workflow of this case to its end, as the button below the canvas does.
	 *
	 * @param {string} workflowId
	 * @param {string} trigger the name of the node that it begins at
	 */
	async run(workflowId, trigger) {
		const { rest } = this.n8n;
		return await rest.execution(await rest.startWorkflow(workflowId, { name: trigger }));
	}
}
