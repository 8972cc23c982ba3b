import type { IDataObject } from 'n8n-workflow';

import { type ApiError, findApiError } from '../../../../shared/api/apiError';
import { cut, isObject, nonBlank } from '../../../../shared/json';

/** What stands for a reason that is not there. */
export const NO_REASON: ApiError = { message: 'Anyfast gave no reason' };

/** Where a reason may stand, in upstream's task and in the gateway's. */
const FIELDS = ['error', 'fail_reason', 'failReason', 'FailReason', 'reason'];

/**
 * Why a task failed: upstream's error, or the gateway's reason. Either may be a text, an object, or JSON in a text; on
 * success the gateway's field may hold an address, which is no reason.
 */
export function reasonOf(task: IDataObject, upstream: IDataObject): ApiError {
	const values = [upstream, task].flatMap((layer) => FIELDS.map((field) => layer[field]));
	return values.flatMap((value) => readReason(value) ?? [])[0] ?? NO_REASON;
}

function readReason(value: IDataObject[string]): ApiError | undefined {
	if (/^https?:\/\/\S+$/i.test(nonBlank(value) ?? '')) return undefined;
	if (!isObject(value)) return findApiError({ error: value });
	const error = findApiError(value) ?? findApiError({ error: value });
	const isSaid = error === undefined || error.message !== 'no message';
	return isSaid ? error : { ...error, message: cut(JSON.stringify(value)) };
}
