import type { INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import { ASSET_TYPES, type AssetType, MAX_NAME, MODEL_OF_TYPE } from '../../../shared/api/assets';
import { assetTypeOf, checkSize } from '../../../shared/files/formats';
import type { InputFile } from '../../../shared/files/inputFile';
import type { Operation } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { modelFor, optionsWith, readModel, readOptions } from '../../../shared/parameters/options';
import { refuseRetryOnFail } from '../../../shared/refuseRetryOnFail';
import { ifNameExists, isSafeToRepeat, ways, WISHES } from './ifNameExists';
import { readSource, sourceProperties } from './source';
import { waitUntilActive } from './wait';

const DETECT = 'detect';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	displayOptions: { hide: { source: ['base64'] } },
	default: '',
	placeholder: 'e.g. cat',
	description: `Name of the new asset, cut to ${MAX_NAME} characters. If empty, the name of the file without its ending.`,
};

/** Base64 has no file name to fall back on. */
const requiredName: INodeProperties = {
	...name,
	required: true,
	displayOptions: { show: { source: ['base64'] } },
	description: `Name of the new asset, cut to ${MAX_NAME} characters`,
};

const assetType: INodeProperties = {
	displayName: 'Asset Type',
	name: 'assetType',
	type: 'options',
	options: [
		{
			name: 'Detect From the File',
			value: DETECT,
			description: 'From the type that the file has in n8n, or the ending of its name',
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
		{ ...groupId, description: 'The group to put the asset in' },
		...sourceProperties,
		assetType,
		name,
		requiredName,
		ifNameExists,
		...wait.properties,
		optionsWith([sendFileAs, model]),
	],

	async prepare(call) {
		const { parameters, context } = call;
		const GroupId = readGroupId(parameters);
		const file = await readSource(call);
		const wanted = parameters.choice(assetType, [...ASSET_TYPES, DETECT]) ?? DETECT;
		const AssetType = assetTypeOf(file.label, wanted === DETECT ? undefined : wanted);
		if (file.bytes !== undefined) checkSize(AssetType, file.bytes);
		const given = readName(parameters, file);
		const wish = parameters.choice(ifNameExists, WISHES) ?? 'uploadAnyway';
		if (!isSafeToRepeat(wish)) refuseRetryOnFail(context.getNode(), HOW_TO_REPEAT);

		const timeoutMs = wait.readTimeoutMs(parameters);
		const isDataUri = sendsDataUri(parameters, AssetType);
		const model = readModel(parameters) ?? MODEL_OF_TYPE[AssetType];
		const Name = [...given].slice(0, MAX_NAME).join('');
		const order = { fields: { model, GroupId, Name, AssetType }, file, isDataUri, timeoutMs };
		return async (run) => {
			if (Name !== given) run.hint(`Names were cut to ${MAX_NAME} characters`);
			return [await ways[wish](run, order)];
		};
	},
};

const HOW_TO_REPEAT = 'Set If the Name Exists in the Group to Use It, or turn Retry On Fail off.';

/** @throws AnyfastError if there is neither a name nor a file name, or an expression came to nothing */
function readName(parameters: NodeParameters, file: InputFile): string {
	const given = parameters.textUnlessLeftBlank(name) ?? file.name;
	if (given !== undefined) return given;
	throw new AnyfastError('The new asset needs a Name', {
		description: 'The file has no name of its own. Fill in Name.',
	});
}

/** @throws AnyfastError for a video, which the API does not take as a data URI */
function sendsDataUri(parameters: NodeParameters, type: AssetType): boolean {
	const way = readOptions(parameters).choice(sendFileAs, ['automatic', 'dataUri']);
	if (way !== 'dataUri') return false;
	if (type !== 'Video') return true;
	throw new AnyfastError('A video cannot be sent as a data URI', {
		description: 'Set Send File As to Automatic, or upload the video from a URL.',
	});
}
