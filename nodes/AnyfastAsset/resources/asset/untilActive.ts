import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { AnyfastError, isKind } from '../../../shared/AnyfastError';
import type { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { type Asset, getAsset, isActive, isFailed, isReady } from '../../../shared/api/assets';
import { isSameId } from '../../../shared/api/answer';
import { errorIn } from '../../../shared/api/apiError';
import { nonBlank } from '../../../shared/json';
import { listAssets, OF_PEOPLE, readListOf } from '../../../shared/api/listOf';
import { readOnce } from '../../../shared/lists/readList';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { pollUntil } from '../../../shared/pollUntil';
import { settle } from '../../../shared/settle';
import { lastCheckFailed, Trouble } from '../../../shared/Trouble';

const waiting = {
	displayName: 'Wait Until Active',
	name: 'waitUntilActive',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until the asset is active and can be used. The output then has all its fields.',
} satisfies INodeProperties;

const timeout = {
	displayName: 'Wait Timeout (Seconds)',
	name: 'waitTimeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	displayOptions: { show: { waitUntilActive: [true] } },
	default: 300,
	description: 'How long to wait for the asset before the node fails',
} satisfies INodeProperties;

/**
 * What the user sets in Upload Asset and Get Asset to wait until the asset can be used. It is read as the time to wait, in
 * milliseconds; undefined if the asset is not waited for.
 *
 * @param isOn unless the user turns it off
 */
export function waitUntilActive(isOn: boolean) {
	const toggle = { ...waiting, default: isOn };
	return {
		properties: [toggle, timeout],
		readTimeoutMs: (parameters: NodeParameters): number | undefined =>
			parameters.flag(toggle) ? 1000 * parameters.wholeNumber(timeout) : undefined,
	};
}

/** A new asset is not there to be asked for at once; clients met up to half a minute (field report), in milliseconds. */
const INVISIBLE_MS = 30_000;

/** So often it may be missing from GetAsset before ListAssets is asked as well. */
const PATIENCE = 3;

/** The longest reason that is shown, in characters. */
const MAX_REASON = 500;

/** What waiting needs of the API. */
type Api = Pick<AnyfastApi, 'call' | 'clock' | 'hasAnswered'>;

/** An asset to wait for. */
interface AssetToWaitFor {
	Id: string;
	GroupId?: string;
	/** What to do if it never appears, besides waiting longer. */
	adviceIfInvisible?: string;
}

/**
 * Asks for an asset until it can be used: active, with a URL. First after 1.5 seconds, then with pauses of 1 to 15
 * seconds. Only `Failed` ends it otherwise: that `Inactive` is an end is not documented, and a status that nobody
 * documented may still change. What goes wrong meanwhile may pass ({@link Trouble}).
 *
 * @param timeoutMs for all of it, requests and their retries included, in milliseconds
 * @throws AnyfastError saying that it failed and why, was never visible, or is still under way; and what the API throws
 */
export async function untilActive(
	{ api, onlyWaits }: { api: Api; onlyWaits: () => void },
	asset: AssetToWaitFor,
	timeoutMs: number,
): Promise<Asset> {
	onlyWaits();
	const start = api.clock.now();
	const trouble = new Trouble(api);
	let last: Asset | undefined;
	let misses = 0;
	const find = async (until: number): Promise<Asset | undefined> => {
		const asked = await settle(api.call(getAsset, { Id: asset.Id }, { until }));
		if (asked.ok) return asked.value;
		if (!isKind(asked.cause, 'asset not found')) throw asked.cause;
		const listed = ++misses >= PATIENCE ? await findInGroup(api, asset, until) : undefined;
		if (last && !listed) throw asked.cause;
		return listed;
	};
	const look = async (until: number): Promise<Asset | undefined> => {
		const asked = await settle(find(until));
		if (!asked.ok) return trouble.meet(asked.cause);
		trouble.end();
		const found = asked.value;
		const waitedMs = api.clock.now() - start;
		last = found ?? last;
		if (!found && waitedMs > INVISIBLE_MS) throw neverAppeared(asset, waitedMs);
		if (found && isFailed(found)) throw hasFailed(found);
		return found && isReady(found) ? found : undefined;
	};
	const pauses = { firstMs: 1500, pauseMs: 1000, longestPauseMs: 15_000 };
	const active = await pollUntil(look, api.clock, { ...pauses, timeoutMs });
	if (active) return active;
	if (last) throw notYetActive(last, timeoutMs, trouble.problem);
	throw neverAppeared(asset, timeoutMs, trouble.problem);
}

/**
 * Assets of verified people are in the list of their group while GetAsset does not find them (field report). Some keys
 * may not ask without a group type, some not with it, so what the API refuses here is just not found.
 */
async function findInGroup(
	api: Api,
	{ Id, GroupId }: AssetToWaitFor,
	until: number,
): Promise<Asset | undefined> {
	if (GroupId === undefined) return undefined;
	for (const GroupType of [undefined, OF_PEOPLE]) {
		const Filter = { GroupIds: [GroupId], GroupType };
		const listed = await settle(readListOf(api, listAssets, Filter, { read: readOnce, until }));
		if (!listed.ok && !isOfApi(listed.cause)) throw listed.cause;
		const found = listed.ok && listed.value.rows.find((row) => isSameId(Id, row.Id));
		if (found) return found;
	}
	return undefined;
}

const isOfApi = (cause: unknown) => cause instanceof AnyfastError && cause.details.cause === 'api';

function notYetActive(asset: Asset, timeoutMs: number, problem?: AnyfastError): AnyfastError {
	const seconds = timeoutMs / 1000;
	const status = nonBlank(asset.Status)?.slice(0, MAX_REASON) ?? 'not given';
	const more = isActive(asset) ? ', without a URL' : '';
	return new AnyfastError(
		`The asset was not active after ${seconds} second${seconds === 1 ? '' : 's'}: its last status was ${status}${more}`,
		{
			cause: 'api',
			description: sentences(
				'It may still become active: look with Get Asset, or set Wait Timeout (Seconds) higher.',
				problem && lastCheckFailed(problem),
			),
		},
	);
}

function neverAppeared(
	{ adviceIfInvisible }: AssetToWaitFor,
	waitedMs: number,
	problem?: AnyfastError,
): AnyfastError {
	const wait = waitedMs < INVISIBLE_MS ? ', or set Wait Timeout (Seconds) higher' : '';
	return new AnyfastError(
		`The asset did not appear within ${Math.round(waitedMs / 1000)} seconds`,
		{
			cause: 'api',
			description: sentences(
				adviceIfInvisible,
				`It may still appear: look with Get Asset${wait}.`,
				problem && lastCheckFailed(problem),
			),
		},
	);
}

const sentences = (...said: Array<string | undefined>) => said.filter(Boolean).join(' ');

function hasFailed(asset: Asset): AnyfastError {
	return new AnyfastError('Anyfast could not make the asset active: its status is Failed', {
		cause: 'api',
		description: `${reasonIn(asset)}Check the file against what Anyfast takes, and upload it again.`,
	});
}

/** Why an asset failed: in one of these fields, as clients met them; none is documented. */
function reasonIn({ Error: error, FailReason, FailedReason }: IDataObject): string {
	const { message, code } = errorIn({ error }) ?? {};
	const coded = message !== undefined && code !== undefined ? `${message} [${code}]` : message;
	const said = [coded, FailReason, FailedReason].flatMap((text) => nonBlank(text) ?? []).join('; ');
	return said === '' ? '' : `The API said: ${said.slice(0, MAX_REASON)}. `;
}
