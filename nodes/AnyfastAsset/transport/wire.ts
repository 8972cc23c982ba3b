import type { IDataObject } from 'n8n-workflow';

/**
 * What travels between this package and the Anyfast API, in the API's own words. Names and types are the vendor's
 * (OpenAPI description of ListAssetGroups, docs.anyfast.com.cn); the stand-in of the tests speaks the same types.
 */

/** An action of the API: `POST {base}/volc/asset/<Action>`. */
export type Action = 'ListAssetGroups';

/** The group types the vendor documents. An answer may name others; they are passed on. */
export const GROUP_TYPES = ['AIGC', 'LivenessFace'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

/** The model that a call is accounted to. Listing is free of charge whatever it says. */
export const DEFAULT_MODEL = 'volc-asset';

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

/** `Filter` of a list call. `{}` lists everything, so an empty value must never stand for a missing one. */
export type AssetGroupFilter = {
	/** A part of the name. */
	Name?: string;
	/** Exact IDs. */
	GroupIds?: string[];
	GroupType?: GroupType;
};

/** What a list call asks for, without the page. */
export type ListQuery = {
	model: string;
	Filter: AssetGroupFilter;
};

/** The page a list call asks for. The API's own defaults are 1 and 10. */
export type PageRequest = {
	/** From 1. */
	PageNumber: number;
	/** Sibling calls upstream document 1 to 100; the API may give fewer rows than asked. */
	PageSize: number;
};

export type ListAssetGroupsRequest = ListQuery & PageRequest;

/** An answer to a list call. The vendor requires none of the fields. */
export type ListAnswer<T extends Row> = {
	Items?: T[] | null;
	PageNumber?: number;
	PageSize?: number;
	/** Rows in the whole list. */
	TotalCount?: number;
};
