import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../shared/parameters/NodeParameters';

/** What the user sets in Upload Asset and Get Asset to wait until the asset can be used. */
interface WaitUntilActive {
	properties: INodeProperties[];
	/** @returns how long to wait, in milliseconds; undefined if the asset is not waited for */
	readTimeoutMs: (parameters: NodeParameters) => number | undefined;
}

const waiting = {
	displayName: 'Wait Until Active',
	name: 'waitUntilActive',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until the asset is active and can be used. The output then has all its fields.',
} satisfies INodeProperties;

const timeout = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'waitTimeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitUntilActive: [true] } },
	default: 300,
	description: 'How long to wait for the asset before the node fails',
} satisfies INodeProperties;

/** The switch Wait Until Active, and its timeout. @param isOn unless the user turns it off */
export function waitUntilActive(isOn: boolean): WaitUntilActive {
	const toggle = { ...waiting, default: isOn };
	return {
		properties: [toggle, timeout],
		readTimeoutMs: (parameters) =>
			parameters.flag(toggle) ? 1000 * parameters.wholeNumber(timeout) : undefined,
	};
}
