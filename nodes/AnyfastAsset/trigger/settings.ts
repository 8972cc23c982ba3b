import { AnyfastError } from '../../shared/AnyfastError';
import type { ListFilter } from '../../shared/api/assets';
import type { NodeParameters } from '../../shared/parameters/NodeParameters';
import { readModel, readOptions } from '../../shared/parameters/options';
import { readFilter } from '../resources/common/filters';
import { events, type ListEvent, withoutSoftDeleted } from './events';
import * as properties from './properties';

/** What the user set. */
export interface Settings {
	eventName: string;
	event: ListEvent;
	/** With names or IDs of groups as the user gave them. */
	filter: ListFilter;
	/** What calls are accounted to, if the user said so. */
	model?: string;
	emitExisting: boolean;
}

/** @throws AnyfastError for what the user set wrongly */
export function readSettings(parameters: NodeParameters): Settings {
	const eventName = parameters.plain(properties.event.name);
	const event = Object.hasOwn(events, eventName) ? events[eventName] : undefined;
	if (!event) {
		throw new AnyfastError(`There is no event "${eventName}"`, {
			description: 'Choose an Event from the list of the node.',
		});
	}
	const filter = readFilter(parameters);
	const model = readModel(parameters);
	const options = readOptions(parameters);
	return {
		eventName,
		event: options.flag(properties.includeDeleted) ? event : withoutSoftDeleted(event),
		filter,
		model,
		emitExisting: options.flag(properties.emitExisting),
	};
}
