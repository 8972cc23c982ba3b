import { type IDataObject, type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { toNodeError } from '../../../shared/toNodeError';
import { readRow } from '../../../shared/api/readRow';
import { ASSET_TYPES, MODEL_OF_TYPE, type Row } from '../../../shared/api/assets';
import { untilActive } from './active';
import { groupId, readGroupId } from '../../../shared/parameters/locators';
import type { Call, Operation } from '../../../shared/operation';
import { modelFor, optionsWith, readModel, readOptions } from '../../../shared/parameters/options';
import { assetTypeOf, checkSize } from '../../../shared/files/formats';
import { mediaProperties, readMedia } from './source';
import { withUri } from '../../../shared/api/withUri';

const DETECT = 'detect';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description:
		'The name of the new asset. Left empty, the name of the file without its ending; base64 has none.',
};

const assetType: INodeProperties = {
	displayName: 'Asset Type',
	name: 'assetType',
	type: 'options',
	options: [
		{ name: 'Audio', value: 'Audio', description: 'MP3 or WAV, under 15 MB, 2 to 15 seconds' },
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
		{ name: 'Video', value: 'Video', description: 'MP4 or MOV, under 50 MB, 2 to 15 seconds' },
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

/** Asset · Upload Asset: the new asset's ID and address; all of the asset where it was waited for. */
export const upload: Operation = {
	description: updateDisplayOptions({ show: { resource: ['asset'], operation: ['upload'] } }, [
		{ ...groupId, description: 'The group to put the asset in' },
		...mediaProperties,
		assetType,
		name,
		optionsWith([model, timeout, waitUntilActive]),
	]),

	async execute(call) {
		const { parameters, api } = call;
		const chosen = readOptions(parameters);
		const wait = chosen.flag(waitUntilActive);
		const timeoutMs = 1000 * chosen.wholeNumber(timeout);

		const GroupId = readGroupId(parameters);
		const media = await readMedia(call);
		const wanted = parameters.choice(assetType, [...ASSET_TYPES, DETECT]) ?? DETECT;
		const AssetType = assetTypeOf(media.label, wanted === DETECT ? undefined : wanted);
		if (media.bytes !== undefined) checkSize(AssetType, media.bytes);

		const fields = {
			model: readModel(parameters) ?? MODEL_OF_TYPE[AssetType],
			GroupId,
			Name: parameters.textUnlessLeftBlank(name) ?? media.name ?? parameters.requiredText(name),
			AssetType,
		};
		const created = withUri(await api.call('CreateAsset', media.bodyWith(fields), readRow));
		return [wait ? await waitFor(created, call, timeoutMs) : created];
	},
};

/** Whatever ends the wait, the error names the asset: it is there and paid for. */
async function waitFor(
	{ Id, AssetUri }: Row & { AssetUri: string },
	{ api, context }: Call,
	timeoutMs: number,
): Promise<IDataObject> {
	try {
		const ask = async () => await api.call('GetAsset', { Id }, readRow);
		return withUri(await untilActive(ask, api.clock, timeoutMs));
	} catch (cause) {
		const error = toNodeError(context.getNode(), cause);
		// In the message, because nothing else of an error reaches the items under On Error: Continue.
		error.message += `; the asset was uploaded as ${AssetUri}`;
		throw error;
	}
}
