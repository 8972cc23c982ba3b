import type { IDataObject } from 'n8n-workflow';

import { asAnyfastError, isKind } from '../../../shared/AnyfastError';
import { isSameId } from '../../../shared/api/answer';
import {
	type Asset,
	DEFAULT_MODEL,
	deleteAsset,
	type Entity,
	updateAsset,
	uriOf,
	withUri,
} from '../../../shared/api/assets';
import { identityOf } from '../../../shared/files/inputFile';
import type { Run } from '../../../shared/operation';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { assetsNamed } from '../common/findByName';
import { isNameTaken } from '../common/names';
import {
	checkIsFound,
	outputOfNew,
	outputOfUpload,
	type Upload,
	uploadFile,
	waitFor,
	withOtherName,
} from './uploadFile';
import { isOfTypeOf, toKnownGroup, uploadNew } from './uploadNew';

/** How long Replace waits until the new asset is active, in milliseconds, if the user set no time. */
const TIMEOUT_MS = 300_000;

/**
 * Uploads a file in place of the assets that have its name: beside them, and they are deleted once it is active as itself.
 * If the service takes no name twice, the new one gets the name after that. Items of one name are worked on in turn.
 *
 * @param key tells this name from others
 */
export async function replace(run: Run, upload: Upload, key: string): Promise<IDataObject> {
	const line = await run.once(`turns of ${key}`, async (): Promise<Line> => ({
		last: settle<unknown>(Promise.resolve()),
	}));
	const turn = line.last.then(async () => {
		const output = await replaceByName(run, upload);
		const uploaded = identityOf(upload.file);
		if (line.uploaded !== undefined && line.uploaded !== uploaded) run.hint(EACH_REPLACED);
		line.uploaded = uploaded;
		return output;
	});
	line.last = settle(turn);
	return await turn;
}

/** The items of one name, which are worked on in turn. */
interface Line {
	/** Ends with the turn of the last of them. */
	last: Promise<unknown>;
	/** The file that the last turn uploaded. */
	uploaded?: string;
}

const EACH_REPLACED =
	'Several items have the same name, so each replaced the file of the one before. Give each a Name.';

async function replaceByName(run: Run, upload: Upload): Promise<IDataObject> {
	const named = await assetsNamed(run, upload.fields);
	const old = named.filter((asset) => isOfTypeOf(upload, asset));
	if (old.length > 0) return await replaceAll(run, upload, old);
	const created = await uploadNew(run, upload, named);
	return { ...(await outputOfNew(run, upload, created)), uploaded: true, replaced: [] };
}

async function replaceAll(run: Run, upload: Upload, old: Asset[]): Promise<IDataObject> {
	const { created, sent } = await uploadBeside(run, upload, old);
	if (isAmong(old, created)) {
		run.hint('Anyfast has this file already, so nothing was uploaded or deleted');
		return { ...(await outputOfUpload(run, upload, created, 'is')), uploaded: false, replaced: [] };
	}
	const timeoutMs = upload.timeoutMs ?? TIMEOUT_MS;
	const asset = await waitFor(run, created.Id, upload, timeoutMs, bothExist(created, old));
	await deleteEach(run, created, old);
	const isNamed = sent === upload || (await giveName(run, upload, created));
	const { fields } = isNamed ? upload : sent;
	await checkIsFound(run, { ...upload, fields }, created);
	const Name = sent === upload ? (asset.Name ?? fields.Name) : fields.Name;
	return { ...withUri({ ...asset, Name }), uploaded: true, replaced: old.map(({ Id }) => Id) };
}

const isAmong = (assets: Asset[], { Id }: Entity) => assets.some((asset) => isSameId(Id, asset.Id));

/** Uploads beside assets of the same name; under another name if the service does not take it twice. */
async function uploadBeside(
	run: Run,
	upload: Upload,
	old: Asset[],
): Promise<{ created: Entity; sent: Upload }> {
	const uploaded = await settle(uploadFile(run, upload, toKnownGroup));
	if (!uploaded.ok && !isNameTaken(uploaded.cause)) throw uploaded.cause;
	// Some services give the asset that has the name instead of refusing it.
	if (uploaded.ok && !isAmong(old, uploaded.value))
		return { created: uploaded.value, sent: upload };
	const sent = withOtherName(upload);
	return { created: await uploadFile(run, sent), sent };
}

/** @throws AnyfastError if one of them cannot be deleted, saying what exists then */
async function deleteEach({ api }: Run, created: Entity, old: Asset[]): Promise<void> {
	for (const [index, { Id }] of old.entries()) {
		const gone = await settle(api.call(deleteAsset, { Id }));
		if (gone.ok || isKind(gone.cause, 'asset not found')) continue;
		const exist = bothExist(created, old.slice(index));
		throw asAnyfastError(gone.cause).after(exist, { assetId: created.Id });
	}
}

function bothExist(created: Entity, old: Asset[]): string {
	const oldUris = old.map(({ Id }) => uriOf(Id)).join(', ');
	return `the new asset is ${uriOf(created.Id)}, the old one ${oldUris}; both still exist`;
}

/** How long a name may stay taken after its asset was deleted, in milliseconds. */
const TAKEN = { firstMs: 0, pauseMs: 2000, longestPauseMs: 5000, timeoutMs: 10_000 };

/** Gives the new asset the name of the old one. @returns whether it has it */
async function giveName(run: Run, { fields: { Name } }: Upload, { Id }: Entity): Promise<boolean> {
	const { api } = run;
	const rename = async () => {
		const renamed = await settle(api.call(updateAsset, { model: DEFAULT_MODEL, Id, Name }));
		if (renamed.ok) return true;
		if (isNameTaken(renamed.cause)) return undefined;
		throw renamed.cause;
	};
	const done = await settle(pollUntil(rename, api.clock, TAKEN));
	if (done.ok && done.value) return true;
	if (!done.ok && isKind(done.cause, 'canceled')) {
		throw done.cause.after(`the asset was uploaded as ${uriOf(Id)}`, { assetId: Id });
	}
	run.hint(
		'Anyfast took no second asset of the same name, and did not rename the new one after that. Rename it with Update Asset, or the next run will not find it.',
	);
	return false;
}
