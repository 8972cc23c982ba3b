import type { Asset } from '../../nodes/shared/api/assets';
import { type AssetBehaviour, FAILED } from './options';

/** What an asset is from one question on, besides what it always is; or that it is not there any more. */
export type State = Partial<Asset> | 'gone';

/** What becomes of new assets: each question for one moves it on to its next state. */
export class AssetStates {
	private readonly toCome = new Map<string, State[]>();

	constructor(private readonly behaviour: AssetBehaviour) {}

	/** The asset in its first state. */
	begin(asset: Asset, faceCheck: AssetBehaviour['faceCheck']): Asset {
		const [now, ...toCome] = this.statesOf(faceCheck);
		const { URL } = asset;
		const states = toCome.map((state) => (state === 'gone' ? state : { URL, ...state }));
		this.toCome.set(asset.Id, states);
		return { ...asset, ...now };
	}

	/** What comes next of an asset, if anything. */
	next(id: string): State | undefined {
		return this.toCome.get(id)?.shift();
	}

	/** All states of a new asset, from its first. */
	private statesOf(faceCheck: AssetBehaviour['faceCheck']): [Partial<Asset>, ...State[]] {
		const processing = { Status: 'Processing' };
		if (faceCheck === 'fails') return [processing, FAILED.withError];
		if (faceCheck === 'vanishes') return [processing, 'gone'];
		const { statuses = [] } = this.behaviour;
		const [first = { Status: 'Active' }, ...others] = statuses.map((state) =>
			typeof state === 'string' ? { Status: state } : state,
		);
		return [first, ...others];
	}
}
