import { randomBytes } from 'crypto';

import { asAnyfastError } from '../../../shared/AnyfastError';
import {
	type Asset,
	createAsset,
	type CreateAssetFields,
	type Entity,
} from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import { type Body, jsonBody, jsonWithFiles } from '../../../shared/transport/body';
import { formBody } from '../../../shared/transport/multipart';
import { fallbackFileName, mimeTypeOf } from '../../../shared/files/formats';
import { type InputFile, toDataUri } from '../../../shared/files/inputFile';
import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';
import { withEnding } from '../common/names';
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
 * Uploads a file.
 *
 * @param endpoint another one than usual, such as without its waiting for a new group
 * @throws AnyfastError what the API did, or that the file cannot be read
 */
export async function uploadFile(
	{ api }: Pick<Run, 'api'>,
	upload: Upload,
	endpoint: Endpoint<Entity> = createAsset,
): Promise<Entity> {
	return await api.call(endpoint, bodyOf(upload));
}

/**
 * Waits until an asset is active.
 *
 * @param done put behind the message of any error: the asset is there, and paid for
 * @throws AnyfastError if it failed, or the time was up
 */
export async function waitFor(
	run: Run,
	Id: string,
	{ fields: { GroupId }, file, isDataUri }: Upload,
	timeoutMs: number,
	done: string,
): Promise<Asset> {
	const adviceIfInvisible =
		isMultipart(file) && !isDataUri
			? 'Some keys upload multipart files that never appear: set Send File As to Data URI, or upload from a URL.'
			: undefined;
	const waited = await settle(untilActive(run, { Id, GroupId, adviceIfInvisible }, timeoutMs));
	if (waited.ok) return waited.value;
	const { cause } = waited;
	throw asAnyfastError(cause).after(done, { assetId: Id });
}

const isMultipart = ({ content }: InputFile) => typeof content !== 'object';

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
