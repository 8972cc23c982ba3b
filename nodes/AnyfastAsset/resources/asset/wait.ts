import type { INodeProperties } from 'n8n-workflow';

import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';

/*
 * What the user sets in Upload Asset and Get Asset to wait until the asset can be used.
 */

/** Where an operation shows it, and how it is read. */
export interface Waiting {
	/** Beside the other parameters. */
	properties: INodeProperties[];
	/** Among the Options. */
	options: INodeProperties[];
	/** @returns how long to wait, in milliseconds; undefined if the asset is not waited for */
	readTimeoutMs: (parameters: NodeParameters) => number | undefined;
}

const waitUntilActive = {
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

/** In version 1 of the node, its name was another. */
const timeoutOption = { ...timeout, name: 'timeout' };

/** A switch of its own, from version 1.1 of the node on. @param isOn unless the user turns it off */
export function waitingBySwitch(isOn: boolean): Waiting {
	const toggle = { ...waitUntilActive, default: isOn };
	return {
		properties: [toggle, timeout],
		options: [],
		readTimeoutMs: (parameters) =>
			parameters.flag(toggle) ? 1000 * parameters.wholeNumber(timeout) : undefined,
	};
}

/** Two of the Options, in version 1 of the node. */
export const waitingByOptions: Waiting = {
	properties: [],
	options: [waitUntilActive, timeoutOption],
	readTimeoutMs(parameters) {
		const options = readOptions(parameters);
		const ms = 1000 * options.wholeNumber(timeoutOption);
		return options.flag(waitUntilActive) ? ms : undefined;
	},
};
