import { createRequire } from 'node:module';
import { join } from 'node:path';

/*
 * Runs under each Node, against each n8n: so it imports nothing but what Node has, and takes from n8n what is there.
 * The engine of the unit tests (test/engine) does the same for one n8n, and is type-checked against it.
 */

/** @typedef {import('n8n-workflow').INodeType} INodeType */

/** The trigger of each workflow, under a name by which n8n knows that it may start one. */
const START = 'Start';
const TRIGGER = 'n8n-nodes-base.manualTrigger';

/** Starts a workflow with the items that are pinned to it. */
const trigger = {
	description: {
		displayName: START,
		name: 'manualTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Starts the workflow',
		defaults: { name: START },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** The parts of an n8n that run a node, and the nodes and credentials of a package. */
export class Engine {
	/**
	 * @param {any} core what n8n-core exports
	 * @param {any} workflow what n8n-workflow exports
	 */
	constructor(core, workflow) {
		this.core = core;
		this.workflow = workflow;
		/** @type {Map<string, any>} */
		this.nodeTypes = new Map([[TRIGGER, trigger]]);
		/** @type {Map<string, any>} */
		this.credentialTypes = new Map();
	}

	/**
	 * @param {string} folder whose node_modules holds n8n's parts
	 */
	static in(folder) {
		const require = createRequire(join(folder, 'package.json'));
		loadIfThere(require, 'reflect-metadata');
		return new Engine(require('n8n-core'), require('n8n-workflow'));
	}

	/**
	 * Loads a package as n8n loads it: what its package.json names.
	 *
	 * @param {string} folder
	 */
	async load(folder) {
		const loader = new this.core.PackageDirectoryLoader(folder);
		await loader.loadAll();
		for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
			// The oldest name the package as well: `n8n-nodes-anyfast.anyfastAsset`.
			this.nodeTypes.set(name.split('.').at(-1), type);
		}
		for (const [name, { type }] of Object.entries(loader.credentialTypes)) {
			this.credentialTypes.set(name, type);
		}
	}

	/**
	 * Runs a node behind a trigger that gives one item.
	 *
	 * @param {string} type
	 * @param {object} parameters
	 * @param {object} credentials by the name of their type
	 * @param {{ binary?: object, timeoutMs?: number }} [options] the files of the item; a timeout of requests that is
	 * shorter than the node's own
	 * @returns {Promise<{ items: object[], error?: Error }>}
	 */
	async run(type, parameters, credentials, { binary, timeoutMs } = {}) {
		const name = this.nodeTypes.get(type).description.displayName;
		const details = Object.keys(credentials).map((key) => [key, { id: key, name: key }]);
		const nodes = [
			{ ...node(START, TRIGGER), parameters: {} },
			{ ...node(name, type), parameters, credentials: Object.fromEntries(details) },
		];
		const workflow = new this.workflow.Workflow({
			id: 'compat',
			name: 'compat',
			nodes,
			connections: { [START]: { main: [[{ node: name, type: 'main', index: 0 }]] } },
			active: false,
			nodeTypes: this,
			settings: { executionOrder: 'v1' },
		});
		const execution = new this.core.WorkflowExecute(
			this.additionalData(credentials, timeoutMs),
			'manual',
		);
		const pinData = { [START]: [{ json: {}, binary }] };
		const { data } = await (execution.run.length > 1
			? execution.run(workflow, undefined, undefined, pinData)
			: execution.run({ workflow, pinData }));
		const { error, runData } = data.resultData;
		const items = runData[name]?.at(-1)?.data?.main?.[0] ?? [];
		return { items: items.map(({ json }) => json), error };
	}

	getByName(type) {
		return this.nodeTypes.get(type);
	}

	getByNameAndVersion(type, version) {
		const { NodeHelpers } = this.workflow;
		return NodeHelpers.getVersionedNodeType(this.nodeTypes.get(type), version);
	}

	getKnownTypes() {
		return {};
	}

	additionalData(credentials, timeoutMs) {
		const { ExecutionLifecycleHooks } = this.core;
		const workflowData = { id: 'compat', name: 'compat', nodes: [], connections: {} };
		return {
			credentialsHelper: this.credentialsHelper(credentials, timeoutMs),
			hooks: ExecutionLifecycleHooks && new ExecutionLifecycleHooks('manual', '1', workflowData),
			executionId: '1',
			currentNodeExecutionIndex: 0,
			variables: {},
			// Newer n8n makes addresses of these for each expression.
			formWaitingBaseUrl: 'http://127.0.0.1/form',
			webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
			logAiEvent() {},
		};
	}

	/** What the n8n server does with credentials, for those that put headers on a request. */
	credentialsHelper(credentials, timeoutMs) {
		return {
			getParentTypes: () => [],
			getCredentialsProperties: (name) => this.credentialTypes.get(name).properties,
			isCredentialUsableByNode: () => true,
			getDecrypted: async (_additionalData, _details, name) => credentials[name],
			preAuthentication: async () => undefined,
			runPreAuthentication: async () => undefined,
			updateCredentialsOauthTokenData: async () => {},
			authenticate: async (values, name, options, workflow, node) => {
				const authenticate = this.credentialTypes.get(name)?.authenticate;
				const { timeout } = options;
				if (typeof authenticate === 'function') {
					return { ...(await authenticate(values, options)), timeout: timeoutMs ?? timeout };
				}
				const { headers = {} } = authenticate?.properties ?? {};
				const resolved = Object.entries(headers).map(([key, text]) => [
					key,
					workflow.expression.getSimpleParameterValue(node, text, 'internal', {
						$credentials: values,
					}),
				]);
				return {
					...options,
					headers: { ...options.headers, ...Object.fromEntries(resolved) },
					timeout: timeoutMs ?? timeout,
				};
			},
		};
	}
}

const node = (name, type) => ({ id: name, name, type, typeVersion: 1, position: [0, 0] });

/** n8n's server loads it first, for its decorators; the oldest do without. */
function loadIfThere(require, name) {
	try {
		require(name);
	} catch (error) {
		if (error.code !== 'MODULE_NOT_FOUND') throw error;
	}
}
