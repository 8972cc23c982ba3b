import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import { type INodeParameters, Workflow } from 'n8n-workflow';
import ts from 'typescript';

import { Engine } from '../engine/Engine';

/*
 * What people read before they open a node: in n8n's search, in its node panel, and on the canvas.
 */

const REPOSITORY = 'https://github.com/anyfast-community/n8n-nodes-anyfast';

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

const descriptionOf = (name: string) =>
	engine.getByNameAndVersion(`n8n-nodes-anyfast.${name}`).description;

describe('a search', () => {
	/** The editor lists a node and its trigger once, under the node's name and other names. */
	const found = (words: string) =>
		sublimeSearch(
			words,
			['anyfastAsset', 'anyfastVideo'].map((key) => ({ key, properties: descriptionOf(key) })),
		).map(({ item }) => item.properties.displayName);

	it.each([
		...['Seedance', 'ByteDance', 'BytePlus', 'Volcengine', 'Doubao', 'Ark', 'Jimeng', 'Huoshan'],
		...['anyfast', 'any fast', 'image', 'audio', 'reference image', 'reference video'],
	])('for "%s" finds both nodes', (words) => {
		expect(found(words).sort()).toEqual(['Anyfast Asset', 'Anyfast Video']);
	});

	it.each([
		'video',
		'AI video',
		'generate video',
		'text to video',
		'image to video',
		'first frame',
	])('for "%s" finds Anyfast Video first', (words) => {
		expect(found(words)[0]).toBe('Anyfast Video');
	});

	it.each([
		...['upload asset', 'upload file', 'list assets', 'list groups', 'create group', 'asset ready'],
		...['get many', 'get many groups'],
		...['new asset', 'media library', 'asset library', 'sucai'],
	])('for "%s" finds Anyfast Asset first', (words) => {
		expect(found(words)[0]).toBe('Anyfast Asset');
	});

	it('for the trigger goes by the same words', () => {
		expect(descriptionOf('anyfastAssetTrigger').codex?.alias).toEqual(
			descriptionOf('anyfastAsset').codex?.alias,
		);
	});
});

it.each([
	['anyfastAsset', 'asset'],
	['anyfastAssetTrigger', 'trigger'],
	['anyfastVideo', 'video'],
])(
	'%s leads to a page of its own, by an address behind which n8n can put its query',
	(name, page) => {
		expect(descriptionOf(name).codex?.resources).toEqual({
			primaryDocumentation: [{ url: `${REPOSITORY}/blob/main/docs/${page}.md` }],
			credentialDocumentation: [{ url: `${REPOSITORY}#credential` }],
		});
		expect(ts.sys.fileExists(`docs/${page}.md`)).toBe(true);
	},
);

it('the trigger speaks for the node as well, as n8n lists both once, with its words', () => {
	const { description } = descriptionOf('anyfastAssetTrigger');
	for (const word of ['Upload', 'list', 'get', 'delete', 'start a workflow when']) {
		expect(description).toContain(word);
	}
});

it.each([
	['anyfastAsset', ['Upload an asset', 'List groups', 'Start verifying a person']],
	['anyfastVideo', ['Generate a video', 'Get a video']],
])('the node panel offers the actions of %s', (name, expected) => {
	const { properties } = descriptionOf(name);
	// The panel goes through the options of Resource, and of the Operation that is shown with each.
	const resources = properties.find((property) => property.name === 'resource')?.options ?? [];
	const actions = resources.flatMap((resource) => {
		const value = 'value' in resource ? resource.value : undefined;
		const operation = properties.find(
			(property) =>
				property.name === 'operation' &&
				property.displayOptions?.show?.resource?.includes(value ?? ''),
		);
		return (operation?.options ?? []).map((option) => 'action' in option && option.action);
	});
	expect(actions).toEqual(expect.arrayContaining(expected));
});

describe('the line below the name', () => {
	const subtitleOf = (name: string, parameters: INodeParameters) => {
		const type = `n8n-nodes-anyfast.${name}`;
		const node = { id: '1', name, type, typeVersion: 1, position: [0, 0] as [number, number] };
		const workflow = new Workflow({
			nodes: [{ ...node, parameters }],
			connections: {},
			active: false,
			nodeTypes: engine,
		});
		const { subtitle = '' } = descriptionOf(name);
		const [placed] = Object.values(workflow.nodes);
		if (!placed) throw new Error('There is no node in the workflow');
		return workflow.expression.getSimpleParameterValue(placed, subtitle, 'manual', {});
	};

	it.each([
		['anyfastAsset', { resource: 'asset', operation: 'upload' }, 'Upload Asset'],
		['anyfastAsset', { resource: 'asset', operation: 'list' }, 'List Assets'],
		['anyfastAsset', { resource: 'group', operation: 'list' }, 'List Groups'],
		['anyfastAsset', { resource: 'person', operation: 'startVerification' }, 'Start Verification'],
		['anyfastVideo', { operation: 'generate' }, 'Generate Video'],
		['anyfastVideo', { operation: 'get' }, 'Get Video'],
		['anyfastAssetTrigger', { event: 'assetReady' }, 'Asset Ready'],
	])('of %s with %j says %s', (name, parameters, words) => {
		expect(subtitleOf(name, parameters)).toBe(words);
	});

	it.each(['anyfastAsset', 'anyfastVideo'])('of %s has words for every operation', (name) => {
		for (const { displayOptions, options = [], ...property } of descriptionOf(name).properties) {
			if (property.name !== 'operation') continue;
			const [resource] = displayOptions?.show?.resource ?? [];
			for (const option of options) {
				const operation = 'value' in option ? String(option.value) : '';
				const parameters = resource ? { resource: String(resource), operation } : { operation };
				expect(subtitleOf(name, parameters)).toBe(option.name);
			}
		}
	});
});
