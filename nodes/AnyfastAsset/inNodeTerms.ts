import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { PageSizeError, UnsureListError } from './paging/readList';
import { UnsuitableFileError } from './resources/asset/media';
import { AssetFailedError, NotActiveInTimeError } from './waiting/untilActive';

/** An error in n8n's terms; one that already is in them stays as it is. */
export function inNodeTerms(node: INode, cause: unknown): NodeApiError | NodeOperationError {
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
	if (cause instanceof UnsuitableFileError) {
		return new NodeOperationError(node, cause.message, { description: cause.advice });
	}
	if (cause instanceof AssetFailedError) {
		return new NodeApiError(
			node,
			{},
			{
				message: 'Anyfast could not make the asset active: its status is Failed',
				description: `${cause.reason}Check the file against what Anyfast takes, and upload it again.`,
			},
		);
	}
	if (cause instanceof NotActiveInTimeError) {
		const seconds = cause.timeoutMs / 1000;
		return new NodeApiError(
			node,
			{},
			{
				message: `The asset was not active after ${seconds} seconds: its last status was ${cause.lastStatus}`,
				description: 'It may still become active: look with Get Asset, or set Timeout higher.',
			},
		);
	}
	return new NodeOperationError(node, cause instanceof Error ? cause : String(cause));
}
