import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { AnyfastApi } from '../../../../shared/api/AnyfastApi';
import { DEFAULT_VIDEO_MODEL, KNOWN_MODELS, listModels } from '../../../../shared/api/videos';
import type { NodeParameters } from '../../../../shared/parameters/NodeParameters';
import { settle } from '../../../../shared/settle';

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

/** The Seedance models that the key may use; those that the vendor documents if the API does not tell. Newest first. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const listed = await settle(seedanceModels(this));
	const ids = listed.ok && listed.value.length > 0 ? listed.value : [...KNOWN_MODELS];
	const searched = filter.trim().toLowerCase();
	return {
		results: ids
			.map((id) => ({ name: [id, ...wordsFor(id)].join(' · '), value: id }))
			.filter(({ name }) => name.toLowerCase().includes(searched))
			.sort((one, other) => compare(one.value, other.value)),
	};
}

async function seedanceModels(context: ILoadOptionsFunctions): Promise<string[]> {
	const api = await AnyfastApi.open(context);
	const until = api.clock.now() + PATIENCE_MS;
	const ids = await api.call(listModels, undefined, { until });
	return [...new Set(ids)].filter((id) => /seedance/i.test(id));
}

/** What is said of a model, by what is in its ID; the vendor's page gives the figures. */
const WORDS: Array<[RegExp, string]> = [
	[/2[.-]5/, 'up to 30 s'],
	[/2[.-]0-ultra/, 'up to 2k'],
	[/2[.-]0(?!-(fast|mini|ultra))/, 'up to 4k'],
	[/fast/, 'fast'],
	[/mini|lite/, 'cheap'],
	[/-nsfw/, 'for keys of the group Direct'],
	[/1[.-]\d/, 'older'],
];

/** An ID without a version is another name for one with it. */
function wordsFor(id: string): string[] {
	if (versionOf(id) === 0) return ['another name'];
	return WORDS.filter(([part]) => part.test(id)).map(([, words]) => words);
}

/** As in 2.5; 0 if there is none. */
function versionOf(id: string): number {
	return Number(/(\d+[.-]\d)(?!\d)/.exec(id)?.[1]?.replace('-', '.') ?? 0);
}

/** Newest first; of one version the plain one first, as its ID is the beginning of the others'. */
const compare = (one: string, other: string): number =>
	versionOf(other) - versionOf(one) || (one < other ? -1 : 1);
