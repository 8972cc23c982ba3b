/** Upstream's words for the state of a task. */
export type State = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'expired';

/** In which of the ways that were seen a task is spoken of. */
export interface VideoShape {
	/** How a submit names the task: by both fields as documented, by one of them, or by one under `data`. */
	submit: 'both' | 'task_id' | 'id' | 'data';
	/** What a question gives: the documented wrapper, upstream's bare task, or `{id, status, video_url}`. */
	query: 'documented' | 'upstream' | 'flat';
	/** Which words it has for states; `none` leaves only the inner status. */
	words: keyof typeof WORDS;
	/** Where the video's address is: in its field, only within upstream's task, or there and in `fail_reason`. */
	address: 'result_url' | 'inner' | 'fail_reason';
	/** A failure's reason: a text, or JSON as a text that holds JSON as a text. */
	reason: 'text' | 'nested';
	/** So many questions right after the submit are answered with 404. */
	notFoundFirst: number;
	/** So many questions after that are answered with `data: null`. */
	nullFirst: number;
}

type Words = Record<State, string>;

const failing = (word: string) => ({ failed: word, cancelled: word, expired: word });

export const WORDS = {
	documented: {
		queued: 'QUEUED',
		running: 'IN_PROGRESS',
		succeeded: 'SUCCESS',
		...failing('FAILURE'),
	},
	'lower-case': {
		queued: 'queued',
		running: 'in_progress',
		succeeded: 'success',
		...failing('failure'),
	},
	others: {
		queued: 'QUEUING',
		running: 'PROCESSING',
		succeeded: 'COMPLETED',
		failed: 'FAILED',
		cancelled: 'CANCELLED',
		expired: 'EXPIRED',
	},
	upstream: {
		queued: 'Pending',
		running: 'RUNNING',
		succeeded: 'Succeeded',
		failed: 'Failed',
		cancelled: 'canceled',
		expired: 'Timeout',
	},
	none: { queued: '', running: '', succeeded: '', ...failing('') },
} satisfies Record<string, Words>;

/** As the vendor's pages show it. */
export const DOCUMENTED_SHAPE: VideoShape = {
	submit: 'both',
	query: 'documented',
	words: 'documented',
	address: 'result_url',
	reason: 'text',
	notFoundFirst: 0,
	nullFirst: 0,
};

/** The shapes that clients report, each beside what is documented. */
export const FIELD_SHAPES: Array<Partial<VideoShape>> = [
	{ submit: 'task_id', words: 'lower-case', address: 'fail_reason', notFoundFirst: 1 },
	{ submit: 'id', words: 'others', reason: 'nested', nullFirst: 1 },
	{ submit: 'data', words: 'none', address: 'inner' },
	{ submit: 'id', query: 'upstream' },
	{ submit: 'task_id', query: 'flat', words: 'upstream', notFoundFirst: 1, nullFirst: 1 },
	{ words: 'upstream', reason: 'nested', address: 'inner' },
];

/** The shape of a task with a running number. */
export function fieldShape(number: number): VideoShape {
	return { ...DOCUMENTED_SHAPE, ...FIELD_SHAPES[number % FIELD_SHAPES.length] };
}
