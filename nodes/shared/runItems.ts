import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AnyfastError, asAnyfastError, isKind } from './AnyfastError';
import { AnyfastApi, type DoneChange } from './api/AnyfastApi';
import { Hints } from './Hints';
import { mapInParallel } from './inParallel';
import { withoutGaps } from './json';
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
import { settle, type Settled } from './settle';
import { toNodeError } from './toNodeError';

/**
 * Items that are worked on at the same time, besides those that only wait. How many requests they send at a time is the
 * API's queue's affair.
 */
const ITEMS_AT_ONCE = 50;

/** The objects that an item gave, or why it failed. */
type Outcome = Settled<Output[]>;

/** An item that failed. */
interface Failed {
	item: number;
	cause: unknown;
}

/**
 * Runs the chosen operation for all input items side by side, and gives the output as if they had run one after another:
 * in the order of the input, each output item linked to its input item.
 *
 * - All items are checked before the first request is sent.
 * - On Error: Stop. Nothing is sent if an item's parameters are wrong, and nothing new is started after the first failure;
 *   what is under way ends. The error is that of the first item in order that failed, and says what the others created or
 *   deleted, because n8n throws their output away.
 * - On Error: Continue. Each item stands for itself; one that fails becomes an item with its input's fields, `error` (what
 *   happened) and `message` (what to do).
 * - Once the execution was canceled, nothing new is started whatever On Error says, and the error says what was done.
 *
 * @throws NodeApiError or NodeOperationError under On Error: Stop, and if the execution was canceled
 */
export async function runItems(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const items = [...context.getInputData().keys()];
	const opened = await settle(openApi(context));
	const changes: ItemChange[] = [];
	const outcomes = opened.ok
		? await new ItemsRun(context, resources, opened.value, changes).workOn(items)
		: items.map(() => opened);

	const failures = outcomes.flatMap((outcome, item) =>
		outcome.ok ? [] : [{ item, cause: outcome.cause }],
	);
	const last = failureThatEnds(failures, context.continueOnFail());
	if (last) throw errorOfRun(context, last, failures, changes);
	return [outcomes.flatMap((outcome, item) => outputOf(context, item, outcome))];
}

/** The number of requests at a time takes no expression, so all items have the one of the first. */
async function openApi(context: IExecuteFunctions): Promise<AnyfastApi> {
	const concurrency = readConcurrency(NodeParameters.ofItem(context, 0));
	return await AnyfastApi.open(context, { concurrency });
}

/** What an item created, deleted or renamed. */
interface ItemChange extends DoneChange {
	item: number;
}

/** Works on the items, and knows what they have in common. */
class ItemsRun {
	private isStopped = false;

	private readonly hints = new Hints();

	private readonly asked = new Set<string>();

	private readonly commonWork = new Map<string, Promise<unknown>>();

	private readonly stopsAtFailure: boolean;

	private readonly log: IExecuteFunctions['logger'];

	private readonly node: string;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly resources: Resource[],
		private readonly api: AnyfastApi,
		private readonly changes: ItemChange[],
	) {
		this.stopsAtFailure = !context.continueOnFail();
		this.log = context.logger;
		this.node = context.getNode().name;
	}

	/** @returns what came of each item, in the items' order */
	async workOn(items: number[]): Promise<Outcome[]> {
		const prepared = await mapInParallel(
			items,
			ITEMS_AT_ONCE,
			async (item) => await settle(this.prepare(item)),
		);
		if (this.stopsAtFailure && prepared.some(({ ok }) => !ok)) this.isStopped = true;

		const outcomes: Array<Promise<Outcome>> = [];
		await mapInParallel(prepared, ITEMS_AT_ONCE, async (work, item) => {
			await new Promise<void>((onlyWaits) => {
				outcomes[item] = this.outcomeOf(item, work, onlyWaits).finally(onlyWaits);
			});
		});
		const ended = await Promise.all(outcomes);
		this.showHints();
		return ended;
	}

	private async prepare(itemIndex: number): Promise<Work> {
		const { context } = this;
		const parameters = NodeParameters.ofItem(context, itemIndex);
		return await this.chosenOperation(parameters).prepare({ context, itemIndex, parameters });
	}

	private chosenOperation(parameters: NodeParameters): Operation {
		const resource = parameters.plain('resource');
		const operation = parameters.plain('operation');
		const chosen = this.resources
			.find(({ value }) => value === resource)
			?.operations.find(({ value }) => value === operation);
		if (chosen) return chosen;
		const where = resource === '' ? '' : ` of "${resource}"`;
		throw new AnyfastError(`There is no operation "${operation}"${where}`, {
			description: "Choose it from the node's lists.",
		});
	}

	private async outcomeOf(
		item: number,
		prepared: Settled<Work>,
		onlyWaits: () => void,
	): Promise<Outcome> {
		const { once, isFirst } = this;
		const hint = this.hints.add;
		const api = this.api.watchedBy({
			isStopped: () => this.isStopped,
			changed: (change) => {
				// If n8n is ended now, its log is all that knows of it.
				this.log.info(`${this.node}: ${inWords(change, [change.to])}`);
				this.changes.push({ ...change, item });
			},
			hint,
			doubted: (what) => this.log.warn(`${this.node}: ${what}`),
		});
		const outcome = prepared.ok
			? await settle(prepared.value({ api, hint, once, isFirst, onlyWaits }))
			: prepared;
		if (!outcome.ok && this.stopsAtFailure) this.isStopped = true;
		return outcome;
	}

	private readonly isFirst: Run['isFirst'] = (key) => {
		const isFirst = !this.asked.has(key);
		this.asked.add(key);
		return isFirst;
	};

	private readonly once: Run['once'] = async <T>(key: string, work: () => Promise<T>) => {
		const begun = this.commonWork.get(key) ?? work();
		this.commonWork.set(key, begun);
		// A key stands for one piece of work, and so for one type.
		return (await begun) as T;
	};

	/** An older n8n has no execution hints; there the output stands for itself. */
	private showHints(): void {
		const hints = this.hints.messages.map((message) => {
			return { message, location: 'outputPane' } as const;
		});
		if (hints.length > 0) this.context.addExecutionHints?.(...hints);
	}
}

function outputOf(
	context: IExecuteFunctions,
	item: number,
	outcome: Outcome,
): INodeExecutionData[] {
	const pairedItem = { item };
	if (outcome.ok) {
		return outcome.value.map((output) => {
			if (!(output instanceof WithFiles)) return { json: output, pairedItem };
			return { json: output.json, binary: output.binary, pairedItem };
		});
	}
	return [{ json: errorJson(context, item, outcome.cause), pairedItem }];
}

/**
 * The json of an item that failed. No `error` property stands beside it: with one, n8n would drop the input's fields. To
 * the error output n8n sends items whose json holds nothing but `error` and `message`, and adds the input's fields by
 * itself (handleNodeErrorOutput of n8n-core 1.x and 2.x; 1.x wants a `message` that is not empty, or none).
 */
function errorJson(context: IExecuteFunctions, item: number, cause: unknown): IDataObject {
	const node = context.getNode();
	const { message: error, description } = toNodeError(node, cause);
	const json = description ? { error, message: description } : { error };
	if (node.onError === 'continueErrorOutput') return json;
	return { ...context.getInputData()[item]?.json, ...knownOf(cause), ...json };
}

/** What is known of a failure, as fields, so that the next node need not read it from a text. */
function knownOf(cause: unknown): IDataObject {
	const { taskId, assetId, code, httpCode, requestId } = asAnyfastError(cause).details;
	return withoutGaps({ taskId, assetId, code, httpCode, requestId });
}

/**
 * The failure that ends the run, if one does. Canceling always does; if several items were, then by one that may have
 * created something, because its advice says how to find out.
 */
function failureThatEnds(failures: Failed[], goesOnAfterErrors: boolean): Failed | undefined {
	const canceled = failures.filter(({ cause }) => isKind(cause, 'canceled'));
	if (canceled.length > 0) return canceled.find(isInDoubt) ?? canceled[0];
	if (goesOnAfterErrors) return undefined;
	return failures.find(({ cause }) => !isKind(cause, 'stopped'));
}

/** The error that ends the run, saying also what was done for the other items, or may have been. */
function errorOfRun(
	context: IExecuteFunctions,
	{ item, cause }: Failed,
	failures: Failed[],
	changes: ItemChange[],
): Error {
	const others = failures.filter((failure) => failure.item !== item);
	const error = toNodeError(context.getNode(), cause, item);
	const sentences = [error.description, whatIsInDoubt(others), whatWasChanged(item, changes)];
	error.description = sentences.filter(Boolean).join(' ');
	return error;
}

function whatWasChanged(except: number, changes: ItemChange[]): string {
	const others = changes.filter(({ item }) => item !== except).sort((a, b) => a.item - b.item);
	const kinds = [...new Map(others.map((change) => [change.did, change])).values()];
	const words = kinds.map((kind) =>
		inWords(
			kind,
			others.filter(({ did }) => did === kind.did).map(({ to }) => to),
		),
	);
	return words.length > 0 ? `Before it ended, the run ${words.join('; ')}.` : '';
}

/** As in "uploaded asset://1, asset://2". */
function inWords({ did, next }: DoneChange, things: string[]): string {
	return `${did} ${things.join(', ')}${next === undefined ? '' : ` (${next})`}`;
}

function whatIsInDoubt(failures: Failed[]): string {
	const doubts = failures.filter(isInDoubt);
	if (doubts.length === 0) return '';
	const all = doubts.map(({ item, cause }) => `item ${item}: ${asAnyfastError(cause).message}`);
	return `Look for these before you run this again, or you may end up with two. In doubt: ${all.join('. ')}.`;
}

const isInDoubt = ({ cause }: Failed): boolean =>
	cause instanceof AnyfastError && cause.details.done === 'maybe';
