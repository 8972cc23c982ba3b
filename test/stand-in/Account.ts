import type { CreateAssetFields, Entity } from '../../nodes/shared/api/assets';
import { AssetStore } from './AssetStore';
import { Deletions } from './Deletions';
import { GroupStore } from './GroupStore';
import { makeGroups } from './groups';
import type { Manner } from './Manner';
import { Names } from './Names';
import type { AccountOptions } from './options';
import { Pages } from './Pages';
import { PersonStore } from './PersonStore';
import { Propagation } from './Propagation';
import type { FileLabel } from './readForm';
import { modelNotFound, quotaSpent } from './refusals';
import { type Links, VideoStore } from './VideoStore';

/** How an account behaves as the vendor's pages say, unless its options say otherwise. */
const DOCUMENTED: AccountOptions = { notVerifiedYet: 'empty' };

/** The same, as clients of the real service report. */
const FIELD: AccountOptions = {
	visibleAfter: { questions: 2 },
	statuses: ['Processing', { Status: 'Active', URL: '' }, 'Active'],
	uniqueNames: true,
	emptyPage: 'no-items',
	upstreamFilters: 'ignored',
	livenessAssets: 'listed',
	video: { assetsUsableAfter: { questions: 2 } },
};

/** What one token can see and do. */
export class Account {
	readonly groups: GroupStore;

	readonly assets: AssetStore;

	readonly people: PersonStore;

	readonly videos: VideoStore;

	readonly pages: Pages;

	private readonly behaviour: AccountOptions;

	/** @param links where files of finished videos are */
	constructor(options: AccountOptions, manner: Manner, links: Links) {
		const usual = manner.isField ? FIELD : DOCUMENTED;
		const video = { ...usual.video, ...options.video };
		this.behaviour = { ...usual, ...options, video };
		const { groups = makeGroups(3), assets = [] } = this.behaviour;
		const { visibleAfter, listedAfter, now = () => Date.now() } = this.behaviour;
		this.pages = new Pages(this.behaviour);
		const shared = {
			behaviour: this.behaviour,
			manner,
			pages: this.pages,
			names: new Names(this.behaviour.names),
			deletions: new Deletions(this.behaviour.deletions, manner),
			propagation: new Propagation(visibleAfter, now),
			listing: new Propagation(listedAfter, now),
		};
		this.groups = new GroupStore(groups, shared);
		this.assets = new AssetStore(assets, this.groups, shared);
		this.people = new PersonStore(this.behaviour, this.groups, now);
		this.videos = new VideoStore(video, this.assets, manner, now, links, (model) =>
			this.checkBilling(model),
		);
	}

	/** Refuses what is billed to a model that the token has no channel or the account no quota for. */
	checkBilling(model: string): void {
		if (!this.mayUse(model)) throw modelNotFound(model);
		if (this.behaviour.quotaSpent) throw quotaSpent();
	}

	/** Whether the token's group has a channel for a model. */
	mayUse(model: string): boolean {
		return this.behaviour.models?.includes(model) ?? true;
	}

	createAsset(request: CreateAssetFields, file?: FileLabel): Entity {
		this.checkBilling(request.model);
		return this.assets.create(request, file);
	}

	/** Deletes a group, and the assets in it. @returns what is answered, or happens instead */
	deleteGroup({ Id }: Entity): unknown {
		return this.groups.delete({ Id }, () => this.assets.deleteOf(Id));
	}
}
