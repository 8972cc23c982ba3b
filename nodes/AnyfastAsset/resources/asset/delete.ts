import type { IDataObject } from 'n8n-workflow';

import { cut, Unexpected } from '../../../shared/api/answer';
import { deleteAsset as endpoint } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import { optionsWith } from '../../../shared/parameters/options';

/** Asset · Delete Asset: exactly one asset; fails if it does not exist. */
export const deleteAsset: Operation = {
	value: 'delete',
	name: 'Delete Asset',
	action: 'Delete an asset',
	description: 'Delete one asset for good',
	properties: [{ ...assetId, description: 'The asset to delete, for good' }, optionsWith([])],

	prepare({ parameters }) {
		const Id = readAssetId(parameters);
		return async ({ api }) => [await api.call(endpoint, { Id }, (answer) => deleted(Id, answer))];
	},
};

/** The vendor documents `Deleted: true`; upstream answers `{}`, clients met `{ Id }`. */
export function deleted(Id: string, { Deleted }: IDataObject): IDataObject | Unexpected {
	if (Deleted === undefined || Deleted === true) return { Id, Deleted: true };
	return new Unexpected(`it says Deleted: ${cut(String(Deleted))}`);
}
