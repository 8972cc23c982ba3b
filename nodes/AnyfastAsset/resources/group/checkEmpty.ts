import { AnyfastError, hasRunEnded, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import type { Entity, GroupType } from '../../../shared/api/assets';
import { firstPageOf, listAssets, OF_PEOPLE, WAYS_TO_LIST } from '../../../shared/api/listOf';
import type { Page } from '../../../shared/lists/List';
import { settle } from '../../../shared/settle';
import { isNoWay, isOfNobody, mayBe } from '../common/groupContents';
import { findGroup } from './get';

/** Each way to list is asked so often: two servers may answer in turn, of which one is behind. */
const ROUNDS = 2;

/**
 * Makes sure that a group has no assets: every way to list them gives a page without a row, and without a total above 0, and
 * the group is no verified person's, whose assets some sites find by their IDs alone (field report).
 * At most ten requests, if none has to be tried again.
 *
 * @throws AnyfastError if it has some, if that is not known, or if there is no such group
 */
export async function checkEmpty(api: AnyfastApi, Id: string): Promise<void> {
	const closed = new Set<GroupType | undefined>();
	for (let round = 1; round <= ROUNDS; round++) {
		for (const GroupType of WAYS_TO_LIST.filter((way) => !closed.has(way))) {
			const listed = await settle(firstPageOf(api, listAssets, { GroupIds: [Id], GroupType }));
			if (listed.ok) checkPage(listed.value, Id);
			else if (await isNoWay(api, Id, GroupType, listed.cause)) closed.add(GroupType);
			else throw await notListed(api, Id, listed.cause);
		}
	}
	if (closed.has(OF_PEOPLE) || (await isOfNobody(api, Id))) return;
	await findGroup(api, Id);
	throw unknown(
		"It may be a verified person's, and Anyfast does not always list the assets of these",
	);
}

function checkPage({ items, totalCount = 0 }: Page<Entity>, Id: string): void {
	const own = items.filter(({ GroupId }) => mayBe(Id, GroupId));
	if (own.length > 0) throw notEmpty(Math.max(own.length, totalCount));
	if (items.length > 0) throw unknown('Anyfast shows assets of other groups in its list');
	if (totalCount === 0) return;
	throw unknown(`Anyfast says that there are ${assets(totalCount)} in it, and shows none`);
}

/** Why the assets of a group cannot be listed. */
async function notListed(api: AnyfastApi, Id: string, cause: unknown): Promise<unknown> {
	if (!(cause instanceof AnyfastError) || hasRunEnded(cause)) return cause;
	if (isKind(cause, 'group not found')) {
		const found = await settle(findGroup(api, Id));
		if (!found.ok) return hasRunEnded(found.cause) ? found.cause : cause;
		return unknown('Anyfast knows the group, but not if its assets are to be listed');
	}
	const { message, details } = unknown(`Anyfast does not list its assets: ${cause.message}`);
	const description = [details.description, cause.details.description].filter(Boolean).join(' ');
	return cause.with({ message, description });
}

const HOW_TO_DELETE =
	'So nothing was deleted. Look with List Assets; to delete the group with whatever is in it, turn on Delete Its Assets Too.';

const unknown = (what: string) =>
	new AnyfastError(`It is not known whether the group is empty. ${what}`, {
		cause: 'api',
		description: HOW_TO_DELETE,
	});

const notEmpty = (count: number) =>
	new AnyfastError(`The group is not empty: it has ${assets(count)}`, {
		description:
			'Deleting a group permanently deletes its assets. Turn on Delete Its Assets Too if you want that.',
	});

const assets = (count: number) => `${count} asset${count === 1 ? '' : 's'}`;
