import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../../shared/AnyfastError';
import type { AssetType } from '../../../../shared/api/assets';
import type { Role } from '../../../../shared/api/videos';
import type { ItemContext } from '../../../../shared/operation';
import type { Input } from './content';
import { Slot, type Source } from './Slot';

/*
 * The images, videos and audio files that a video is made from, as the user chooses them.
 */

const firstFrame = new Slot({
	type: 'Image',
	role: 'first_frame',
	what: 'first frame',
	label: 'First Frame',
	name: 'firstFrame',
	sources: ['asset', 'url', 'binary'],
});

const lastFrame = new Slot({
	type: 'Image',
	role: 'last_frame',
	what: 'last frame',
	label: 'Last Frame',
	name: 'lastFrame',
	sources: ['none', 'asset', 'url', 'binary'],
});

const reference = (name: string, type: AssetType, role: Role, sources: Source[]) => ({
	name,
	type,
	slot: new Slot({ type, role, what: `reference ${name}`, sources }),
});

/** The kinds of references, by the name of their group in the collection, in the order in which they are sent. */
const REFERENCES = [
	reference('image', 'Image', 'reference_image', ['asset', 'url', 'binary', 'list']),
	// The API takes no file of a video.
	reference('video', 'Video', 'reference_video', ['asset', 'url', 'list']),
	reference('audio', 'Audio', 'reference_audio', ['asset', 'url', 'binary', 'list']),
];

/** The parameters for Mode: First and Last Frame. */
export const frameProperties: INodeProperties[] = [
	...firstFrame.properties,
	...lastFrame.properties,
];

/** The parameters for Mode: References. */
export const references: INodeProperties = {
	displayName: 'References',
	name: 'references',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Reference',
	default: {},
	description:
		'The images, videos and audio files to use. The models take up to 9 images, 3 videos and 3 audio files; 2.5 takes more. Audio needs an image or a video beside it, except for 2.5.',
	options: REFERENCES.map(({ name, type, slot: { properties } }) => ({
		displayName: type,
		name,
		values: properties,
	})),
};

/** @throws AnyfastError for what the user set wrongly, or a file that cannot be sent */
export async function readFrames(item: ItemContext): Promise<Input[]> {
	return [...(await firstFrame.read(item)), ...(await lastFrame.read(item))];
}

/** @throws AnyfastError for what the user set wrongly, a file that cannot be sent, or if there is no reference */
export async function readReferences(item: ItemContext): Promise<Input[]> {
	const inputs: Input[] = [];
	for (const { name, slot: entry } of REFERENCES) {
		const before = inputs.length;
		for (const parameters of item.parameters.entriesOf(references, name)) {
			const number = inputs.length - before + 1;
			inputs.push(...(await entry.read({ ...item, parameters }, number)));
		}
	}
	if (inputs.length === 0) {
		throw new AnyfastError('References has no entries', {
			description: 'Add at least one reference, or set Mode to Text.',
		});
	}
	return inputs;
}
