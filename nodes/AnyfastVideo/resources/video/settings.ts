import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { SubmitRequest } from '../../../shared/api/videos';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';

/*
 * What the user may set about a video. Sent only if set: a default that a model does not know is refused by it. What a
 * model takes is not checked here, because the vendor changes it often.
 */

const choices = (values: string[]) => values.map((value) => ({ name: value, value }));

const ratio: INodeProperties = {
	displayName: 'Aspect Ratio',
	name: 'ratio',
	type: 'options',
	options: [
		{ name: 'Adaptive', value: 'adaptive', description: 'As the first image or video has it' },
		...choices(['16:9', '4:3', '1:1', '3:4', '9:16', '21:9']),
	],
	default: 'adaptive',
	description: 'Width to height. With a first frame, 2.5 takes Adaptive only.',
};

const duration = {
	displayName: 'Duration (Seconds)',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: -1, numberPrecision: 0 },
	default: 5,
	description:
		'Most models take 4 to 15 seconds, 2.5 takes 4 to 30, or -1 to let the model decide. Costs grow with it.',
} satisfies INodeProperties;

const generateAudio: INodeProperties = {
	displayName: 'Generate Audio',
	name: 'generateAudio',
	type: 'boolean',
	default: true,
	description: 'Whether the video gets sound. Unless set, 2.x makes it.',
};

const resolution: INodeProperties = {
	displayName: 'Resolution',
	name: 'resolution',
	type: 'options',
	options: choices(['480p', '720p', '1080p', '2k', '4k']),
	default: '720p',
	description:
		'Most models take 480p, 720p and 1080p; seedance-2.0-ultra needs it set, and takes 720p, 1080p and 2k. Costs grow with it.',
};

const returnLastFrame: INodeProperties = {
	displayName: 'Return Last Frame',
	name: 'returnLastFrame',
	type: 'boolean',
	default: true,
	description:
		'Whether to get the last frame as an image too, under lastFrameUrl: as the first frame of the next clip, it makes a chain',
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
	description: 'Whether the video gets a watermark',
};

const webSearch: INodeProperties = {
	displayName: 'Web Search',
	name: 'webSearch',
	type: 'boolean',
	default: true,
	description: 'Whether the model may search the web first. For Mode Text only.',
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields (JSON)',
	name: 'additionalFields',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "priority": 1 }',
	description:
		'Fields of the request that have no option here, such as service_tier or callback_url. They are put in last, and replace what has the same name.',
};

/** The options about the video. */
export const settingsOptions: INodeProperties[] = [
	resolution,
	ratio,
	duration,
	generateAudio,
	returnLastFrame,
	seed,
	watermark,
	webSearch,
	additionalFields,
];

/**
 * What the user set, in the API's words; what is not set is undefined, and so not sent.
 *
 * @throws AnyfastError for what the user set wrongly
 */
export function readSettings(parameters: NodeParameters): {
	settings: Omit<SubmitRequest, 'model' | 'content'>;
	additional: IDataObject;
} {
	const options = readOptions(parameters);
	const additional = options.object(additionalFields) ?? {};
	const settings = {
		ratio: options.text(ratio),
		duration: options.wholeNumberIfSet(duration),
		generate_audio: options.flagIfSet(generateAudio),
		resolution: options.text(resolution),
		return_last_frame: options.flagIfSet(returnLastFrame),
		seed: options.wholeNumberIfSet(seed),
		watermark: options.flagIfSet(watermark),
		tools: options.flagIfSet(webSearch) ? [{ type: 'web_search' as const }] : undefined,
	};
	return { settings, additional };
}
