import assert from 'node:assert/strict';

import { until } from '../setup/until.mjs';

/** Who signs in. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Anyfast',
	lastName: 'Owner',
	password: 'Anyfast-123',
};

/** An execution that waited keeps the time at which it stopped for that. */
const UNDER_WAY = ['new', 'running', 'waiting'];

/**
 * @typedef {import('n8n-workflow').IRunExecutionData} IRunExecutionData
 *
 * @typedef {object} DataTable
 * @property {string} id
 * @property {() => Promise<import('n8n-workflow').IDataObject[]>} rows what is in it now
 *
 * @typedef {object} StoredExecution as n8n answers it
 * @property {string} status
 * @property {string} [stoppedAt]
 * @property {string} data packed
 *
 * @typedef {object} WorkflowToAdd
 * @property {string} name
 * @property {NodeToAdd[]} nodes
 * @property {object} connections
 * @property {object} [settings]
 * @property {object} [pinData]
 *
 * @typedef {object} NodeToAdd
 * @property {string} name
 * @property {Record<string, { name: string }>} [credentials]
 */

/** The requests that n8n's editor makes. */
export class Rest {
	#cookie = '';

	/**
	 * @param {string} url
	 * @param {(text: string) => IRunExecutionData} unpack reads the form in which executions are stored
	 */
	constructor(url, unpack) {
		this.url = url;
		this.unpack = unpack;
	}

	/** Makes the first user, who is then signed in. */
	async setUpOwner() {
		await this.post('/rest/owner/setup', OWNER);
	}

	/** @param {string} path */
	async get(path) {
		return await this.send('GET', path);
	}

	/**
	 * @param {string} path
	 * @param {unknown} [body]
	 */
	async post(path, body = {}) {
		return await this.send('POST', path, body);
	}

	/**
	 * Starts a workflow as the button below the canvas does.
	 *
	 * @param {string} workflowId
	 * @param {{ name: string, data?: object }} triggerToStartFrom
	 * @returns {Promise<string>} the ID of the execution
	 */
	async startWorkflow(workflowId, triggerToStartFrom) {
		// 1.x runs what the editor sends, 2.x what is stored.
		const workflowData = await this.get(`/rest/workflows/${workflowId}`);
		/** @type {{ executionId: string }} */
		const answer = await this.post(`/rest/workflows/${workflowId}/run`, {
			workflowData,
			triggerToStartFrom,
		});
		return answer.executionId;
	}

	/**
	 * Waits for the end of an execution, and for what it gave: n8n stores that it has ended before it stores the result.
	 *
	 * @param {string} id
	 * @returns {Promise<Execution>}
	 */
	async execution(id) {
		const ended = await until(`execution ${id} has ended`, async () => {
			/** @type {StoredExecution} */
			const execution = await this.get(`/rest/executions/${id}`);
			const isOver = execution?.stoppedAt && !UNDER_WAY.includes(execution.status);
			const data = isOver && execution.data ? this.unpack(execution.data) : undefined;
			return hasResult(data) ? { status: execution.status, data } : undefined;
		});
		return new Execution(ended.status, ended.data);
	}

	/**
	 * Stores a credential.
	 *
	 * @param {import('./credentials.mjs').Credential} credential
	 * @returns {Promise<string>} the ID that n8n gave it
	 */
	async addCredential(credential) {
		/** @type {{ id: string }} */
		const { id } = await this.post('/rest/credentials', credential);
		return id;
	}

	/**
	 * Stores a workflow as the editor does.
	 *
	 * @param {WorkflowToAdd} workflow
	 * @returns {Promise<string>} the ID that n8n gave it
	 */
	async addWorkflow({ name, nodes, connections, settings, pinData }) {
		/** @type {{ id: string }} */
		const { id } = await this.post('/rest/workflows', {
			...{ name, nodes, connections, settings, pinData },
			active: false,
		});
		return id;
	}

	/**
	 * Makes a data table whose columns hold texts.
	 *
	 * @param {string} name
	 * @param {string[]} columns
	 * @returns {Promise<DataTable>}
	 */
	async addDataTable(name, columns) {
		/** @type {{ id: string }} */
		const project = await this.get('/rest/projects/personal');
		const tables = `/rest/projects/${project.id}/data-tables`;
		const texts = columns.map((column) => ({ name: column, type: 'string' }));
		/** @type {{ id: string }} */
		const { id } = await this.post(tables, { name, columns: texts });
		return {
			id,
			rows: async () => {
				const rows = [];
				for (;;) {
					// n8n 1 gives at most 50.
					/** @type {{ data: import('n8n-workflow').IDataObject[] }} */
					const { data } = await this.get(`${tables}/${id}/rows?take=50&skip=${rows.length}`);
					if (data.length === 0) return rows;
					rows.push(...data);
				}
			},
		};
	}

	/**
	 * The content of a file that an item has.
	 *
	 * @param {{ id?: string, data: string }} file
	 * @returns {Promise<Buffer>}
	 */
	async download({ id, data }) {
		if (id === undefined) return Buffer.from(data, 'base64');
		const path = `/rest/binary-data?action=download&id=${encodeURIComponent(id)}`;
		const response = await fetch(`${this.url}${path}`, { headers: { cookie: this.#cookie } });
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return Buffer.from(await response.arrayBuffer());
	}

	/**
	 * The node at which an execution waits; undefined if it does not.
	 *
	 * @param {string} id
	 * @returns {Promise<string | undefined>}
	 */
	async waitsAt(id) {
		/** @type {StoredExecution} */
		const { status, data } = await this.get(`/rest/executions/${id}`);
		return status === 'waiting' ? this.unpack(data).resultData.lastNodeExecuted : undefined;
	}

	/**
	 * The executions of a workflow that have ended, the latest first. n8n lists those under way and those that have ended by
	 * two queries at the same time, so one that ends just then is in both.
	 *
	 * @param {string} workflowId
	 * @returns {Promise<import('n8n-workflow').ExecutionSummary[]>}
	 */
	async endedExecutionsOf(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		/** @type {{ results: import('n8n-workflow').ExecutionSummary[] }} */
		const { results } = await this.get(`/rest/executions?filter=${filter}&limit=100`);
		return results.filter(({ stoppedAt }) => stoppedAt);
	}

	/**
	 * What the executions of a workflow gave that have ended, the earliest first.
	 *
	 * @param {string} workflowId
	 * @returns {Promise<Execution[]>}
	 * @throws {AssertionError} where one of them did not succeed
	 */
	async successesOf(workflowId) {
		const ended = (await this.endedExecutionsOf(workflowId)).reverse();
		const executions = await Promise.all(ended.map(async ({ id }) => await this.execution(id)));
		for (const { status, error } of executions) assert.equal(status, 'success', error);
		return executions;
	}

	/** Publishes a workflow as it is stored. @param {string} workflowId */
	async publish(workflowId) {
		/** @type {{ versionId: string }} */
		const { versionId } = await this.get(`/rest/workflows/${workflowId}`);
		await this.post(`/rest/workflows/${workflowId}/activate`, { versionId });
	}

	/** @param {string} workflowId */
	async unpublish(workflowId) {
		await this.post(`/rest/workflows/${workflowId}/deactivate`);
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 */
	async send(method, path, body) {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.#cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		const cookie = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
		const answer = JSON.parse(text);
		return Array.isArray(answer) ? answer : (answer.data ?? answer);
	}
}

/**
 * Whether a stored execution says what came of it; as it was begun, none of its nodes has run.
 *
 * @param {IRunExecutionData | undefined} data
 * @returns {data is IRunExecutionData}
 */
const hasResult = (data) =>
	data?.resultData?.error !== undefined || Object.keys(data?.resultData?.runData ?? {}).length > 0;

/** An execution that has ended. */
export class Execution {
	/**
	 * @param {string} status
	 * @param {IRunExecutionData} data
	 */
	constructor(status, data) {
		this.status = status;
		this.result = data.resultData;
	}

	/** Why it failed, in the words a user reads. */
	get error() {
		const { error } = this.result;
		return error && [error.message, error.description].filter(Boolean).join(' ');
	}

	/**
	 * The items that a node gave in its last run.
	 *
	 * @param {string} nodeName
	 * @param {number} [output] at which of its outputs; 1 is that for errors
	 */
	itemsOf(nodeName, output = 0) {
		return this.#outputOf(nodeName, output).map(({ json }) => json);
	}

	/**
	 * The files of those items, by their fields.
	 *
	 * @param {string} nodeName
	 */
	filesOf(nodeName) {
		return this.#outputOf(nodeName).map(({ binary }) => binary);
	}

	/** @param {string} nodeName @param {number} [output] */
	#outputOf(nodeName, output = 0) {
		return this.result.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
	}
}
