import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { AnyfastError } from '../../../shared/AnyfastError';
import { type Asset, type Entity, isFailed, isWord, uriOf } from '../../../shared/api/assets';
import { identityOf } from '../../../shared/files/inputFile';
import type { Run } from '../../../shared/operation';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { settle } from '../../../shared/settle';
import { findOrCreate, type Match } from '../common/findOrCreate';
import { assetsNamed, TOGETHER_MS } from '../common/findByName';
import { cutName, isNameTaken, ownName, visible } from '../common/names';
import { replace } from './replace';
import { outputOfNew, outputOfUpload, type Upload, uploadFile, withOtherName } from './uploadFile';
import { isOfTypeOf, uploadNew } from './uploadNew';

/*
 * Upload Asset → If the Name Exists in the Group: what each choice does.
 */

const CHOICES = ['uploadAnyway', 'use', 'replace', 'fail', 'makeUnique'] as const;
type IfNameExists = (typeof CHOICES)[number];

export const ifNameExists = {
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
	default: 'use',
	description: 'What to do if the group already has an asset with this name and type',
} satisfies INodeProperties;

export const readIfNameExists = (parameters: NodeParameters): IfNameExists =>
	parameters.choice(ifNameExists, CHOICES) ?? 'use';

/** With these, nothing is created twice however often n8n runs the node. */
export const isSafeToRepeat = (choice: IfNameExists): boolean =>
	choice === 'use' || choice === 'fail';

/** The name to send: if names are looked for, two different ones must not become one. */
export const nameFor = (choice: IfNameExists, name: string): string =>
	choice === 'uploadAnyway' ? cutName(name) : ownName(name);

/** Uploads as the user chose. @returns the output item */
type UploadBy = (run: Run, upload: Upload) => Promise<IDataObject>;

export const uploadBy: Record<IfNameExists, UploadBy> = {
	uploadAnyway: async (run, upload) =>
		await outputOfUpload(run, upload, await uploadFile(run, upload)),

	async use(run, upload) {
		const { entity, isNew, isOld, isOfOther } = await findOrUpload(run, upload, isStillGood);
		if (isOld) run.hint(USED);
		else if (isOfOther) run.hint(ONLY_FIRST);
		const asset = isNew
			? await outputOfNew(run, upload, entity)
			: await outputOfUpload(run, upload, entity, 'is');
		return { ...asset, uploaded: isNew };
	},

	async fail(run, upload) {
		const { entity, isNew } = await findOrUpload(run, upload, () => true);
		if (!isNew) throw exists(upload, entity);
		return { ...(await outputOfNew(run, upload, entity)), uploaded: true };
	},

	replace: async (run, upload) => await replace(run, upload, uploadKey(upload)),

	async makeUnique(run, upload) {
		const created = run.isFirst(uploadKey(upload)) ? await uploadIfFree(run, upload) : undefined;
		if (created) return await outputOfUpload(run, upload, created);
		const other = withOtherName(upload);
		return await outputOfUpload(run, other, await uploadFile(run, other));
	},
};

/** @returns undefined if its name is taken */
async function uploadIfFree(run: Run, upload: Upload): Promise<Entity | undefined> {
	const named = await assetsNamed(run, upload.fields, TOGETHER_MS);
	if (named.some((asset) => isOfTypeOf(upload, asset))) return undefined;
	const uploaded = await settle(uploadNew(run, upload, named));
	if (uploaded.ok) return uploaded.value;
	if (isNameTaken(uploaded.cause)) return undefined;
	throw uploaded.cause;
}

/** Tells an upload from everything else that the run creates. */
const uploadKey = ({ fields: { GroupId, Name, AssetType } }: Upload) =>
	JSON.stringify(['asset', GroupId, visible(Name), AssetType]);

/** @param counts whether an asset that is there is one to find */
async function findOrUpload(
	run: Run,
	upload: Upload,
	counts: (asset: Asset) => boolean,
): Promise<Match<Entity>> {
	const { fields } = upload;
	return await findOrCreate<Entity>(run, {
		key: uploadKey(upload),
		source: identityOf(upload.file),
		what: `asset ${JSON.stringify(fields.Name)} in the group`,
		find: async (maxAgeMs) => await assetsNamed(run, fields, maxAgeMs),
		fits: (asset) => isOfTypeOf(upload, asset) && counts(asset),
		create: async (others) => await uploadNew(run, upload, others),
	});
}

/** Not one that failed or was made inactive; one without a status may become active. */
const isStillGood = (asset: Asset): boolean =>
	!isFailed(asset) && !isWord(asset.Status, 'Inactive');

const USED =
	'An asset of this name was there already and was used. To upload the file anew, set If the Name Exists in the Group to Replace.';

const ONLY_FIRST =
	'Several items have the same name, so only the first file was uploaded. Give each a Name.';

const exists = ({ fields: { Name } }: Upload, { Id }: Entity) =>
	new AnyfastError(`The group has an asset named "${Name}" already`, {
		description: `It is ${uriOf(Id)}. Use another Name, or set If the Name Exists in the Group to Use It.`,
	});
