import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeParameters,
	IRun,
} from 'n8n-workflow';

import { StandIn } from '../stand-in/StandIn';
import { Engine, itemsOf } from './Engine';
import { others } from './meanwhile';
import type { VirtualTime } from './VirtualTime';
import { ANYFAST, workflowWith } from './workflow';

type Options = Parameters<typeof workflowWith>[1];

const NOT_OPEN = 'The test bed is open only while tests run';

/** The engine and a stand-in of the API that its credential leads to; both are there once the bed is open. */
export class TestBed {
	private started?: StandIn;

	private loaded?: Engine;

	/** @param virtualTime gives the time that the test goes by */
	constructor(private readonly virtualTime: () => VirtualTime) {}

	/** The time that the nodes and the stand-in go by. */
	get time(): VirtualTime {
		return this.virtualTime();
	}

	/** How long was slept after the first request, the second, and so on, in milliseconds. */
	get pauses(): number[] {
		return this.time.pauses;
	}

	async open(): Promise<void> {
		this.started = await StandIn.start({ now: () => this.time.now() });
		this.loaded = await Engine.load('.', credentialOf(this.started));
	}

	/** Closes what was opened, be it all or not. */
	async close(): Promise<void> {
		await this.started?.stop();
		this.started = undefined;
		this.loaded = undefined;
	}

	/** Another bed with the same stand-in, and a credential that differs in these fields; it needs no closing. */
	async with(fields: ICredentialDataDecryptedObject): Promise<TestBed> {
		const bed = new TestBed(this.virtualTime);
		bed.started = this.started;
		bed.loaded = await Engine.load('.', { ...credentialOf(this.standIn), ...fields });
		return bed;
	}

	get standIn(): StandIn {
		if (this.started) return this.started;
		throw new Error(NOT_OPEN);
	}

	get engine(): Engine {
		if (this.loaded) return this.loaded;
		throw new Error(NOT_OPEN);
	}

	/** What the stand-in never answers, or not to the end, runs out of its time at once. */
	endWhatHangs(): void {
		this.standIn.onHang = async () => {
			await others(); // The beginning of an answer gets to who waits for it.
			this.time.passDeadline();
		};
	}

	/** Starts List Groups, or what the parameters say; what comes can be cancelled. */
	start(parameters: INodeParameters, options?: Options): ReturnType<Engine['start']> {
		return this.engine.start(workflowWith(parameters, options));
	}

	/** The same, to its end. */
	async run(parameters: INodeParameters, options?: Options): Promise<IRun> {
		return await this.start(parameters, options);
	}

	/** The same, and gives the objects that came out; fails if the run did. */
	async items(parameters: INodeParameters, options?: Options): Promise<IDataObject[]> {
		return jsonOf(await this.run(parameters, options));
	}

	/** The same, and gives the error that ended it; fails if there was none. */
	async error(parameters: INodeParameters, options?: Options): Promise<ExecutionError> {
		return errorOf(await this.run(parameters, options));
	}
}

/** The credential that leads to a stand-in. */
const credentialOf = ({ apiKey, url }: StandIn) => ({ site: 'other', apiKey, baseUrl: url });

/** The error that ended a run. */
export function errorOf({ data, status }: IRun): ExecutionError {
	const { error } = data.resultData;
	if (error) return error;
	throw new Error(`The run ended without an error: ${status}`);
}

/** The message of the error our node ended with, also if the run went on or was cancelled. */
export function nodeErrorOf({ data }: IRun): string | undefined {
	return data.resultData.runData[ANYFAST]?.at(-1)?.error?.message;
}

/** The hints that our node showed. */
export function hintsOf({ data }: IRun): string[] {
	const [ran] = data.resultData.runData[ANYFAST] ?? [];
	return (ran?.hints ?? []).map(({ message }) => message);
}

/** The objects our node gave. */
export function jsonOf(run: IRun): IDataObject[] {
	if (run.data.resultData.error) throw run.data.resultData.error;
	return itemsOf(run, ANYFAST).map(({ json }) => json);
}
