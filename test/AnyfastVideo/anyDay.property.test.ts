import * as fc from 'fast-check';
import type { INode, INodeExecutionData, IRun } from 'n8n-workflow';

import { checkProperty, sizeOf } from '../checkProperty';
import { itemsOf } from '../engine/Engine';
import { others } from '../engine/meanwhile';
import { ANYFAST } from '../engine/workflow';
import { FILE_ANSWERS, type FileAnswerName } from '../stand-in/answers/files';
import { ODD_QUERY_ANSWERS } from '../stand-in/answers/queries';
import { SUBMIT_FORMS, type SubmitFormName } from '../stand-in/answers/submits';
import { type Fault, Instead } from '../stand-in/faults';
import type { Received } from '../stand-in/recording';
import { MP4 } from '../stand-in/samples/mp4';
import { gatewayError } from '../stand-in/StandIn';
import type { VideoShape } from '../stand-in/videoShapes';
import type { Task } from '../stand-in/VideoStore';
import { useVideoBed } from './VideoBed';

/*
 * Whatever fails, at whichever step: no task is submitted twice, each ID is in an output or an error, each file comes byte
 * for byte or is an error, and the key stays with the API.
 */

const bed = useVideoBed();

const generate = { operation: 'generate', prompt: '={{ $json.prompt }}' };

const refusal = (status: number, message: string, code?: string): Fault => ({
	status,
	body: gatewayError(message, status, code),
});

/** What may come of a submit, if nothing is done. */
const REFUSALS: Fault[] = [
	{ status: 429, body: '' },
	{ status: 429, body: '', headers: { 'retry-after': '7' } },
	refusal(503, 'Saturated', 'upstream_load_saturated'),
	refusal(400, 'Not allowed', 'InputTextSensitiveContentDetected'),
	refusal(401, 'Invalid token'),
	refusal(500, 'context deadline exceeded'),
	{ status: 200, body: 'OK' },
	'drop',
	'cut',
];

/** The same, if the task is made and its answer is lost. */
const LOSSES: Fault[] = [
	'drop',
	'reset',
	'cut',
	{ status: 502, body: '' },
	{ status: 504, body: '<html></html>' },
	{ status: 408, body: 'timeout' },
	{ status: 200, body: '' },
];

const OUTCOMES = [
	'succeeded',
	{ code: 'OutputVideoRiskDetection', message: 'Not allowed' },
	{ code: 'Cancelled', message: 'canceled', state: 'cancelled' },
	{ code: 'Expired', message: 'Too late', state: 'expired' },
] as const;

const ADDRESSES: Array<VideoShape['address']> = ['result_url', 'inner', 'fail_reason', 'own-host'];

const NAMES = {
	forms: Object.keys(SUBMIT_FORMS) as SubmitFormName[],
	files: Object.keys(FILE_ANSWERS) as FileAnswerName[],
};

/** What happens to one request after another; mostly nothing. */
const happenings = <T>(bad: fc.Arbitrary<T>, howMany: number) =>
	fc.array(fc.option(bad, { nil: undefined, freq: 4 }), { maxLength: howMany });

const submitFaults = fc.oneof(
	fc.constantFrom(...REFUSALS).map((fault) => ({ fault, isDone: false })),
	fc.constantFrom(...LOSSES).map((fault) => ({ fault, isDone: true })),
);

/** How a day goes. */
interface Day {
	items: number;
	onError: INode['onError'];
	/** How tasks are spoken of, in turn. */
	shapes: Array<Pick<VideoShape, 'submit' | 'address'>>;
	/** What requests meet, one after another. */
	submits: Array<{ fault: Fault; isDone: boolean } | undefined>;
	queries: Array<Fault | undefined>;
	files: Array<FileAnswerName | undefined>;
	/** How tasks end, in their order. */
	outcomes: Array<(typeof OUTCOMES)[number]>;
	readyAfter: { questions: number };
	/** What the API does with a video that it keeps itself. */
	ownHost: 'sends' | 'redirects';
	/** The answer at which the execution is canceled, unless it is not. */
	cancelAfter: number | null;
	isSlow: boolean;
}

/** Days with so many items. */
const dayOf = (min: number, max: number): fc.Arbitrary<Day> =>
	fc.record({
		items: fc.integer({ min, max }),
		onError: fc.constantFrom<Array<INode['onError']>>(
			undefined,
			'continueRegularOutput',
			'continueErrorOutput',
		),
		shapes: fc.array(
			fc.record({
				submit: fc.constantFrom(...NAMES.forms),
				address: fc.constantFrom(...ADDRESSES),
			}),
			{ minLength: 1, maxLength: 6 },
		),
		submits: happenings(submitFaults, 2 * max),
		queries: happenings(fc.constantFrom<Fault[]>(...Object.values(ODD_QUERY_ANSWERS)), 3 * max),
		files: happenings(fc.constantFrom(...NAMES.files), 2 * max),
		outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: max }),
		readyAfter: fc.record({ questions: fc.integer({ min: 1, max: 3 }) }),
		ownHost: fc.constantFrom('sends', 'redirects'),
		cancelAfter: fc.option(fc.integer({ min: 1, max: 4 * max }), { freq: 3 }),
		isSlow: fc.boolean(),
	});

/** A key for each day: a request that is still under way from the day before does nothing on this one. */
let days = 0;

/** What came of a day. */
interface Evening {
	run: IRun;
	tasks: Task[];
	/** The prompts of the submits whose answers got lost. */
	lost: Set<string>;
	key: string;
}

/** Runs the node once on such a day. */
async function live(day: Day): Promise<Evening> {
	await others();
	const key = `sk-the-key-of-day-${++days}`;
	const { standIn } = bed;
	const { outcomes, readyAfter, shapes, ownHost } = day;
	standIn.reset({ video: { outcomes, readyAfter, shape: shapes }, storage: { ownHost } });
	const own = await bed.withKey(key);
	const lost = new Set<string>();
	const nothing: Fault = { changed: (answer) => answer };
	const lose = (fault: Fault): Fault => ({
		changed(_answer, request) {
			lost.add(promptOf(request));
			return new Instead(fault);
		},
	});
	const submits = day.submits.map((it) => {
		if (!it) return nothing;
		return it.isDone ? lose(it.fault) : it.fault;
	});
	standIn.fail({ action: 'GenerateVideo' }, ...submits);
	standIn.fail({ action: 'GetVideo' }, ...day.queries.map((it) => it ?? nothing));
	standIn.storage.fail({}, ...day.files.map((it) => (it ? FILE_ANSWERS[it] : nothing)));

	const items = Array.from({ length: day.items }, (_, index) => ({ prompt: promptAt(index) }));
	const options = day.isSlow ? { maxConcurrentRequests: 1 } : {};
	const run = own.start({ ...generate, options }, { items, node: { onError: day.onError } });
	standIn.onAnswer = () => {
		if (standIn.received.length === day.cancelAfter) run.cancel();
	};
	return { run: await run, tasks: [...standIn.videoTasks], lost, key };
}

const promptAt = (index: number) => `Clip ${index} of day ${days}`;

const promptOf = ({ body }: Pick<Received, 'body'>): string =>
	/Clip \d+ of day \d+/.exec(JSON.stringify(body))?.[0] ?? '';

const indexOf = (prompt: string) => Number(/\d+/.exec(prompt)?.[0]);

const ofTask = ({ request }: Task) => promptOf({ body: request });

const DOUBT = /may have been submitted anyway/g;

/** What n8n has to say of a run: in all, and of each item. */
function saidOf(run: IRun): { inAll: string; ofItem: (index: number) => string } {
	const outputs = outputsOf(run);
	const last = run.data.resultData.runData[ANYFAST]?.at(-1)?.error;
	const errors = [last, run.data.resultData.error].map((error) => [
		error?.message,
		error?.description,
	]);
	return {
		inAll: JSON.stringify([outputs.map(({ json }) => json), errors]),
		ofItem: (index) =>
			JSON.stringify(outputs.filter(({ pairedItem }) => itemOf(pairedItem) === index)),
	};
}

const outputsOf = (run: IRun): INodeExecutionData[] =>
	[0, 1].flatMap((output) => itemsOf(run, ANYFAST, output));

const itemOf = (pairedItem: INodeExecutionData['pairedItem']) =>
	typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem;

/** What must hold in the evening of any day. */
function check(day: Day, { run, tasks, lost, key }: Evening): void {
	const prompts = tasks.map(ofTask);
	expect(new Set(prompts).size).toBe(prompts.length);

	const said = saidOf(run);
	const isUnnamed = (task: Task) =>
		SUBMIT_FORMS[task.shape.submit].idIs === 'missing' || lost.has(ofTask(task));
	const unnamed = tasks.filter(isUnnamed);
	const named = tasks.filter((task) => !isUnnamed(task));
	const wasCanceled = run.status === 'canceled';
	// The answer to a submit may be on its way when the execution is canceled: then it is a doubt.
	const unsaid = named.filter(({ id }) => !said.inAll.includes(id));
	const doubts = said.inAll.match(DOUBT)?.length ?? 0;
	expect(doubts).toBeGreaterThanOrEqual(unnamed.length + unsaid.length);
	if (!wasCanceled) expect(unsaid).toEqual([]);

	const isWhole = day.onError !== undefined && !wasCanceled;
	for (const task of isWhole ? tasks : []) {
		const itself = said.ofItem(indexOf(ofTask(task)));
		expect(itself).toMatch(isUnnamed(task) ? DOUBT : task.id);
	}

	const outputs = outputsOf(run);
	if (isWhole) expect(outputs).toHaveLength(day.items);
	// A canceled node has no output of its own.
	for (const { json, binary } of wasCanceled ? [] : outputs) {
		if (json.error !== undefined) continue;
		expect(json.status).toBe('succeeded');
		expect(Buffer.from(binary?.data?.data ?? '', 'base64').equals(MP4)).toBe(true);
	}
	expect(bed.standIn.storage.sawKey).toBe(false);
	expect(said.inAll).not.toContain(key);
}

it('whatever fails, nothing is paid twice, no task is lost, and each file is whole', async () => {
	await checkProperty(
		fc.asyncProperty(dayOf(1, 8), async (day) => check(day, await live(day))),
		0.1,
	);
});

it('the same holds for many items', async () => {
	const many = sizeOf(60, 1000);
	await checkProperty(
		fc.asyncProperty(dayOf(many, many), async (day) => check(day, await live(day))),
		1 / 300,
	);
});
