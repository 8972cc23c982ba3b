import { AnyfastError } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	DEFAULT_MODEL,
	type Entity,
	isSoftDeleted,
	listAssetGroups,
	type ListFilter,
} from '../../../shared/api/assets';
import { nonBlank } from '../../../shared/json';
import { keyOf, listOf } from '../../../shared/api/listOf';
import { readList } from '../../../shared/lists/readList';
import { groupShape } from '../../../shared/parameters/locators';

/** All IDs that were ever seen are of this form. It is not looked up: groups of verified people are in no list. */
const KNOWN_ID = /^group-\d[\w.-]*$/;

/** An ID of a form that was not seen yet, or a name. */
const POSSIBLE_ID = /^group-[\w.-]+$/;

/** All groups of the account, as the drop-down reads them. */
export async function readGroups(api: Pick<AnyfastApi, 'call'>): Promise<Entity[]> {
	return await readList(listOf(api, listAssetGroups, { model: DEFAULT_MODEL, Filter: {} }));
}

/**
 * The filter with IDs only, instead of names or IDs of groups.
 *
 * @param groups gives the groups to look names up in; it is called only if there is something to look up
 * @throws AnyfastError if something is neither the name of a group nor an ID, and what `groups` throws
 */
export async function withGroupIds(
	filter: ListFilter,
	groups: () => Promise<Entity[]>,
): Promise<ListFilter> {
	const { GroupIds: given } = filter;
	if (given === undefined) return filter;
	const entries = given.flatMap(splitIds);
	const isClear = entries.every((entry) => KNOWN_ID.test(entry));
	const known = isClear ? [] : await groups();
	const ids = entries.flatMap((entry) => (KNOWN_ID.test(entry) ? entry : idsOf(entry, known)));
	return { ...filter, GroupIds: [...new Set(ids)] };
}

/** IDs with spaces between them; a name may have spaces in it, too. */
function splitIds(entry: string): string[] {
	const words = entry.split(/\s+/);
	return words.every((word) => KNOWN_ID.test(word)) ? words : [entry];
}

/** Several groups may have the same name; then it stands for all of them. */
function idsOf(entry: string, groups: Entity[]): string[] {
	const named = groups.filter((group) => nonBlank(group.Name) === entry && !isSoftDeleted(group));
	if (named.length > 0) return named.map(keyOf);
	const words = entry.split(/\s+/);
	const isId = (word: string) => POSSIBLE_ID.test(word) || groups.some(({ Id }) => Id === word);
	if (words.every(isId)) return words;
	throw noSuchGroup(entry);
}

function noSuchGroup(entry: string): AnyfastError {
	if (/^asset-[\w.-]+$/.test(entry)) {
		return new AnyfastError(`This is the ID of an asset: ${entry}`, {
			description: `Group Names or IDs needs names or IDs of groups, such as ${groupShape.example}.`,
		});
	}
	return new AnyfastError(`There is no group named "${entry.slice(0, 200)}"`, {
		description: `Group Names or IDs takes whole names, or IDs such as ${groupShape.example}. Check the spelling, capital letters included, and that the credential is of the account the group belongs to. Several names need commas or new lines between them.`,
	});
}
