import { asAnyfastError } from '../../../shared/AnyfastError';
import {
	createAssetGroup,
	type CreateAssetGroupRequest,
	DEFAULT_MODEL,
	type Entity,
	withNameFirst,
} from '../../../shared/api/assets';
import type { Run } from '../../../shared/operation';
import { groupIdOrName, readGroupId } from '../../../shared/parameters/locators';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { settle } from '../../../shared/settle';
import { findOrCreate, type Match } from './findOrCreate';
import { groupsNamed } from './findByName';
import { isNamed, ownName, visible } from './names';
import { untilListed } from './untilListed';

/** @throws AnyfastError if it is empty, or neither a name nor what looks like the ID of a group */
export function readGroup(parameters: NodeParameters): { Id: string } | { Name: string } {
	const name = parameters.textInMode(groupIdOrName, 'name');
	if (name === undefined) return { Id: readGroupId(parameters) };
	if (visible(name) === '') throw parameters.emptyError(groupIdOrName);
	return { Name: ownName(name) };
}

/** Does work in a group, which is created first if it is given by its name and there is none. */
export async function inGroup<T>(
	run: Run,
	group: { Id: string } | { Name: string },
	work: (groupId: string) => Promise<T>,
): Promise<T> {
	if ('Id' in group) return await work(group.Id);
	const { entity, isNew } = await groupOfName(run, { model: DEFAULT_MODEL, Name: group.Name });
	const done = await settle(work(entity.Id));
	if (done.ok) return done.value;
	if (!isNew) throw done.cause;
	const error = asAnyfastError(done.cause);
	throw error.with({ message: `${error.message}; the group was created as ${entity.Id}` });
}

/**
 * The account's group of a name, the oldest of several; it is created if there is none, and then waited for until lists
 * show it. One for all items of a run that want it.
 *
 * @returns the whole row, as List Groups gives it; what is known, if lists do not show a new group
 * @throws AnyfastError if it may have been created, or cannot be; and what reading the list of groups throws
 */
export async function groupOfName(
	run: Run,
	request: CreateAssetGroupRequest,
): Promise<Match<Entity>> {
	const { Name } = request;
	return await findOrCreate<Entity>(run, {
		key: `group ${visible(Name)}`,
		what: `group ${JSON.stringify(Name)}`,
		find: async (maxAgeMs) => await groupsNamed(run, Name, maxAgeMs),
		create: async () => await listed(run, await createGroup(run, request)),
	});
}

/** Creates a group. @returns what was sent, and what the API says: its ID */
export async function createGroup(
	{ api }: Pick<Run, 'api'>,
	request: CreateAssetGroupRequest,
): Promise<Entity> {
	return withNameFirst({ ...request, ...(await api.call(createAssetGroup, request)) });
}

async function listed(run: Run, created: Entity): Promise<Entity> {
	const { Id, Name } = created;
	const looked = await settle(untilListed(run, Id));
	if (!looked.ok) throw asAnyfastError(looked.cause).after(`the group was created as ${Id}`);
	const row = looked.value;
	if (!row) run.hint(NOT_LISTED, Id);
	else hintAtName(run, String(Name), row);
	return row ?? created;
}

/** A hint at what lists do not show. */
export const NOT_LISTED =
	"Anyfast's list did not show within half a minute what was created. As long as it does not, another run does not find it";

const KEPT_IN_ANOTHER_WAY =
	'Anyfast keeps names in another way, so the next run will not find them. Use what it calls them';

const KEPT_TOO_LONG =
	'Anyfast makes names longer than it takes them, so the next run will not find them. Use shorter ones';

/** Says so if the service keeps a name in another way, so that the next run would not find it. */
export function hintAtName({ hint }: Run, name: string, { Name }: Entity): void {
	if (typeof Name !== 'string' || isNamed(Name, name)) return;
	const isOfUse = isNamed(Name, ownName(Name));
	hint(
		isOfUse ? KEPT_IN_ANOTHER_WAY : KEPT_TOO_LONG,
		`${JSON.stringify(Name)} for ${JSON.stringify(name)}`,
	);
}
