import { rawNumber } from './answers/rawJson';
import type { SubmitFormName } from './answers/submits';

/** Upstream's words for the state of a task. */
export type State = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'expired';

/** In which of the ways that were seen a task is spoken of. */
export interface VideoShape {
	/** How a submit names the task. */
	submit: SubmitFormName;
	/** What a question gives: the documented wrapper, upstream's bare task, or `{id, status, video_url}`. */
	query: 'documented' | 'upstream' | 'flat';
	/** Which words it has for states; `none` leaves only the inner status. */
	words: keyof typeof WORDS;
	/**
	 * Where the video's address is: in its field, only within upstream's task, there and in `fail_reason`, nowhere, or in
	 * its field as one of the gateway's own host, which wants the key.
	 */
	address: 'result_url' | 'inner' | 'fail_reason' | 'nowhere' | 'own-host';
	/** So many questions find the task done, without the video's address. */
	addressAfter: number;
	/** How times are written. */
	times: keyof typeof TIMES;
	/** A failure's reason: a text, JSON as a text that holds JSON as a text, or an object. */
	reason: 'text' | 'nested' | 'object';
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
	// The family maps upstream's words that it does not know to "in progress", for ever.
	stuck: {
		queued: 'QUEUED',
		running: 'IN_PROGRESS',
		succeeded: 'IN_PROGRESS',
		...failing('IN_PROGRESS'),
	},
	unknown: { queued: 'unknown', running: 'unknown', succeeded: 'SUCCESS', ...failing('FAILURE') },
	cancelling: {
		queued: 'NOT_START',
		running: 'CANCELLING',
		succeeded: 'SUCCESS',
		...failing('CANCELLED'),
	},
} satisfies Record<string, Words>;

/** In which forms times were seen, from Unix seconds. */
export const TIMES = {
	seconds: (time: number) => time,
	milliseconds: (time: number) => time * 1000,
	microseconds: (time: number) => time * 1_000_000,
	nanoseconds: (time: number) => rawNumber(`${time}123456789`),
	text: (time: number) => String(time),
	iso: (time: number) => new Date(time * 1000).toISOString(),
	zero: () => 0,
	absurd: () => rawNumber('1e400'),
	nonsense: () => 'soon',
} satisfies Record<string, (time: number) => unknown>;

/** As the vendor's pages show it. */
export const DOCUMENTED_SHAPE: VideoShape = {
	submit: 'both',
	query: 'documented',
	words: 'documented',
	address: 'result_url',
	addressAfter: 0,
	times: 'seconds',
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
