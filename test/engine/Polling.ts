import { PollContext } from 'n8n-core';
import {
	deepCopy,
	type IDataObject,
	type INode,
	type INodeParameters,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Engine } from './Engine';

const TYPE = 'n8n-nodes-anyfast.anyfastAssetTrigger';

/** Where the trigger is, and what else is there. */
interface Place {
	workflowId?: string;
	nodeId?: string;
	nodeName?: string;
	/** The parameters of a second trigger in the workflow. */
	second?: INodeParameters;
	/** The static data that the workflow brings along. */
	stored?: IDataObject;
	/** n8n's durable cursors, by workflow and node; without them, static data is all that n8n keeps. */
	cursors?: Map<string, IDataObject>;
}

/**
 * A published workflow with the trigger in it, polled in n8n's own context. It watches for new groups unless its
 * parameters name another event. The first poll is the one of publishing.
 * What is kept is stored as n8n does by default: by the poll of publishing, and by polls that emit something; the rest
 * is lost at a restart. Durable cursors are stored by each poll.
 */
export class Polling {
	private workflow: Workflow;

	private isPublishing = true;

	/** What n8n stored with the workflow. */
	private stored: IDataObject;

	constructor(
		private engine: Engine,
		private parameters: INodeParameters = {},
		private place: Place = {},
	) {
		this.stored = place.stored ?? {};
		this.workflow = this.load();
	}

	/** Publishes the workflow with other parameters, or a node in the place of the first. */
	publish(parameters: INodeParameters, place: Place = {}): void {
		this.parameters = parameters;
		this.place = { ...this.place, ...place };
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

	/** Polls once, and gives the objects it emitted; null if it emitted nothing. */
	async poll(mode: WorkflowExecuteMode = 'trigger'): Promise<IDataObject[] | null> {
		return await this.pollNode(this.nodes[0], mode);
	}

	/** Polls the second trigger. */
	async pollSecond(): Promise<IDataObject[] | null> {
		return await this.pollNode(this.nodes[1], 'trigger');
	}

	/** The line below the node's name on the canvas. */
	get subtitle(): unknown {
		const [node] = this.nodes;
		const { subtitle } = this.engine.getByNameAndVersion(TYPE).description;
		if (!node || subtitle === undefined) throw new Error('There is no trigger with a subtitle');
		return this.workflow.expression.getSimpleParameterValue(node, subtitle, 'manual', {});
	}

	/** What is kept, in the form in which n8n stores it. */
	get kept(): string {
		return JSON.stringify(this.workflow.staticData);
	}

	/** What an export of the workflow holds. */
	get exported(): IDataObject {
		return deepCopy(this.stored);
	}

	private async pollNode(
		node: INode | undefined,
		mode: WorkflowExecuteMode,
	): Promise<IDataObject[] | null> {
		const type = this.engine.getByNameAndVersion(TYPE);
		if (!node || !type.poll) throw new Error('There is no trigger that can be polled');

		const data = { name: 'polling', nodes: this.nodes, connections: {} };
		const additionalData = this.engine.additionalData(data);
		const cursor = this.cursorOf(node);
		const context = new PollContext(
			this.workflow,
			node,
			additionalData,
			mode,
			'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			cursor && (() => cursor),
		);
		const output = await type.poll.call(context);
		if (mode !== 'manual') {
			if (cursor) this.place.cursors?.set(this.cursorName(node), deepCopy(cursor));
			if (output || this.isPublishing) this.stored = JSON.parse(this.kept);
			this.isPublishing = false;
		}
		return output && output.flat().map(({ json }) => json);
	}

	/** The copy of a cursor that a poll works on; a node that has none yet takes over its static data. */
	private cursorOf(node: INode): IDataObject | undefined {
		const { cursors } = this.place;
		if (!cursors) return undefined;
		const kept = cursors.get(this.cursorName(node));
		return deepCopy(kept ?? this.workflow.getStaticData('node', node));
	}

	private cursorName({ id }: INode): string {
		return `${this.workflow.id} ${id}`;
	}

	/** The triggers of the workflow, in their order. */
	private get nodes(): INode[] {
		return Object.values(this.workflow.nodes);
	}

	private load(): Workflow {
		const { workflowId = 'polling', nodeId = 'trigger', nodeName = 'Trigger', second } = this.place;
		const node = (id: string, name: string, parameters: INodeParameters): INode => ({
			id,
			name,
			type: TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: { event: 'groupCreated', ...parameters },
			credentials: { anyfastApi: { id: 'anyfastApi', name: 'Anyfast' } },
		});
		return new Workflow({
			id: workflowId,
			name: 'polling',
			nodes: [
				node(nodeId, nodeName, this.parameters),
				...(second ? [node('second', 'Second Trigger', second)] : []),
			],
			connections: {},
			active: true,
			nodeTypes: this.engine,
			staticData: deepCopy(this.stored),
		});
	}
}
