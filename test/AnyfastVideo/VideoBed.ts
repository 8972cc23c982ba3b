import type {
	ExecutionError,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
} from 'n8n-workflow';

import { itemsOf } from '../engine/Engine';
import { errorOf, type TestBed } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { ANYFAST, workflowWith } from '../engine/workflow';
import type { StandIn, StandInOptions } from '../stand-in/StandIn';

/** What workflows with the video node may say besides its parameters. */
type Options = NonNullable<Parameters<typeof workflowWith>[1]>;

const TYPE = 'n8n-nodes-anyfast.anyfastVideo';

/** The engine with the video node, and a stand-in that its credential leads to. */
export class VideoBed {
	constructor(private readonly bed: TestBed) {}

	get standIn(): StandIn {
		return this.bed.standIn;
	}

	/** A bed with the same stand-in, which takes another key from now on, and no more the one of this bed. */
	async withKey(apiKey: string): Promise<VideoBed> {
		this.standIn.apiKey = apiKey;
		return new VideoBed(await this.bed.with({ apiKey }));
	}

	get engine(): TestBed['engine'] {
		return this.bed.engine;
	}

	get time(): TestBed['time'] {
		return this.bed.time;
	}

	get pauses(): number[] {
		return this.bed.pauses;
	}

	/** Starts the node; what comes can be cancelled. */
	start(parameters: INodeParameters, options: Options = {}) {
		const node: Partial<INode> = { type: TYPE, ...options.node };
		const chosen = { resource: 'video', ...parameters };
		return this.engine.start(workflowWith(chosen, { ...options, node }));
	}

	/** Runs it to its end. */
	async run(parameters: INodeParameters, options?: Options): Promise<IRun> {
		return await this.start(parameters, options);
	}

	/** The items that come out; fails if the run did. */
	async items(parameters: INodeParameters, options?: Options): Promise<INodeExecutionData[]> {
		const run = await this.run(parameters, options);
		if (run.data.resultData.error) throw run.data.resultData.error;
		return itemsOf(run, ANYFAST);
	}

	/** The error that ended the run; fails if there was none. */
	async error(parameters: INodeParameters, options?: Options): Promise<ExecutionError> {
		return errorOf(await this.run(parameters, options));
	}

	/** The bodies of the submits, as they came in. */
	get submits(): unknown[] {
		return this.standIn.received
			.filter(({ action }) => action === 'GenerateVideo')
			.map(({ body }) => body);
	}

	/** How often a task was asked for. */
	get questions(): number {
		return this.standIn.actions.filter((action) => action === 'GetVideo').length;
	}
}

/** A {@link useTestBed} with the video node. */
export function useVideoBed(contents?: () => StandInOptions): VideoBed {
	return new VideoBed(useTestBed(contents));
}
