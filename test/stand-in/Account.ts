import {
	type Asset,
	type AssetGroup,
	type AssetRequest,
	type CreateAssetFields,
	type CreateAssetGroupRequest,
	type ListAnswer,
	MODEL_OF_TYPE,
	type Row,
} from '../../nodes/shared/api/assets';
import { endingOf, makeAsset } from './assets';
import { makeGroup, makeGroups, titleOf } from './groups';
import { type AnyListRequest, cutPage, type ListOptions, matching, sorted } from './lists';
import type { Manner } from './Manner';
import { Propagation, type VisibleAfter } from './Propagation';
import type { FileLabel } from './readForm';
import { Refusal } from './refusals';

/** What an account holds at first, and how it behaves. */
export interface AccountOptions {
	groups?: AssetGroup[];
	assets?: Asset[];
	/** Larger pages are cut to this size, as the answer's PageSize then says. */
	maxPageSize?: number;
	/**
	 * What becomes of a new asset: each question for it moves it on to the next. A status, or all that differs then, such as
	 * `{ Status: 'Active', URL: '' }`. In the field unless said otherwise: Processing, Active without an address, Active.
	 */
	statuses?: Array<string | Partial<Asset>>;
	/** How long new groups are unknown to CreateAsset, and new assets to GetAsset and ListAssets. */
	visibleAfter?: VisibleAfter;
	/** Lists that leave out other tokens' rows after their pages were cut. */
	list?: ListOptions;
	/** A name that the group already has is refused, as if there were no such group. In the field: yes. */
	uniqueNames?: boolean;
	/** What the token's channel makes of GroupType: nothing special, no rows for any type, or an error without one. */
	channel?: 'any' | 'no-group-types' | 'group-type-required';
	/** Assets uploaded as a form get an ID, and are never found again. */
	losesForms?: boolean;
	/** What lists do with Filter.Statuses, SortBy and SortOrder, which only upstream documents. In the field: ignored. */
	upstreamFilters?: 'applied' | 'ignored';
	/** The clock of `visibleAfter`, in milliseconds. */
	now?: () => number;
}

/** What new assets go through in the field, unless said otherwise. */
const FIELD_STATUSES = ['Processing', { Status: 'Active', URL: '' }, 'Active'];

const FIELD_VISIBLE_AFTER: VisibleAfter = { questions: 2 };

/** The most characters of a name, upstream. */
const LONGEST_NAME = 64;

/** The groups and assets of one token, and what the actions of the API do with them. */
export class Account {
	/** The list of groups; may be changed at any time. */
	groups: AssetGroup[];

	/** The list of assets; may be changed at any time. */
	assets: Asset[];

	private readonly statesToCome = new Map<string, Array<Partial<Asset>>>();

	private readonly propagation: Propagation;

	/** The number of the newest of each. It only grows, so that no ID is given twice. */
	private readonly numbers: { group: number; asset: number };

	constructor(
		private readonly options: AccountOptions,
		private readonly manner: Manner,
	) {
		this.groups = options.groups ?? makeGroups(3);
		this.assets = options.assets ?? [];
		this.numbers = { group: this.groups.length, asset: this.assets.length };
		const { visibleAfter = manner.isField ? FIELD_VISIBLE_AFTER : undefined, now = Date.now } =
			options;
		this.propagation = new Propagation(visibleAfter, now);
	}

	listGroups(request: AnyListRequest): ListAnswer<AssetGroup> {
		return this.page(request, this.groups, (group) => group);
	}

	listAssets(request: AnyListRequest): ListAnswer<Asset> {
		const groupOf = ({ GroupId = '' }: Asset) => this.findGroup(GroupId) ?? { Id: GroupId };
		const { Items, ...rest } = this.page(request, this.assets, groupOf);
		return { Items: Items.map((asset) => this.read(asset)), ...rest };
	}

	createGroup({ Name }: CreateAssetGroupRequest): Row {
		checkName(Name);
		const made = this.next('group', this.groups, makeGroup);
		// A group that was made without a type has none in the field.
		const GroupType = this.manner.isField ? undefined : 'AIGC';
		this.groups.push({ ...made, Name, Title: titleOf(Name), GroupType });
		this.propagation.begin('group', made.Id);
		return { Id: made.Id };
	}

	createAsset(request: Partial<CreateAssetFields> & { URL?: string }, file?: FileLabel): Row {
		const { model = '', GroupId = '', Name = '', AssetType = 'Image' } = request;
		if (model !== MODEL_OF_TYPE[AssetType]) {
			throw new Refusal(400, 'InvalidParameter.model', `${model} is not for ${AssetType}`);
		}
		if (this.manner.isField) checkName(Name);
		this.checkGroup(GroupId, Name);
		const [now = { Status: 'Active' }, ...toCome] = this.states;
		const made = this.next('asset', this.assets, makeAsset);
		const number = this.numbers.asset;
		const URL = `https://files.example/${number}.${endingOf(AssetType, file?.name, request.URL)}`;
		const asset = { ...made, GroupId, Name, AssetType, URL };
		this.statesToCome.set(
			asset.Id,
			toCome.map((state) => ({ URL, ...state })),
		);
		this.assets.push({ ...asset, ...now });
		if (file && this.options.losesForms) this.propagation.never('asset', asset.Id);
		else this.propagation.begin('asset', asset.Id);
		return { Id: asset.Id };
	}

	getAsset({ Id }: AssetRequest): Asset {
		return this.read(this.find(Id));
	}

	deleteAsset({ Id }: AssetRequest): Row {
		const asset = this.find(Id);
		this.assets = this.assets.filter((other) => other !== asset);
		return { Id, Deleted: true };
	}

	/** The states of a new asset, from its first. */
	private get states(): Array<Partial<Asset>> {
		const { statuses = this.manner.isField ? FIELD_STATUSES : [] } = this.options;
		return statuses.map((state) => (typeof state === 'string' ? { Status: state } : state));
	}

	/** What is answered of an asset; having been asked for, it moves on to its next state. */
	private read(asset: Asset): Asset {
		const answer = { ...asset };
		if (answer.URL !== undefined) answer.URL = this.manner.signed(answer.URL);
		Object.assign(asset, this.statesToCome.get(asset.Id)?.shift());
		return answer;
	}

	private find(id: string): Asset {
		const asset = this.assets.find(({ Id }) => Id === id);
		const young = asset !== undefined && !this.propagation.knows(id);
		if (asset && !young) return asset;
		throw new Refusal(404, 'NotFound.asset_id', `The asset ${id} does not exist`, young);
	}

	private findGroup(id: string): AssetGroup | undefined {
		return this.groups.find(({ Id }) => Id === id);
	}

	private checkGroup(id: string, name: string): void {
		const group = this.findGroup(id);
		const young = group !== undefined && !this.propagation.knows(id);
		const { uniqueNames = this.manner.isField } = this.options;
		const taken = this.assets.some(({ GroupId, Name }) => GroupId === id && Name === name);
		if (group && !young && !(uniqueNames && taken)) return;
		throw new Refusal(404, 'NotFound.group_id', `There is no group ${id}`, young);
	}

	/** The thing with the next number whose ID was never given. */
	private next<T extends Row>(kind: 'group' | 'asset', rows: T[], make: (number: number) => T): T {
		this.numbers[kind] = Math.max(this.numbers[kind], rows.length);
		for (;;) {
			const made = make(++this.numbers[kind]);
			if (!rows.some(({ Id }) => Id === made.Id)) return made;
		}
	}

	private page<T extends Row & { Name?: string; Status?: string }>(
		request: AnyListRequest,
		rows: T[],
		groupOf: (row: T) => AssetGroup,
	): ListAnswer<T> & { Items: T[] } {
		const { list, maxPageSize } = this.options;
		const understood = this.understood(request);
		const matches = this.sees(understood) ? matching(rows, understood.Filter, groupOf) : [];
		const known = this.propagation.known('asset', matches);
		return cutPage(sorted(known, understood), request, list, maxPageSize);
	}

	/** A list request without what the service ignores. */
	private understood({ SortBy, SortOrder, ...request }: AnyListRequest): AnyListRequest {
		const { upstreamFilters = this.manner.isField ? 'ignored' : 'applied' } = this.options;
		if (upstreamFilters === 'applied') return { ...request, SortBy, SortOrder };
		return { ...request, Filter: { ...request.Filter, Statuses: undefined } };
	}

	/** Whether the token's channel gives anything for a request's group type, or the lack of one. */
	private sees({ Filter: { GroupType } }: AnyListRequest): boolean {
		const { channel } = this.options;
		if (channel === 'group-type-required' && GroupType === undefined) {
			const message = 'The required parameter GroupType is missing';
			throw new Refusal(400, 'MissingParameter.GroupType', message);
		}
		return channel !== 'no-group-types' || GroupType === undefined;
	}
}

function checkName(name: string): void {
	if (name.length <= LONGEST_NAME) return;
	throw new Refusal(400, 'InvalidParameter.Name', 'Name is too long');
}
