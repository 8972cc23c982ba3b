import {
	type Asset,
	type CreateAssetFields,
	type ListAnswer,
	MODEL_OF_TYPE,
	type Entity,
} from '../../nodes/shared/api/assets';
import { AssetStates } from './AssetStates';
import { endingOf, makeAsset } from './assets';
import type { Deletions } from './Deletions';
import { type GroupStore, type RenameRequest, unknownGroup } from './GroupStore';
import { changedAt } from './groups';
import type { AnyListRequest } from './lists';
import type { Manner } from './Manner';
import type { Names } from './Names';
import type { AccountOptions, AssetBehaviour } from './options';
import type { Pages } from './Pages';
import type { Propagation } from './Propagation';
import type { FileLabel } from './readForm';
import { GatewayRefusal, Refusal } from './refusals';
import { Replicas } from './Replicas';
import { RunningNumber } from './RunningNumber';

/** What the stores of an account have in common. */
export interface Shared {
	behaviour: AccountOptions;
	manner: Manner;
	pages: Pages;
	names: Names;
	deletions: Deletions;
	/** What is known to calls that name a thing, and what lists show. */
	propagation: Propagation;
	listing: Propagation;
}

/** The assets of an account. */
export class AssetStore {
	private readonly number: RunningNumber;

	private changes = 0;

	private readonly states: AssetStates;

	private readonly replicas: Replicas<Asset>;

	constructor(
		public rows: Asset[],
		private readonly groups: GroupStore,
		private readonly shared: Shared,
	) {
		const { behaviour } = shared;
		this.number = new RunningNumber(rows.length);
		this.states = new AssetStates(behaviour);
		this.replicas = new Replicas(rows, behaviour.replicas);
	}

	list(request: AnyListRequest): ListAnswer<Asset> {
		const { propagation, listing, pages } = this.shared;
		const groupOf = ({ GroupId = '' }: Asset) => this.groups.find(GroupId) ?? { Id: GroupId };
		const known = (rows: Asset[]) =>
			listing
				.known('asset', propagation.known('asset', rows))
				.filter((row) => this.isListed(row, request));
		this.denyGroups(request);
		const seen = this.replicas.next(this.rows);
		const { Items, ...rest } = pages.page(request, seen.rows, groupOf, known);
		return { Items: Items.map((asset) => this.read(asset, seen.isBehind)), ...rest };
	}

	create(request: Partial<CreateAssetFields> & { URL?: string }, file?: FileLabel): Entity {
		const { model = '', GroupId = '', AssetType = 'Image' } = request;
		const { behaviour, manner, names, propagation, listing } = this.shared;
		if (model !== MODEL_OF_TYPE[AssetType]) {
			throw new Refusal(400, 'InvalidParameter.model', `${model} is not for ${AssetType}`);
		}
		const { Name: given = '' } = request;
		const Name = manner.isField ? names.accepted(given) : names.kept(given);
		const same = this.checkGroup(GroupId, Name);
		if (same && behaviour.dedupes) return { Id: same.Id };
		const made = this.number.make(this.rows, makeAsset);
		const ending = endingOf(AssetType, file?.name, request.URL);
		const URL = `https://files.example/${this.number.current}.${ending}`;
		const faceCheck = this.faceCheck(GroupId);
		this.rows.push(this.states.begin({ ...made, GroupId, Name, AssetType, URL }, faceCheck));
		if (file && behaviour.losesForms) propagation.never('asset', made.Id);
		else propagation.begin('asset', made.Id);
		listing.begin('asset', made.Id);
		const VerifyUrl = `https://verify.example/${made.Id}`;
		return faceCheck === 'asks' ? { Id: made.Id, VerifyUrl } : { Id: made.Id };
	}

	/** @returns the asset, perhaps in a wrapper */
	get({ Id }: Entity): object {
		const seen = this.replicas.next(this.rows);
		const asset = this.find(Id, seen.rows);
		const { livenessAssets, assetItem } = this.shared.behaviour;
		if (livenessAssets === 'listed' && this.groups.isOfPerson(asset.GroupId)) throw unknown(Id);
		const shown = this.read(asset, seen.isBehind);
		return assetItem ? { AssetItem: shown } : shown;
	}

	update({ Id, Name = '' }: RenameRequest): Entity {
		const kept = this.shared.names.accepted(Name);
		Object.assign(this.find(Id), { Name: kept, UpdateTime: changedAt(++this.changes) });
		return { Id };
	}

	/** @returns what is answered, or happens instead */
	delete({ Id }: Entity): unknown {
		const asset = this.find(Id);
		return this.shared.deletions.run(Id, { Id, Deleted: true }, () => this.remove(asset));
	}

	/** Deletes all that a group holds. */
	deleteOf(groupId: string): void {
		this.rows = this.rows.filter(({ GroupId }) => GroupId !== groupId);
	}

	/** Whether an asset is in the group of a verified person. */
	isOfPerson({ GroupId }: Asset): boolean {
		return this.groups.isOfPerson(GroupId);
	}

	private remove(asset: Asset): void {
		this.rows = this.rows.filter((other) => other !== asset);
	}

	private faceCheck(groupId?: string): AssetBehaviour['faceCheck'] {
		return this.groups.isOfPerson(groupId) ? this.shared.behaviour.faceCheck : 'passes';
	}

	/** What is answered of an asset; having been asked for, it moves on to its next state. */
	private read(asset: Asset, isBehind: boolean): Asset {
		const answer = { ...asset };
		if (answer.URL !== undefined) answer.URL = this.shared.manner.signed(answer.URL);
		const next = isBehind ? undefined : this.states.next(asset.Id);
		if (next === 'gone') this.remove(asset);
		else Object.assign(asset, next);
		return answer;
	}

	private find(id: string, rows = this.rows): Asset {
		const asset = rows.find(({ Id }) => Id === id);
		if (asset && this.shared.propagation.knows(id)) return asset;
		throw asset ? unknown(id, [404]) : unknown(id);
	}

	/** A verified person's assets are listed only if their group and its type are both asked for, or not at all. */
	private isListed({ GroupId }: Asset, { Filter }: AnyListRequest): boolean {
		if (!this.groups.isOfPerson(GroupId)) return true;
		if (this.shared.behaviour.livenessAssets === 'gettable') return false;
		return Filter.GroupIds !== undefined && Filter.GroupType === 'LivenessFace';
	}

	/** The service says falsely that there is no such group. */
	private denyGroups({ Filter: { GroupIds: [id] = [] } }: AnyListRequest): void {
		if (id !== undefined && this.shared.behaviour.deniesGroups) throw unknownGroup(id, [404]);
	}

	/** @returns the asset of that name which the group has, if the service does not mind */
	private checkGroup(id: string, name: string): Asset | undefined {
		this.groups.get({ Id: id });
		const same = this.rows.find(({ GroupId, Name }) => GroupId === id && Name === name);
		const { uniqueNames, dedupes } = this.shared.behaviour;
		if (same && uniqueNames && !dedupes) throw unknownGroup(id, [404]);
		if (this.faceCheck(id) === 'refused') {
			throw new GatewayRefusal(502, 'upstream asset error: Face consistency verification failed');
		}
		return same;
	}
}

function unknown(id: string, inTextUnder?: number[]): Refusal {
	return new Refusal(404, 'NotFound.asset_id', `The asset ${id} does not exist`, inTextUnder);
}
