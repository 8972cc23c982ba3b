import type { Clock } from '../transport/Pace';
import type { Asset } from '../transport/wire';

/** The pause after the first answer, in milliseconds. */
const FIRST_PAUSE_MS = 1000;

/** Each pause is this many times the one before. */
const GROWTH = 1.5;

const LONGEST_PAUSE_MS = 15_000;

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

/** The longest reason that is shown, in characters. */
const MAX_REASON = 500;

/** The API gave the asset up. */
export class AssetFailedError extends Error {
	constructor(readonly asset: Asset) {
		super(`The asset ${asset.Id} failed`);
	}

	/** What the API says about it: no field for it is documented, so all fields that are not. */
	get reason(): string {
		const said = Object.entries(this.asset)
			.filter(([field, value]) => !DOCUMENTED.includes(field) && value)
			.map(
				([field, value]) =>
					`${field}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
			)
			.join('; ');
		return said === '' ? '' : `The API said: ${said.slice(0, MAX_REASON)}. `;
	}
}

/** The time was over before the asset could be used. */
export class NotActiveInTimeError extends Error {
	constructor(
		readonly lastStatus: string,
		readonly timeoutMs: number,
	) {
		super(`The asset is ${lastStatus} after ${timeoutMs} ms`);
	}
}

/**
 * Asks for an asset, with growing pauses of 1 to 15 seconds, until its `Status` is `Active`. Only `Failed` ends it
 * otherwise: what the vendor's `Inactive` means before the first use is not documented, and a status that nobody
 * documented may still change.
 *
 * @param timeoutMs the longest wait between the first question and the last, in milliseconds
 * @throws AssetFailedError, NotActiveInTimeError, and what `ask` throws
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
		if (asset.Status === 'Failed') throw new AssetFailedError(asset);

		const left = end - clock.now();
		if (left <= 0) throw new NotActiveInTimeError(asset.Status ?? 'unknown', timeoutMs);
		await clock.wait(Math.min(pause, left));
	}
}
