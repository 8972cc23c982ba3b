import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import type { AssetType } from '../../../shared/api/assets';
import type { Content, Role } from '../../../shared/api/videos';
import { checkSize, describeFile, mimeTypeOf, typeOfLabel } from '../../../shared/files/formats';
import { fileFromBinary, type InputFile, toDataUri } from '../../../shared/files/inputFile';
import { isObject, nonBlank } from '../../../shared/json';
import type { Call } from '../../../shared/operation';
import { assetIdIn, assetOfType, readAssetId } from '../../../shared/parameters/locators';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';

/*
 * The images, videos and audio files that a video is made from: as the user chooses them, and as the API takes them.
 */

const SOURCES = ['asset', 'url', 'binary', 'list', 'none'] as const;
type Source = (typeof SOURCES)[number];

const CHOICES: Record<Source, INodePropertyOptions> = {
	asset: { name: 'Asset', value: 'asset', description: 'An asset in your Anyfast library' },
	binary: { name: 'Binary File', value: 'binary', description: 'A file from the input item' },
	list: {
		name: 'List (Expression)',
		value: 'list',
		description: 'Several at once: a list of asset IDs, asset:// URIs or URLs',
	},
	none: { name: 'None', value: 'none' },
	url: {
		name: 'URL',
		value: 'url',
		description: 'A public URL that Anyfast downloads the file from',
	},
};

/** What the parameters of one input are called. */
interface Names {
	source: string;
	asset: string;
	url: string;
	binary: string;
	list?: string;
}

/** One input as the API takes it. */
export interface Input {
	/** As in "reference image 2 (asset://…)", for errors. */
	what: string;
	type: AssetType;
	role: Role;
	/** An address, or a file to send along. */
	from: string | InputFile;
}

/** The base64 of all files counts against the whole request, which has to be under 64 MB (field report), in bytes. */
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

/** The parameters of one input. @param label as in "First Frame"; blank within an entry of its own */
function inputProperties(
	type: AssetType,
	names: Names,
	{ label = '', sources }: { label?: string; sources: Source[] },
): INodeProperties[] {
	const titled = (text: string) => `${label} ${text}`.trim();
	const showFor = (source: Source) => ({ show: { [names.source]: [source] } });
	const [first = 'asset'] = sources;
	return [
		{
			displayName: titled(label ? '' : 'Source'),
			name: names.source,
			type: 'options',
			options: sources.map((source) => CHOICES[source]),
			default: first,
			description: `Where the ${type.toLowerCase()} comes from${type === 'Video' ? '. For a video file, use Upload Asset first, then choose the asset here.' : ''}`,
		},
		assetOfType(type, {
			displayName: titled('Asset'),
			name: names.asset,
			displayOptions: showFor('asset'),
			hint: 'An expression can be an asset ID, an asset:// URI, or the whole item of an asset',
		}),
		{
			displayName: titled('URL'),
			name: names.url,
			type: 'string',
			required: true,
			displayOptions: showFor('url'),
			default: '',
			placeholder: `e.g. https://example.com/${EXAMPLE[type]}`,
			description: 'The public URL of the file',
		},
		{
			displayName: titled('Input Binary Field'),
			name: names.binary,
			type: 'string',
			required: true,
			displayOptions: showFor('binary'),
			default: 'data',
			hint: 'The name of the input binary field containing the file',
		},
		...(names.list === undefined ? [] : [listProperty(names.list, showFor('list'))]),
	];
}

const listProperty = (
	name: string,
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties => ({
	displayName: 'List',
	name,
	type: 'string',
	required: true,
	displayOptions,
	default: '',
	placeholder: "e.g. {{ $('List Assets').all().map(item => item.json.AssetUri) }}",
	description:
		'An expression that gives a list. Each entry is an asset ID, an asset:// URI, a URL, or an asset as Upload Asset, Get Asset or List Assets gave it.',
});

const EXAMPLE: Record<AssetType, string> = {
	Image: 'image.png',
	Video: 'video.mp4',
	Audio: 'voice.mp3',
};

const FIRST_FRAME: Names = {
	source: 'firstFrame',
	asset: 'firstFrameAsset',
	url: 'firstFrameUrl',
	binary: 'firstFrameBinary',
};

const LAST_FRAME: Names = {
	source: 'lastFrame',
	asset: 'lastFrameAsset',
	url: 'lastFrameUrl',
	binary: 'lastFrameBinary',
};

const ENTRY = { source: 'source', asset: 'asset', url: 'url', binary: 'binary', list: 'list' };

const ENTRY_SOURCES: Source[] = ['asset', 'url', 'binary', 'list'];

/** The kinds of references: the name of their group in the collection, and their role. In the order they are sent. */
const KINDS: Array<{ name: string; type: AssetType; role: Role }> = [
	{ name: 'image', type: 'Image', role: 'reference_image' },
	{ name: 'video', type: 'Video', role: 'reference_video' },
	{ name: 'audio', type: 'Audio', role: 'reference_audio' },
];

/** The parameters for Mode: First and Last Frame. */
export const frameProperties: INodeProperties[] = [
	...inputProperties('Image', FIRST_FRAME, {
		label: 'First Frame',
		sources: ['asset', 'url', 'binary'],
	}),
	...inputProperties('Image', LAST_FRAME, {
		label: 'Last Frame',
		sources: ['none', 'asset', 'url', 'binary'],
	}),
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
	options: KINDS.map(({ name, type }) => ({
		displayName: type,
		name,
		values: inputProperties(type, ENTRY, { sources: ENTRY_SOURCES }),
	})),
};

/** @throws AnyfastError for what the user set wrongly, or a file that cannot be sent */
export async function readFrames(call: Call): Promise<Input[]> {
	const frames = [
		...(await readInputs(call, FIRST_FRAME, () => firstFrame)),
		...(await readInputs(call, LAST_FRAME, () => lastFrame)),
	];
	checkTotal(frames);
	return frames;
}

/** @throws AnyfastError for what the user set wrongly, a file that cannot be sent, or if there is no reference */
export async function readReferences(call: Call): Promise<Input[]> {
	const inputs: Input[] = [];
	for (const { name, type, role } of KINDS) {
		let count = 0;
		for (const parameters of call.parameters.entriesOf(references, name)) {
			const found = await readInputs({ ...call, parameters }, ENTRY, (index) => ({
				...{ type, role },
				what: `reference ${name} ${count + index + 1}`,
			}));
			count += found.length;
			inputs.push(...found);
		}
	}
	if (inputs.length === 0) {
		throw new AnyfastError('References has no entries', {
			description: 'Add at least one reference, or set Mode to Text.',
		});
	}
	checkTotal(inputs);
	return inputs;
}

/** What an input is to the API, and to the user. */
interface Purpose {
	type: AssetType;
	role: Role;
	/** As in "reference image 2". */
	what: string;
	/** What stands before the names of its parameters; nothing within an entry of its own. */
	label?: string;
}

const firstFrame: Purpose = {
	type: 'Image',
	role: 'first_frame',
	what: 'first frame',
	label: 'First Frame',
};

const lastFrame: Purpose = {
	type: 'Image',
	role: 'last_frame',
	what: 'last frame',
	label: 'Last Frame',
};

/** @param purposeOf what the input of that place (from 0) is for; a list gives several */
async function readInputs(
	call: Call,
	names: Names,
	purposeOf: (index: number) => Purpose,
): Promise<Input[]> {
	const { parameters } = call;
	const purpose = purposeOf(0);
	const named = (name: string, text: string) => ({
		name,
		displayName: purpose.label ? `${purpose.label} ${text}`.trim() : `${text} of ${purpose.what}`,
	});
	const options = SOURCES.map((choice) => CHOICES[choice]);
	const source = parameters.choice(
		{ ...named(names.source, purpose.label ? '' : 'Source'), options },
		SOURCES,
	);
	switch (source) {
		case undefined:
		case 'none':
			return [];
		case 'url': {
			const property = named(names.url, 'URL');
			const text = parameters.requiredText(property);
			return [inputAt(addressIn(text, purpose) ?? invalidUrl(parameters, property, text), purpose)];
		}
		case 'binary':
			return [await inputFromFile(call, named(names.binary, 'Input Binary Field'), purpose)];
		case 'list': {
			const property = named(names.list ?? '', 'List');
			return parameters.list(property).map((entry, index) => {
				const address = addressOf(entry, purposeOf(index));
				if (address !== undefined) return inputAt(address, purposeOf(index));
				throw parameters.invalid(property, LIST_RULE, entry);
			});
		}
		default:
			return [inputAt(`asset://${readAssetId(parameters, named(names.asset, 'Asset'))}`, purpose)];
	}
}

const LIST_RULE = 'must contain only asset IDs, asset:// URIs, URLs or assets';

function invalidUrl(
	parameters: NodeParameters,
	property: { name: string; displayName: string },
	text: string,
): never {
	throw parameters.invalid(property, 'must start with https://, http:// or asset://', text);
}

/** An entry of a list: text, or an asset as the asset node gave it. */
function addressOf(entry: unknown, purpose: Purpose): string | undefined {
	if (!isObject(entry)) {
		const text = nonBlank(entry);
		if (text === undefined) return undefined;
		const address = addressIn(text, purpose);
		const id = address === undefined ? assetIdIn(text) : undefined;
		return id === undefined ? address : `asset://${id}`;
	}
	const text = nonBlank(entry.AssetUri) ?? nonBlank(entry.Id);
	if (text === undefined) return undefined;
	const type = nonBlank(entry.AssetType);
	if (type !== undefined && type.toLowerCase() !== purpose.type.toLowerCase()) {
		throw new AnyfastError(
			`The asset for ${purpose.what} is of the type ${type}, not ${purpose.type}`,
			{
				description: 'Filter the list by AssetType first.',
			},
		);
	}
	return addressOf(text, purpose);
}

/** `asset://` is written in lower case, because not every gateway takes it otherwise (field report). */
function addressIn(text: string, purpose: Purpose): string | undefined {
	if (/^asset:\/\//i.test(text)) {
		const id = assetIdIn(text.replace(/^asset:/i, 'asset:'));
		return id === undefined ? undefined : `asset://${id}`;
	}
	if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : undefined;
	if (!/^data:/i.test(text)) return undefined;
	if (purpose.type === 'Video') throw videoFile(purpose);
	return text;
}

const inputAt = (address: string, { type, role, what }: Purpose): Input => {
	const shown = address.length > 100 ? `${address.slice(0, 100)}…` : address;
	return { type, role, what: `${what} (${shown})`, from: address };
};

async function inputFromFile(
	call: Call,
	property: { name: string; displayName: string },
	purpose: Purpose,
): Promise<Input> {
	const { type, role, what } = purpose;
	if (type === 'Video') throw videoFile(purpose);
	const file = await fileFromBinary(call, property);
	const own = typeOfLabel(file.label);
	if (own !== undefined && own !== type) {
		throw new AnyfastError(`The ${what} must be ${A[type]}`, {
			description: `${describeFile(file.label)} Choose another file.`,
		});
	}
	if (file.bytes !== undefined) checkSize(type, file.bytes);
	const { fileName } = file.label;
	return { type, role, what: `${what} (${fileName ? `file ${fileName}` : 'file'})`, from: file };
}

const A: Record<AssetType, string> = {
	Image: 'an image',
	Video: 'a video',
	Audio: 'an audio file (MP3 or WAV)',
};

const videoFile = ({ what }: Purpose) =>
	new AnyfastError(`The ${what} cannot be sent as a file`, {
		description:
			'Anyfast takes videos only as assets or URLs. Upload the file with Anyfast Asset → Upload Asset first (Wait Until Active on), and choose it here as an Asset.',
	});

/** How long inputs are in a request, in bytes: base64 makes four of three. */
export function lengthOf(inputs: Input[]): number {
	return inputs.reduce((sum, { from }) => {
		return sum + (typeof from === 'string' ? from.length : ((from.bytes ?? 0) * 4) / 3);
	}, 0);
}

/** @throws AnyfastError if the files are too large for one request */
function checkTotal(inputs: Input[]): void {
	const bytes = lengthOf(inputs);
	if (bytes < MAX_REQUEST_BYTES) return;
	throw new AnyfastError('The files are too large for one request', {
		description: `Encoded for the request they take ${Math.ceil(bytes / 1024 / 1024)} MB, and Anyfast takes less than 64 MB. Upload them with Anyfast Asset → Upload Asset, and choose them here as Assets.`,
	});
}

/** The input as an entry of `content`. Files are read here. @throws AnyfastError if n8n cannot give one */
export async function contentOf({ type, role, from }: Input): Promise<Content> {
	const url = typeof from === 'string' ? from : await toDataUri(from, mimeTypeOf(from.label, type));
	switch (type) {
		case 'Image':
			return { type: 'image_url', image_url: { url }, role };
		case 'Video':
			return { type: 'video_url', video_url: { url }, role };
		default:
			return { type: 'audio_url', audio_url: { url }, role };
	}
}

/**
 * Says in a text of the API what it means by `content[1]`, which counts what was sent from 0.
 *
 * @param names what each entry is to the user
 */
export function nameContent(text: string, names: string[]): string {
	return text.replace(/content\[(\d+)\]/g, (all, index) => names[Number(index)] ?? all);
}
