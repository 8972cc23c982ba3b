import type { Resource } from '../../../shared/operation';
import { generate } from './generate';
import { get } from './get';

/** Videos. The node is about nothing else, so it has no Resource parameter. */
export const video: Resource = {
	operations: [generate, get],
	defaultOperation: 'generate',
};
