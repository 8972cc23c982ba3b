import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import { isSameId } from '../../../shared/api/answer';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import {
	type Entity,
	getAssetGroup,
	isSoftDeleted,
	type ListFilter,
} from '../../../shared/api/assets';
import { type HowToRead, keyOf, listAssetGroups, readListOf } from '../../../shared/api/listOf';
import type { Run } from '../../../shared/operation';
import { groupShape } from '../../../shared/parameters/locators';
import { settle } from '../../../shared/settle';
import { isNamed } from './names';

/** What groups are looked up with. */
interface LookUp {
	api: Pick<AnyfastApi, 'call'>;
	/** Shares what was found among the items of a run. */
	once?: Run['once'];
	/** Gets each group that no list shows. */
	onUnlisted?: (group: Entity) => void;
	/** How to read lists of groups, if not as `readList` does. */
	read?: HowToRead['read'];
}

/**
 * The filter with IDs only, instead of names or IDs of groups. What may be an ID is looked up as one, in the list and then
 * by itself, because groups of verified people are in no list; what is the ID of no group is looked up as a name.
 *
 * @throws AnyfastError if something is neither the ID of a group nor the name of just one, and what the API throws
 */
export async function withGroupIds(filter: ListFilter, lookUp: LookUp): Promise<ListFilter> {
	const { Filter, missing } = await findGroupIds(filter, lookUp);
	if (missing[0] !== undefined) throw noSuchGroup(missing[0]);
	return Filter;
}

/**
 * The same, but what is no group is left out, and given back as `missing`.
 *
 * @returns a filter that must not be sent if its `GroupIds` are empty
 * @throws AnyfastError if something is the name of several groups, and what the API throws
 */
export async function findGroupIds(
	filter: ListFilter,
	lookUp: LookUp,
): Promise<{ Filter: ListFilter; missing: string[] }> {
	const { GroupIds: given } = filter;
	if (given === undefined) return { Filter: filter, missing: [] };
	const groups = new Groups(lookUp);
	const found = new Set<string>();
	const missing = new Set<string>();
	const listed = await groups.ofIds(given.filter(mayBeId));
	for (const entry of given) {
		for (const id of await groups.idsOf(entry, listed)) {
			if (id === undefined) missing.add(entry);
			else found.add(id);
		}
	}
	return { Filter: { ...filter, GroupIds: [...found] }, missing: [...missing] };
}

/** No ID that was ever seen has a blank in it, and one that begins like an asset's is none of a group. */
const mayBeId = (entry: string) => new RegExp(groupShape.pattern).test(entry);

class Groups {
	private readonly once: Run['once'];

	constructor(private readonly lookUp: LookUp) {
		this.once = lookUp.once ?? (async (_key, work) => await work());
	}

	/** Those of some IDs that are in the list. */
	async ofIds(GroupIds: string[]): Promise<Entity[]> {
		if (GroupIds.length === 0) return [];
		const list = async () => await settle(this.list({ GroupIds }));
		const listed = await this.once(`groups ${GroupIds.join(' ')}`, list);
		if (listed.ok) return listed.value;
		// Not every service likes to be asked for the ID of no group.
		if (isKind(listed.cause, 'group not found', 'not found', 'invalid', 'refused')) return [];
		throw listed.cause;
	}

	/**
	 * A text may have several IDs in it, with spaces between them.
	 *
	 * @returns undefined for what is no group
	 */
	async idsOf(entry: string, listed: Entity[]): Promise<Array<string | undefined>> {
		const id = await this.idOf(entry, listed);
		const words = entry.split(/\s+/);
		if (id !== undefined || words.length === 1) return [id];
		const groups = await this.all();
		const ids = [];
		for (const word of words) {
			const own = await this.idOf(word, groups);
			// It may be the name of another group.
			ids.push(own !== undefined && isSameId(own, word) ? own : undefined);
		}
		return ids;
	}

	private async idOf(entry: string, listed: Entity[]): Promise<string | undefined> {
		const known = listed.find(({ Id }) => isSameId(Id, entry));
		if (known) return known.Id;
		const asked = mayBeId(entry) ? await this.askFor(entry) : 'not found';
		if (typeof asked === 'object') {
			this.lookUp.onUnlisted?.(asked);
			return asked.Id;
		}
		const groups = await this.all();
		// A service may find IDs by all their letters only, and not show them as they were written.
		const same = groups.find(({ Id }) => isSameId(Id, entry));
		const isNameOf = (group: Entity) => isNamed(group.Name, entry) && !isSoftDeleted(group);
		const named = same ? [same] : groups.filter(isNameOf);
		if (named.length > 1) throw severalNamed(entry, named);
		return named[0]?.Id ?? (asked === 'not served' ? entry : undefined);
	}

	private async askFor(Id: string): Promise<Entity | 'not found' | 'not served'> {
		const ask = async () => await settle(this.lookUp.api.call(getAssetGroup, { Id }));
		const asked = await this.once(`group ${Id}`, ask);
		if (asked.ok) return asked.value;
		if (isKind(asked.cause, 'not served')) return 'not served';
		if (isKind(asked.cause, 'group not found', 'not found', 'invalid')) return 'not found';
		throw asked.cause;
	}

	private async all(): Promise<Entity[]> {
		return await this.once('all groups', async () => await this.list({}));
	}

	private async list(Filter: ListFilter): Promise<Entity[]> {
		const { api, read } = this.lookUp;
		const { rows } = await readListOf(api, listAssetGroups, Filter, { read });
		return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
	}
}

/** The error for what is neither the ID of a group nor the name of one. */
export function noSuchGroup(entry: string): AnyfastError {
	if (/^asset-[\w.-]+$/.test(entry)) {
		return new AnyfastError(`This is the ID of an asset: ${entry}`, {
			description: `Group Names or IDs needs names or IDs of groups, such as ${groupShape.example}.`,
		});
	}
	return new AnyfastError(`There is no group "${entry.slice(0, 200)}"`, {
		description: `Group Names or IDs takes whole names, or IDs such as ${groupShape.example}. Check the spelling, capital letters included, whether the group was renamed or was deleted, and that the credential is of the account it belongs to. Several names need commas or new lines between them.`,
	});
}

const severalNamed = (name: string, groups: Entity[]) =>
	new AnyfastError(`There are ${groups.length} groups named "${name}"`, {
		description: `Give the ID of the one you mean, or the IDs of all: ${groups.map(keyOf).join(', ')}.`,
	});
