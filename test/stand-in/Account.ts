import {
	type Asset,
	type AssetGroup,
	type AssetRequest,
	type CreateAssetFields,
	type CreateAssetGroupRequest,
	type ListAnswer,
	type ListFilter,
	type ListRequest,
	MODEL_OF_TYPE,
	type Row,
} from '../../nodes/shared/api/assets';
import { makeAsset } from './assets';
import { makeGroup, makeGroups } from './groups';

/** What an account holds at first, and how it behaves. */
export interface AccountOptions {
	groups?: AssetGroup[];
	assets?: Asset[];
	/** Larger pages are cut to this size, as the answer's PageSize then says. */
	maxPageSize?: number;
	/** The statuses of a new asset: each question for it moves it on to the next. */
	statuses?: string[];
}

/** Refused as upstream refuses: the HTTP status, and a code and a message in its own shape. */
export class Refusal extends Error {
	constructor(
		readonly statusCode: number,
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** The groups and assets of one token, and what the actions of the API do with them. */
export class Account {
	/** The list of groups; may be changed at any time. */
	groups: AssetGroup[];

	/** The list of assets; may be changed at any time. */
	assets: Asset[];

	private readonly statusesToCome = new Map<string, string[]>();

	constructor(private readonly options: AccountOptions) {
		this.groups = options.groups ?? makeGroups(3);
		this.assets = options.assets ?? [];
	}

	listGroups({ Filter, ...page }: ListRequest): ListAnswer<AssetGroup> {
		return this.cutPage(
			matching(this.groups, Filter, (group) => group),
			page,
		);
	}

	listAssets({ Filter, ...page }: ListRequest): ListAnswer<Asset> {
		const groupOf = ({ GroupId = '' }: Asset) =>
			this.groups.find(({ Id }) => Id === GroupId) ?? { Id: GroupId };
		return this.cutPage(matching(this.assets, Filter, groupOf), page);
	}

	createGroup({ Name }: CreateAssetGroupRequest): Row {
		if (Name.length > 64) throw new Refusal(400, 'InvalidParameter.Name', 'Name is too long');
		const group = { ...makeGroup(this.groups.length + 1), Name, Title: `[u-1]-[t-88] ${Name}` };
		this.groups.push(group);
		return { Id: group.Id };
	}

	createAsset({ model, GroupId, Name, AssetType }: CreateAssetFields): Row {
		if (model !== MODEL_OF_TYPE[AssetType]) {
			throw new Refusal(400, 'InvalidParameter.model', `${model} is not for ${AssetType}`);
		}
		if (!this.groups.some(({ Id }) => Id === GroupId)) {
			throw new Refusal(404, 'NotFound.GroupId', `There is no group ${GroupId}`);
		}
		const [Status = 'Active', ...toCome] = this.options.statuses ?? [];
		const asset = { ...makeAsset(this.assets.length + 1), GroupId, Name, AssetType, Status };
		this.assets.push(asset);
		this.statusesToCome.set(asset.Id, toCome);
		return { Id: asset.Id };
	}

	getAsset({ Id }: AssetRequest): Asset {
		const asset = this.find(Id);
		const answer = { ...asset };
		asset.Status = this.statusesToCome.get(Id)?.shift() ?? asset.Status;
		return answer;
	}

	deleteAsset({ Id }: AssetRequest): Row {
		const asset = this.find(Id);
		this.assets = this.assets.filter((other) => other !== asset);
		return { Id, Deleted: true };
	}

	private find(id: string): Asset {
		const asset = this.assets.find(({ Id }) => Id === id);
		if (asset) return asset;
		throw new Refusal(404, 'NotFound.Asset', `The asset ${id} does not exist`);
	}

	private cutPage<T extends Row>(
		matches: T[],
		{ PageNumber = 1, PageSize = 10 }: Partial<ListRequest>,
	): ListAnswer<T> {
		const size = Math.min(PageSize, this.options.maxPageSize ?? Infinity);
		return {
			Items: matches.slice((PageNumber - 1) * size, PageNumber * size),
			PageNumber,
			PageSize: size,
			TotalCount: matches.length,
		};
	}
}

function matching<T extends Row & { Name?: string }>(
	rows: T[],
	{ Name: part, GroupIds, GroupType: type }: ListFilter,
	groupOf: (row: T) => AssetGroup,
): T[] {
	// Reading 100,000 groups page by page must not cost a thousand walks through them.
	if (part === undefined && GroupIds === undefined && type === undefined) return rows;
	return rows.filter((row) => {
		const { Id, GroupType } = groupOf(row);
		return (
			(row.Name ?? '').includes(part ?? '') &&
			(GroupIds?.includes(Id) ?? true) &&
			(type === undefined || GroupType === type)
		);
	});
}
