import type { Action } from './wire';

/** What an action changes at Anyfast, for when its answer is lost. */
export interface Change {
	/** Whether to try again after a lost answer. Not where a second try could create, and bill, a second thing. */
	repeatable: boolean;
	/** What may be the case then, and how to find out. */
	inDoubt: string;
}

/** The actions that change something; all others only read. */
export const changes: Partial<Record<Action, Change>> = {
	CreateAssetGroup: {
		repeatable: false,
		inDoubt:
			'The group may have been created all the same. Look for its name with List Groups before you run this again, or there may be two of it.',
	},
	CreateAsset: {
		repeatable: false,
		inDoubt:
			'The asset may have been created, and billed, all the same. Look for its name with List Assets before you run this again, or there may be two of it.',
	},
	DeleteAsset: {
		repeatable: true,
		inDoubt: 'The asset may have been deleted all the same. Look for it with Get Asset.',
	},
};
