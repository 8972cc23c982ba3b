import { isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	type Asset,
	type AssetType,
	DEFAULT_MODEL,
	type Entity,
	listAssetGroups,
	listAssets,
	type ListFilter,
	millisecondsOf,
} from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import type { Page } from '../../../shared/lists/list';
import { fetchList, keyOf } from '../../../shared/api/listOf';
import { readList } from '../../../shared/lists/readList';
import { settle } from '../../../shared/settle';

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
	const read = async (own: ListFilter) => await readAll(api, listAssets, own);
	const rows = await readAlsoLiveness(read, { ...filter, GroupIds: [GroupId] });
	return rows.filter((asset) => (asset.GroupId ?? GroupId) === GroupId);
}

/** Reads the rows that a filter finds, at most so many. */
type Read = (filter: ListFilter, most?: number) => Promise<Entity[]>;

/**
 * Reads assets by a filter. Groups of verified people give nothing unless they are asked for by their type (field report).
 * So if the filter names groups but no type, those that gave nothing are asked for once more like that.
 *
 * @throws what `read` throws
 */
export async function readAlsoLiveness(
	read: Read,
	filter: ListFilter,
	most = Infinity,
): Promise<Entity[]> {
	const limit = most === Infinity ? undefined : most;
	const rows = await read(filter, limit);
	const { GroupIds, GroupType } = filter;
	const given = new Set(rows.map(({ GroupId }) => GroupId));
	const silent = (GroupIds ?? []).filter((id) => !given.has(id));
	if (GroupType !== undefined || silent.length === 0 || rows.length >= most) return rows;

	const again = await settle(
		read({ ...filter, GroupIds: silent, GroupType: 'LivenessFace' }, limit && most - rows.length),
	);
	if (again.ok) {
		const known = new Set(rows.map(keyOf));
		return [...rows, ...again.value.filter((row) => !known.has(keyOf(row)))];
	}
	// Not every key may ask for groups of verified people.
	if (isNoSuchList(again.cause)) return rows;
	throw again.cause;
}

/** A group that was just created is not found yet, and has nothing in it. */
async function readAll(
	api: Api,
	endpoint: Endpoint<Page<Entity>>,
	Filter: ListFilter,
): Promise<Entity[]> {
	const query = { model: DEFAULT_MODEL, Filter };
	const read = await settle(
		readList({ fetchPage: fetchList(api, endpoint, query), keyOf, pageSize: 100, verify: true }),
	);
	if (read.ok) return read.value;
	if (isNoSuchList(read.cause)) return [];
	throw read.cause;
}

/** Whether a list could not be read because its group is not there, or the key may not see such groups. */
export const isNoSuchList = (cause: unknown): boolean =>
	isKind(cause, 'group not found', 'not for this key');

function ofName(rows: Entity[], name: string): Entity[] {
	const created = ({ CreateTime }: Entity) => millisecondsOf(CreateTime) ?? Infinity;
	return rows
		.filter(({ Name }) => Name === name)
		.sort((a, b) => {
			const [first, second] = [created(a), created(b)];
			return first === second ? 0 : first - second;
		});
}
