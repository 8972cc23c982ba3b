import type { Asset, AssetGroup } from '../../nodes/shared/api/assets';
import type { DeletionName } from './answers/changes';
import type { OddQueryName } from './answers/queries';
import type { ListOptions } from './lists';
import type { NameChange } from './Names';
import type { VisibleAfter } from './Propagation';
import type { ReplicaOptions } from './Replicas';
import type { SubmitRequest } from './videoRequest';
import type { VideoShape } from './videoShapes';

/** How a task ends: with a video, never, or failed for a reason that upstream gives. */
export type Outcome =
	| 'succeeded'
	| 'never'
	| { code: string; message: string; state?: 'failed' | 'cancelled' | 'expired' };

/** How videos are made. */
export interface VideoBehaviour {
	/** When a task ends: after so many questions that find it unfinished (1 unless given), or so many milliseconds. */
	readyAfter?: { questions: number } | { ms: number };
	/** How tasks end, in the order of their submits; the last of it goes for all that follow. */
	outcomes?: Outcome[];
	/**
	 * The shape of the answers, as far as it is not as documented, or the next of those seen in the field; of several, the
	 * tasks have one each, in turn.
	 */
	shape?: Partial<VideoShape> | Array<Partial<VideoShape>>;
	/**
	 * Odd answers, each given once and instead of the truth, to queries of tasks that were answered properly before.
	 * `each` is all of `ODD_QUERY_ANSWERS`, in their order.
	 */
	oddAnswers?: OddQueryName[] | 'each';
	/** How long submits do not find an asset, from the first that names it. In the field: two submits. */
	assetsUsableAfter?: VisibleAfter;
	/** Fields that models take besides those that are documented. */
	extraFields?: string[];
	/** Refuses a submit, as moderation does, by the code and the message that it gives. */
	moderates?: (request: SubmitRequest) => { code: string; message: string } | undefined;
}

/** What an account holds at first, and how it behaves. What is not given is as documented, or as in the field. */
export interface AccountOptions extends ListBehaviour, AssetBehaviour, PersonBehaviour {
	groups?: AssetGroup[];
	assets?: Asset[];
	/** How long new groups are unknown to CreateAsset, and new assets to GetAsset and ListAssets. */
	visibleAfter?: VisibleAfter;
	/** How long lists do not show new groups and assets, though calls that name them know them. */
	listedAfter?: VisibleAfter;
	/** Two servers read in turn, of which the second is a change behind. */
	replicas?: ReplicaOptions;
	/** What becomes of names before they are kept, one after another; `cut` is at 64 characters. Nothing, unless given. */
	names?: NameChange[];
	/** How deletions go, in turn. As documented; in the field, the ways that clients have seen. */
	deletions?: DeletionName[];
	/** The models that the token's group has a channel for; all, unless given. */
	models?: string[];
	/** What is billed is refused, as the account has no quota left. */
	quotaSpent?: boolean;
	/** How videos are made. */
	video?: VideoBehaviour;
	/** The clock of all that takes a time, in milliseconds. */
	now?: () => number;
}

export interface ListBehaviour {
	/** Larger pages are cut to this size, as the answer's PageSize then says. */
	maxPageSize?: number;
	/** Lists that leave out other tokens' rows after their pages were cut. */
	list?: ListOptions;
	/**
	 * What a page without rows is like: `Items` is empty, missing (as in the field) or null; or nothing is left but the
	 * page's own fields, and the total if it is above 0.
	 */
	emptyPage?: 'documented' | 'no-items' | 'null-items' | 'bare';
	/** Which names a part fits: those that have it; those that are like it, without case and accents; or all. */
	nameFilter?: 'part' | 'fuzzy' | 'ignored';
	/** ListAssets says falsely that there are no groups of the IDs that it is asked for. */
	deniesGroups?: boolean;
	/** What the token's channel makes of GroupType: nothing special, no rows for any type, or an error without one. */
	channel?: 'any' | 'no-group-types' | 'group-type-required';
	/**
	 * What lists do with what only upstream documents. In the field Filter.Statuses, SortBy and SortOrder are ignored, and
	 * Filter.Ids gives a row more than was asked for.
	 */
	upstreamFilters?: 'applied' | 'ignored';
}

export interface AssetBehaviour {
	/**
	 * What becomes of a new asset: each question for it moves it on to the next. A status, or all that differs then, such as
	 * `{ Status: 'Active', URL: '' }` or {@link FAILED}. In the field: Processing, Active without an address, Active.
	 */
	statuses?: Array<string | Partial<Asset>>;
	/** A name that the group already has is refused, as if there were no such group. In the field: yes. */
	uniqueNames?: boolean;
	/** An asset is not created if the group has one of its name: what is answered is the ID of that one. */
	dedupes?: boolean;
	/** Assets are given within `AssetItem`, by GetAsset or by lists, too. */
	assetItem?: 'got' | 'everywhere';
	/** Assets uploaded as a form get an ID, and are never found again. */
	losesForms?: boolean;
	/**
	 * How the assets of verified people are found: by GetAsset, by ListAssets with both GroupIds and GroupType, or by both.
	 * In the field: `listed`.
	 */
	livenessAssets?: 'listed' | 'gettable' | 'both';
	/**
	 * What comes of an asset in the group of a verified person: it is that person (as is taken for granted), it is refused
	 * at once, it becomes Failed, it is not found any more once it was looked at, or the person has to open a link.
	 */
	faceCheck?: 'passes' | 'refused' | 'fails' | 'vanishes' | 'asks';
}

export interface PersonBehaviour {
	/** Whether the token may verify people; it must be made in the group Byteplus-Direct. */
	verifiesPeople?: boolean;
	/** What GetVisualValidateResult gives before the person has passed. In the field: each in turn. */
	notVerifiedYet?: 'empty' | 'error';
	/** A BytedToken whose group was given once is not known again. */
	singleUseTokens?: boolean;
}

/** States of an asset that failed, in the ways that clients report. */
export const FAILED = {
	withError: {
		Status: 'Failed',
		URL: '',
		Error: { Code: 'FaceMismatch', Message: 'The face is not that of the verified person' },
	},
	withReason: { Status: 'Failed', URL: '', FailReason: 'The picture is too small' },
	withFailedReason: { Status: 'Failed', URL: '', FailedReason: 'The picture is too small' },
} satisfies Record<string, Partial<Asset>>;
