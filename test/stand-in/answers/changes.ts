import { errorBody, type ReadyAnswer, withRequestId } from './ReadyAnswer';

/** An answer to a deletion, by the ID of what was to be deleted. */
export interface DeletionAnswer extends Omit<ReadyAnswer, 'isSureNotDone'> {
	/** Whether the thing is gone. */
	isDone: boolean;
}

/** What a deletion of a thing is answered, if it was done and if it was not. */
export const DELETION_ANSWERS = {
	documented: done((Id) => ({ Id, Deleted: true }), 'as the vendor’s page has it'),
	empty: done(() => ({}), 'as upstream has it'),
	idAlone: done((Id) => ({ Id }), 'seen by clients'),
	noContent: done(() => '', '204 with nothing', 204),
	nothing: done(() => '', '200 with nothing'),
	unsuccessful: notDone(
		() => ({ success: false, message: 'no permission' }),
		'refused under 200, without a word of error',
	),
	notDeleted: notDone((Id) => ({ Id, Deleted: false }), 'it says itself that it did not'),
	failed: notDone(
		() => ({ status: 'error', message: 'no permission' }),
		'refused under 200, in the word of a status',
	),
	errors: notDone(() => ({ errors: [{ message: 'no permission' }] }), 'refused under 200'),
	errorInCapitals: notDone(
		() => ({ Error: { Code: 'AccessDenied', Message: 'no permission' } }),
		'refused under 200',
	),
	code: notDone(() => ({ code: 1001, message: 'no permission' }), 'a code that is no success'),
	another: notDone(() => ({ Id: 'asset-of-somebody-else', Deleted: true }), 'about another thing'),
} satisfies Record<string, (id: string) => DeletionAnswer>;

export type DeletionName = keyof typeof DELETION_ANSWERS;

/** What a creation is answered instead of an ID: none of it says whether the thing was made. */
export const CREATION_ANSWERS = {
	ok: inDoubt(200, 'OK', 'a text under 200'),
	nothing: inDoubt(200, '', 'nothing under 200'),
	emptyObject: inDoubt(200, {}, 'no ID'),
	upstreamTimeout: inDoubt(
		400,
		errorBody(withRequestId('upstream request timeout')),
		'the gateway lost upstream, which may have made it',
	),
	timeout: inDoubt(
		408,
		'timeout',
		'the gateway’s web framework answers so while its handler goes on',
	),
	conflict: inDoubt(409, errorBody(withRequestId('conflict')), 'perhaps it is there already'),
	closedByClient: inDoubt(499, '', 'a proxy saw the connection end'),
} satisfies Record<string, ReadyAnswer>;

function done(body: (id: string) => string | object, means: string, status = 200) {
	return (id: string): DeletionAnswer => ({ status, body: body(id), means, isDone: true });
}

function notDone(body: (id: string) => string | object, means: string) {
	return (id: string): DeletionAnswer => ({ status: 200, body: body(id), means, isDone: false });
}

function inDoubt(status: number, body: string | object, means: string): ReadyAnswer {
	return { status, body, means, isSureNotDone: false };
}
