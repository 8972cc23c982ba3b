import type { INodeProperties } from 'n8n-workflow';

import type { Entity } from '../../../shared/api/assets';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { millisecondsOf } from '../../../shared/parseTime';
import { readOptions } from '../../../shared/parameters/options';

/** The orders: what they are called, the time that counts, and whether the latest comes first. */
const ORDERS = [
	{ name: 'Newest First', value: 'newestFirst', time: 'CreateTime', sign: -1 },
	{ name: 'Oldest First', value: 'oldestFirst', time: 'CreateTime', sign: 1 },
	{ name: 'Last Updated First', value: 'lastUpdatedFirst', time: 'UpdateTime', sign: -1 },
	{ name: 'Last Updated Last', value: 'lastUpdatedLast', time: 'UpdateTime', sign: 1 },
];

/** The option Sort. The node sorts, since it is not known whether the API can. */
export const sort: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	options: ORDERS.map(({ name, value }) => ({ name, value })),
	default: 'newestFirst',
	description: 'Order of the items. The node then reads the whole list, whatever the Limit is.',
};

/** @returns undefined if the items keep the order of the API; items without a time come last, in the API's order */
export function readSort(
	parameters: NodeParameters,
): ((a: Entity, b: Entity) => number) | undefined {
	const chosen = readOptions(parameters).choice(
		sort,
		ORDERS.map(({ value }) => value),
	);
	const order = ORDERS.find(({ value }) => value === chosen);
	if (!order) return undefined;
	const { time, sign } = order;
	return (a, b) => {
		const [first, second] = [millisecondsOf(a[time]), millisecondsOf(b[time])];
		if (first === undefined || second === undefined) {
			return Number(first === undefined) - Number(second === undefined);
		}
		return sign * (first - second);
	};
}
