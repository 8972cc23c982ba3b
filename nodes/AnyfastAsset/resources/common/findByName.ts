import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import {
	type Asset,
	type CreateAssetFields,
	type Entity,
	getAsset,
	getAssetGroup,
} from '../../../shared/api/assets';
import type { Endpoint } from '../../../shared/api/endpoint';
import { listAssetGroups, readListOf } from '../../../shared/api/listOf';
import { mapInParallel } from '../../../shared/inParallel';
import { nonBlank } from '../../../shared/json';
import type { Run } from '../../../shared/operation';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { millisecondsOf } from '../../../shared/parseTime';
import { assetsOf, mayBe } from './groupContents';
import { isNamed } from './names';
import { SharedReading } from './SharedReading';

/** How old a reading may be from which items of a run that begin together look up their names, in milliseconds. */
export const TOGETHER_MS = 5000;

/** Things that do not say what they are, and so are looked at one by one: requests at a time. */
const LOOK_UPS = 8;

/** What assets are looked up by; a group may have an image and a video of one name. */
type AssetName = Pick<CreateAssetFields, 'GroupId' | 'Name'>;

/**
 * The account's groups of a name, the oldest first.
 *
 * @param maxAgeMs how old the reading of the list may be
 * @throws AnyfastError if Anyfast does not say what a group is called; and what reading the list throws
 */
export async function groupsNamed(run: Run, Name: string, maxAgeMs?: number): Promise<Entity[]> {
	const rows = await readingOf(run, 'groups', maxAgeMs, async () => {
		return (await readListOf(run.api, listAssetGroups, {}, { verify: true })).rows;
	});
	const possible = rows.filter((row) => isNamed(row.Name, Name) || !says(row, 'Name'));
	const known = await mapInParallel(possible, LOOK_UPS, async (row) => {
		return says(row, 'Name') ? row : await lookedUp(run, getAssetGroup, row, ['Name']);
	});
	return oldestFirst(known.filter((row) => isNamed(row.Name, Name)));
}

/**
 * A group's assets of a name, of all types, the oldest first. A group that was created a moment ago is waited for.
 *
 * @param maxAgeMs how old the reading of the list may be
 * @throws AnyfastError if Anyfast does not say what an asset is, or what the group holds; and what reading the list throws
 */
export async function assetsNamed(run: Run, name: AssetName, maxAgeMs?: number): Promise<Asset[]> {
	const { GroupId } = name;
	const rows = await readingOf(run, `assets of ${GroupId}`, maxAgeMs, async () => {
		return await onceListed(run, async () => await assetsOf(run.api, GroupId));
	});
	const possible = rows.filter((row) => mayBeNamed(row, name));
	const known = await mapInParallel(possible, LOOK_UPS, async (row) => await withDetails(run, row));
	const named = known.filter((row) => isNamed(row.Name, name.Name) && mayBeNamed(row, name));
	const unclear = named.find((row) => !says(row, 'AssetType'));
	if (unclear) throw ofUnknownType(unclear);
	return oldestFirst(named);
}

/** Whether an asset is of that name, as far as it says. */
const mayBeNamed = (row: Asset, { GroupId, Name }: AssetName): boolean =>
	(isNamed(row.Name, Name) || !says(row, 'Name')) && mayBe(GroupId, row.GroupId);

/** An asset of a list; if that does not say what it is, with what GetAsset says. */
async function withDetails(run: Run, row: Asset): Promise<Asset> {
	const fields = ['Name', 'AssetType', 'GroupId'];
	const isClear = fields.every((field) => says(row, field));
	return isClear ? row : await lookedUp(run, getAsset, row, fields);
}

const says = (row: Entity, field: string) => nonBlank(row[field]) !== undefined;

/** A row with the fields that it does not say, as far as a call for the thing itself says them. */
async function lookedUp(
	{ api, once }: Run,
	endpoint: Endpoint<Entity>,
	row: Entity,
	fields: string[],
): Promise<Entity> {
	const { Id } = row;
	const got = await once(`${endpoint.name} ${Id}`, async () => {
		return await settle(api.call(endpoint, { Id }));
	});
	if (!got.ok) {
		const isSilent = isKind(got.cause, 'asset not found', 'group not found', 'not served');
		if (isSilent) return row;
		throw got.cause;
	}
	const unsaid = fields.filter((field) => !says(row, field));
	return { ...row, ...Object.fromEntries(unsaid.map((field) => [field, got.value[field]])) };
}

/** Reads a list for all items of the run that want it at about the same time. */
async function readingOf<T>(
	{ api, once }: Run,
	what: string,
	maxAgeMs: number | undefined,
	read: () => Promise<T>,
): Promise<T> {
	const reading = await once(`reading of ${what}`, async () => new SharedReading(read, api.clock));
	return maxAgeMs === undefined ? await reading.fresh() : await reading.recent(maxAgeMs);
}

/** How long a group may be unknown to lists after its creation, in milliseconds (field report: some seconds). */
const UNLISTED = { firstMs: 0, pauseMs: 2000, longestPauseMs: 5000, timeoutMs: 20_000 };

async function onceListed<T>({ api }: Run, read: () => Promise<T>): Promise<T> {
	let last: unknown;
	const rows = await pollUntil(
		async () => {
			const tried = await settle(read());
			if (tried.ok) return tried.value;
			last = tried.cause;
			if (isKind(last, 'group not found', 'not for this key')) return undefined;
			throw last;
		},
		api.clock,
		UNLISTED,
	);
	if (rows) return rows;
	throw last;
}

const ofUnknownType = ({ Id, Name }: Asset) =>
	new AnyfastError(`Anyfast does not say what type the asset ${Id} is`, {
		cause: 'api',
		description: `It is named ${JSON.stringify(Name)}. So it is not known whether the asset is there already. Use another Name, or set If the Name Exists in the Group to Upload Anyway.`,
	});

function oldestFirst<E extends Entity>(rows: E[]): E[] {
	const created = ({ CreateTime }: E) => millisecondsOf(CreateTime) ?? Infinity;
	return [...rows].sort((a, b) => {
		const [first, second] = [created(a), created(b)];
		return first === second ? 0 : first - second;
	});
}
