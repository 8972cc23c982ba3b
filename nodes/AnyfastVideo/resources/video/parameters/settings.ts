import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { SubmitRequest } from '../../../../shared/api/videos';
import type { NodeParameters } from '../../../../shared/parameters/NodeParameters';

/*
 * What the user may set about a video. Sent only if set: a default that a model does not know is refused by it. What a
 * model takes is not checked here, because the vendor changes it often.
 */

const MODELS_DEFAULT = "Model's Default";

/** Choices, and before them that nothing is chosen. */
const orDefault = (...choices: Array<string | INodePropertyOptions>): INodePropertyOptions[] => [
	{ name: MODELS_DEFAULT, value: '' },
	...choices.map((choice) =>
		typeof choice === 'string' ? { name: choice, value: choice } : choice,
	),
];

const duration = {
	displayName: 'Duration (Seconds)',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: -1, numberPrecision: 0 },
	default: null,
	placeholder: MODELS_DEFAULT,
	description:
		"Empty: the model's default, mostly 5. Most models take 4 to 15 seconds. seedance-2.5 takes 4 to 30, or -1 to let the model decide. Longer videos cost more.",
} satisfies INodeProperties;

const ratio: INodeProperties = {
	displayName: 'Aspect Ratio',
	name: 'ratio',
	type: 'options',
	options: orDefault(
		{ name: 'Adaptive', value: 'adaptive', description: 'The same as the first image or video' },
		...['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
	),
	default: '',
	description: 'Width to height. With a first frame, seedance-2.5 takes only Adaptive.',
};

const resolution: INodeProperties = {
	displayName: 'Resolution',
	name: 'resolution',
	type: 'options',
	options: orDefault('480p', '720p', '1080p', '2k', '4k'),
	default: '',
	description:
		'Most models take 480p, 720p and 1080p. seedance-2.0-ultra requires one, and takes 720p, 1080p and 2k. Higher resolutions cost more.',
};

/** How the video is to look: beside the Options, because it is set most. */
export const lookProperties: INodeProperties[] = [duration, ratio, resolution];

const generateAudio: INodeProperties = {
	displayName: 'Generate Audio',
	name: 'generateAudio',
	type: 'boolean',
	default: true,
	description: 'Whether the video has sound. Without this option, 2.x models add it.',
};

const returnLastFrame: INodeProperties = {
	displayName: 'Return Last Frame',
	name: 'returnLastFrame',
	type: 'boolean',
	default: true,
	description:
		'Whether to output the last frame as an image too, in lastFrameUrl. Used as the first frame of the next clip, it makes a chain.',
};

const seed = {
	displayName: 'Seed',
	name: 'seed',
	type: 'number',
	typeOptions: { minValue: -1, numberPrecision: 0 },
	default: -1,
	description: 'The same seed gives similar videos. -1 is random.',
} satisfies INodeProperties;

const watermark: INodeProperties = {
	displayName: 'Watermark',
	name: 'watermark',
	type: 'boolean',
	default: false,
	description: 'Whether the video has a watermark',
};

const webSearch: INodeProperties = {
	displayName: 'Web Search',
	name: 'webSearch',
	type: 'boolean',
	default: true,
	description: 'Whether the model may search the web before it starts. Only in Mode Text.',
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields (JSON)',
	name: 'additionalFields',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "priority": 1 }',
	description:
		'Request fields that have no option here, such as service_tier or callback_url. They are added last, and replace fields of the same name.',
};

/** The options about the video, in the order in which {@link readSettings} reads them. */
export const settingsOptions: INodeProperties[] = [
	generateAudio,
	returnLastFrame,
	seed,
	watermark,
	webSearch,
	additionalFields,
];

/** What the user set about a video, in the API's words; what is not set is undefined, and so not sent. */
type Settings = Omit<SubmitRequest, 'model' | 'content'>;

/** @throws AnyfastError for what the user set wrongly */
export function readLook(parameters: NodeParameters): Settings {
	const unlessBlank = <T>(property: INodeProperties, read: () => T) =>
		parameters.isLeftBlank(property) ? undefined : read();
	return {
		duration: unlessBlank(duration, () => parameters.wholeNumberIfSet(duration)),
		ratio: parameters.textUnlessLeftBlank(ratio),
		resolution: parameters.textUnlessLeftBlank(resolution),
	};
}

/** @throws AnyfastError for what the user set wrongly in the Options */
export function readSettings(options: NodeParameters): Settings {
	return {
		generate_audio: options.flagIfSet(generateAudio),
		return_last_frame: options.flagIfSet(returnLastFrame),
		seed: options.wholeNumberIfSet(seed),
		watermark: options.flagIfSet(watermark),
		tools: options.flagIfSet(webSearch) ? [{ type: 'web_search' as const }] : undefined,
	};
}

/** Fields of the user's own, which replace others of the same name. @throws AnyfastError if it is no JSON object */
export const readAdditionalFields = (options: NodeParameters): IDataObject =>
	options.object(additionalFields) ?? {};
