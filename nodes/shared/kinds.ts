import type { NoAnswer } from './transport/noAnswer';

/** What can have happened to a call that did not succeed. */
export type CallKind =
	/* The account: its key, its money, what its key may do. */
	| 'key refused'
	| 'forbidden'
	| 'address refused'
	| 'account blocked'
	| 'no credit'
	| 'no model'
	| 'not for this key'
	/* The request: what it says, what it names, what it holds. */
	| 'refused'
	| 'invalid'
	| 'moderated'
	| 'face refused'
	| 'group type missing'
	| 'group not found'
	| 'asset not found'
	| 'asset not ready'
	| 'asset not usable'
	| 'person not verified'
	| 'task not found'
	| 'not found'
	| 'too large'
	/* The address. */
	| 'wrong address'
	| 'not served'
	/* The service. */
	| 'busy'
	| 'unavailable'
	| 'upstream lost'
	| 'incomplete'
	| 'unexpected'
	| 'another thing'
	| NoAnswer['reason'];

/** What can have happened to whatever a run does. */
export type Kind =
	| CallKind
	/** The link to a file is no longer valid. */
	| 'link expired'
	/** A video is finished, and there is no link to it. */
	| 'no link'
	/** The execution was canceled. */
	| 'canceled'
	/** Another item failed, so nothing was started any more. */
	| 'stopped';
