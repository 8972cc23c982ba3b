import type { INodeProperties } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { readOptions } from '../../../shared/parameters/options';
import { checkTotal, type Input } from './inputs/content';
import { deliveryProperties, readDelivery, readDeliveryOptions } from './parameters/delivery';
import { frameProperties, readFrames, readReferences, references } from './inputs/inputs';
import { readVideoModel, videoModel } from './parameters/models';
import {
	lookProperties,
	readAdditionalFields,
	readLook,
	readSettings,
} from './parameters/settings';

/*
 * A video as the user sets it.
 */

const MODES = ['text', 'frames', 'references'] as const;
type Mode = (typeof MODES)[number];

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

const prompt: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	description: 'What the video should show. Required in Mode Text.',
};

/** A mode that an expression gives: n8n shows what depends on it, so nothing of that may be required. */
const BY_EXPRESSION = { _cnd: { startsWith: '=' } };

const promptProperties: INodeProperties[] = [
	{
		...prompt,
		required: true,
		displayOptions: { hide: { mode: ['frames', 'references', BY_EXPRESSION] } },
		placeholder: 'e.g. A cat runs along a beach at sunset',
	},
	{
		...prompt,
		displayOptions: { hide: { mode: ['text', 'references', BY_EXPRESSION] } },
		placeholder: 'e.g. The camera moves slowly around the cat',
		hint: 'What happens from the first frame on, or between the two frames. May be left empty.',
	},
	{
		...prompt,
		displayOptions: { hide: { mode: ['text', 'frames'] } },
		placeholder: 'e.g. The cat of @image1 runs along a beach at sunset',
		hint: 'Mention each file as @image1, @video1 or @audio1. Each kind is counted from 1, in the order below.',
	},
];

const inMode = (shown: Mode, property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { ...property.displayOptions?.show, mode: [shown] } },
});

/** What the user sets about a new video besides the Options, in the order in which {@link readVideo} reads it. */
export const videoProperties: INodeProperties[] = [
	videoModel,
	mode,
	...promptProperties,
	...frameProperties.map((property) => inMode('frames', property)),
	inMode('references', references),
	...lookProperties,
	...deliveryProperties(true),
];

/** Reads one part of what the user set. What it does about an error is its affair: throw it, or give something else. */
export type ReadPart<Else> = <T>(read: () => T | Promise<T>) => Promise<T | Else>;

/** @throws what `part` throws for what the user set wrongly */
export async function readVideo<Else>(item: ItemContext, part: ReadPart<Else>) {
	const { parameters } = item;
	const options = readOptions(parameters);
	const model = await part(() => readVideoModel(parameters));
	const chosen = await part(() => parameters.choice(mode, MODES) ?? 'text');
	const text = await part(() => readPrompt(parameters, chosen));
	const inputs = await part(async () => await readInputs(item, chosen));
	const look = await part(() => readLook(parameters));
	const switches = await part(() => readDelivery(parameters, true));
	const settings = await part(() => readSettings(options));
	const additional = await part(() => readAdditionalFields(options));
	const rest = await part(() => readDeliveryOptions(options));
	return { model, prompt: text, inputs, look, settings, additional, switches, rest };
}

const readPrompt = (parameters: NodeParameters, chosen: unknown): string | undefined =>
	chosen === 'text' ? parameters.requiredText(prompt) : parameters.textUnlessLeftBlank(prompt);

async function readInputs(item: ItemContext, chosen: unknown): Promise<Input[]> {
	if (chosen !== 'frames' && chosen !== 'references') return [];
	const inputs = chosen === 'frames' ? await readFrames(item) : await readReferences(item);
	checkTotal(inputs);
	return inputs;
}
