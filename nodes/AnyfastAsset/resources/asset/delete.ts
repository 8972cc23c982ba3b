import { updateDisplayOptions } from 'n8n-workflow';

import { failed, findApiError, unexpectedAnswer } from '../../../shared/api/failure';
import { assetId, readAssetId } from '../../../shared/parameters/locators';
import type { Operation } from '../../../shared/operation';

/** Asset · Delete Asset: exactly one asset; that there is none is an error, as the API says it. */
export const deleteAsset: Operation = {
	description: updateDisplayOptions({ show: { resource: ['asset'], operation: ['delete'] } }, [
		{ ...assetId, description: 'The asset to delete, for good' },
	]),

	async execute({ parameters, api }) {
		const Id = readAssetId(parameters);
		return await api.call('DeleteAsset', { Id }, (result) =>
			result.Deleted === true
				? { ok: true, value: [{ Id, Deleted: true }] }
				: failed(unexpectedAnswer('it does not say Deleted: true', findApiError(result))),
		);
	},
};
