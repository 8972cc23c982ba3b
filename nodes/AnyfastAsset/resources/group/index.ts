import type { Resource } from '../../../shared/operation';
import { create } from './create';
import { deleteGroup } from './delete';
import { get } from './get';
import { list } from './list';
import { update } from './update';

/** Asset groups. */
export const group: Resource = {
	value: 'group',
	operations: [create, get, list, update, deleteGroup],
	defaultOperation: 'list',
};
