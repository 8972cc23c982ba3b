import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { isSameId } from '../../../shared/api/answer';
import {
	type Asset,
	type Entity,
	getAssetGroup,
	type GroupType,
	isWord,
} from '../../../shared/api/assets';
import {
	findListedGroup,
	keyOf,
	listAssets,
	OF_PEOPLE,
	PAGE_SIZE,
	readListOf,
	WAYS_TO_LIST,
} from '../../../shared/api/listOf';
import { nonBlank } from '../../../shared/json';
import { settle } from '../../../shared/settle';

type Api = Pick<AnyfastApi, 'call'>;

/**
 * All assets of a group, in whichever way they are listed. Nothing is taken for granted: what came is whole, or an error
 * says why that is not known.
 *
 * @returns also what does not say of which group it is
 * @throws AnyfastError if a way to list them is closed, or hides rows; and what `readList` throws
 */
export async function assetsOf(api: Api, GroupId: string): Promise<Asset[]> {
	const found = new Map<string, Asset>();
	for (const GroupType of WAYS_TO_LIST) {
		for (const row of await listedAs(api, GroupId, GroupType)) found.set(keyOf(row), row);
	}
	return [...found.values()].filter(({ GroupId: own }) => mayBe(GroupId, own));
}

/** Whether a row may be of a group; if it does not say of which, it may be of any. */
export const mayBe = (groupId: string, own: unknown): boolean =>
	nonBlank(own) === undefined || isSameId(groupId, own);

async function listedAs(api: Api, GroupId: string, GroupType?: GroupType): Promise<Entity[]> {
	const Filter = { GroupIds: [GroupId], GroupType };
	const read = await settle(readListOf(api, listAssets, Filter, { verify: true }));
	if (!read.ok) {
		if (await isNoWay(api, GroupId, GroupType, read.cause)) return [];
		throw isKind(read.cause, 'not for this key') ? ofUnknownKind(read.cause) : read.cause;
	}
	const { rows, countsHiddenRows } = read.value;
	if (!countsHiddenRows) return rows;
	throw new AnyfastError('Anyfast does not show all assets of the group', {
		cause: 'api',
		description: `It says that there are more than the ${rows.length} that it shows, so it is not known what else the group holds.`,
	});
}

/**
 * Whether the assets of a group are certainly not listed in a way that is closed: none are without a type if the key must
 * give one, and none as those of a verified person if the group is of nobody.
 */
export async function isNoWay(
	api: Api,
	groupId: string,
	type: GroupType | undefined,
	cause: unknown,
): Promise<boolean> {
	if (type === undefined) return isKind(cause, 'group type missing');
	if (type !== OF_PEOPLE || !isKind(cause, 'not for this key')) return false;
	return await isOfNobody(api, groupId);
}

/** For a group that may be a verified person's, and a key that may not see those. */
const ofUnknownKind = (cause: AnyfastError) =>
	cause.with({
		message: 'It is not known what the group holds',
		description:
			'This API key may not list groups of verified people, and Anyfast does not say that the group is none of these. If it was created a moment ago, try again in half a minute.',
	});

/** Whether a group is known to be no verified person's: lists show none of those. One page has to tell. */
export async function isOfNobody(api: Api, Id: string): Promise<boolean> {
	const listed = await findListedGroup(api, Id, PAGE_SIZE);
	if (listed) return !isWord(listed.GroupType, OF_PEOPLE);
	const got = await settle(api.call(getAssetGroup, { Id }));
	return got.ok && isWord(got.value.GroupType, 'AIGC');
}
