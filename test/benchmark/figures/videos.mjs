import {
	anyfastVideo,
	httpDownload,
	httpGet,
	httpPost,
	ifEqual,
	wait,
	workflowOf,
} from '../nodes.mjs';
import { median } from '../Bench.mjs';
import { atMost, comparison, noted, plain } from '../rows.mjs';

const CLIPS = 10;
const READY_AFTER_SECONDS = 3;

/** What people put into the Wait of such a loop at the least. */
const WAIT_SECONDS = 5;

const LARGE_MB = 200;
const SMALL_MB = 2;
const RUNS = 3;

const MB = 1e6;

/** @param {number} howMany */
const prompts = (howMany) =>
	Array.from({ length: howMany }, (_, index) => ({ prompt: `A cat, take ${index + 1}` }));

const generate = anyfastVideo('Generate Video', {
	model: { __rl: true, mode: 'id', value: 'seedance-2.0' },
	prompt: '={{ $json.prompt }}',
	download: true,
});

/** Submit → Wait → Get → If it is done: download, or else back to Wait. @param {string} url */
function builtByHand(url) {
	const tasks = `${url}/v1/video/generations`;
	const body = '={{ { model: "seedance-2.0", content: [{ type: "text", text: $json.prompt }] } }}';
	const id = '{{ $json.task_id ?? $json.data.task_id }}';
	return workflowOf(
		prompts(CLIPS),
		[
			httpPost('Submit', tasks, body),
			wait('Wait', WAIT_SECONDS),
			httpGet('Look', `=${tasks}/${id}`),
			ifEqual('If', '={{ $json.data.status }}', 'SUCCESS'),
			httpDownload('Download', '={{ $json.data.result_url }}'),
		],
		[
			['Start', 'Submit'],
			['Submit', 'Wait'],
			['Wait', 'Look'],
			['Look', 'If'],
			['If', 'Download'],
			['If', 'Wait', 1],
		],
	);
}

/** Ten clips, against the loop that people build by hand. */
export const tenClips = {
	name: 'Ten clips, generated and downloaded',
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const video = { readyAfter: { ms: 1000 * READY_AFTER_SECONDS } };
		const { http, ours, one } = await bench.compare(
			{ video },
			{
				http: builtByHand(bench.url),
				ours: workflowOf(prompts(CLIPS), [generate]),
				one: workflowOf(prompts(1), [generate]),
			},
		);
		const what = `${this.name}, each ready after ${READY_AFTER_SECONDS} s; by hand: HTTP Request, Wait of ${WAIT_SECONDS} s, If`;
		const goals = [
			noted(ours.ms / http.ms, 'times as long'),
			noted(ours.ms / one.ms, 'times as long as one clip'),
		];
		return comparison(what, { http, ours }, goals, [
			'Ten clips, each ready after 3 s',
			`by hand: HTTP Request, Wait (${WAIT_SECONDS} s), If`,
		]);
	},
};

/** What a large video costs in memory where n8n keeps files on disk. */
export const largeVideo = {
	name: `Download of ${LARGE_MB} MB against ${SMALL_MB} MB`,
	/** @param {import('../Bench.mjs').Bench} bench */
	async measure(bench) {
		const workflow = workflowOf(prompts(1), [generate]);
		/** @param {number} megabytes */
		const peakOf = async (megabytes) => {
			await bench.standIn.reset({
				video: { readyAfter: { ms: 0 } },
				storage: { bytes: megabytes * MB },
			});
			return await bench.peakMB(async () => await bench.run(workflow));
		};
		await peakOf(LARGE_MB);
		/** @type {number[]} */
		const small = [];
		/** @type {number[]} */
		const large = [];
		for (let run = 0; run < RUNS; run++) {
			small.push(await peakOf(SMALL_MB));
			large.push(await peakOf(LARGE_MB));
		}
		return plain(
			`${this.name}, files on disk: peak memory`,
			atMost(25, median(large) - median(small), 'MB more'),
		);
	},
};
