import type { INodeProperties } from 'n8n-workflow';

import type { Resource } from '../../../shared/operation';
import { generate } from './generate';
import { get } from './get';

/** Videos. */
export const video: Resource = {
	value: 'video',
	operations: [generate, get],
	defaultOperation: 'generate',
};

/** The node is about nothing else, so nobody has to choose; but n8n's node panel finds actions by their resource's options. */
export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'hidden',
	noDataExpression: true,
	options: [{ name: 'Video', value: 'video' }],
	default: 'video',
};
