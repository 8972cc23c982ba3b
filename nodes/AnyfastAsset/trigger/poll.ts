import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { AnyfastError } from '../../shared/AnyfastError';
import { AnyfastApi } from '../../shared/api/AnyfastApi';
import type { Entity, ListFilter } from '../../shared/api/assets';
import { NodeParameters } from '../../shared/parameters/NodeParameters';
import { millisecondsOf } from '../../shared/parseTime';
import { toNodeError } from '../../shared/toNodeError';
import { findNews } from './diff';
import type { ListEvent } from './events';
import { readEvent } from './reading';
import { readSettings, type Settings } from './settings';

/** Items that Fetch Test Event shows. */
const TEST_ITEMS = 3;

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
	try {
		const settings = readSettings(NodeParameters.ofTrigger(context));
		if (context.getMode() !== 'manual') return await pollOnce(context, settings);
		return await testItems(await AnyfastApi.open(context), settings);
	} catch (cause) {
		throw toNodeError(context.getNode(), cause);
	}
}

/** A poll, unless the node's last one is still under way. */
async function pollOnce(
	context: IPollFunctions,
	settings: Settings,
): Promise<INodeExecutionData[][] | null> {
	const kept = context.getWorkflowStaticData('node');
	if (polling.has(kept)) return null;
	polling.add(kept);
	try {
		const api = await AnyfastApi.open(context);
		const { eventName, event, filter, emitExisting } = settings;
		const read = async (isCertain: boolean, isFirst: boolean) =>
			await readEvent(api, settings, isCertain, isFirst);
		const { happened, memory } = await findNews(read, kept.seen, {
			event,
			eventName,
			watched: JSON.stringify([eventName, inAnyOrder(filter)]),
			// As n8n's own cursors belong to workflow and node: a copy, or a node made anew, begins anew.
			watcher: `${context.getWorkflow().id} ${context.getNode().id}`,
			account: api.accountHash,
			emitExisting,
		});
		const output = asOutput(oldestFirst(happened, event), event);
		kept.seen = memory;
		return output;
	} finally {
		polling.delete(kept);
	}
}

/** The filter, the same in whatever order it names the groups. */
const inAnyOrder = ({ GroupIds, ...filter }: ListFilter): ListFilter =>
	GroupIds ? { ...filter, GroupIds: [...GroupIds].sort() } : filter;

/** What Fetch Test Event shows: the newest things of which the event could tell. */
async function testItems(api: AnyfastApi, settings: Settings): Promise<INodeExecutionData[][]> {
	const { event } = settings;
	const { rows } = await readEvent(api, settings);
	const newest = oldestFirst(rows.filter(event.fits), event).slice(-TEST_ITEMS);
	const output = asOutput(newest, event);
	if (output) return output;
	throw new AnyfastError('No matching items yet', {
		description:
			'Nothing in the account matches the event and the filters. Once something does, the trigger emits it.',
	});
}

/** By the time of the event; rows of the same time stay in the API's order, rows without one come last. */
function oldestFirst(rows: Entity[], { timeOf }: ListEvent): Entity[] {
	const time = (row: Entity) => millisecondsOf(timeOf(row)) ?? Number.MAX_SAFE_INTEGER;
	return [...rows].sort((a, b) => time(a) - time(b));
}

function asOutput(rows: Entity[], { itemOf }: ListEvent): INodeExecutionData[][] | null {
	return rows.length === 0 ? null : [rows.map((row) => ({ json: itemOf(row) }))];
}
