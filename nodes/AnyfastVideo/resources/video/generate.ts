import { AnyfastError } from '../../../shared/AnyfastError';
import { submitVideo } from '../../../shared/api/videos';
import type { Operation } from '../../../shared/operation';
import { optionsWith } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { settle } from '../../../shared/settle';
import { jsonWithFiles } from '../../../shared/transport/body';
import { checkOnly, isCheckOnly, prepareCheck } from './checkOnly';
import { contentOf, lengthOf, nameContent } from './inputs/content';
import { deliver } from './task/deliver';
import { deliveryOptions } from './parameters/delivery';
import { type ReadPart, readVideo, videoProperties } from './readVideo';
import { settingsOptions } from './parameters/settings';
import { type InUsersTerms, readSubmitted } from './task/task';

/** Video · Generate Video: submits a task, which costs money; waits for it unless told otherwise. */
export const generate: Operation = {
	value: 'generate',
	name: 'Generate Video',
	action: 'Generate a video',
	description:
		'Make a new video from text, images, videos and audio files. Costs money each time it is called. Takes minutes: if a call may take no more than one, turn Wait for Completion off, and use Get Video later.',
	properties: [
		...videoProperties,
		optionsWith([...settingsOptions, checkOnly, ...deliveryOptions]),
	],

	async prepare(item) {
		if (isCheckOnly(item.parameters)) return await prepareCheck(item);
		refuseRetryOnFail(
			item.context.getNode(),
			'Turn Retry On Fail off in the settings of the node. If a run fails, the error contains the task ID, and Get Video continues from there. Get Video may be retried.',
		);
		const video = await readVideo(item, orThrow);
		const { model, prompt, inputs, additional } = video;
		const delivery = { ...video.switches, ...video.rest };
		const fields = { ...video.look, ...video.settings, ...additional };
		const inUsersTerms: InUsersTerms = (said, code) =>
			'content' in additional ? said : nameContent(said, code, { prompt, inputs });

		return async (run) => {
			const request = jsonWithFiles({ model }, lengthOf(inputs), async () => {
				return { model, content: await contentOf(prompt, inputs), ...fields };
			});
			const submitted = await settle(run.api.call(submitVideo, request));
			if (!submitted.ok) throw reworded(submitted.cause, inUsersTerms);
			const { taskId, answer } = submitted.value;
			const known = {
				taskId,
				submitted: { answer, task: readSubmitted(answer, taskId) },
				wantsLastFrame: fields.return_last_frame === true,
				inUsersTerms,
			};
			return [await deliver(run, item, known, delivery)];
		};
	},
};

const orThrow: ReadPart<never> = async (read) => await read();

/** The error of a submit in the user's terms. */
function reworded(cause: unknown, inUsersTerms: InUsersTerms): unknown {
	if (!(cause instanceof AnyfastError)) return cause;
	return cause.reworded((text) => inUsersTerms(text, cause.details.code));
}
