import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import {
	ASSET_TYPES,
	type AssetType,
	createAsset,
	type CreateAssetFields,
	MODEL_OF_TYPE,
	readEntity,
	withUri,
} from '../../../shared/api/assets';
import type { Body } from '../../../shared/api/endpoint';
import { Form } from '../../../shared/api/multipart';
import { assetTypeOf, checkSize, fallbackFileName } from '../../../shared/files/formats';
import { type InputFile, toDataUri } from '../../../shared/files/inputFile';
import type { Operation, Run } from '../../../shared/operation';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { modelFor, optionsWith, readModel, readOptions } from '../../../shared/parameters/options';
import { settle } from '../../../shared/settle';
import { untilActive } from './active';
import { readSource, sourceProperties } from './source';

const DETECT = 'detect';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description:
		'The name of the new asset. Unless given, the name of the file without its ending; base64 has none. Cut to 64 characters.',
};

const assetType: INodeProperties = {
	displayName: 'Asset Type',
	name: 'assetType',
	type: 'options',
	options: [
		{
			name: 'Audio',
			value: 'Audio',
			description: 'MP3 or WAV, under 15 MB, 2 to 15 seconds (AIGC groups: 30)',
		},
		{
			name: 'Detect From the File',
			value: DETECT,
			description: 'By the type that the file has in n8n, or by the ending of its name',
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
	],
	default: DETECT,
};

const model: INodeProperties = {
	...modelFor(
		`The model the upload is billed to. Unless given, it follows the type: ${Object.values(MODEL_OF_TYPE).join(', ')}.`,
	),
	default: '',
	placeholder: `e.g. ${MODEL_OF_TYPE.Video}`,
};

const waitUntilActive = {
	displayName: 'Wait Until Active',
	name: 'waitUntilActive',
	type: 'boolean',
	default: false,
	description: 'Whether to go on only when the asset can be used. The item then holds all of it.',
} satisfies INodeProperties;

const timeout = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitUntilActive: [true] } },
	default: 300,
	description: 'How many seconds to wait until the asset is active',
} satisfies INodeProperties;

const sendFileAs = {
	displayName: 'Send File As',
	name: 'sendFileAs',
	type: 'options',
	displayOptions: { show: { '/source': ['binary'] } },
	options: [
		{ name: 'Automatic', value: 'automatic', description: 'As multipart, whatever its type' },
		{
			name: 'Data URI',
			value: 'dataUri',
			description: 'Within the request, for images and audio; try it if assets never appear',
		},
	],
	default: 'automatic',
} satisfies INodeProperties;

/** The longest name of an asset, in characters; upstream's limit. */
const MAX_NAME = 64;

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
		optionsWith([model, sendFileAs, timeout, waitUntilActive]),
	],

	async prepare(call) {
		const { parameters } = call;
		const GroupId = readGroupId(parameters);
		const file = await readSource(call);
		const wanted = parameters.choice(assetType, [...ASSET_TYPES, DETECT]) ?? DETECT;
		const AssetType = assetTypeOf(file.label, wanted === DETECT ? undefined : wanted);
		if (file.bytes !== undefined) checkSize(AssetType, file.bytes);
		const Name = readName(parameters, file);
		const fields = {
			...{ model: readModel(parameters) ?? MODEL_OF_TYPE[AssetType], GroupId },
			...{ Name: [...Name].slice(0, MAX_NAME).join(''), AssetType },
		};
		const isDataUri = sendsDataUri(parameters, AssetType);
		const timeoutMs = readTimeout(parameters);

		return async (run) => {
			if (fields.Name !== Name) run.hint(`Names were cut to ${MAX_NAME} characters`);
			const body = await bodyOf(fields, file, isDataUri);
			const created = withUri(await run.api.call(createAsset, body, readEntity));
			if (timeoutMs === undefined) return [created];
			const isForm = body instanceof Form;
			return [await waitFor(created, { GroupId, isForm }, run, timeoutMs)];
		};
	},
};

const readName = (parameters: NodeParameters, file: InputFile): string =>
	parameters.textUnlessLeftBlank(name) ?? file.name ?? parameters.requiredText(name);

/** @returns undefined if the asset is not waited for */
function readTimeout(parameters: NodeParameters): number | undefined {
	const options = readOptions(parameters);
	const ms = 1000 * options.wholeNumber(timeout);
	return options.flag(waitUntilActive) ? ms : undefined;
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

async function bodyOf(
	fields: CreateAssetFields,
	file: InputFile,
	isDataUri: boolean,
): Promise<Body> {
	const { content, label, bytes = 0 } = file;
	if (typeof content === 'object') return { ...fields, URL: content.address };
	const fileName = label.fileName || fallbackFileName(label, fields.AssetType);
	if (!isDataUri) return new Form(fields, { ...label, fileName, length: bytes, content });
	return { ...fields, URL: await toDataUri(file, label.mimeType || 'application/octet-stream') };
}

/** Whatever ends the wait, the error names the asset: it is there and paid for. */
async function waitFor(
	{ Id, AssetUri }: { Id: string; AssetUri: string },
	{ GroupId, isForm }: { GroupId: string; isForm: boolean },
	{ api }: Run,
	timeoutMs: number,
): Promise<IDataObject> {
	const adviceIfInvisible = isForm
		? 'Some keys upload multipart files that never appear: set Send File As to Data URI, or upload from a URL.'
		: undefined;
	const waited = await settle(untilActive(api, { Id, GroupId, adviceIfInvisible }, timeoutMs));
	if (waited.ok) return withUri(waited.value);
	const { cause } = waited;
	throw cause instanceof AnyfastError
		? cause.after(`the asset was uploaded as ${AssetUri}`)
		: cause;
}
