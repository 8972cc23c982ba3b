import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { AnyfastError, asAnyfastError } from './AnyfastError';
import { PageSizeError, UnsureListError } from './lists/List';

/**
 * Puts an error in n8n's terms: NodeApiError for what the API did, NodeOperationError for what the user set. It carries
 * the API's `code`, `requestId` and `httpCode` as fields. The only place that makes n8n's errors; one that is in n8n's
 * terms already stays as it is.
 *
 * @param itemIndex the input item it belongs to, if there is one
 */
export function toNodeError(
	node: INode,
	cause: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const error = nodeErrorOf(node, cause);
	if (itemIndex !== undefined) error.context.itemIndex = itemIndex;
	return error;
}

function nodeErrorOf(node: INode, cause: unknown): NodeApiError | NodeOperationError {
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) return cause;
	const error = (cause instanceof Error && ofList(cause)) || asAnyfastError(cause);
	const { cause: by, httpCode, code, requestId, kind } = error.details;
	const message = kind === 'canceled' ? error.message : notAsCanceled(error.message);
	const description = withIds(error);
	const nodeError =
		by === 'api'
			? new NodeApiError(node, {}, { message, description, httpCode })
			: new NodeOperationError(node, message, { description });
	// n8n puts a sentence of its own in place of any message with a code in it, such as ECONNRESET or "prEEXISTing".
	return Object.assign(
		nodeError,
		{ message, description, messages: [] },
		code && { code },
		requestId && { requestId },
	);
}

/** By this spelling in the message, n8n takes an execution for canceled instead of failed. */
const notAsCanceled = (message: string): string => message.replaceAll('canceled', 'cancelled');

/** The description; what exists is named in it as well, for an AI Agent of n8n 1.x is told nothing else. */
function withIds({ details: { description = '', taskId, assetId } }: AnyfastError): string {
	const ids = [taskId && `Task ID: ${taskId}.`, assetId && `Asset ID: ${assetId}.`];
	const missing = [taskId, assetId].map((id) => id !== undefined && !description.includes(id));
	return [description, ...ids.filter((_id, index) => missing[index])].filter(Boolean).join(' ');
}

/** The list engine's errors in words for the user. */
function ofList(cause: Error): AnyfastError | undefined {
	if (cause instanceof UnsureListError) return ofUnsureList(cause);
	if (cause instanceof PageSizeError) {
		return new AnyfastError(
			`The API does not give pages of ${cause.asked}, so Page Number would start at the wrong item`,
			{
				description: `The API gives pages of ${cause.given}. Set Page Size to ${cause.given}, or Page Number to 1.`,
			},
		);
	}
	return undefined;
}

function ofUnsureList({
	kind,
	problem,
	reads,
	totalSaid,
	rowsSeen,
}: UnsureListError): AnyfastError {
	const figures = `total given: ${totalSaid ?? 'none'}, rows that came: ${rowsSeen ?? 'unknown'}`;
	const inAll = { cause: 'api' as const };
	switch (kind) {
		case 'changing':
			return new AnyfastError('The list kept changing while it was read, so items may be missing', {
				...inAll,
				description: `It was read ${reads} times, and the pages never agreed. The last time, ${problem}. Run the node at a quieter time, or narrow the filters.`,
			});
		case 'contradictory': {
			const again = `It was read ${reads} times, with the same contradiction each time, so nobody changed it meanwhile: `;
			return new AnyfastError("Anyfast's pages of the list contradict each other", {
				...inAll,
				description: `${reads > 1 ? again : ''}${problem} (${figures}). Narrow the filters, or report these figures to Anyfast.`,
			});
		}
		case 'endless':
			return new AnyfastError('The list has no end, or is too long to be read', {
				...inAll,
				description: `Reading stopped because ${problem} (${figures}). Narrow the filters, or set a Limit.`,
			});
	}
}
