import type { Asset } from '../../nodes/shared/api/assets';
import { makeAssets } from '../stand-in/assets';
import { makeGroups } from '../stand-in/groups';
import type { StandInOptions } from '../stand-in/StandIn';

/** More than fit on a page. */
const MANY = 130;

const account = (): { groups: ReturnType<typeof makeGroups>; assets: Asset[] } => ({
	groups: makeGroups(MANY),
	assets: makeAssets(MANY),
});

/** Accounts to try the questions on: one that is as documented in all, one that is as reported in all it can. */
export const STAND_INS: Record<'documented' | 'field', () => StandInOptions> = {
	documented: account,
	field: () => ({
		...account(),
		manner: 'as-in-the-field',
		// So that the first deletion says less than documented.
		seed: 1,
		list: { hideEvery: 3 },
		channel: 'no-group-types',
	}),
};
