import type { IDataObject, INode } from 'n8n-workflow';

import { isKind } from '../../../shared/AnyfastError';
import type { Run } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { settle } from '../../../shared/settle';

/** What to do if what is to be deleted is not there. */
export const ifNotExists = {
	displayName: 'If It Does Not Exist',
	name: 'ifNotExists',
	type: 'options' as const,
	options: [
		{
			name: 'Continue',
			value: 'continue',
			description: 'Output an item that says that nothing was deleted',
		},
		{ name: 'Fail', value: 'fail', description: 'Fail with an error' },
	],
	default: 'fail',
};

/** @throws AnyfastError if it is Fail, and n8n would run the node again after what it has deleted is gone */
export function readGoesOn(parameters: NodeParameters, node: INode): boolean {
	const goesOn = parameters.choice(ifNotExists, ['continue', 'fail']) === 'continue';
	if (!goesOn) {
		refuseRetryOnFail(
			node,
			'Set If It Does Not Exist to Continue, or turn Retry On Fail off.',
			'Retry On Fail would fail at what the first try has deleted',
		);
	}
	return goesOn;
}

/**
 * Deletes a thing, and gives what becomes the item.
 *
 * @param goesOn whether it is no failure if the thing is not there
 * @throws what `deletion` throws
 */
export async function deleteUnlessGone(
	{ hint }: Run,
	Id: string,
	goesOn: boolean,
	deletion: () => Promise<IDataObject>,
): Promise<IDataObject> {
	const done = await settle(deletion());
	if (done.ok) return done.value;
	if (!goesOn || !isKind(done.cause, 'asset not found', 'group not found')) throw done.cause;
	hint('Some of what was to be deleted was not there');
	return { Id, deleted: false };
}
