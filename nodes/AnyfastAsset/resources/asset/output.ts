import type { IDataObject } from 'n8n-workflow';

import { asAnyfastError } from '../../../shared/AnyfastError';
import { type Entity, isWord, uriOf, withUri } from '../../../shared/api/assets';
import { nonBlank } from '../../../shared/json';
import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';
import { hintAtName, NOT_LISTED } from '../common/groupOfName';
import { untilListed } from '../common/untilListed';
import { type Upload, waitFor } from './uploadFile';

/*
 * What an upload gives.
 */

/** An asset as the item shows it, with the name that was sent; waited for, if the user wants that. */
export async function outputOfUpload(
	run: Run,
	upload: Upload,
	asset: Entity,
	how = 'was uploaded as',
): Promise<IDataObject> {
	const known = withUri({ Name: upload.fields.Name, ...asset });
	if (upload.timeoutMs === undefined) return known;
	const done = `the asset ${how} ${known.AssetUri}`;
	return withUri(await waitFor(run, asset.Id, upload, upload.timeoutMs, done));
}

/** The same for a new asset that the next run has to find. */
export async function outputOfNew(run: Run, upload: Upload, asset: Entity): Promise<IDataObject> {
	const output = await outputOfUpload(run, upload, asset);
	await checkIsFound(run, upload, asset);
	return output;
}

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
