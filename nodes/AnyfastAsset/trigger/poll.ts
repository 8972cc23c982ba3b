import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../../shared/toNodeError';
import { readList } from '../../shared/lists/readList';
import { NodeParameters } from '../../shared/parameters/NodeParameters';
import { readQuery } from '../resources/listing';
import { readOptions } from '../../shared/parameters/options';
import { AnyfastApi } from '../../shared/api/AnyfastApi';
import { fetchList, keyOf } from '../../shared/lists/fetchList';
import type { Entity, ListQuery } from '../../shared/api/assets';
import { compare } from './diff';
import { events, type ListEvent } from './events';
import { emitExisting, event as eventProperty } from './properties';

/** Items that Fetch Test Event shows. */
const TEST_ITEMS = 3;

/**
 * Reads the list and emits what happened since the last poll, one item each, oldest first. What was seen changes only
 * after a whole read, in one assignment. Where the node is tried out in the editor, it gives the newest few, and what was
 * seen stays as it is.
 *
 * @returns null where nothing happened
 * @throws NodeOperationError for what the user set, NodeApiError for what the API did
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = NodeParameters.ofTrigger(context);
	const { name, event } = chosenEvent(context);
	const query = readQuery(parameters);
	const isTest = context.getMode() === 'manual';
	const emitAll = readOptions(parameters).flag(emitExisting);

	const kept = isTest ? {} : context.getWorkflowStaticData('node');
	const before = kept.seen;
	const rows = await readWhole(context, event, query);
	if (isTest) return newest(context, rows, event);

	// Another poll was faster: this read is older than what that one has seen.
	if (kept.seen !== before) return null;

	const { happened, memory } = compare(rows, before, {
		event,
		watched: JSON.stringify([name, query.Filter, context.getNode().credentials?.anyfastApi?.id]),
		emitExisting: emitAll,
	});
	const output = asOutput(oldestFirst(happened, event), event);
	kept.seen = memory;
	return output;
}

/** What Fetch Test Event shows: things of which the event could tell. */
function newest(context: IPollFunctions, rows: Entity[], event: ListEvent): INodeExecutionData[][] {
	const fitting = rows.filter((row) => event.counts?.(row, false) ?? true);
	const output = asOutput(oldestFirst(fitting, event).slice(-TEST_ITEMS), event);
	if (output) return output;
	throw new NodeOperationError(
		context.getNode(),
		'There is nothing yet that the event could show',
		{
			description:
				'Nothing in the account fits the event and the filters. Once it does, the trigger emits it.',
		},
	);
}

function chosenEvent(context: IPollFunctions): { name: string; event: ListEvent } {
	const name = String(context.getNodeParameter(eventProperty.name));
	const event = Object.hasOwn(events, name) ? events[name] : undefined;
	if (event) return { name, event };
	throw new NodeOperationError(context.getNode(), `There is no event "${name}"`, {
		description: 'Choose an Event from the list of the node.',
	});
}

async function readWhole(
	context: IPollFunctions,
	{ endpoint }: ListEvent,
	query: ListQuery,
): Promise<Entity[]> {
	try {
		const api = await AnyfastApi.open(context);
		return await readList({
			fetchPage: fetchList(api, endpoint, query),
			keyOf,
			pageSize: 100,
			maxInFlight: 8,
			verify: true,
		});
	} catch (cause) {
		throw toNodeError(context.getNode(), cause);
	}
}

/** By the time of the event; rows of the same time stay in the API's order, rows without one come last. */
function oldestFirst(rows: Entity[], { timeOf }: ListEvent): Entity[] {
	const time = (row: Entity) => {
		const ms = Date.parse(String(timeOf(row)));
		return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
	};
	return [...rows].sort((a, b) => time(a) - time(b));
}

function asOutput(rows: Entity[], { itemOf }: ListEvent): INodeExecutionData[][] | null {
	return rows.length === 0 ? null : [rows.map((row) => ({ json: itemOf(row) }))];
}
