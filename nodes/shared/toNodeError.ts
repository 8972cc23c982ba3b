import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { AdvisedError } from './AnyfastError';
import { PageSizeError, UnsureListError } from './lists/readList';
import { NotActiveError } from '../AnyfastAsset/resources/asset/active';

/** An error in n8n's terms; one that already is in them stays as it is. */
export function toNodeError(node: INode, cause: unknown): NodeApiError | NodeOperationError {
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) return cause;
	if (cause instanceof UnsureListError) {
		return new NodeApiError(
			node,
			{},
			{
				message: 'The list kept changing while it was read, so it may lack something',
				description: `It was read ${cause.reads} times and never fitted together; the last time ${cause.problem}. Run the node at a quieter time, or narrow the filters. If nobody changes the list, the API's pages contradict each other.`,
			},
		);
	}
	if (cause instanceof PageSizeError) {
		return new NodeOperationError(
			node,
			`Page Size ${cause.asked} is not what the API gives, so Page Number would begin elsewhere`,
			{
				description: `The API gives pages of ${cause.given}. Set Page Size to ${cause.given}, or Page Number to 1.`,
			},
		);
	}
	if (cause instanceof NotActiveError) {
		return new NodeApiError(node, {}, { message: cause.message, description: cause.advice });
	}
	if (cause instanceof AdvisedError) {
		return new NodeOperationError(node, cause.message, { description: cause.advice });
	}
	return new NodeOperationError(node, cause instanceof Error ? cause : String(cause));
}
