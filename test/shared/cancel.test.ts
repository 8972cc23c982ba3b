import { type INode, type INodeParameters, type IRun } from 'n8n-workflow';

import { others, until } from '../engine/meanwhile';
import { nodeErrorOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { ANYFAST, workflowWith } from '../engine/workflow';
import { makeGroups } from '../stand-in/groups';

const bed = useTestBed(() => ({ groups: makeGroups(9) }));

const workflow = (onError?: 'continueRegularOutput') =>
	workflowWith(
		{ returnAll: true, options: { pageSize: 3, maxConcurrentRequests: 1 } },
		{ items: [{}, {}], node: { onError } },
	);

describe.each([undefined, 'continueRegularOutput' as const])('with On Error %s', (onError) => {
	it.each([1, 2])(
		'cancelling while page %d is under way starts no further request',
		async (page) => {
			const run = bed.engine.start(workflow(onError));
			bed.standIn.beforePage = (number) => {
				if (number === page) run.cancel();
			};

			expect((await run).status).toBe('canceled');
			expect(bed.standIn.received).toHaveLength(page);
		},
	);

	it('cancelling in the pause before a retry starts no further request', async () => {
		bed.standIn.failNext({ status: 503, headers: { 'retry-after': '60' } });
		const run = bed.engine.start(workflow(onError));
		bed.time.onSleep = () => run.cancel();

		expect((await run).status).toBe('canceled');
		expect(bed.standIn.received).toHaveLength(1);
		expect(bed.time.slept).toBeLessThanOrEqual(1000);
	});

	it('cancelling is the error of the node, not an item that goes on', async () => {
		const run = bed.engine.start(workflow(onError));
		bed.standIn.beforePage = () => run.cancel();

		expect(nodeErrorOf(await run)).toBe('The execution was canceled');
	});
});

it('cancelling while several pages are under way starts none that waits', async () => {
	bed.standIn.reset({ groups: makeGroups(40) });
	const options = { pageSize: 1, maxConcurrentRequests: 4 };
	const run = bed.engine.start(workflowWith({ returnAll: true, options }));
	bed.standIn.beforePage = (number) => {
		if (number === 10) run.cancel();
	};

	expect((await run).status).toBe('canceled');
	// The tenth page, and those that were on their way beside it.
	expect(bed.standIn.received.length).toBeGreaterThanOrEqual(10);
	expect(bed.standIn.received.length).toBeLessThanOrEqual(13);
});

it('cancelling does not wait for the answer that is under way', async () => {
	const run = bed.engine.start(workflow());
	bed.standIn.onAnswer = async () => {
		run.cancel();
		await new Promise(() => {}); // It never answers.
	};

	expect((await run).status).toBe('canceled');
	expect(bed.standIn.received).toHaveLength(1);
});

describe.each([undefined, 'continueRegularOutput' as const])(
	'cancelling while items are worked on side by side, with On Error %s',
	(onError: INode['onError']) => {
		const NAMES = ['one', 'two', 'three', 'four', 'five', 'six'];

		/** Create Group or Upload Asset, one item for each name. */
		const start = (names: string[], maxConcurrentRequests: number, more: INodeParameters = {}) => {
			const { options, ...parameters } = more;
			return bed.start(
				{
					...{
						operation: 'create',
						ifNameExists: 'createAnother',
						name: '={{ $json.Name }}',
						...parameters,
					},
					options: { maxConcurrentRequests, ...Object(options) },
				},
				{ items: names.map((Name) => ({ Name })), node: { onError } },
			);
		};

		const errorOf = ({ data }: IRun) => data.resultData.runData[ANYFAST]?.at(-1)?.error;

		const newGroups = () => bed.standIn.groups.slice(9).map(({ Id }) => Id);

		/** What the run says in the end, having had the time to start something more. */
		const saidBy = async (run: Promise<IRun>) => {
			const ended = await run;
			await others();
			expect(ended.status).toBe('canceled');
			return errorOf(ended);
		};

		it('names what was created and what may have been, and starts nothing that waits', async () => {
			const run = start(NAMES, 1);
			bed.standIn.onAnswer = () => {
				if (newGroups().length === 3) run.cancel();
			};

			const error = await saidBy(run);

			const [one, two] = newGroups();
			expect(error?.message).toBe(
				'The execution was canceled; the group may have been created anyway',
			);
			expect(error).toHaveProperty('context.itemIndex', 2);
			expect(error?.description).toContain(
				`Before it ended, the run created group ${one}, ${two}.`,
			);
			expect(bed.standIn.received).toHaveLength(3);
		});

		it('puts each creation under way in doubt', async () => {
			const run = start(NAMES, 3);
			bed.standIn.onAnswer = async () => {
				if (newGroups().length < 3) await until(() => newGroups().length === 3);
				run.cancel();
			};

			const error = await saidBy(run);

			const doubt = 'The execution was canceled; the group may have been created anyway';
			expect(error?.message).toBe(doubt);
			expect(error).toHaveProperty('context.itemIndex', 0);
			expect(error?.description).toContain(`In doubt: item 1: ${doubt}. item 2: ${doubt}.`);
			expect(bed.standIn.received).toHaveLength(3);
		});

		it('says nothing of a doubt if nothing was under way', async () => {
			bed.standIn.fail({ action: 'CreateAssetGroup' }, { status: 429 });
			bed.time.onSleep = async () => run.cancel();
			const run = start(NAMES, 1);

			const error = await saidBy(run);

			expect(error?.message).toBe('The execution was canceled');
			expect(error?.description).toBe('No further request was sent to Anyfast.');
			expect(bed.standIn.received).toHaveLength(1);
		});

		it('names each asset that is waited for', async () => {
			bed.standIn.reset({ statuses: ['Processing'] });
			bed.time.onSleep = async () => {
				await until(() => bed.standIn.assets.length === 2);
				await others();
				run.cancel();
			};
			const run = start(['one', 'two'], 2, {
				...{
					resource: 'asset',
					operation: 'upload',
					ifNameExists: 'uploadAnyway',
					groupId: bed.standIn.groups[0]?.Id,
				},
				...{ source: 'url', url: 'https://example.com/cat.png' },
				waitUntilActive: true,
			});

			const error = await saidBy(run);

			const [one, two] = ['one', 'two'].map(
				(name) => bed.standIn.assets.find(({ Name }) => Name === name)?.Id,
			);
			expect(error?.message).toBe(
				`The execution was canceled; the asset was uploaded as asset://${one}`,
			);
			expect(error?.description).toContain(`the run uploaded asset://${two}.`);
			expect(bed.standIn.actions).toEqual(['CreateAsset', 'CreateAsset']);
		});
	},
);
