import type { IDataObject } from 'n8n-workflow';

import type { CallKind } from '../kinds';
import type { Answer, Unproven } from './answer';

/** What a call changes at Anyfast. */
export interface Change<T> {
	/** Whether to try again after a lost answer. Not if a second try could create, and bill, a second thing. */
	repeatable: boolean;
	/** What may be the case after a lost answer, to follow what happened. */
	doubt: string;
	/** How to find out. */
	check: string;
	/** What was done, as in "uploaded". */
	did: string;
	/** To what, as in "asset://…". */
	to(value: T): string;
	/** What to do next if nothing else follows, as in "use Get Video to get the video". */
	next?: string;
	/** After a lost answer, a later try that fails in this way proves that the lost one did it. An answer that came is not lost. */
	provenBy?: CallKind;
}

/** What is said of a failure: a message, and what to do about it. */
export type Words = [message: string, advice: string];

/** One endpoint of the API, with all that is known of it. */
export interface Endpoint<T> {
	/** The vendor's name for it, as in `CreateAsset`. */
	name: string;
	method: 'GET' | 'POST';
	/** Behind the Base URL. */
	path: string;
	/** How long one try may take until the last byte of its answer, in milliseconds. A file gets more time. */
	timeoutMs: number;
	/** Nothing unless given: the call only reads. */
	change?: Change<T>;
	/** What it names; a 404 without a code means that there is no such thing. */
	thing?: 'asset' | 'group' | 'task';
	/** What is said of its failures, if more is known of them than of those of other calls. */
	words?: Partial<Record<CallKind, Words>>;
	/** Only some of Anyfast's sites serve it, so an unknown address is no wrong Base URL. */
	isOptional?: boolean;
	/** Pauses between tries, in milliseconds, while something created just before is not visible to this call yet. */
	propagationPausesMs?: readonly number[];
	/**
	 * Reads what proves that the call did what it was asked for. What creates is proven by an ID, whatever stands beside
	 * it; everything else only by an answer of success without an error in it.
	 *
	 * @param asked the fields that were sent
	 */
	read(answer: Answer, asked: IDataObject): T | Unproven;
	/** Whether what looks like an error of the call belongs to the thing in the answer, such as the reason of a failure. */
	isOwnError?(body: IDataObject): boolean;
}
