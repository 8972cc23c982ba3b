import type { INodeProperties } from 'n8n-workflow';

import { getAsset, withUri } from '../../../shared/api/assets';
import type { Operation } from '../../../shared/operation';
import { assetId, groupShape, readAssetId } from '../../../shared/parameters/locators';
import { optionsWith, readOptions } from '../../../shared/parameters/options';
import { isKind } from '../../../shared/AnyfastError';
import { settle } from '../../../shared/settle';
import { isSameId } from '../../../shared/api/answer';
import { assetsOf } from '../common/groupContents';
import { isNoSuchList } from '../../../shared/api/listOf';
import { untilActive, waitUntilActive } from './untilActive';

const inGroup: INodeProperties = {
	displayName: 'Group ID',
	name: 'groupId',
	type: 'string',
	default: '',
	placeholder: `e.g. ${groupShape.example}`,
	description:
		"The asset's group, to look for the asset there as well. Assets of verified people may be found only there.",
};

const wait = waitUntilActive(false);

/** Asset · Get Asset: the asset as the API gives it, with its URI; waited for, if the user wants that. */
export const get: Operation = {
	value: 'get',
	name: 'Get Asset',
	action: 'Get an asset',
	description: 'Get one asset, with its status, or wait until it is active',
	properties: [
		{ ...assetId, description: 'The asset to get' },
		...wait.properties,
		optionsWith([inGroup]),
	],

	prepare({ parameters }) {
		const Id = readAssetId(parameters);
		const timeoutMs = wait.readTimeoutMs(parameters);
		const GroupId = readOptions(parameters).optionalId(inGroup, groupShape);
		return async (run) => {
			const { api } = run;
			if (timeoutMs !== undefined) {
				return [withUri(await untilActive(run, { Id, GroupId }, timeoutMs))];
			}
			const got = await settle(api.call(getAsset, { Id }));
			if (got.ok) return [withUri(got.value)];
			const { cause } = got;
			if (!isKind(cause, 'asset not found') || GroupId === undefined) throw cause;
			const listed = await settle(assetsOf(api, GroupId));
			if (!listed.ok && !isNoSuchList(listed.cause)) throw listed.cause;
			const asset = listed.ok && listed.value.find((row) => isSameId(Id, row.Id));
			if (asset) return [withUri(asset)];
			throw cause;
		};
	},
};
