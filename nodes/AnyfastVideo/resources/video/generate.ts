import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import { type SubmitRequest, submitVideo } from '../../../shared/api/videos';
import type { Operation } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { optionsWith } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { settle } from '../../../shared/settle';
import { jsonWithFiles } from '../../../shared/transport/body';
import { deliver } from './deliver';
import { deliveryOptions, deliveryProperties, readDelivery } from './delivery';
import { contentOf, lengthOf, nameContent } from './content';
import { frameProperties, readFrames, readReferences, references } from './inputs';
import { readVideoModel, videoModel } from './models';
import { readSettings, settingsOptions } from './settings';
import { readSubmitted } from './task';

const MODES = ['text', 'frames', 'references'] as const;
type Mode = (typeof MODES)[number];

const prompt: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. The cat of @image1 runs along a beach at sunset',
	description: 'What the video should show. Required in Mode Text.',
	hint: 'In Mode References, mention each file as @image1, @video1 or @audio1. Each kind is counted from 1, in the order below.',
};

const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: [
		{ name: 'Text', value: 'text', description: 'From the prompt only' },
		{
			name: 'First and Last Frame',
			value: 'frames',
			description:
				'From the image that the video begins with, and optionally the one that it ends with',
		},
		{
			name: 'References',
			value: 'references',
			description: 'From images, videos and audio files that the prompt mentions',
		},
	],
	default: 'text',
	description: 'What the video is made from',
};

const inMode = (shown: Mode, property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { ...property.displayOptions?.show, mode: [shown] } },
});

/** Video · Generate Video: submits a task, which costs money; waits for it unless told otherwise. */
export const generate: Operation = {
	value: 'generate',
	name: 'Generate Video',
	action: 'Generate a video',
	description:
		'Make a new video from text, images, videos and audio files. Costs money each time it is called. Takes minutes.',
	properties: [
		videoModel,
		prompt,
		mode,
		...frameProperties.map((property) => inMode('frames', property)),
		inMode('references', references),
		...deliveryProperties(true),
		optionsWith([...settingsOptions, ...deliveryOptions]),
	],

	async prepare(call) {
		const { context, parameters } = call;
		refuseRetryOnFail(
			context.getNode(),
			'Turn Retry On Fail off in the settings of the node. If a run fails, the error contains the task ID, and Get Video continues from there. Get Video may be retried.',
		);
		const model = readVideoModel(parameters);
		const chosenMode = parameters.choice(mode, MODES) ?? 'text';
		const text = readPrompt(parameters, chosenMode);
		const inputs =
			chosenMode === 'frames'
				? await readFrames(call)
				: chosenMode === 'references'
					? await readReferences(call)
					: [];
		const { settings, additional } = readSettings(parameters);
		const delivery = readDelivery(parameters, true);
		const inUsersTerms = (said: string) =>
			'content' in additional ? said : nameContent(said, text, inputs);

		return async (run) => {
			const request = jsonWithFiles({ model }, lengthOf(inputs), async () => {
				const own: SubmitRequest = { model, content: await contentOf(text, inputs), ...settings };
				return { ...own, ...additional };
			});
			const submitted = await settle(run.api.call(submitVideo, request));
			if (!submitted.ok) throw refused(submitted.cause, inUsersTerms);
			const { taskId, answer } = submitted.value;
			const known = {
				taskId,
				submitted: { answer, task: readSubmitted(answer, taskId) },
				wantsLastFrame: { ...settings, ...additional }.return_last_frame === true,
				inUsersTerms,
			};
			return [await deliver(run, call, known, delivery)];
		};
	},
};

const readPrompt = (parameters: NodeParameters, chosen: Mode): string | undefined =>
	chosen === 'text' ? parameters.requiredText(prompt) : parameters.textUnlessLeftBlank(prompt);

/** The error of a submit in the user's terms. */
function refused(cause: unknown, inUsersTerms: (text: string) => string): unknown {
	if (!(cause instanceof AnyfastError)) return cause;
	const error = cause.reworded(inUsersTerms);
	// What the gateway says of an asset that it cannot resolve (vendor's demo).
	if (!/invalid url scheme/i.test(cause.message)) return error;
	return error.reworded((text) =>
		text === error.message ? text : `Upload the asset again, and use the new one. ${text}`,
	);
}
