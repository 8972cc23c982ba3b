import { AdvisedError } from '../../../shared/AnyfastError';
import type { Clock } from '../../../shared/api/Pace';
import type { Asset } from '../../../shared/api/assets';

/** The pause after the first answer, in milliseconds. */
const FIRST_PAUSE_MS = 1000;

/** Each pause is this many times the one before. */
const GROWTH = 1.5;

const LONGEST_PAUSE_MS = 15_000;

/** The longest reason that is shown, in characters. */
const MAX_REASON = 500;

const DOCUMENTED: Array<keyof Asset> = [
	'Id',
	'Name',
	'URL',
	'AssetType',
	'GroupId',
	'Status',
	'ProjectName',
	'CreateTime',
	'UpdateTime',
];

/** The wait ended, and the asset cannot be used. */
export class NotActiveError extends AdvisedError {}

/**
 * Asks for an asset, with growing pauses of 1 to 15 seconds, until its `Status` is `Active`. Only `Failed` ends it
 * otherwise: that `Inactive` is an end is not documented, and a status that nobody documented may still change.
 *
 * @param timeoutMs the longest wait between the first question and the last, in milliseconds
 * @throws NotActiveError, and what `ask` throws
 */
export async function untilActive(
	ask: () => Promise<Asset>,
	clock: Clock,
	timeoutMs: number,
): Promise<Asset> {
	const end = clock.now() + timeoutMs;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
		const asset = await ask();
		if (asset.Status === 'Active') return asset;
		if (asset.Status === 'Failed') throw hasFailed(asset);

		const left = end - clock.now();
		if (left <= 0) throw notInTime(asset, timeoutMs);
		await clock.wait(Math.min(pause, left));
	}
}

function hasFailed(asset: Asset): NotActiveError {
	return new NotActiveError(
		'Anyfast could not make the asset active: its status is Failed',
		`${reasonIn(asset)}Check the file against what Anyfast takes, and upload it again.`,
	);
}

function notInTime({ Status = 'not given' }: Asset, timeoutMs: number): NotActiveError {
	return new NotActiveError(
		`The asset was not active after ${timeoutMs / 1000} seconds: its last status was ${Status}`,
		'It may still become active: look with Get Asset, or set Timeout higher.',
	);
}

/** What the API says of an asset that failed: no field for it is documented, so all fields that are not. */
function reasonIn(asset: Asset): string {
	const said = Object.entries(asset)
		.filter(([field, value]) => !DOCUMENTED.includes(field) && value)
		.map(
			([field, value]) => `${field}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
		)
		.join('; ');
	return said === '' ? '' : `The API said: ${said.slice(0, MAX_REASON)}. `;
}
