import * as fc from 'fast-check';
import type { INode, IRun } from 'n8n-workflow';

import { itemsOf } from '../engine/Engine';
import { ANYFAST } from '../engine/workflow';
import { FILE_ANSWERS, type FileAnswerName } from '../stand-in/answers/files';
import { ODD_QUERY_ANSWERS } from '../stand-in/answers/queries';
import type { Fault } from '../stand-in/faults';
import { MP4 } from '../stand-in/samples/mp4';
import { gatewayError } from '../stand-in/StandIn';
import { FIELD_SHAPES } from '../stand-in/videoShapes';
import { useVideoBed } from './VideoBed';

/*
 * Whatever fails, at whichever step: nothing is paid twice, no task that Anyfast has named is lost, each file is whole or
 * an error, and the key stays with the API.
 */

const bed = useVideoBed();

const generate = { operation: 'generate', prompt: '={{ $json.prompt }}' };

const fault = (status: number, message: string, code?: string): Fault => ({
	status,
	body: gatewayError(message, status, code),
});

/** What may come of a submit. */
const SUBMITS: Fault[] = [
	{ status: 429, body: '' },
	fault(503, 'Saturated', 'upstream_load_saturated'),
	fault(400, 'Not allowed', 'InputTextSensitiveContentDetected'),
	fault(500, 'context deadline exceeded'),
	{ status: 200, body: 'OK' },
	'drop',
	{ afterDoing: 'reset' },
	{ afterDoing: { status: 502, body: '' } },
];

const OUTCOMES = [
	'succeeded',
	{ code: 'OutputVideoRiskDetection', message: 'Not allowed' },
	{ code: 'Cancelled', message: 'canceled', state: 'cancelled' },
] as const;

/** Chosen at random, with all that goes well as often as all that does not. */
const someOf = <T>(bad: T[]) => fc.array(fc.constantFrom(...bad), { maxLength: 4 });

const day = fc.record({
	items: fc.integer({ min: 1, max: 6 }),
	onError: fc.constantFrom<INode['onError']>(
		undefined,
		'continueRegularOutput',
		'continueErrorOutput',
	),
	submits: someOf(SUBMITS),
	queries: someOf<Fault>(Object.values(ODD_QUERY_ANSWERS)),
	files: someOf(Object.keys(FILE_ANSWERS) as FileAnswerName[]),
	outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 4 }),
	readyAfter: fc.record({ questions: fc.integer({ min: 1, max: 3 }) }),
	cancelAfter: fc.option(fc.integer({ min: 1, max: 25 }), { freq: 3 }),
	isSlow: fc.boolean(),
});

/** All that n8n has to say of a run. */
function saidOf(run: IRun): string {
	const { error } = run.data.resultData;
	const outputs = [0, 1].flatMap((output) => itemsOf(run, ANYFAST, output));
	const ended = run.data.resultData.runData[ANYFAST]?.at(-1)?.error ?? error;
	return JSON.stringify([
		...outputs.map(({ json }) => json),
		[ended?.message, ended?.description, error?.message, error?.description],
	]);
}

/** What must hold at the end of each run. */
function check(run: IRun): void {
	const { videoTasks, storage } = bed.standIn;
	const prompts = videoTasks.map(({ request }) => JSON.stringify(request.content));
	expect(new Set(prompts).size).toBe(prompts.length);

	const said = saidOf(run);
	const unnamed = videoTasks.filter(({ id }) => !said.includes(id));
	const doubts = said.match(/may have been submitted anyway/g) ?? [];
	expect(unnamed.length).toBeLessThanOrEqual(doubts.length);

	for (const { json, binary } of itemsOf(run, ANYFAST)) {
		if (json.status !== 'succeeded') continue;
		expect(Buffer.from(binary?.data?.data ?? '', 'base64').equals(MP4)).toBe(true);
	}
	expect(storage.sawKey).toBe(false);
}

it('holds on any day', async () => {
	await fc.assert(
		fc.asyncProperty(day, async ({ items, onError, cancelAfter, isSlow, ...bad }) => {
			const { outcomes, readyAfter } = bad;
			bed.standIn.reset({ video: { outcomes: [...outcomes], readyAfter, shape: FIELD_SHAPES } });
			bed.standIn.fail({ action: 'GenerateVideo' }, ...bad.submits);
			bed.standIn.fail({ action: 'GetVideo' }, ...bad.queries);
			bed.standIn.storage.fail({}, ...bad.files.map((name) => FILE_ANSWERS[name]));
			const options = isSlow ? { maxConcurrentRequests: 1 } : {};
			const prompts = Array.from({ length: items }, (_, index) => ({ prompt: `Clip ${index}` }));
			const run = bed.start({ ...generate, options }, { items: prompts, node: { onError } });
			bed.standIn.onAnswer = () => {
				if (bed.standIn.received.length === cancelAfter) run.cancel();
			};

			check(await run);
		}),
		{ numRuns: 60 },
	);
});

it('holds for a thousand items, of which each request may fail', async () => {
	let [seed, faults] = [1, 0];
	const isBad = () => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed % 20 === 0 && ++faults > 0;
	};
	const queries = Object.values(ODD_QUERY_ANSWERS);
	const many = <T>(all: T[]) => Array.from({ length: 300 }, (_, index) => all[index % all.length]);
	bed.standIn.reset({ video: { shape: FIELD_SHAPES } });
	bed.standIn.fail(
		{ action: 'GenerateVideo', matches: isBad },
		...many(SUBMITS).flatMap((one) => one ?? []),
	);
	bed.standIn.fail(
		{ action: 'GetVideo', matches: isBad },
		...many<Fault>(queries).flatMap((one) => one ?? []),
	);
	bed.standIn.storage.fail(
		{ matches: isBad },
		...many(Object.values(FILE_ANSWERS)).flatMap((one) => one ?? []),
	);
	const prompts = Array.from({ length: 1000 }, (_, index) => ({ prompt: `Clip ${index}` }));
	const run = await bed.run(generate, {
		items: prompts,
		node: { onError: 'continueRegularOutput' },
	});

	expect(faults).toBeGreaterThan(100);
	expect(itemsOf(run, ANYFAST)).toHaveLength(1000);
	check(run);
});
