import type { IDataObject } from 'n8n-workflow';

import type { CallKind } from '../kinds';
import type { Form } from '../transport/multipart';

/** What a call changes at Anyfast. */
export interface Change {
	/** Whether to try again after a lost answer. Not if a second try could create, and bill, a second thing. */
	repeatable: boolean;
	/** What may be the case after a lost answer, to follow what happened. */
	doubt: string;
	/** How to find out. */
	check: string;
	/** What was done, as in "uploaded asset://…". */
	made: (result: IDataObject, request: IDataObject) => string;
	/** After a lost answer, a later try that fails in this way proves that the lost one did it. */
	provenBy?: CallKind;
}

/** One endpoint of the API, with all that is known of it. */
export interface Endpoint {
	/** The vendor's name for it, as in `CreateAsset`. */
	name: string;
	method: 'GET' | 'POST';
	/** Behind the Base URL. */
	path: string;
	/** How long one try may take until the last byte of its answer, in milliseconds. A file gets more time. */
	timeoutMs: number;
	/** Nothing unless given: the call only reads. */
	change?: Change;
	/** What it is about; a 404 without a code means that there is no such thing. */
	about?: 'asset' | 'group' | 'task';
	/** Only some of Anyfast's sites serve it, so an unknown address is no wrong Base URL. */
	isOptional?: boolean;
	/** Its answers are handed over as they came, instead of what their wrapper holds. */
	isWhole?: boolean;
	/** Pauses between tries, in milliseconds, while something created just before is not visible to this call yet. */
	propagationPausesMs?: readonly number[];
}

/** JSON that holds files as text: made anew for each try, when there is room for it in memory. */
export class JsonWithFiles {
	/**
	 * @param bytes how long it is, about
	 * @param make throws AnyfastError if a file could not be read
	 */
	constructor(
		readonly bytes: number,
		readonly make: () => Promise<IDataObject>,
	) {}
}

/** What is sent: JSON, a form with a file, or nothing (GET). */
export type Body = IDataObject | JsonWithFiles | Form | undefined;
