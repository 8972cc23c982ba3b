import type { Row } from './assets';

/** An asset with the name by which requests that generate video take it. */
export const withUri = <R extends Row>(asset: R) => ({
	...asset,
	AssetUri: `asset://${asset.Id}`,
});
