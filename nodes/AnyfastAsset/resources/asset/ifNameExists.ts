import { randomBytes } from 'crypto';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { AnyfastError, asAnyfastError, isKind } from '../../../shared/AnyfastError';
import {
	type Asset,
	createAsset,
	deleteAsset,
	type Entity,
	isActive,
	isFailed,
	isUsable,
	MAX_NAME,
	withUri,
} from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';
import { settle } from '../../../shared/settle';
import { createOnce } from '../common/createOnce';
import { assetsNamed } from '../common/named';
import { type Upload, uploadFile, waitFor } from './uploadFile';

/*
 * Upload Asset → If the Name Exists in the Group: what each choice does.
 */

/** What the choices are called in saved workflows. */
export const WISHES = ['uploadAnyway', 'use', 'replace', 'fail', 'makeUnique'] as const;
export type Wish = (typeof WISHES)[number];

export const ifNameExists: INodeProperties = {
	displayName: 'If the Name Exists in the Group',
	name: 'ifNameExists',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Fail, and upload nothing' },
		{
			name: 'Make the Name Unique',
			value: 'makeUnique',
			description: 'Add a short ending to the name',
		},
		{
			name: 'Replace',
			value: 'replace',
			description: 'Upload, wait until the new asset is active, then delete the old one',
		},
		{
			name: 'Upload Anyway',
			value: 'uploadAnyway',
			description: 'Do not check; Anyfast may refuse a second asset of the same name',
		},
		{
			name: 'Use It',
			value: 'use',
			description: 'Output the existing asset, so that the workflow can be run again',
		},
	],
	default: 'uploadAnyway',
	description: 'What to do if the group already has an asset with exactly this name and type',
};

/** With these, nothing is created twice however often n8n runs the node. */
export const isSafeToRepeat = (wish: Wish): boolean => wish === 'use' || wish === 'fail';

type Way = (run: Run, upload: Upload) => Promise<IDataObject>;

/** How each wish is carried out. @returns the output item */
export const ways: Record<Wish, Way> = {
	uploadAnyway: async (run, upload) => await finished(run, upload, await uploadFile(run, upload)),

	async use(run, upload) {
		const { entity, isNew } = await once(run, upload, isStillGood);
		if (isNew) return { ...(await finished(run, upload, entity)), uploaded: true };
		const isWaited = upload.timeoutMs !== undefined && !isUsable(entity);
		const asset = isWaited ? await finished(run, upload, entity, 'is') : withUri(entity);
		return { ...asset, uploaded: false };
	},

	async fail(run, upload) {
		const { entity, isNew } = await once(run, upload, () => true);
		if (!isNew) throw exists(upload, entity);
		return { ...(await finished(run, upload, entity)), uploaded: true };
	},

	async makeUnique(run, upload) {
		const uploaded = (await isTaken(run, upload))
			? undefined
			: await settle(uploadFile(run, upload));
		if (uploaded?.ok) return await finished(run, upload, uploaded.value);
		if (uploaded && !isRefusedName(uploaded.cause)) throw uploaded.cause;
		return await finished(run, upload, await uploadUnique(run, upload));
	},

	async replace(run, upload) {
		const { api } = run;
		const old = await assetsNamed(api, upload.fields);
		if (old.length === 0) return await finished(run, upload, await uploadFile(run, upload));

		const oldUris = old.map(({ Id }) => withUri({ Id }).AssetUri).join(', ');
		const created = await uploadBeside(run, upload);
		const { AssetUri } = withUri(created);
		const left = `the new asset is ${AssetUri}, the old one ${oldUris}; both still exist`;
		const timeoutMs = upload.timeoutMs ?? REPLACE_TIMEOUT_MS;
		const asset = await waitFor(run, created.Id, upload, timeoutMs, left);
		for (const { Id } of old) {
			const gone = await settle(api.call(deleteAsset, { Id }));
			if (gone.ok) continue;
			throw asAnyfastError(gone.cause).after(left, { assetId: created.Id });
		}
		return { ...withUri(asset), uploaded: true, replaced: old.map(({ Id }) => Id) };
	},
};

/** How long Replace waits until the new asset is active, in milliseconds, if the user set no time. */
const REPLACE_TIMEOUT_MS = 300_000;

const keyOf = ({ fields: { GroupId, Name, AssetType } }: Upload) =>
	JSON.stringify(['asset', GroupId, Name, AssetType]);

/** Whether the group has the name, or an item of this run before this one takes it. */
async function isTaken(run: Run, upload: Upload): Promise<boolean> {
	return !run.isFirst(keyOf(upload)) || (await assetsNamed(run.api, upload.fields)).length > 0;
}

async function once(run: Run, upload: Upload, counts: (asset: Asset) => boolean) {
	const { fields } = upload;
	return await createOnce<Entity>(run, {
		key: keyOf(upload),
		what: `asset "${fields.Name}" in the group`,
		find: async () => (await assetsNamed(run.api, fields)).filter(counts),
		create: async () => await uploadFile(run, upload),
	});
}

/** Not one that failed or was made inactive; one without a status may become active. */
function isStillGood(asset: Asset): boolean {
	return isActive(asset) || !(isFailed(asset) || asset.Status?.toLowerCase() === 'inactive');
}

/** The asset as the item shows it: waited for, if the user wants that. */
async function finished(
	run: Run,
	upload: Upload,
	{ Id, ...more }: Entity,
	how = 'was uploaded as',
) {
	const created = withUri({ Id, ...more });
	if (upload.timeoutMs === undefined) return created;
	const done = `the asset ${how} ${created.AssetUri}`;
	return withUri(await waitFor(run, Id, upload, upload.timeoutMs, done));
}

/** A service that wants names to be unique says that it does not find the group (field report). */
const isRefusedName = (cause: unknown) => isKind(cause, 'group not found');

/** Uploads beside an asset of the same name; under another name if the service does not take it twice. */
async function uploadBeside(run: Run, upload: Upload): Promise<Entity> {
	// The group is there, since it has an asset: no use in waiting for it.
	const uploaded = await settle(
		uploadFile(run, upload, { ...createAsset, propagationPausesMs: [] }),
	);
	if (uploaded.ok) return uploaded.value;
	if (!isRefusedName(uploaded.cause)) throw uploaded.cause;
	run.hint('Anyfast refused a second asset of the same name, so the new one has a longer name');
	return await uploadUnique(run, upload);
}

async function uploadUnique(run: Run, { fields, ...upload }: Upload): Promise<Entity> {
	const ending = `-${randomBytes(3).toString('hex')}`;
	const start = [...fields.Name].slice(0, MAX_NAME - ending.length).join('');
	return await uploadFile(run, { ...upload, fields: { ...fields, Name: start + ending } });
}

const exists = ({ fields: { Name } }: Upload, { Id }: Entity) =>
	new AnyfastError(`The group has an asset named "${Name}" already`, {
		description: `It is asset://${Id}. Use another Name, or set If the Name Exists in the Group to Use It.`,
	});
