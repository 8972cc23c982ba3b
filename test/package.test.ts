import type { INodeProperties } from 'n8n-workflow';

import packageJson from '../package.json';
import { Engine } from './engine/Engine';

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

const description = () => engine.getByNameAndVersion('n8n-nodes-anyfast.anyfastAsset').description;

describe('package.json', () => {
	it('has no dependency, and n8n-workflow as its only peer', () => {
		expect(packageJson).not.toHaveProperty('dependencies');
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('is found by n8n, in strict mode', () => {
		expect(packageJson.name).toBe('n8n-nodes-anyfast');
		expect(packageJson.keywords).toContain('n8n-community-node-package');
		expect(packageJson.n8n.strict).toBe(true);
		expect(packageJson.n8n.n8nNodesApiVersion).toBe(1);
	});

	it('packs no more than is needed', () => {
		expect(packageJson.files).toEqual(['dist', '!dist/**/*.map', 'index.js', 'CHANGELOG.md']);
	});
});

describe('what n8n loads', () => {
	it('is a node, a trigger and a credential', () => {
		expect(Object.keys(engine.loader.nodeTypes)).toEqual(['anyfastAsset', 'anyfastAssetTrigger']);
		expect(Object.keys(engine.loader.credentialTypes)).toEqual(['anyfastApi']);
	});

	it('has the codex of the node', () => {
		expect(description().codex).toMatchObject({
			categories: ['Marketing & Content', 'Data & Storage'],
			alias: expect.arrayContaining(['Anyfast', 'Seedance']),
		});
	});

	it.each(['nodes', 'credentials'] as const)('has icons of its %s for light and dark', (kind) => {
		const [type] = engine.loader.types[kind];
		const urls = Object.values(type?.iconUrl ?? {}).map(String);

		expect(urls).toHaveLength(2);
		expect(new Set(urls).size).toBe(2);
		for (const url of urls) {
			const file = url.replace('icons/n8n-nodes-anyfast/', '../');
			expect(require.resolve(file)).toMatch(/dist\/icons\/anyfast.*\.svg$/);
		}
	});
});

describe('the node', () => {
	it('is known to saved workflows by these names', () => {
		expect(description()).toMatchObject({
			displayName: 'Anyfast Asset',
			name: 'anyfastAsset',
			version: 1,
			usableAsTool: true,
			credentials: [{ name: 'anyfastApi', required: true }],
		});
		expect(description().subtitle).toEqual(expect.any(String));
	});

	it.each([
		['resource', 'Resource', 'options', 'group'],
		['operation', 'Operation', 'options', 'list'],
		['returnAll', 'Return All', 'boolean', false],
		['limit', 'Limit', 'number', 50],
		['filters', 'Filters', 'collection', {}],
		['filters.name', 'Name', 'string', ''],
		['filters.groupIds', 'Group Names or IDs', 'multiOptions', []],
		['filters.groupType', 'Group Type', 'options', 'AIGC'],
		['options', 'Options', 'collection', {}],
		['options.model', 'Model', 'string', 'volc-asset'],
		['options.pageSize', 'Page Size', 'number', 100],
		['options.pageNumber', 'Page Number', 'number', 1],
		['options.maxConcurrentRequests', 'Max Concurrent Requests', 'number', 8],
		['options.verify', 'Read Twice to Verify', 'boolean', false],
	])('has the parameter %s', (path, displayName, type, defaultValue) => {
		expect(parameter(path)).toMatchObject({ displayName, type, default: defaultValue });
	});

	it('has no other parameter', () => {
		const all = description().properties.flatMap(({ name, type, options = [] }) =>
			type === 'collection' ? [name, ...options.map((option) => `${name}.${option.name}`)] : [name],
		);
		expect(all).toHaveLength(14);
	});

	it.each([
		['resource', [['Group', 'group']]],
		['operation', [['List Groups', 'list']]],
		[
			'filters.groupType',
			[
				['AIGC', 'AIGC'],
				['Liveness Face', 'LivenessFace'],
			],
		],
	])('offers for %s %j', (path, choices) => {
		const offered = parameter(path)?.options?.map((option) => [
			option.name,
			'value' in option ? option.value : undefined,
		]);
		expect(offered).toEqual(choices);
	});

	it.each([
		['limit', { minValue: 1 }],
		['options.pageSize', { minValue: 1, maxValue: 100 }],
		['options.pageNumber', { minValue: 1 }],
		['filters.groupIds', { loadOptionsMethod: 'getGroups' }],
	])('holds %s to %j', (path, typeOptions) => {
		expect(parameter(path)?.typeOptions).toMatchObject(typeOptions);
	});

	it.each([
		['limit', { returnAll: [false] }],
		['options.pageNumber', { '/returnAll': [false] }],
	])('shows %s only without Return All', (path, show) => {
		expect(parameter(path)?.displayOptions?.show).toMatchObject(show);
	});
});

describe('the trigger', () => {
	const trigger = () =>
		engine.getByNameAndVersion('n8n-nodes-anyfast.anyfastAssetTrigger').description;

	it('is known to saved workflows by these names', () => {
		expect(trigger()).toMatchObject({
			displayName: 'Anyfast Asset Trigger',
			name: 'anyfastAssetTrigger',
			version: 1,
			polling: true,
			group: ['trigger'],
			inputs: [],
			credentials: [{ name: 'anyfastApi', required: true }],
			icon: description().icon,
		});
		expect(trigger().codex).toMatchObject({
			categories: ['Marketing & Content', 'Data & Storage'],
		});
	});

	it.each([
		['event', 'Event', 'options', 'groupCreated'],
		['filters', 'Filters', 'collection', {}],
		['filters.groupIds', 'Group Names or IDs', 'multiOptions', []],
		['filters.groupType', 'Group Type', 'options', 'AIGC'],
		['filters.name', 'Name', 'string', ''],
		['options.emitExisting', 'Emit Existing', 'boolean', false],
		['options.model', 'Model', 'string', 'volc-asset'],
	])('has the parameter %s', (path, displayName, type, defaultValue) => {
		expect(parameter(path, trigger())).toMatchObject({ displayName, type, default: defaultValue });
	});

	it('offers the events of groups', () => {
		expect(parameter('event', trigger())?.options).toMatchObject([
			{ name: 'Group Created', value: 'groupCreated' },
			{ name: 'Group Updated', value: 'groupUpdated' },
		]);
	});
});

/** The parameter of the path, where a dot leads into a collection. */
function parameter(path: string, { properties } = description()): INodeProperties | undefined {
	let among: unknown[] = properties;
	let found: INodeProperties | undefined;
	for (const name of path.split('.')) {
		found = among.filter(isProperty).find((property) => property.name === name);
		among = found?.options ?? [];
	}
	return found;
}

function isProperty(value: unknown): value is INodeProperties {
	return typeof value === 'object' && value !== null && 'type' in value && 'default' in value;
}
