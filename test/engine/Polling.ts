import { PollContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeParameters,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Engine } from './Engine';

const TYPE = 'n8n-nodes-anyfast.anyfastAssetTrigger';

/**
 * A published workflow with the trigger in it, polled in n8n's own context. It watches for new groups unless its
 * parameters name another event. The first poll is the one of publishing.
 * What is kept is stored as n8n does by default: by the poll of publishing, and by polls that emit something; the rest
 * is lost at a restart.
 */
export class Polling {
	/** What n8n stored with the workflow. */
	stored: IDataObject = {};

	private workflow: Workflow;

	private isPublishing = true;

	constructor(
		private engine: Engine,
		private parameters: INodeParameters = {},
	) {
		this.workflow = this.load();
	}

	/** Publishes the workflow with other parameters. */
	publish(parameters: INodeParameters): void {
		this.parameters = parameters;
		this.workflow = this.load();
		this.isPublishing = true;
	}

	/** Changes the content of the node's credential to that of another engine's; n8n takes it up without publishing. */
	useCredentialOf(engine: Engine): void {
		this.engine = engine;
	}

	/** Stops n8n and starts it again. */
	restart(): void {
		this.publish(this.parameters);
	}

	/** Polls once, and gives the objects it emitted; null where it emitted nothing. */
	async poll(mode: WorkflowExecuteMode = 'trigger'): Promise<IDataObject[] | null> {
		const node = this.workflow.getNode('Trigger');
		const type = this.engine.getByNameAndVersion(TYPE);
		if (!node || !type.poll) throw new Error('There is no trigger that can be polled');

		const additionalData = this.engine.additionalData({
			name: 'polling',
			nodes: [node],
			connections: {},
		});
		const context = new PollContext(this.workflow, node, additionalData, mode, 'activate');
		const output = await type.poll.call(context);
		if (mode !== 'manual') {
			if (output || this.isPublishing) this.save();
			this.isPublishing = false;
		}
		return output && output.flat().map(({ json }) => json);
	}

	/** The line below the node's name on the canvas. */
	get subtitle(): unknown {
		const node = this.workflow.getNode('Trigger');
		const { subtitle } = this.engine.getByNameAndVersion(TYPE).description;
		if (!node || subtitle === undefined) throw new Error('There is no trigger with a subtitle');
		return this.workflow.expression.getSimpleParameterValue(node, subtitle, 'manual', {});
	}

	/** What is kept, in the form in which n8n stores it. */
	get kept(): string {
		return JSON.stringify(this.workflow.staticData);
	}

	private save(): void {
		this.stored = JSON.parse(this.kept);
	}

	private load(): Workflow {
		const node: INode = {
			id: 'trigger',
			name: 'Trigger',
			type: TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: { event: 'groupCreated', ...this.parameters },
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
		};
		return new Workflow({
			id: 'polling',
			name: 'polling',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: this.engine,
			staticData: this.stored,
		});
	}
}
