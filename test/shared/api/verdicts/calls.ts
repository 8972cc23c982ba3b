import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	createAsset,
	createAssetGroup,
	deleteAsset,
	deleteAssetGroup,
	getAsset,
	getAssetGroup,
	updateAsset,
	updateAssetGroup,
} from '../../../../nodes/shared/api/assets';
import type { AnyfastApi } from '../../../../nodes/shared/api/AnyfastApi';
import type { Endpoint } from '../../../../nodes/shared/api/endpoint';
import { listAssetGroups, listAssets } from '../../../../nodes/shared/api/listOf';
import {
	createVisualValidateSession,
	getVisualValidateResult,
} from '../../../../nodes/shared/api/people';
import { listModels, queryVideo, submitVideo } from '../../../../nodes/shared/api/videos';
import {
	ASKED,
	type Content,
	creation,
	deletions,
	failedAssets,
	models,
	pages,
	queries,
	results,
	SESSION,
	sessions,
	submits,
	TASK,
	thing,
	updates,
} from './contents';

/** A call of the API, and the answers that it may get. */
export interface Call {
	name: string;
	/** `creates`: an ID proves it, under any status. `changes` and `reads`: only an answer of success does. */
	does: 'creates' | 'changes' | 'reads';
	make: (api: AnyfastApi) => Promise<unknown>;
	contents: fc.Arbitrary<Content>;
	/** An answer that proves it, with another ID than all others. */
	proven: object;
}

const call = <T>(
	does: Call['does'],
	endpoint: Endpoint<T>,
	contents: fc.Arbitrary<Content>,
	proven: object,
	asked?: IDataObject,
): Call => ({
	name: endpoint.name,
	does,
	make: async (api) => await api.call(endpoint, asked),
	contents,
	proven,
});

const byId = { Id: ASKED };
const renamed = { model: 'volc-asset', Id: ASKED, Name: 'new' };
const uploaded = { model: 'volc-asset', GroupId: 'group-1', Name: 'new', AssetType: 'Image' };
const page = { model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 100 };
const emptyPage = { Items: [], PageNumber: 1, PageSize: 100, TotalCount: 0 };

const group = { Name: 'cats', GroupType: 'AIGC' };
const asset = { Name: 'cat', Status: 'Active', URL: 'https://files.example/1.png' };
const assets = fc.oneof({ weight: 5, arbitrary: thing(asset) }, failedAssets);
const newAssets = creation(['Id', 'AssetId', 'id'], { GroupId: 'group-1' }, [
	{ GroupId: 'group-1' },
]);
const newGroups = creation(['Id', 'GroupId', 'id'], {});
const second = { Id: 'second-1', task_id: 'second-1' };

/** Every endpoint of the API. */
export const CALLS: Call[] = [
	call('creates', submitVideo, submits, second, { model: 'seedance-2.0' }),
	call('creates', createAsset, newAssets, second, uploaded),
	call('creates', createAssetGroup, newGroups, second, { Name: 'cats' }),
	call('changes', deleteAsset, deletions, { ...byId, Deleted: true }, byId),
	call('changes', deleteAssetGroup, deletions, {}, byId),
	call('changes', updateAsset, updates, byId, renamed),
	call('changes', updateAssetGroup, updates, byId, renamed),
	call('reads', getAsset, assets, { ...byId, ...asset }, byId),
	call('reads', getAssetGroup, thing(group), { ...byId, ...group }, byId),
	call('reads', listAssets, pages, emptyPage, page),
	call('reads', listAssetGroups, pages, emptyPage, page),
	call('reads', queryVideo(TASK), queries, { data: { task_id: TASK, status: 'QUEUED' } }),
	call('reads', listModels, models, { data: [] }),
	call('reads', createVisualValidateSession, sessions, SESSION, {
		CallbackURL: 'https://n8n.example',
	}),
	call(
		'reads',
		getVisualValidateResult,
		results,
		{ GroupId: 'group-7' },
		{ BytedToken: 'token-1' },
	),
];
