import { type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

import packageJson from '../../package.json';
import { Engine } from '../engine/Engine';

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
	it('is two nodes, a trigger and a credential', () => {
		expect(Object.keys(engine.loader.nodeTypes)).toEqual([
			'anyfastAsset',
			'anyfastAssetTrigger',
			'anyfastVideo',
		]);
		expect(Object.keys(engine.loader.credentialTypes)).toEqual(['anyfastApi']);
	});

	it('has the codex of the node', () => {
		expect(description().codex).toMatchObject({
			categories: ['Marketing & Content', 'Data & Storage'],
			alias: expect.arrayContaining(['Any Fast', 'Seedance']),
		});
	});

	it.each(['nodes', 'credentials'] as const)('has icons of its %s for light and dark', (kind) => {
		const [type] = engine.loader.types[kind];
		const urls = Object.values(type?.iconUrl ?? {}).map(String);

		expect(urls).toHaveLength(2);
		expect(new Set(urls).size).toBe(2);
		for (const url of urls) {
			const file = url.replace('icons/n8n-nodes-anyfast/', '../../');
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

	const CONCURRENCY = [
		...['options.maxConcurrentRequests', 'Max Concurrent Requests', 'number', 32],
	];
	const OPTIONS = ['options', 'Options', 'collection', {}];
	const FILTERS = [
		['returnAll', 'Return All', 'boolean', false],
		['limit', 'Limit', 'number', 50],
		['filters', 'Filters', 'collection', {}],
		['filters.groupIds', 'Group Names or IDs', 'multiOptions', []],
		['filters.name', 'Name Contains', 'string', ''],
		['filters.groupType', 'Group Type', 'options', 'AIGC'],
	];
	const LIST_OPTIONS = [
		['options.verify', 'Verify Completeness', 'boolean', false],
		['options.pageSize', 'Page Size', 'number', 100],
		['options.pageNumber', 'Page Number', 'number', 1],
		['options.model', 'Model', 'string', 'volc-asset'],
		CONCURRENCY,
	];
	const listGroups = [...FILTERS, OPTIONS, ...LIST_OPTIONS];
	const listAssets = [
		...FILTERS,
		['filters.status', 'Status', 'multiOptions', ['Active']],
		['filters.assetType', 'Asset Type', 'options', 'Image'],
		OPTIONS,
		['options.sort', 'Sort', 'options', 'newestFirst'],
		...LIST_OPTIONS,
	];
	/** In the order in which the user sees them: what is used most comes first, and Delete last. */
	const OPERATIONS: Record<string, string[][]> = {
		asset: [
			['Upload Asset', 'upload'],
			['Get Asset', 'get'],
			['List Assets', 'list'],
			['Update Asset', 'update'],
			['Delete Asset', 'delete'],
		],
		group: [
			['Create Group', 'create'],
			['Get Group', 'get'],
			['List Groups', 'list'],
			['Update Group', 'update'],
			['Delete Group', 'delete'],
		],
		person: [
			['Start Verification', 'startVerification'],
			['Get Verification Result', 'getVerificationResult'],
		],
	};
	const waiting = (isOn: boolean) => [
		['waitUntilActive', 'Wait Until Active', 'boolean', isOn],
		['waitTimeout', 'Wait Timeout (Seconds)', 'number', 300],
	];
	const UPLOAD = [
		['groupId', 'Group', 'resourceLocator', { mode: 'list', value: '' }],
		['source', 'Source', 'options', 'binary'],
		['binaryPropertyName', 'Input Binary Field', 'string', 'data'],
		['url', 'URL', 'string', ''],
		['base64', 'Base64 or Data URI', 'string', ''],
		['assetType', 'Asset Type', 'options', 'detect'],
		['name', 'Name', 'string', ''],
		['ifNameExists', 'If the Name Exists in the Group', 'options', 'use'],
	];
	const UPLOAD_OPTIONS = [
		['options.sendFileAs', 'Send File As', 'options', 'automatic'],
		['options.model', 'Model', 'string', ''],
		CONCURRENCY,
	];
	const RENAMING = [['name', 'New Name', 'string', ''], OPTIONS, CONCURRENCY];
	const IF_NOT_EXISTS = ['ifNotExists', 'If It Does Not Exist', 'options', 'fail'];
	const groupId = ['groupId', 'Group', 'resourceLocator', { mode: 'list', value: '' }];
	const assetId = ['assetId', 'Asset', 'resourceLocator', { mode: 'list', value: '' }];

	const operations = [
		['group', 'list', listGroups],
		['asset', 'list', listAssets],
		[
			'group',
			'create',
			[
				['name', 'Name', 'string', ''],
				['ifNameExists', 'If the Name Exists', 'options', 'use'],
				OPTIONS,
				['options.model', 'Model', 'string', 'volc-asset'],
				CONCURRENCY,
			],
		],
		['asset', 'update', [assetId, ...RENAMING]],
		['group', 'get', [groupId, OPTIONS, CONCURRENCY]],
		['group', 'update', [groupId, ...RENAMING]],
		[
			'group',
			'delete',
			[groupId, ['deleteAssets', 'Delete Its Assets Too', 'boolean', false], IF_NOT_EXISTS],
		],
		[
			'person',
			'startVerification',
			[['callbackUrl', 'Callback URL', 'string', ''], OPTIONS, CONCURRENCY],
		],
		[
			'person',
			'getVerificationResult',
			[
				['bytedToken', 'Byted Token', 'string', ''],
				OPTIONS,
				['options.waitForResult', 'Wait for the Result', 'boolean', false],
				['options.timeout', 'Wait Timeout (Seconds)', 'number', 300],
				CONCURRENCY,
			],
		],
		['asset', 'delete', [assetId, IF_NOT_EXISTS]],
		['asset', 'upload', [...UPLOAD, ...waiting(true), OPTIONS, ...UPLOAD_OPTIONS]],
		[
			'asset',
			'get',
			[
				assetId,
				...waiting(false),
				OPTIONS,
				['options.groupId', 'Group ID', 'string', ''],
				CONCURRENCY,
			],
		],
	] as const;

	it.each(operations)(
		'has for %s %s these parameters, and no other',
		(resource, operation, parameters) => {
			const all = shownFor(resource, operation).flatMap((property) => [
				[property.name, property],
				...(property.type === 'collection' ? (property.options ?? []) : []).map((option) => [
					`${property.name}.${option.name}`,
					option,
				]),
			]);
			expect(all).toEqual(
				parameters.map(([path, displayName, type, defaultValue]) => [
					path,
					expect.objectContaining({ displayName, type, default: defaultValue }),
				]),
			);
		},
	);

	it.each([
		['asset', 'upload'],
		['group', 'list'],
		['person', 'startVerification'],
	])('offers these operations for %s, %s chosen first', (resource, chosen) => {
		const [operation] = description().properties.filter(
			({ name, displayOptions }) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(resource),
		);
		expect(operation).toMatchObject({ displayName: 'Operation', type: 'options', default: chosen });
		expect(choicesOf(operation)).toEqual(OPERATIONS[resource]);
	});

	it('is about assets unless told otherwise', () => {
		const properties = description().properties.filter(({ name }) => name === 'resource');
		expect(properties).toMatchObject([{ type: 'options', default: 'asset' }]);
		expect(choicesOf(properties[0])).toEqual([
			['Asset', 'asset'],
			['Group', 'group'],
			['Person', 'person'],
		]);
	});

	it.each([
		['group', 'list'],
		['asset', 'list'],
	])('holds the parameters of %s %s to their bounds', (resource, operation) => {
		const shown = shownFor(resource, operation);
		const typeOptions = (path: string) => parameter(path, { properties: shown })?.typeOptions;

		expect(choicesOf(parameter('filters.groupType', { properties: shown }))).toEqual([
			['AIGC', 'AIGC'],
			['Liveness Face', 'LivenessFace'],
		]);
		expect(typeOptions('limit')).toMatchObject({ minValue: 1 });
		expect(typeOptions('options.pageSize')).toMatchObject({ minValue: 1, maxValue: 100 });
		expect(typeOptions('options.pageNumber')).toMatchObject({ minValue: 1 });
		expect(typeOptions('filters.groupIds')).toMatchObject({ loadOptionsMethod: 'getGroups' });
	});

	it.each([
		['group', 'list'],
		['group', 'create'],
		['asset', 'upload'],
		['asset', 'get'],
		['asset', 'list'],
	])(
		'lets %s %s send 1 to 50 requests at a time, the same for all items',
		(resource, operation) => {
			const properties = shownFor(resource, operation);

			expect(parameter('options.maxConcurrentRequests', { properties })).toMatchObject({
				noDataExpression: true,
				typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
			});
		},
	);

	it.each([
		['limit', { returnAll: [false] }],
		['binaryPropertyName', { source: ['binary'] }],
		['url', { source: ['url'] }],
		['base64', { source: ['base64'] }],
		['waitTimeout', { waitUntilActive: [true] }],
		['options.sendFileAs', { '/source': ['binary'] }],
	])('shows %s only with %j', (path, show) => {
		const ofAssets = shownFor('asset', 'upload').concat(shownFor('asset', 'get'));
		const properties = path.startsWith('options.')
			? ofAssets.filter(({ name }) => name === 'options')
			: description().properties.filter(({ name }) => name === path);
		const found = properties.flatMap(
			(property) => parameter(path, { properties: [property] }) ?? [],
		);
		expect(found).not.toEqual([]);
		for (const { displayOptions } of found) expect(displayOptions?.show).toMatchObject(show);
	});

	it('shows Page Number only without Return All', () => {
		for (const resource of ['asset', 'group']) {
			const pageNumber = parameter('options.pageNumber', {
				properties: shownFor(resource, 'list'),
			});
			expect(pageNumber?.displayOptions?.show).toEqual({ '/returnAll': [false] });
		}
	});

	it.each([
		['groupId', 'searchGroups', 'group-20260320141746-zsf6b'],
		['assetId', 'searchAssets', 'asset-20260320141746-zsf6b'],
	])('takes %s from a list that the API searches, or by ID', (name, searchListMethod, example) => {
		const [list, id] = parameter(name)?.modes ?? [];

		expect(list).toMatchObject({
			name: 'list',
			typeOptions: { searchListMethod, searchable: true },
		});
		expect(id).toMatchObject({ name: 'id', placeholder: `e.g. ${example}` });
		const [validation] = id?.validation ?? [];
		expect(validation).toMatchObject({
			type: 'regex',
			properties: { errorMessage: `An ID looks like ${example}` },
		});
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
		['filters', 'Filters', 'collection', {}],
		['filters.groupIds', 'Group Names or IDs', 'multiOptions', []],
		['filters.groupType', 'Group Type', 'options', 'AIGC'],
		['filters.name', 'Name Contains', 'string', ''],
		['options.emitExisting', 'Emit Existing', 'boolean', false],
		['options.includeDeleted', 'Include Soft-Deleted Groups', 'boolean', false],
		['options.model', 'Model', 'string', 'volc-asset'],
	])('has the parameter %s', (path, displayName, type, defaultValue) => {
		expect(parameter(path, trigger())).toMatchObject({ displayName, type, default: defaultValue });
	});

	it('offers the events of groups and assets, first Asset Ready', () => {
		const event = parameter('event', trigger());
		expect(event).toMatchObject({
			displayName: 'Event',
			type: 'options',
			default: 'assetReady',
			hint: expect.stringMatching(/after publishing.*see Emit Existing$/),
		});
		expect(choicesOf(event)).toEqual([
			['Asset Created', 'assetCreated'],
			['Asset Failed', 'assetFailed'],
			['Asset Ready', 'assetReady'],
			['Group Created', 'groupCreated'],
			['Group Updated', 'groupUpdated'],
		]);
	});

	it('shows the filters of what is watched', () => {
		const shown = trigger()
			.properties.filter(({ name }) => name === 'filters')
			.map(({ displayOptions, options }) => [
				displayOptions?.show?.event,
				options?.map(({ name }) => name),
			]);
		const names = ['groupIds', 'name', 'groupType'];
		expect(shown).toEqual([
			[['assetCreated', 'assetFailed', 'assetReady'], names],
			[['groupCreated', 'groupUpdated'], names],
		]);
	});
});

/** The parameter of the path, where a dot leads into a collection. */
function parameter(
	path: string,
	{ properties }: Pick<INodeTypeDescription, 'properties'> = description(),
): INodeProperties | undefined {
	let among: unknown[] = properties;
	let found: INodeProperties | undefined;
	for (const name of path.split('.')) {
		found = among.filter(isProperty).find((property) => property.name === name);
		among = found?.options ?? [];
	}
	return found;
}

/** The parameters that the user sees for an operation, the choice of it apart. */
function shownFor(resource: string, operation: string): INodeProperties[] {
	return description().properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return resources?.includes(resource) && operations?.includes(operation);
	});
}

/** What a drop-down offers: names and values. */
function choicesOf(property: INodeProperties | undefined): unknown[] {
	return (property?.options ?? []).map((option) => [
		option.name,
		'value' in option ? option.value : undefined,
	]);
}

function isProperty(value: unknown): value is INodeProperties {
	return typeof value === 'object' && value !== null && 'type' in value && 'default' in value;
}
