import { randomBytes } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { asAnyfastError } from '../../../shared/AnyfastError';
import {
	type Asset,
	createAsset,
	type CreateAssetFields,
	type Entity,
	isReady,
	isWord,
	uriOf,
	withUri,
} from '../../../shared/api/assets';
import { fallbackFileName, mimeTypeOf } from '../../../shared/files/formats';
import { type InputFile, toDataUri } from '../../../shared/files/inputFile';
import { nonBlank } from '../../../shared/json';
import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';
import { type Body, jsonBody, jsonWithFiles } from '../../../shared/transport/body';
import { formBody } from '../../../shared/transport/multipart';
import { hintAtName, NOT_LISTED } from '../common/groupOfName';
import { withEnding } from '../common/names';
import { untilListed } from '../common/untilListed';
import { untilActive } from './untilActive';

/** An upload, as the user set it. */
export interface Upload {
	fields: CreateAssetFields;
	file: InputFile;
	/** Whether to send a file of n8n's within the request instead of as multipart. */
	isDataUri: boolean;
	/** How long to wait until the asset is active, in milliseconds; undefined not to wait. */
	timeoutMs?: number;
}

/** The same upload under a name with an ending that nothing else has. */
export function withOtherName({ fields, ...upload }: Upload): Upload {
	const Name = withEnding(fields.Name, `-${randomBytes(3).toString('hex')}`);
	return { ...upload, fields: { ...fields, Name } };
}

/**
 * Sends a file: its address, or the file itself, as text or in a form.
 *
 * @param endpoint another one than usual, such as without its waiting for a new group
 * @throws what `api.call` throws
 */
export async function uploadFile(
	{ api }: Run,
	upload: Upload,
	endpoint = createAsset,
): Promise<Entity> {
	return await api.call(endpoint, bodyOf(upload));
}

function bodyOf({ fields, file, isDataUri }: Upload): Body {
	const { content, label, bytes = 0 } = file;
	if (typeof content === 'object') return jsonBody({ ...fields, URL: content.address });
	if (isDataUri) {
		const mimeType = mimeTypeOf(label, fields.AssetType);
		return jsonWithFiles(fields, Math.ceil(bytes / 3) * 4, async () => {
			return { ...fields, URL: await toDataUri(file, mimeType) };
		});
	}
	const fileName = label.fileName || fallbackFileName(label, fields.AssetType);
	return formBody(fields, { ...label, fileName, length: bytes, content });
}

/** An asset as the item shows it, with the name that was sent; waited for, if the user wants that. */
export async function outputOfUpload(
	run: Run,
	upload: Upload,
	asset: Entity,
	how = 'was uploaded as',
): Promise<IDataObject> {
	const known = withUri({ Name: upload.fields.Name, ...asset });
	if (upload.timeoutMs === undefined || isReady(asset)) return known;
	const check = nonBlank(asset.VerifyUrl);
	const asked = check === undefined ? '' : `, and Anyfast asks for a face check at ${check}`;
	const done = `the asset ${how} ${known.AssetUri}${asked}`;
	return withUri({ ...asset, ...(await waitFor(run, asset.Id, upload, upload.timeoutMs, done)) });
}

/** The same for a new asset that the next run has to find. */
export async function outputOfNew(run: Run, upload: Upload, asset: Entity): Promise<IDataObject> {
	const output = await outputOfUpload(run, upload, asset);
	await checkIsFound(run, upload, asset);
	return output;
}

/**
 * Waits until an asset is active.
 *
 * @param done put behind the message of any error: the asset is there, and paid for
 */
export async function waitFor(
	run: Run,
	Id: string,
	{ fields: { GroupId }, file, isDataUri }: Upload,
	timeoutMs: number,
	done: string,
): Promise<Asset> {
	const isMultipart = typeof file.content !== 'object' && !isDataUri;
	const adviceIfInvisible = isMultipart ? IF_INVISIBLE : undefined;
	const waited = await settle(untilActive(run, { Id, GroupId, adviceIfInvisible }, timeoutMs));
	if (waited.ok) return waited.value;
	throw asAnyfastError(waited.cause).after(done, { assetId: Id });
}

const IF_INVISIBLE =
	'Some keys upload multipart files that never appear: set Send File As to Data URI, or upload from a URL.';

/** Waits until the list of the group shows a new asset, and says so if the next run will not find it by its name. */
export async function checkIsFound(run: Run, { fields }: Upload, { Id }: Entity): Promise<void> {
	run.onlyWaits();
	const looked = await settle(untilListed(run, Id, fields.GroupId));
	if (!looked.ok) {
		const done = `the asset was uploaded as ${uriOf(Id)}`;
		throw asAnyfastError(looked.cause).after(done, { assetId: Id });
	}
	const row = looked.value;
	if (!row) return run.hint(NOT_LISTED, uriOf(Id));
	hintAtName(run, fields.Name, row);
	const type = nonBlank(row.AssetType);
	if (type !== undefined && !isWord(type, fields.AssetType)) {
		run.hint(
			`Anyfast lists a new ${fields.AssetType} as ${type}, so the next run will not find it.`,
		);
	}
}
