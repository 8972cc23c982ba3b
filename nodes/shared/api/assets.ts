import type { IDataObject } from 'n8n-workflow';

/**
 * What travels between this package and the Anyfast API, in the API's own words. Names and types are the vendor's
 * (OpenAPI description of ListAssetGroups, docs.anyfast.com.cn); the stand-in of the tests speaks the same types.
 */

/** An action of the API: `POST {base}/volc/asset/<Action>`. */
export type Action = ListAction | 'CreateAsset' | 'CreateAssetGroup' | 'DeleteAsset' | 'GetAsset';

/** An action that gives a list in pages. */
export type ListAction = 'ListAssetGroups' | 'ListAssets';

/** The group types the vendor documents. An answer may name others; they are passed on. */
export const GROUP_TYPES = ['AIGC', 'LivenessFace'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

/** The model that a call is accounted to. Listing is free of charge whatever it says. */
export const DEFAULT_MODEL = 'volc-asset';

/** What an asset can be. */
export const ASSET_TYPES = ['Image', 'Video', 'Audio'] as const;
export type AssetType = (typeof ASSET_TYPES)[number];

/** The model that the vendor asks for with each type of asset. */
export const MODEL_OF_TYPE: Record<AssetType, string> = {
	Image: DEFAULT_MODEL,
	Video: 'volc-asset-video',
	Audio: 'volc-asset-audio',
};

/** What everything in a list has. Fields nobody documented are kept. */
export interface Row extends IDataObject {
	Id: string;
}

/** A group as the API gives it. The vendor promises none of the fields; only `Id` is insisted upon. */
export interface AssetGroup extends Row {
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
export interface Asset extends Row {
	Name?: string;
	/** Where the file can be fetched. */
	URL?: string;
	/** One of {@link ASSET_TYPES}. */
	AssetType?: string;
	GroupId?: string;
	/**
	 * `Active` or `Inactive` by the vendor; upstream also knows `Processing` and `Failed`. Others are passed on.
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
export type ListQuery = {
	model: string;
	Filter: ListFilter;
};

/** The page a list call asks for. The API's own defaults are 1 and 10. */
export type PageRequest = {
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

/** What every `CreateAsset` says; as a form, with the file in a further field, `file`. */
export type CreateAssetFields = {
	model: string;
	GroupId: string;
	Name: string;
	AssetType: AssetType;
};

/** `CreateAsset` as JSON. */
export type CreateAssetRequest = CreateAssetFields & {
	/** A public URL, a data URI, or base64, which is taken for a PNG image. */
	URL: string;
};

/** What `GetAsset` and `DeleteAsset` take. */
export type AssetRequest = {
	Id: string;
};

/** An answer to a list call. The vendor requires none of the fields. */
export type ListAnswer<T extends Row> = {
	Items?: T[] | null;
	PageNumber?: number;
	PageSize?: number;
	/** Rows in the whole list. */
	TotalCount?: number;
};
