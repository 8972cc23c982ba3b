import { nonBlank } from '../json';
import type { Change, Endpoint } from './endpoint';
import { type Entity, isOwnError, readChange, readDeletion, readNew, readThing } from './entity';

export type { Entity } from './entity';

/**
 * What travels between this package and the Anyfast API, in the API's own words. Names and types are the vendor's
 * (OpenAPI description of ListAssetGroups, docs.anyfast.com.cn); the stand-in of the tests speaks the same types.
 */

/** The group types the vendor documents. An answer may name others; they are passed on. */
export const GROUP_TYPES = ['AIGC', 'LivenessFace'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

/** The longest name of a group or an asset, in characters; upstream's limit. */
export const MAX_NAME = 64;

/** The model that a call is accounted to. Listing is free of charge whatever it says. */
export const DEFAULT_MODEL = 'volc-asset';

/** What an asset can be. */
export const ASSET_TYPES = ['Image', 'Video', 'Audio'] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

/** The statuses of assets that the vendor documents or clients met. An answer may name others; they are passed on. */
export const STATUSES = [
	'Active',
	'Failed',
	'Inactive',
	'Pending',
	'Processing',
	'Queued',
] as const;

/** The model that the vendor asks for with each type of asset. */
export const MODEL_OF_TYPE: Record<AssetType, string> = {
	Image: DEFAULT_MODEL,
	Video: 'volc-asset-video',
	Audio: 'volc-asset-audio',
};

/** A group as the API gives it. The vendor promises none of the fields; only `Id` is insisted upon. */
export interface AssetGroup extends Entity {
	Name?: string;
	/** `Name` with a prefix that names user and token. */
	Title?: string;
	GroupType?: string;
	ProjectName?: string;
	/** ISO 8601, UTC. */
	CreateTime?: string;
	/** ISO 8601, UTC. */
	UpdateTime?: string;
}

/** An asset as the API gives it. Fields beyond `Id` are documented, not promised. */
export interface Asset extends Entity {
	Name?: string;
	/** Where the file can be downloaded; signed anew on each read, and valid for 12 hours (field report). */
	URL?: string;
	/** One of {@link ASSET_TYPES}. */
	AssetType?: string;
	GroupId?: string;
	/**
	 * `Active` or `Inactive` by the vendor; clients also met `Processing`, `Pending`, `Queued` and `Failed`. Others are
	 * passed on.
	 */
	Status?: string;
	ProjectName?: string;
	/** ISO 8601, UTC. */
	CreateTime?: string;
	/** ISO 8601, UTC. */
	UpdateTime?: string;
}

/** `Filter` of a list call. `{}` lists everything, so an empty value must never stand for a missing one. */
export type ListFilter = {
	/** A part of the name. */
	Name?: string;
	/** Exact IDs. */
	GroupIds?: string[];
	GroupType?: GroupType;
};

/** What a list call asks for, without the page. */
type ListQuery = {
	model: string;
	Filter: ListFilter;
};

/** The page a list call asks for. The API's own defaults are 1 and 10. */
type PageRequest = {
	/** From 1. */
	PageNumber: number;
	/** Sibling calls upstream document 1 to 100; the API may give fewer rows than asked. */
	PageSize: number;
};

/** What `ListAssetGroups` and `ListAssets` take. */
export type ListRequest = ListQuery & PageRequest;

export type CreateAssetGroupRequest = {
	model: string;
	/** At most 64 characters, upstream. */
	Name: string;
};

/**
 * What every `CreateAsset` says. As a form, the file is in a further field, `file`; as JSON, it is in `URL`: a public URL, a
 * data URI, or base64, which is taken for a PNG image.
 */
export type CreateAssetFields = {
	model: string;
	GroupId: string;
	Name: string;
	AssetType: AssetType;
};

/** What `GetAsset` and `DeleteAsset` take. */
export type AssetRequest = {
	Id: string;
};

/** An answer to a list call. The vendor requires none of the fields. */
export type ListAnswer<T extends Entity> = {
	Items?: T[] | null;
	PageNumber?: number;
	PageSize?: number;
	/** Rows in the whole list. */
	TotalCount?: number;
};

/** A call that lists, creates, gets or deletes: how long one try may take, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** The same for a file, which the API takes in before it answers; giving up too early leaves an asset nobody knows of. */
const FILE_TIMEOUT_MS = 300_000;

/**
 * A new group is not visible to uploads for some seconds (400, 404 or 502 with `NotFound.group_id`, field report), so
 * they are tried again for 20 seconds.
 */
const GROUP_PROPAGATION_MS = [1000, 2000, 3000, 4000, 5000, 5000];

/** An endpoint of the asset API. */
export const action = <T>(
	name: string,
	more: Pick<Endpoint<T>, 'read'> & Partial<Endpoint<T>>,
): Endpoint<T> => ({
	name,
	method: 'POST',
	path: `/volc/asset/${name}`,
	timeoutMs: TIMEOUT_MS,
	...more,
});

/** A change of a thing that is there; made twice, it does no harm. */
const changeOf = (thing: 'asset' | 'group', did: 'deleted' | 'renamed'): Change<Entity> => ({
	repeatable: true,
	doubt: `the ${thing} may have been ${did} anyway`,
	check: `Look for it with Get ${thing === 'asset' ? 'Asset' : 'Group'}.`,
	did: `${did} ${thing}`,
	to: ({ Id }) => Id,
	provenBy: did === 'deleted' ? `${thing} not found` : undefined,
});

/** {@link CreateAssetGroupRequest} → `Id` (vendor's guide). */
export const createAssetGroup = action<Entity>('CreateAssetGroup', {
	read: readNew(['Id', 'GroupId', 'id']),
	change: {
		repeatable: false,
		doubt: 'the group may have been created anyway',
		check:
			'Look for its name with List Groups before you run this again, or you may end up with two.',
		did: 'created group',
		to: ({ Id }) => Id,
	},
});

/** {@link CreateAssetFields} with a file or a URL → `Id` (vendor's pages). */
export const createAsset = action<Entity>('CreateAsset', {
	timeoutMs: FILE_TIMEOUT_MS,
	thing: 'group',
	words: {
		'group not found': [
			'Anyfast cannot find the group',
			'There are three known causes: the group was created only seconds ago, it belongs to another API key or site, or it already has an asset of this name. Check the Group, or use another Name.',
		],
	},
	propagationPausesMs: GROUP_PROPAGATION_MS,
	read: readNew(['Id', 'AssetId', 'id']),
	change: {
		repeatable: false,
		doubt: 'the asset may have been created anyway',
		check:
			'Look for its name with List Assets before you run this again, or you may end up with two, both billed.',
		did: 'uploaded',
		to: ({ Id }) => uriOf(Id),
	},
});

/** {@link AssetRequest} → {@link Asset} (vendor's page). */
export const getAsset = action<Entity>('GetAsset', {
	thing: 'asset',
	read: readThing,
	isOwnError,
});

/** {@link AssetRequest} → `Id` and `Deleted` (vendor's page); upstream answers `{}`. */
export const deleteAsset = action<Entity>('DeleteAsset', {
	thing: 'asset',
	read: readDeletion,
	change: changeOf('asset', 'deleted'),
});

/** `model`, `Id` and `Name` → `Id`. No page of the vendor has it; the vendor's demo and clients use it (field report). */
export const updateAsset = action<Entity>('UpdateAsset', {
	thing: 'asset',
	isOptional: true,
	read: readChange,
	change: changeOf('asset', 'renamed'),
});

/** `Id` → {@link AssetGroup}. No page of the vendor has it; the vendor's demo uses it (field report). */
export const getAssetGroup = action<Entity>('GetAssetGroup', {
	thing: 'group',
	isOptional: true,
	read: readThing,
});

/** `model`, `Id` and `Name` → `Id`. No page of the vendor has it; the vendor's demo and clients use it (field report). */
export const updateAssetGroup = action<Entity>('UpdateAssetGroup', {
	thing: 'group',
	isOptional: true,
	read: readChange,
	change: changeOf('group', 'renamed'),
});

/**
 * `Id` → `{}`, or `Id` and `Deleted`; deletes the assets in it, too. One client has it, and upstream
 * documents it; not every site of Anyfast serves it (field report).
 */
export const deleteAssetGroup = action<Entity>('DeleteAssetGroup', {
	thing: 'group',
	isOptional: true,
	read: readDeletion,
	change: changeOf('group', 'deleted'),
});

/** The vendor's demo deletes groups by renaming them, and hides those (field report). */
export const isSoftDeleted = ({ Name }: Entity): boolean =>
	typeof Name === 'string' && Name.startsWith('__del__');

/** Whether what the API gives for a type or a status is that word; clients met both in any letters. */
export const isWord = (value: unknown, word: string): boolean =>
	nonBlank(value)?.toLowerCase() === word.toLowerCase();

/** Whether an asset is active by its status. */
export const isActive = ({ Status }: Asset): boolean => isWord(Status, 'Active');

/** Whether an asset can be used: active, with a URL, which active assets were seen without for a moment (field report). */
export const isReady = (asset: Asset): boolean =>
	isActive(asset) && /^https?:\/\/\S/i.test(nonBlank(asset.URL) ?? '');

/** Whether an asset failed for good. */
export const isFailed = ({ Status }: Asset): boolean => isWord(Status, 'Failed');

/** The URI by which requests that generate video name an asset. */
export const uriOf = (Id: string): string => `asset://${Id}`;

/** An asset with its URI; in an item, ID and URI come first. */
export function withUri<E extends Entity>(asset: E): E & { AssetUri: string } {
	const first = { Id: asset.Id, AssetUri: uriOf(asset.Id) };
	return { ...first, ...asset, ...first };
}

/** A thing as an item: its ID and name come first. */
export function withNameFirst<E extends Entity>(thing: E): E {
	const { Id, Name } = thing;
	const first = Name === undefined ? { Id } : { Id, Name };
	return { ...first, ...thing };
}
