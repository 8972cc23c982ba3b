import { Container } from '@n8n/di';
import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import { EngineCredentials, useInstanceKey } from './credentials';
import { EditFields, ManualTrigger, NoOp, StickyNote } from './nodes';

/** The part of an exported workflow that the engine needs. */
export type WorkflowJson = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'pinData'>;

/**
 * n8n's own engine (n8n-core), with the package loaded from its folder as n8n loads it: from what is built, by what
 * package.json names.
 */
export class Engine implements INodeTypes {
	private readonly nodeTypes = new Map<string, INodeType | IVersionedNodeType>([
		['n8n-nodes-base.manualTrigger', new ManualTrigger()],
		['n8n-nodes-base.noOp', new NoOp()],
		['n8n-nodes-base.set', new EditFields()],
		['n8n-nodes-base.stickyNote', new StickyNote()],
	]);

	private constructor(
		readonly loader: PackageDirectoryLoader,
		readonly credentials: EngineCredentials,
	) {
		for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
			this.nodeTypes.set(`${loader.packageName}.${name}`, type);
		}
	}

	/** Loads the package in the folder; `data` is the content of its credential. */
	static async load(folder: string, data: ICredentialDataDecryptedObject): Promise<Engine> {
		const loader = await packageIn(folder);
		const types = Object.entries(loader.credentialTypes).map(
			([name, { type }]): [string, ICredentialType] => [name, type],
		);
		useInstanceKey();
		const credentials = new EngineCredentials(new Map(types));
		for (const [name] of types) await credentials.store(name, data);
		return new Engine(loader, credentials);
	}

	/** Makes another node known. */
	add(name: string, type: INodeType): void {
		this.nodeTypes.set(name, type);
	}

	/** Runs a workflow from its trigger to its end. */
	async run(workflow: WorkflowJson): Promise<IRun> {
		return await this.start(workflow);
	}

	/** Starts a workflow; the promise can be cancelled as an execution is in the editor. */
	start(json: WorkflowJson): ReturnType<WorkflowExecute['run']> {
		const workflow = this.workflow(json);
		return new WorkflowExecute(this.additionalData(json), 'manual').run({
			workflow,
			pinData: json.pinData,
		});
	}

	/** Fills a drop-down as the editor does. */
	async loadOptions(
		json: WorkflowJson,
		nodeName: string,
		method: string,
		currentNodeParameters: INodeParameters = {},
	): Promise<INodePropertyOptions[]> {
		const { context, methods } = this.editing(json, nodeName, currentNodeParameters);
		const loadOptions = methods?.loadOptions?.[method];
		if (!loadOptions) throw new Error(`${nodeName} has no method ${method}`);
		return await loadOptions.call(context);
	}

	/** Fills a page of a searchable list as the editor does. */
	async searchList(
		json: WorkflowJson,
		nodeName: string,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { context, methods } = this.editing(json, nodeName);
		const search = methods?.listSearch?.[method];
		if (!search) throw new Error(`${nodeName} has no method ${method}`);
		return await search.call(context, filter, paginationToken);
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		return this.getByNameAndVersion(name);
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		// n8n makes a tool of a node by giving it another name.
		const type = this.nodeTypes.get(name) ?? this.nodeTypes.get(name.replace(/Tool$/, ''));
		if (!type) throw new Error(`There is no node type ${name}`);
		return NodeHelpers.getVersionedNodeType(type, version);
	}

	getKnownTypes() {
		return {};
	}

	/** What the methods of a node get while the user sets its parameters. */
	private editing(
		json: WorkflowJson,
		nodeName: string,
		currentNodeParameters: INodeParameters = {},
	) {
		const workflow = this.workflow(json);
		const node = workflow.getNode(nodeName);
		if (!node) throw new Error(`There is no node ${nodeName}`);
		const additionalData = { ...this.additionalData(json), currentNodeParameters };
		return {
			context: new LoadOptionsContext(workflow, node, additionalData, ''),
			methods: this.getByNameAndVersion(node.type).methods,
		};
	}

	private workflow({ name, nodes, connections }: WorkflowJson): Workflow {
		return new Workflow({
			id: name,
			name,
			nodes,
			connections,
			active: false,
			nodeTypes: this,
			settings: { executionOrder: 'v1' },
		});
	}

	/** What the engine wants to know about the n8n around it. */
	additionalData(json: WorkflowJson): IWorkflowExecuteAdditionalData {
		const unused = async () =>
			await Promise.reject(new Error('The workflows of the tests do not need this'));
		const now = new Date(0);
		const base = {
			id: json.name,
			active: false,
			isArchived: false,
			createdAt: now,
			updatedAt: now,
		};
		return {
			credentialsHelper: this.credentials,
			externalSecretsProxy: Container.get(ExternalSecretsProxy),
			hooks: new ExecutionLifecycleHooks('manual', '1', {
				...base,
				activeVersionId: null,
				...json,
			}),
			executionId: '1',
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: '',
			instanceBaseUrl: '',
			formBaseUrl: '',
			formWaitingBaseUrl: 'http://127.0.0.1/form',
			formTestBaseUrl: '',
			webhookBaseUrl: '',
			webhookWaitingBaseUrl: 'http://127.0.0.1/waiting',
			webhookTestBaseUrl: '',
			mcpBaseUrl: '',
			mcpTestBaseUrl: '',
			executeWorkflow: unused,
			getRunExecutionData: unused,
			getRuntimeCredential: unused,
			startRunnerTask: unused,
			logAiEvent() {},
		};
	}
}

const loading = new Map<string, Promise<PackageDirectoryLoader>>();

/** The package in the folder, loaded once. */
async function packageIn(folder: string): Promise<PackageDirectoryLoader> {
	const load = async () => {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		return loader;
	};
	const loaded = loading.get(folder) ?? load();
	loading.set(folder, loaded);
	return await loaded;
}

/** The items a node gave on one of its outputs in its last run. */
export function itemsOf(run: IRun, nodeName: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
}
