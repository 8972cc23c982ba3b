import { type INodeParameters, Workflow } from 'n8n-workflow';

import { Engine } from '../engine/Engine';

/*
 * What people read before they open a node: in n8n's search, in its node panel, and on the canvas.
 */

const README = 'https://github.com/anyfast-community/n8n-nodes-anyfast';

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

const descriptionOf = (name: string) =>
	engine.getByNameAndVersion(`n8n-nodes-anyfast.${name}`).description;

describe.each(['anyfastAsset', 'anyfastAssetTrigger', 'anyfastVideo'])('%s', (name) => {
	it('is found by what people call Seedance, its makers, and what it is about', () => {
		expect(descriptionOf(name).codex?.alias).toEqual(
			expect.arrayContaining([
				...['Anyfast', 'Seedance', 'ByteDance', 'BytePlus', 'Volcengine', 'Doubao', 'Ark'],
				...['image', 'video', 'audio', 'file', 'reference image'],
			]),
		);
	});

	it('leads to the README', () => {
		expect(descriptionOf(name).codex?.resources).toEqual({
			primaryDocumentation: [{ url: `${README}#operations` }],
			credentialDocumentation: [{ url: `${README}#credential` }],
		});
	});
});

it('the trigger speaks for the node as well, as n8n lists both once, with its words', () => {
	const { description } = descriptionOf('anyfastAssetTrigger');
	for (const word of ['Upload', 'list', 'get', 'delete', 'start a workflow when']) {
		expect(description).toContain(word);
	}
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
