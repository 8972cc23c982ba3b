import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AnyfastError, CanceledError, StoppedError } from './AnyfastError';
import { AnyfastApi } from './api/AnyfastApi';
import { inParallel } from './inParallel';
import {
	type Operation,
	type Output,
	type Resource,
	type Run,
	WithFiles,
	type Work,
} from './operation';
import { NodeParameters } from './parameters/NodeParameters';
import { readConcurrency } from './parameters/options';
import { toNodeError } from './toNodeError';

/** Items that are worked on at the same time. How many requests they send at a time is the API's queue's affair. */
const ITEMS_AT_ONCE = 50;

/** What came of an item. */
type Outcome = { ok: true; objects: Output[] } | { ok: false; cause: unknown };

/**
 * Runs the chosen operation for all input items side by side, and gives the output as if they had run one after another:
 * in the order of the input, each output item linked to its input item.
 *
 * - All items are checked before the first is worked on.
 * - On Error: Stop. Nothing new is started after the first failure; what is under way ends. The error is that of the
 *   first item in order that failed, and says what the others created or deleted, because n8n throws their output away.
 * - On Error: Continue. Each item stands for itself; one that fails becomes an item with its input's fields, `error` (what
 *   happened) and `message` (what to do).
 *
 * @throws NodeApiError or NodeOperationError under On Error: Stop, and once the execution was canceled
 */
export async function runItems(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const run = new ItemsRun(context, resources);
	return [await run.output()];
}

class ItemsRun {
	private readonly goesOn: boolean;

	private readonly outcomes: Outcome[] = [];

	private readonly hints = new Set<string>();

	private readonly shared = new Map<string, Promise<unknown>>();

	private api?: AnyfastApi;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly resources: Resource[],
	) {
		this.goesOn = context.continueOnFail();
	}

	async output(): Promise<INodeExecutionData[]> {
		const items = [...this.context.getInputData().keys()];
		const works = new Map<number, Work>();
		for (const item of items) {
			const work = await this.attempt(item, async () => await this.prepare(item));
			if (work) works.set(item, work);
		}
		this.throwIfOver();
		await inParallel(items, ITEMS_AT_ONCE, async (item) => {
			const work = works.get(item);
			const objects = work && (await this.attempt(item, async () => await this.work(item, work)));
			if (objects) this.outcomes[item] = { ok: true, objects };
			return this.goesOn || this.outcomes[item]?.ok === true;
		});
		this.throwIfOver();
		this.showHints();
		return items.flatMap((item) => this.outputOf(item));
	}

	/** Does a part of an item's work, and keeps its failure. */
	private async attempt<T>(item: number, part: () => Promise<T>): Promise<T | undefined> {
		try {
			return await part();
		} catch (cause) {
			this.outcomes[item] = { ok: false, cause };
			if (!this.goesOn) this.api?.stop();
			return undefined;
		}
	}

	private async prepare(item: number): Promise<Work> {
		const { context } = this;
		const parameters = NodeParameters.ofItem(context, item);
		const operation = this.chosenOperation(parameters);
		this.api ??= await AnyfastApi.open(context, readConcurrency(NodeParameters.ofItem(context, 0)));
		return await operation.prepare({ context, itemIndex: item, parameters });
	}

	private async work(item: number, work: Work): Promise<Output[]> {
		const api = this.api?.forItem(item);
		if (!api) return [];
		try {
			api.checkRunning();
			return await work({ ...this.sharedByItems, api });
		} finally {
			api.giveUpTurn();
		}
	}

	private readonly sharedByItems: Omit<Run, 'api'> = {
		hint: (message) => this.hints.add(message),
		once: async <T>(key: string, work: () => Promise<T>) => {
			const known = this.shared.get(key) ?? work();
			this.shared.set(key, known);
			return (await known) as T;
		},
	};

	private chosenOperation(parameters: NodeParameters): Operation {
		const [resource, name] = ['resource', 'operation'].map((parameter) =>
			parameters.plain(parameter),
		);
		const chosen = this.resources
			.find(({ value }) => value === undefined || value === resource)
			?.operations.find(({ value }) => value === name);
		if (chosen) return chosen;
		throw new AnyfastError(`There is no operation "${name}"${resource && ` of "${resource}"`}`, {
			description: `Choose ${resource && 'a Resource and '}an Operation from the lists of the node.`,
		});
	}

	private outputOf(item: number): INodeExecutionData[] {
		const outcome = this.outcomes[item];
		const pairedItem = { item };
		if (!outcome) return [];
		if (outcome.ok) {
			return outcome.objects.map((output) => {
				if (!(output instanceof WithFiles)) return { json: output, pairedItem };
				return { json: output.json, binary: output.binary, pairedItem };
			});
		}
		return [{ json: this.errorJson(item, outcome.cause), pairedItem }];
	}

	/**
	 * An item that failed, without an `error` property beside its json: with it, n8n would drop the input's fields. To the
	 * error output, n8n sends only items that have `error` and `message` alone, and adds the input's fields by itself.
	 */
	private errorJson(item: number, cause: unknown): IDataObject {
		const { context } = this;
		const { message, description } = toNodeError(context.getNode(), cause);
		const error = { error: message, ...(description ? { message: description } : {}) };
		if (context.getNode().onError === 'continueErrorOutput') return error;
		return { ...context.getInputData()[item]?.json, ...error };
	}

	private showHints(): void {
		// n8n has hints since 1.80 or so; without them, the output stands for itself.
		if (this.hints.size === 0 || typeof this.context.addExecutionHints !== 'function') return;
		this.context.addExecutionHints(
			...[...this.hints].map((message) => ({ message, location: 'outputPane' as const })),
		);
	}

	/** @throws the error that ends the run, if one does */
	private throwIfOver(): void {
		const failures = this.outcomes.flatMap((outcome, item) =>
			outcome && !outcome.ok ? [{ item, cause: outcome.cause }] : [],
		);
		const canceled = failures.filter(({ cause }) => cause instanceof CanceledError);
		const others = failures.filter(({ cause }) => !(cause instanceof StoppedError));
		const [first] = canceled.length > 0 ? canceled : this.goesOn ? [] : others;
		if (!first) return;

		const error = toNodeError(this.context.getNode(), first.cause, first.item);
		const said = this.alsoHappened(first.item, others);
		if (said.length > 0) error.description = [...said, error.description].filter(Boolean).join(' ');
		throw error;
	}

	/** What else was done, or may have been, in sentences. */
	private alsoHappened(item: number, failures: Array<{ item: number; cause: unknown }>): string[] {
		const made = (this.api?.made ?? []).map(({ what }) => what);
		const doubts = failures.flatMap(({ item: other, cause }) =>
			other !== item && cause instanceof AnyfastError && cause.details.done === 'maybe'
				? [`item ${other}: ${cause.message}`]
				: [],
		);
		return [
			...(made.length > 0 ? [`Before it ended, the run ${made.join(', ')}.`] : []),
			...(doubts.length > 0 ? [`In doubt: ${doubts.join('; ')}.`] : []),
		];
	}
}
