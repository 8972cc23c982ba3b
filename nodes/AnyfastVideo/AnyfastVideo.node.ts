import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { testCredential } from '../shared/api/testCredential';
import { searchAudio, searchImages, searchVideos } from '../shared/listSearch';
import { MAIN, nameOfOperation, propertiesOf } from '../shared/operation';
import { runItems } from '../shared/runItems';
import { resource, video } from './resources/video';
import { searchModels } from './resources/video/parameters/models';

/** Programmatic rather than declarative: a task is submitted, waited for and downloaded, and must never be paid twice. */
export class AnyfastVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Anyfast Video',
		name: 'anyfastVideo',
		icon: {
			light: 'file:../../icons/anyfastVideo.svg',
			dark: 'file:../../icons/anyfastVideo.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${nameOfOperation([video])} }}`,
		description:
			'Generate Seedance videos with Anyfast from text, images, videos, audio files and assets. Generating costs money; getting a video is free.',
		builderHint: {
			searchHint:
				'Generating a video takes minutes and is billed. If the run may take at most a minute, set waitForCompletion to false, and use the operation Get Video with the taskId later. The option checkOnly checks everything and bills nothing.',
		},
		defaults: { name: 'Anyfast Video' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [{ name: 'anyfastApi', required: true, testedBy: 'testCredential' }],
		properties: [resource, ...propertiesOf(video)],
	};

	methods = {
		credentialTest: { testCredential },
		listSearch: { searchAudio, searchImages, searchModels, searchVideos },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, [video]);
	}
}
