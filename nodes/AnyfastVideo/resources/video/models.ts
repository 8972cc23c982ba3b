import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { AnyfastApi } from '../../../shared/api/AnyfastApi';
import { DEFAULT_VIDEO_MODEL, KNOWN_MODELS, listModels } from '../../../shared/api/videos';
import type { NodeParameters } from '../../../shared/parameters/NodeParameters';
import { settle } from '../../../shared/settle';

/** A drop-down does not wait longer than this for the API, in milliseconds. */
const PATIENCE_MS = 10_000;

const modelShape = { pattern: '^\\s*(\\S+)\\s*$', example: DEFAULT_VIDEO_MODEL };

/** The model that makes the video: one of those that the key may use, or any. */
export const videoModel: INodeProperties = {
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: DEFAULT_VIDEO_MODEL, cachedResultName: DEFAULT_VIDEO_MODEL },
	description: 'The Seedance model that makes the video; the price depends on it',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${DEFAULT_VIDEO_MODEL}`,
		},
	],
};

/** @throws AnyfastError if it is empty, or has spaces in it */
export const readVideoModel = (parameters: NodeParameters): string =>
	parameters.id(videoModel, modelShape);

/** The Seedance models that the key may use; those that the vendor documents if the API does not tell. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const listed = await settle(seedanceModels(this));
	const ids = listed.ok && listed.value.length > 0 ? listed.value : [...KNOWN_MODELS];
	const wanted = filter.trim().toLowerCase();
	return {
		results: ids
			.filter((id) => id.toLowerCase().includes(wanted))
			.map((id) => ({ name: id, value: id })),
	};
}

async function seedanceModels(context: ILoadOptionsFunctions): Promise<string[]> {
	const api = await AnyfastApi.open(context);
	const until = api.clock.now() + PATIENCE_MS;
	const ids = await api.call(listModels, undefined, { until });
	return [...new Set(ids)].filter((id) => /seedance/i.test(id)).sort();
}
