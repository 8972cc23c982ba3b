import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';

import { AnyfastApi } from '../../shared/api/AnyfastApi';
import { type Entity, type ListQuery, millisecondsOf } from '../../shared/api/assets';
import { type List, type Pass, readOnce, readToLearn } from '../../shared/lists/readList';
import { NodeParameters } from '../../shared/parameters/NodeParameters';
import { readOptions } from '../../shared/parameters/options';
import { toNodeError } from '../../shared/toNodeError';
import { readGroups, withGroupIds } from '../resources/common/groupNames';
import { readQuery } from '../resources/common/listing';
import { readRows } from '../resources/common/rows';
import { compare, mayLearn, type Reading, type Watch } from './diff';
import { events, type ListEvent, withoutSoftDeleted } from './events';
import { emitExisting, event as eventProperty, includeDeleted } from './properties';

/** Items that Fetch Test Event shows. */
const TEST_ITEMS = 3;

/** What the user set. */
interface Settings {
	name: string;
	event: ListEvent;
	query: ListQuery;
	emitAll: boolean;
}

/** The static data of the nodes that are polling just now; n8n starts a poll whether or not the last one has ended. */
const polling = new WeakSet<object>();

/**
 * Reads the list and emits what happened since the last poll, one item each, oldest first. What was seen changes only
 * after a read that ended, in one assignment. If the node is tried out in the editor, it gives the newest few, and what
 * was seen stays as it is.
 *
 * @returns null if nothing happened, or if the node's last poll is still under way
 * @throws NodeOperationError for what the user set, NodeApiError for what the API did
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = readSettings(context);
	if (context.getMode() === 'manual') return await newest(context, settings);

	const kept = context.getWorkflowStaticData('node');
	if (polling.has(kept)) return null;
	polling.add(kept);
	try {
		return await emitNews(context, settings, kept);
	} finally {
		polling.delete(kept);
	}
}

function readSettings(context: IPollFunctions): Settings {
	const parameters = NodeParameters.ofTrigger(context);
	const { name, event } = chosenEvent(context);
	const query = readQuery(parameters);
	const options = readOptions(parameters);
	return {
		name,
		event: options.flag(includeDeleted) ? event : withoutSoftDeleted(event),
		query,
		emitAll: options.flag(emitExisting),
	};
}

async function emitNews(
	context: IPollFunctions,
	{ name, event, query, emitAll }: Settings,
	kept: { seen?: unknown },
): Promise<INodeExecutionData[][] | null> {
	const before = kept.seen;
	const api = await reporting(context, async () => await AnyfastApi.open(context));
	const watch: Watch<Entity> = {
		event,
		eventName: name,
		watched: JSON.stringify([name, query.Filter]),
		account: api.accountHash,
		emitExisting: emitAll,
	};
	const read = mayLearn(before, watch) ? readToLearn<Entity> : readOnce<Entity>;
	const reading = await reporting(context, async () => await readBy(api, event, query, read));
	const { happened, memory } = compare(reading, before, watch);
	const output = asOutput(oldestFirst(happened, event), event);
	kept.seen = memory;
	return output;
}

/** What Fetch Test Event shows: things of which the event could tell. */
async function newest(
	context: IPollFunctions,
	{ event, query }: Settings,
): Promise<INodeExecutionData[][]> {
	const { rows } = await reporting(context, async () => {
		const api = await AnyfastApi.open(context);
		return await readBy(api, event, query, readOnce);
	});
	const fitting = rows.filter((row) => event.isEvent?.(row, false) ?? true);
	const output = asOutput(oldestFirst(fitting, event).slice(-TEST_ITEMS), event);
	if (output) return output;
	throw new NodeOperationError(context.getNode(), 'No matching items yet', {
		description:
			'Nothing in the account matches the event and the filters. Once something does, the trigger emits it.',
	});
}

function chosenEvent(context: IPollFunctions): { name: string; event: ListEvent } {
	const name = String(context.getNodeParameter(eventProperty.name));
	const event = Object.hasOwn(events, name) ? events[name] : undefined;
	if (event) return { name, event };
	throw new NodeOperationError(context.getNode(), `There is no event "${name}"`, {
		description: 'Choose an Event from the list of the node.',
	});
}

/** Reads the list of an event. Names of groups are looked up first, if the filter has any. */
async function readBy(
	api: AnyfastApi,
	{ endpoint }: ListEvent,
	{ model, Filter }: ListQuery,
	read: (list: List<Entity>) => Promise<Pass<Entity>>,
): Promise<Reading<Entity>> {
	const groups = async () => await readGroups(api);
	const query = { model, Filter: await withGroupIds(Filter, groups) };
	const { rows, complete } = await readRows(api, { endpoint, query, limit: Infinity, read });
	return { rows, complete, at: Date.now() };
}

async function reporting<T>(context: IPollFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		throw toNodeError(context.getNode(), cause);
	}
}

/** By the time of the event; rows of the same time stay in the API's order, rows without one come last. */
function oldestFirst(rows: Entity[], { timeOf }: ListEvent): Entity[] {
	const time = (row: Entity) => millisecondsOf(timeOf(row)) ?? Number.MAX_SAFE_INTEGER;
	return [...rows].sort((a, b) => time(a) - time(b));
}

function asOutput(rows: Entity[], { itemOf }: ListEvent): INodeExecutionData[][] | null {
	return rows.length === 0 ? null : [rows.map((row) => ({ json: itemOf(row) }))];
}
