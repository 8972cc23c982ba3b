import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	type Asset,
	type AssetType,
	DEFAULT_MODEL,
	type Entity,
	listAssetGroups,
	listAssets,
	type ListFilter,
} from '../../../shared/api/assets';
import { isNoSuchList } from '../../../shared/api/listOf';
import type { Endpoint } from '../../../shared/api/endpoint';
import { type List, type Page, type Pass, readListWithNotes } from '../../../shared/lists/readList';
import { settle } from '../../../shared/settle';
import { millisecondsOf } from '../../../shared/time';
import { readRows } from './rows';

type Api = Pick<AnyfastApi, 'call'>;

/** The account's groups of exactly this name, the oldest first. The API's own filter takes a part of a name. */
export async function groupsNamed(api: Api, Name: string): Promise<Entity[]> {
	return ofName(await readAll(api, listAssetGroups, { Name }), Name);
}

/** A group's assets of exactly this name and type, the oldest first. */
export async function assetsNamed(
	api: Api,
	{ GroupId, Name, AssetType }: { GroupId: string; Name: string; AssetType: AssetType },
): Promise<Asset[]> {
	const rows = await assetsIn(api, GroupId, { Name });
	return ofName(rows, Name).filter((asset) => asset.AssetType === AssetType);
}

/** A group's assets, in the API's order. */
export async function assetsIn(
	api: Api,
	GroupId: string,
	filter: ListFilter = {},
): Promise<Asset[]> {
	const rows = await readAll(api, listAssets, { ...filter, GroupIds: [GroupId] });
	return rows.filter((asset) => (asset.GroupId ?? GroupId) === GroupId);
}

async function readAll(
	api: Api,
	endpoint: Endpoint<Page<Entity>>,
	Filter: ListFilter,
): Promise<Entity[]> {
	const query = { model: DEFAULT_MODEL, Filter };
	const how = { verify: true, read: readUnlessMissing };
	return (await readRows(api, { endpoint, query, how })).rows;
}

/** A group that was just created is not found yet, and has nothing in it. */
async function readUnlessMissing(list: List<Entity>): Promise<Pass<Entity>> {
	const read = await settle(readListWithNotes(list));
	if (read.ok) return read.value;
	if (isNoSuchList(read.cause)) return { rows: [], complete: false, countsHiddenRows: false };
	throw read.cause;
}

function ofName(rows: Entity[], name: string): Entity[] {
	const created = ({ CreateTime }: Entity) => millisecondsOf(CreateTime) ?? Infinity;
	return rows
		.filter(({ Name }) => Name === name)
		.sort((a, b) => {
			const [first, second] = [created(a), created(b)];
			return first === second ? 0 : first - second;
		});
}
