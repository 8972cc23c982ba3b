import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';

/*
 * The options of Upload Asset and Get Asset for waiting until the asset can be used.
 */

export const waitUntilActive = {
	displayName: 'Wait Until Active',
	name: 'waitUntilActive',
	type: 'boolean',
	default: false,
	description: 'Whether to go on only when the asset can be used. The item then holds all of it.',
} satisfies INodeProperties;

export const timeout = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitUntilActive: [true] } },
	default: 300,
	description: 'How many seconds to wait until the asset is active',
} satisfies INodeProperties;

/** @returns undefined if the asset is not waited for */
export function readTimeout(parameters: NodeParameters): number | undefined {
	const options = readOptions(parameters);
	const ms = 1000 * options.wholeNumber(timeout);
	return options.flag(waitUntilActive) ? ms : undefined;
}
