import type { Row } from '../../transport/wire';

/** An asset with the name by which requests that generate video take it. */
export const withUri = <R extends Row>(asset: R) => ({
	...asset,
	AssetUri: `asset://${asset.Id}`,
});
