import type { INode } from 'n8n-workflow';

import { AnyfastError } from './AnyfastError';

/**
 * With Retry On Fail, n8n runs a node again with all of its items if one of them fails; an operation that creates would
 * create, and bill, again what the other items had made.
 *
 * @param advice what to do instead
 * @param message what would happen, if something else
 * @throws AnyfastError if the node is set to Retry On Fail; nothing has been sent by then
 */
export function refuseRetryOnFail(
	{ retryOnFail }: INode,
	advice: string,
	message = 'Retry On Fail would create, and bill, everything again',
): void {
	if (retryOnFail !== true) return;
	throw new AnyfastError(message, {
		description: `n8n would run all items again if one of them fails. ${advice}`,
	});
}
