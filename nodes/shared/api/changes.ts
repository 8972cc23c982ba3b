import type { Action } from './assets';

/** What an action changes at Anyfast, for when its answer is lost. */
export interface Change {
	/** Whether to try again after a lost answer. Not where a second try could create, and bill, a second thing. */
	repeatable: boolean;
	/** What may be the case then, to follow what happened. */
	inDoubt: string;
	/** How to find out. */
	check: string;
}

/** The actions that change something; all others only read. */
export const changes: Partial<Record<Action, Change>> = {
	CreateAssetGroup: {
		repeatable: false,
		inDoubt: 'the group may have been created all the same',
		check:
			'Look for its name with List Groups before you run this again, or there may be two of it.',
	},
	CreateAsset: {
		repeatable: false,
		inDoubt: 'the asset may have been created all the same',
		check:
			'Look for its name with List Assets before you run this again, or there may be two of it, both billed.',
	},
	DeleteAsset: {
		repeatable: true,
		inDoubt: 'the asset may have been deleted all the same',
		check: 'Look for it with Get Asset.',
	},
};
