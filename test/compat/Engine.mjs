import { createRequire } from 'node:module';
import { join } from 'node:path';

/*
 * Runs under each Node, against each n8n: so it imports nothing but what Node has, and takes from n8n what is there.
 * The engine of the unit tests (test/engine) does the same for one n8n, and is type-checked against it.
 */

/**
 * @typedef {import('n8n-workflow').INode} INode
 * @typedef {import('n8n-workflow').INodeType} INodeType
 * @typedef {import('n8n-workflow').IVersionedNodeType} IVersionedNodeType
 * @typedef {import('n8n-workflow').ICredentialType} ICredentialType
 * @typedef {import('n8n-workflow').IBinaryKeyData} IBinaryKeyData
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 * @typedef {import('n8n-workflow').ExecutionError} ExecutionError
 * @typedef {import('n8n-workflow').IPinData} IPinData
 * @typedef {import('n8n-workflow').IRun} IRun
 * @typedef {import('n8n-workflow').Workflow} Workflow
 * @typedef {import('n8n-workflow').ICredentialDataDecryptedObject} CredentialData
 * @typedef {Record<string, CredentialData>} Credentials by the name of their type
 *
 * @typedef {typeof import('n8n-workflow')} N8nWorkflow what n8n-workflow exports; the older are alike in what is used
 *
 * @typedef {object} N8nCore what is used of n8n-core, old or new
 * @property {new (folder: string) => import('n8n-core').PackageDirectoryLoader} PackageDirectoryLoader
 * @property {new (additionalData: object, mode: 'manual') => Execution} WorkflowExecute
 * @property {new (mode: 'manual', id: string, workflowData: object) => object} [ExecutionLifecycleHooks]
 *
 * @typedef {object} Execution
 * @property {OldRun & NewRun} run one of the two; the number of its parameters tells which
 *
 * @typedef {(workflow: Workflow, start: undefined, destination: undefined, pinData: IPinData) => Promise<IRun>} OldRun
 * @typedef {(options: { workflow: Workflow, pinData: IPinData }) => Promise<IRun>} NewRun
 */

/** The trigger of each workflow, under a name by which n8n knows that it may start one. */
const START = 'Start';
const TRIGGER = 'n8n-nodes-base.manualTrigger';

/** Starts a workflow with the items that are pinned to it. @type {INodeType} */
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
	 * @param {N8nCore} core
	 * @param {N8nWorkflow} workflow
	 */
	constructor(core, workflow) {
		this.core = core;
		this.workflow = workflow;
		/** @type {Map<string, INodeType | IVersionedNodeType>} */
		this.nodeTypes = new Map([[TRIGGER, trigger]]);
		/** @type {Map<string, ICredentialType>} */
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
			this.nodeTypes.set(name.split('.').at(-1) ?? name, type);
		}
		for (const [name, { type }] of Object.entries(loader.credentialTypes)) {
			this.credentialTypes.set(name, type);
		}
	}

	/**
	 * Runs a node behind a trigger that gives one item.
	 *
	 * @param {string} type
	 * @param {import('n8n-workflow').INodeParameters} parameters
	 * @param {Credentials} credentials
	 * @param {{ binary?: IBinaryKeyData, timeoutMs?: number }} [options] the files of the item; a timeout of requests that
	 * is shorter than the node's own
	 * @returns {Promise<{ items: IDataObject[], error?: ExecutionError }>}
	 */
	async run(type, parameters, credentials, { binary, timeoutMs } = {}) {
		const name = this.getByName(type).description.displayName;
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

	/** @param {string} name */
	getByName(name) {
		const type = this.nodeTypes.get(name);
		if (!type) throw new Error(`There is no node type ${name}`);
		return type;
	}

	/** @param {string} type @param {number} [version] */
	getByNameAndVersion(type, version) {
		const { NodeHelpers } = this.workflow;
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return {};
	}

	/** @param {Credentials} credentials @param {number} [timeoutMs] */
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

	/**
	 * What the n8n server does with credentials, for those that put headers on a request.
	 *
	 * @param {Credentials} credentials
	 * @param {number} [timeoutMs]
	 * @returns {Partial<import('n8n-workflow').ICredentialsHelper>}
	 */
	credentialsHelper(credentials, timeoutMs) {
		return {
			getParentTypes: () => [],
			getCredentialsProperties: (name) => this.credentialTypes.get(name)?.properties ?? [],
			isCredentialUsableByNode: () => true,
			getDecrypted: async (_additionalData, _details, name) => credentials[name] ?? {},
			preAuthentication: async () => undefined,
			runPreAuthentication: async () => undefined,
			updateCredentialsOauthTokenData: async () => {},
			/**
			 * @param {CredentialData} values
			 * @param {string} name
			 * @param {import('n8n-workflow').IHttpRequestOptions} options
			 * @param {Workflow} workflow
			 * @param {INode} node
			 */
			authenticate: async (values, name, options, workflow, node) => {
				const authenticate = this.credentialTypes.get(name)?.authenticate;
				const { timeout } = options;
				if (typeof authenticate === 'function') {
					return { ...(await authenticate(values, options)), timeout: timeoutMs ?? timeout };
				}
				const { headers = {} } = authenticate?.properties ?? {};
				const resolved = Object.entries(headers).map(([key, text]) => [
					key,
					workflow.expression.getSimpleParameterValue(node, String(text), 'internal', {
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

/** @param {string} name @param {string} type @returns {Omit<INode, 'parameters'>} */
const node = (name, type) => ({ id: name, name, type, typeVersion: 1, position: [0, 0] });

/**
 * n8n's server loads it first, for its decorators; the oldest do without.
 *
 * @param {NodeJS.Require} require
 * @param {string} name
 */
function loadIfThere(require, name) {
	try {
		require(name);
	} catch (error) {
		const code = error instanceof Error && 'code' in error && error.code;
		if (code !== 'MODULE_NOT_FOUND') throw error;
	}
}
