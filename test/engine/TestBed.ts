import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeParameters,
	IRun,
} from 'n8n-workflow';

import { StandIn } from '../stand-in/StandIn';
import { Engine, itemsOf } from './Engine';
import { ANYFAST, workflowWith } from './workflow';

type Options = Parameters<typeof workflowWith>[1];

/** The engine and a stand-in of the API that its credential leads to. */
export class TestBed {
	private constructor(
		readonly standIn: StandIn,
		readonly engine: Engine,
	) {}

	static async start(): Promise<TestBed> {
		const standIn = await StandIn.start();
		const { apiKey, url: baseUrl } = standIn;
		return await TestBed.leadingTo(standIn, { apiKey, baseUrl });
	}

	/** Another engine for the same stand-in, with a credential of the test's own. */
	static async leadingTo(
		standIn: StandIn,
		credential: ICredentialDataDecryptedObject,
	): Promise<TestBed> {
		return new TestBed(standIn, await Engine.load('.', credential));
	}

	/** Starts List Groups, or what the parameters say; what comes can be cancelled. */
	start(parameters: INodeParameters, options?: Options): ReturnType<Engine['start']> {
		return this.engine.start(workflowWith(parameters, options));
	}

	/** The same, to its end. */
	async run(parameters: INodeParameters, options?: Options): Promise<IRun> {
		return await this.start(parameters, options);
	}

	/** The same, and gives the objects that came out; fails where the run did. */
	async items(parameters: INodeParameters, options?: Options): Promise<IDataObject[]> {
		return jsonOf(await this.run(parameters, options));
	}

	/** The same, and gives the error that ended it; fails where there was none. */
	async error(parameters: INodeParameters, options?: Options): Promise<ExecutionError> {
		return errorOf(await this.run(parameters, options));
	}

	async stop(): Promise<void> {
		await this.standIn.stop();
	}
}

/** The error that ended a run. */
export function errorOf({ data, status }: IRun): ExecutionError {
	const { error } = data.resultData;
	if (error) return error;
	throw new Error(`The run ended without an error: ${status}`);
}

/** The message of the error our node ended with, also where the run went on or was cancelled. */
export function nodeErrorOf({ data }: IRun): string | undefined {
	return data.resultData.runData[ANYFAST]?.at(-1)?.error?.message;
}

/** The objects our node gave. */
export function jsonOf(run: IRun): IDataObject[] {
	if (run.data.resultData.error) throw run.data.resultData.error;
	return itemsOf(run, ANYFAST).map(({ json }) => json);
}
