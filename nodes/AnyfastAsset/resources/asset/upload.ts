import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import {
	ASSET_TYPES,
	type AssetType,
	DEFAULT_MODEL,
	MAX_NAME,
	MODEL_OF_TYPE,
} from '../../../shared/api/assets';
import { assetTypeOf, checkSize } from '../../../shared/files/formats';
import {
	fileFromBase64,
	fileFromBinary,
	fileFromUrl,
	type InputFile,
} from '../../../shared/files/inputFile';
import type { ItemContext, Operation } from '../../../shared/operation';
import { groupIdOrName } from '../../../shared/parameters/locators';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { modelFor, optionsWith, readModel, readOptions } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { inGroup, readGroup } from '../common/groupOfName';
import { hintIfCut, visible } from '../common/names';
import { ifNameExists, isSafeToRepeat, nameFor, readIfNameExists, uploadBy } from './ifNameExists';
import { waitUntilActive } from './untilActive';

/*
 * The parameters of the file. None is required for the editor, which takes all of them for shown if Source is an
 * expression; reading tells.
 */

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	options: [
		{ name: 'Binary File', value: 'binary', description: 'A file from the input item' },
		{
			name: 'URL',
			value: 'url',
			description: 'A public URL that Anyfast downloads the file from',
		},
		{ name: 'Base64 or Data URI', value: 'base64', description: 'The file as text' },
	],
	default: 'binary',
};

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	displayOptions: { show: { source: ['binary'] } },
	default: 'data',
	hint: 'The name of the input field that holds the file to upload. An expression can also give a file of another node.',
};

const url: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	displayOptions: { show: { source: ['url'] } },
	default: '',
	placeholder: 'e.g. https://example.com/video.mp4',
	description: 'A public URL that Anyfast downloads the file from',
};

const base64: INodeProperties = {
	displayName: 'Base64 or Data URI',
	name: 'base64',
	type: 'string',
	displayOptions: { show: { source: ['base64'] } },
	default: '',
	placeholder: 'e.g. data:image/jpeg;base64,…',
	description: 'Plain base64 is read as a PNG image; a data URI names the type of the file',
};

const DETECT = 'detect';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. cat',
	description: `Name of the new asset, cut to ${MAX_NAME} characters. If empty, the name of the file without its ending; base64 has none, so it needs a name here.`,
};

const assetType: INodeProperties = {
	displayName: 'Asset Type',
	name: 'assetType',
	type: 'options',
	options: [
		{
			name: 'Detect From the File',
			value: DETECT,
			description:
				'From the type that the file has in n8n, or the ending of its name; from its first bytes if these disagree',
		},
		{
			name: 'Image',
			value: 'Image',
			description: 'JPG, PNG, GIF, WebP, BMP, TIFF, HEIC or HEIF, under 30 MB',
		},
		{
			name: 'Video',
			value: 'Video',
			description:
				'MP4 or MOV, under 50 MB, 2 to 15 seconds; in AIGC groups under 200 MB, 2 to 30 seconds',
		},
		{
			name: 'Audio',
			value: 'Audio',
			description: 'MP3 or WAV, under 15 MB, 2 to 15 seconds; in AIGC groups 2 to 30 seconds',
		},
	],
	default: DETECT,
};

const model: INodeProperties = {
	...modelFor(
		`The model the upload is billed to. If empty, the one for the asset's type: ${Object.values(MODEL_OF_TYPE).join(', ')}.`,
	),
	default: '',
	placeholder: `e.g. ${MODEL_OF_TYPE.Video}`,
};

const sendFileAs = {
	displayName: 'Send File As',
	name: 'sendFileAs',
	type: 'options',
	displayOptions: { show: { '/source': ['binary'] } },
	options: [
		{ name: 'Automatic', value: 'automatic', description: 'As a multipart form' },
		{
			name: 'Data URI',
			value: 'dataUri',
			description: 'As text in the request. For images and audio. Try it if uploads never appear.',
		},
	],
	default: 'automatic',
} satisfies INodeProperties;

const wait = waitUntilActive(true);

/** Asset · Upload Asset: the new asset's ID and URI; all of the asset if it was waited for. */
export const upload: Operation = {
	value: 'upload',
	name: 'Upload Asset',
	action: 'Upload an asset',
	description: 'Upload an image, a video or an audio file to a group',
	properties: [
		{ ...groupIdOrName, description: 'The group to put the asset in' },
		source,
		binaryPropertyName,
		url,
		base64,
		assetType,
		name,
		ifNameExists,
		...wait.properties,
		optionsWith([sendFileAs, model]),
	],

	async prepare(item) {
		const { parameters, context } = item;
		const group = readGroup(parameters);
		const file = await readFile(item);
		const chosen = parameters.choice(assetType, [...ASSET_TYPES, DETECT]) ?? DETECT;
		const AssetType = assetTypeOf(file.label, chosen === DETECT ? undefined : chosen);
		if (file.bytes !== undefined) checkSize(AssetType, file.bytes);
		const given = readName(parameters, file);
		const choice = readIfNameExists(parameters);
		if (!isSafeToRepeat(choice)) refuseRetryOnFail(context.getNode(), HOW_TO_REPEAT);

		const timeoutMs = wait.readTimeoutMs(parameters);
		const isDataUri = sendsDataUri(parameters, AssetType);
		const fields = {
			model: readBilledModel(parameters, AssetType),
			Name: nameFor(choice, given),
			AssetType,
		};
		return async (run) => {
			hintIfCut(run, given);
			return await inGroup(run, group, async (GroupId) => {
				const asset = { fields: { ...fields, GroupId }, file, isDataUri, timeoutMs };
				return [await uploadBy[choice](run, asset)];
			});
		};
	},
};

const HOW_TO_REPEAT = 'Set If the Name Exists in the Group to Use It, or turn Retry On Fail off.';

/** @throws AnyfastError if there is no file, or the text does not stand for one */
async function readFile(item: ItemContext): Promise<InputFile> {
	switch (item.parameters.choice(source, ['binary', 'url', 'base64'])) {
		case 'url':
			return fileFromUrl(item.parameters, url);
		case 'base64':
			return fileFromBase64(item.parameters, base64);
		default:
			return await fileFromBinary(item, binaryPropertyName);
	}
}

/**
 * The model that the upload is billed to. {@link DEFAULT_MODEL} counts as not chosen: other operations have it as the
 * default of their option Model, which n8n keeps when the user changes to this one; it is right for images alone.
 */
function readBilledModel(parameters: NodeParameters, type: AssetType): string {
	const chosen = readModel(parameters) ?? DEFAULT_MODEL;
	return chosen === DEFAULT_MODEL ? MODEL_OF_TYPE[type] : chosen;
}

/** @throws AnyfastError if there is neither a name nor a file name, or an expression came to nothing */
function readName(parameters: NodeParameters, file: InputFile): string {
	const given = parameters.textUnlessLeftBlank(name) ?? file.name;
	if (given !== undefined && visible(given) !== '') return given;
	throw new AnyfastError('The new asset needs a Name', {
		description: 'The file has no name of its own. Fill in Name.',
	});
}

/** @throws AnyfastError for a video, which the API does not take as a data URI */
function sendsDataUri(parameters: NodeParameters, type: AssetType): boolean {
	const chosen = readOptions(parameters).choice(sendFileAs, ['automatic', 'dataUri']);
	if (chosen !== 'dataUri') return false;
	if (type !== 'Video') return true;
	throw new AnyfastError('A video cannot be sent as a data URI', {
		description: 'Set Send File As to Automatic, or upload the video from a URL.',
	});
}
