import {
	type Asset,
	type CreateAssetFields,
	type ListAnswer,
	MODEL_OF_TYPE,
	type Entity,
} from '../../nodes/shared/api/assets';
import { endingOf, makeAsset } from './assets';
import { checkName } from './checkName';
import { type GroupStore, type RenameRequest, unknownGroup } from './GroupStore';
import { changedAt } from './groups';
import type { AnyListRequest } from './lists';
import type { Manner } from './Manner';
import { type AssetBehaviour, FAILED } from './options';
import type { Pages } from './Pages';
import type { Propagation } from './Propagation';
import type { FileLabel } from './readForm';
import { GatewayRefusal, Refusal } from './refusals';
import { RunningNumber } from './RunningNumber';

/** What an asset is from one question on, besides what it always is; or that it is not there any more. */
type State = Partial<Asset> | 'gone';

/** The assets of an account. */
export class AssetStore {
	private readonly number: RunningNumber;

	private changes = 0;

	private readonly statesToCome = new Map<string, State[]>();

	constructor(
		public rows: Asset[],
		private readonly behaviour: AssetBehaviour,
		private readonly groups: GroupStore,
		private readonly manner: Manner,
		private readonly pages: Pages,
		private readonly propagation: Propagation,
	) {
		this.number = new RunningNumber(rows.length);
	}

	list(request: AnyListRequest): ListAnswer<Asset> {
		const groupOf = ({ GroupId = '' }: Asset) => this.groups.find(GroupId) ?? { Id: GroupId };
		const known = (rows: Asset[]) =>
			this.propagation.known('asset', rows).filter((row) => this.isListed(row, request));
		const { Items, ...rest } = this.pages.page(request, this.rows, groupOf, known);
		return { Items: Items.map((asset) => this.read(asset)), ...rest };
	}

	create(request: Partial<CreateAssetFields> & { URL?: string }, file?: FileLabel): Entity {
		const { model = '', GroupId = '', Name = '', AssetType = 'Image' } = request;
		if (model !== MODEL_OF_TYPE[AssetType]) {
			throw new Refusal(400, 'InvalidParameter.model', `${model} is not for ${AssetType}`);
		}
		if (this.manner.isField) checkName(Name);
		this.checkGroup(GroupId, Name);
		const made = this.number.make(this.rows, makeAsset);
		const ending = endingOf(AssetType, file?.name, request.URL);
		const URL = `https://files.example/${this.number.current}.${ending}`;
		this.begin({ ...made, GroupId, Name, AssetType, URL });
		if (file && this.behaviour.losesForms) this.propagation.never('asset', made.Id);
		else this.propagation.begin('asset', made.Id);
		const asks = this.faceCheck(GroupId) === 'asks';
		return asks ? { Id: made.Id, VerifyUrl: `https://verify.example/${made.Id}` } : { Id: made.Id };
	}

	get({ Id }: Entity): Asset {
		const asset = this.find(Id);
		const { livenessAssets } = this.behaviour;
		if (livenessAssets === 'listed' && this.groups.isOfPerson(asset.GroupId)) throw unknown(Id);
		return this.read(asset);
	}

	update({ Id, Name = '' }: RenameRequest): Entity {
		checkName(Name);
		Object.assign(this.find(Id), { Name, UpdateTime: changedAt(++this.changes) });
		return { Id };
	}

	delete({ Id }: Entity): object {
		this.remove(this.find(Id));
		return this.manner.deleted({ Id, Deleted: true }, Id);
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

	/** A new asset in its first state. */
	private begin(asset: Asset): void {
		const [now, ...toCome] = this.statesOf(asset);
		this.rows.push({ ...asset, ...now });
		const { URL } = asset;
		const states = toCome.map((state) => (state === 'gone' ? state : { URL, ...state }));
		this.statesToCome.set(asset.Id, states);
	}

	/** What becomes of a new asset, from its first state. */
	private statesOf({ GroupId }: Asset): [Partial<Asset>, ...State[]] {
		const processing = { Status: 'Processing' };
		const faceCheck = this.faceCheck(GroupId);
		if (faceCheck === 'fails') return [processing, FAILED.withError];
		if (faceCheck === 'vanishes') return [processing, 'gone'];
		const { statuses = [] } = this.behaviour;
		const [first = { Status: 'Active' }, ...others] = statuses.map((state) =>
			typeof state === 'string' ? { Status: state } : state,
		);
		return [first, ...others];
	}

	private faceCheck(groupId?: string): AssetBehaviour['faceCheck'] {
		return this.groups.isOfPerson(groupId) ? this.behaviour.faceCheck : 'passes';
	}

	/** What is answered of an asset; having been asked for, it moves on to its next state. */
	private read(asset: Asset): Asset {
		const answer = { ...asset };
		if (answer.URL !== undefined) answer.URL = this.manner.signed(answer.URL);
		const next = this.statesToCome.get(asset.Id)?.shift();
		if (next === 'gone') this.remove(asset);
		else Object.assign(asset, next);
		return answer;
	}

	private find(id: string): Asset {
		const asset = this.rows.find(({ Id }) => Id === id);
		if (asset && this.propagation.knows(id)) return asset;
		throw asset ? unknown(id, [404]) : unknown(id);
	}

	/** A verified person's assets are listed only if their group and its type are both asked for, or not at all. */
	private isListed({ GroupId }: Asset, { Filter }: AnyListRequest): boolean {
		if (!this.groups.isOfPerson(GroupId)) return true;
		const { livenessAssets } = this.behaviour;
		if (livenessAssets === 'gettable') return false;
		return Filter.GroupIds !== undefined && Filter.GroupType === 'LivenessFace';
	}

	private checkGroup(id: string, name: string): void {
		this.groups.get({ Id: id });
		const { uniqueNames } = this.behaviour;
		const taken = this.rows.some(({ GroupId, Name }) => GroupId === id && Name === name);
		if (uniqueNames && taken) throw unknownGroup(id, [404]);
		if (this.faceCheck(id) === 'refused') {
			throw new GatewayRefusal(502, 'upstream asset error: Face consistency verification failed');
		}
	}
}

function unknown(id: string, inTextUnder?: number[]): Refusal {
	return new Refusal(404, 'NotFound.asset_id', `The asset ${id} does not exist`, inTextUnder);
}
