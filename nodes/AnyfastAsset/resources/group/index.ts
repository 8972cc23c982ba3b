import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { list } from './list';

/** Asset groups. */
export const group: Resource = {
	value: 'group',
	operations: [create, list],
	defaultOperation: 'list',
};
