import { type Answer, errorBody, JSON_TYPE, withRequestId } from './ReadyAnswer';
import { jsonOf, rawNumber } from './rawJson';

/** A task that was accepted, as far as its first answer names it. */
export interface NewTask {
	id: string;
	model: string;
	/** Unix seconds. */
	createdAt: number;
}

/** How a submit may be answered. The task exists in each case. */
export interface SubmitForm {
	means: string;
	/** The ID is named by a field, stands somewhere in it, or is missing. */
	idIs: 'named' | 'shown' | 'missing';
	/** The ID is a number. */
	isNumber?: boolean;
	answer: (task: NewTask) => Answer;
}

const QUEUE_NOTICE = { code: 'QuotaExceeded', message: 'queued behind others' };

const documented = ({ id, model, createdAt }: NewTask) => ({
	id,
	task_id: id,
	object: 'video',
	model,
	status: '',
	progress: 0,
	created_at: createdAt,
});

const withId = (
	means: string,
	body: (task: NewTask) => string | object,
	more: Partial<SubmitForm> = {},
): SubmitForm => ({
	means,
	idIs: 'named',
	answer: (task) => ({ status: 200, headers: JSON_TYPE, body: body(task) }),
	...more,
});

/** Text that is no JSON object. */
const odd = (
	means: string,
	idIs: SubmitForm['idIs'],
	body: (id: string) => string,
	type = 'application/json',
): SubmitForm => ({
	means,
	idIs,
	answer: ({ id }) => ({ status: 200, headers: { 'content-type': type }, body: body(id) }),
});

/** The forms of a submit's answer that were seen at Anyfast, in the gateway's family, or at siblings. */
export const SUBMIT_FORMS = {
	both: withId('as documented', documented),
	task_id: withId('by one field alone', ({ id }) => ({ task_id: id })),
	id: withId('by one field alone', ({ id }) => ({ id, status: 'queued' })),
	data: withId('in a wrapper', ({ id }) => wrapped({ task_id: id })),
	number: withId('a number', ({ id }) => ({ id: Number(id) }), { isNumber: true }),
	'data-text': withId('how the family answers for another vendor’s tasks', ({ id }) => wrapped(id)),
	'data-list': withId('a list in a wrapper', ({ id }) => wrapped([{ task_id: id }])),
	deeper: withId('deeper in a wrapper', ({ id }) => wrapped({ data: { task_id: id } })),
	result: withId('in upstream’s wrapper', ({ id }) => ({
		ResponseMetadata: { RequestId: 'r-1' },
		Result: { task_id: id },
	})),
	taskId: withId('by another field', ({ id }) => ({ taskId: id })),
	'request-outside': withId('the outer id is only the request’s', ({ id }) => ({
		id: 'req-7',
		data: { task_id: id },
	})),
	'byte-order-mark': withId(
		'behind a byte order mark',
		(task) => `\uFEFF${jsonOf(documented(task))}`,
	),
	'queue-notice': withId('with something like an error, that is none', (task) => ({
		...documented(task),
		error: QUEUE_NOTICE,
	})),
	'empty-error': withId('with an empty error', (task) => ({ ...documented(task), error: {} })),
	'empty-struct': withId('with an empty error, as Go prints it', (task) => ({
		...documented(task),
		error: { code: '', message: '' },
	})),
	'ok-message': withId('with a code and a message that say that it went well', ({ id }) => ({
		code: 0,
		message: 'ok',
		data: { task_id: id },
	})),
	'status-500': withId('under a status of failure, beside an error', documented, {
		answer: ({ id }) => ({
			status: 500,
			body: {
				task_id: id,
				...errorBody(withRequestId('insert task failed'), 'insert_task_failed'),
			},
		}),
	}),
	'created-in-ns': withId('its time is in nanoseconds', (task) => ({
		...documented(task),
		created_at: rawNumber('1764000000123456789'),
	})),
	'created-absurd': withId('its time is no time', (task) => ({
		...documented(task),
		created_at: rawNumber('1e400'),
	})),
	text: odd('the ID as a bare text', 'shown', (id) => id, 'text/plain'),
	list: odd('a bare list', 'shown', (id) => jsonOf([{ task_id: id }])),
	'event-stream': odd(
		'a stream of events',
		'shown',
		(id) => `event: message\ndata: ${jsonOf({ task_id: id })}\n\n`,
		'text/event-stream',
	),
	null: odd('null', 'missing', () => 'null'),
	nothing: odd('nothing', 'missing', () => ''),
} satisfies Record<string, SubmitForm>;

export type SubmitFormName = keyof typeof SUBMIT_FORMS;

function wrapped(data: unknown): object {
	return { code: 'success', message: '', data };
}
