import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, findApiError, unexpectedAnswer } from './failure';
import { filledText, isObject } from '../json';
import type { Outcome } from './retry';
import type { Row } from './assets';

/** Reads the answer to a call that is about one thing. */
export function readRow(result: IDataObject): Outcome<Row, Failure> {
	if (isRow(result)) return { ok: true, value: result };
	return failed(unexpectedAnswer('there is no Id in it', findApiError(result)));
}

export function isRow(value: unknown): value is Row {
	return isObject(value) && filledText(value.Id) !== undefined;
}
