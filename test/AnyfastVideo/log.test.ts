import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';

import { ANYFAST } from '../engine/workflow';
import { useVideoBed } from './VideoBed';

/*
 * What n8n's log says of a task: if n8n itself ends, its log is all that knows of it.
 */

const ID = 'asyntask_000001';
const generate = { operation: 'generate', prompt: 'A cat', download: false };
const SUBMITTED = `${ANYFAST}: submitted the task ${ID} (use Get Video to get the video)`;

const bed = useVideoBed();

/** The lines at the level "info", each with the number of requests before it. */
let lines: Array<[requests: number, line: string]>;

beforeEach(() => {
	lines = [];
	jest.spyOn(Container.get(Logger), 'info').mockImplementation((line) => {
		lines.push([bed.standIn.received.length, line]);
	});
});
afterEach(() => jest.restoreAllMocks());

it('has the ID before anything else is asked, and last how the wait ended', async () => {
	await bed.items(generate);

	expect(lines).toEqual([
		[1, SUBMITTED],
		[bed.standIn.received.length, `${ANYFAST}: the task ${ID} is succeeded`],
	]);
});

it('has the ID alone if nothing is waited for', async () => {
	await bed.items({ ...generate, waitForCompletion: false });

	expect(lines).toEqual([[1, SUBMITTED]]);
});

it('says of a wait that failed that nobody waits any more', async () => {
	bed.standIn.reset({ video: { outcomes: ['never'] } });
	await bed.error({ ...generate, options: { timeout: 30 } });

	expect(lines.map(([, line]) => line)).toEqual([
		SUBMITTED,
		`${ANYFAST}: the task ${ID} is not waited for any more`,
	]);
});

it('says how Get Video’s wait ended', async () => {
	await bed.items({ ...generate, waitForCompletion: false });
	await bed.items({ operation: 'get', taskId: ID, waitForCompletion: true });

	expect(lines.at(-1)?.[1]).toBe(`${ANYFAST}: the task ${ID} is succeeded`);
});

it('has what of an answer may be an ID, if it cannot be read', async () => {
	const warnings: string[] = [];
	jest.spyOn(Container.get(Logger), 'warn').mockImplementation((line) => {
		warnings.push(line);
	});
	bed.standIn.fail({ action: 'GenerateVideo' }, { cut: '{"task_id": "cgt-1", "mo', of: 999 });
	await bed.error(generate);

	expect(warnings).toEqual([expect.stringMatching(/Generate Video: .*"task_id": "cgt-1"/)]);
});
