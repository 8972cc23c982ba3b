import type { AnyfastError } from '../../../shared/AnyfastError';
import { type Asset, createAsset, type Entity, isWord, uriOf } from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';
import { isNameTaken } from '../common/names';
import { type Upload, uploadFile } from './uploadFile';

/** For a group that is there, since it has an asset: no use in waiting for it. */
export const toKnownGroup = { ...createAsset, propagationPausesMs: [] };

/** Whether an asset is of the type that is uploaded. */
export const isOfTypeOf = ({ fields }: Upload, { AssetType }: Asset): boolean =>
	isWord(AssetType, fields.AssetType);

/**
 * Uploads a file although its name is there: as that of an asset of another type, or of one that failed.
 *
 * @param others what has the name
 * @throws AnyfastError also one that names the first of these, if the service takes no second asset of the name
 */
export async function uploadNew(run: Run, upload: Upload, [other]: Asset[]): Promise<Entity> {
	if (!other) return await uploadFile(run, upload);
	const uploaded = await settle(uploadFile(run, upload, toKnownGroup));
	if (uploaded.ok) return uploaded.value;
	throw isNameTaken(uploaded.cause) ? nameTaken(uploaded.cause, upload, other) : uploaded.cause;
}

function nameTaken(cause: AnyfastError, upload: Upload, other: Asset): AnyfastError {
	const orReplace = isOfTypeOf(upload, other)
		? 'use another Name, or set If the Name Exists in the Group to Replace'
		: 'or use another Name';
	return cause.with({
		message: `The group has an asset named "${upload.fields.Name}" already`,
		description: `It is ${uriOf(other.Id)}, its type is ${other.AssetType} and its status ${other.Status ?? 'not given'}. It was not used, and Anyfast takes no other of this name. Delete it, ${orReplace}.`,
		cause: 'user',
	});
}
