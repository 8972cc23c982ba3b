import Ajv from 'ajv';
import { loadOutputSchema } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { workflowWith } from '../engine/workflow';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

const PNG = {
	content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 255]),
	mimeType: 'image/png',
	fileName: 'cat.png',
};

const bed = useTestBed(() => ({ groups: makeGroups(2), assets: makeAssets(2) }));

const run = async (name: string, parameters: INodeParameters) => {
	const binary = { data: inMemory(PNG) };
	const type = `n8n-nodes-anyfast.${name}`;
	const workflow = workflowWith(parameters, { binary, node: { type } });
	return jsonOf(await bed.engine.run(workflow));
};

const groupId = makeGroup(1).Id;
const assetId = makeAsset(1).Id;
const callbackUrl = 'https://n8n.example/webhook/verified';

const GENERATE = { prompt: 'A cat', options: { returnLastFrame: true } };

/** How to run each operation, so that all that it can tell is there. */
const RUNS: Record<string, Record<string, INodeParameters>> = {
	anyfastAsset: {
		'asset/upload': { groupId, waitUntilActive: true },
		'asset/get': { assetId },
		'asset/list': {},
		'asset/update': { assetId, name: 'New Name' },
		'asset/delete': { assetId },
		'group/create': { name: 'Cats' },
		'group/get': { groupId },
		'group/list': {},
		'group/update': { groupId, name: 'New Name' },
		'group/delete': { groupId, deleteAssets: true },
		'person/startVerification': { callbackUrl },
		'person/getVerificationResult': {},
	},
	anyfastVideo: {
		'video/generate': GENERATE,
		'video/get': {},
	},
};
const OPERATIONS = Object.entries(RUNS).flatMap(([name, operations]) =>
	Object.entries(operations).map(([path, parameters]) => ({ name, path, parameters })),
);

/** What the operation gives. Two of them look up what another one began. */
async function itemsOf(name: string, path: string, parameters: INodeParameters) {
	const [operation, resource] = path.split('/').reverse();
	const chosen = resource === undefined ? { operation } : { resource, operation };
	return await run(name, { ...chosen, ...parameters, ...(await begun(path)) });
}

async function begun(path: string): Promise<INodeParameters> {
	if (path === 'video/get') {
		const [task] = await itemsOf('anyfastVideo', 'video/generate', GENERATE);
		return { taskId: String(task?.taskId) };
	}
	if (path !== 'person/getVerificationResult') return {};
	const [session] = await itemsOf('anyfastAsset', 'person/startVerification', { callbackUrl });
	const bytedToken = String(session?.BytedToken);
	bed.standIn.finishVerification(bytedToken);
	return { bytedToken };
}

/** What n8n's editor is told that an operation gives. */
function schemaOf(name: string, path: string) {
	const [operation, resource] = path.split('/').reverse();
	const node = name.replace(/^a/, 'A');
	const schema = loadOutputSchema({
		nodeDir: `dist/nodes/${node}`,
		version: 1,
		resource,
		operation,
	});
	if (!schema) throw new Error(`n8n finds no schema of ${path}`);
	return schema;
}

it('has every operation of both nodes', () => {
	for (const name of Object.keys(RUNS)) {
		const { version, properties } = bed.engine.getByNameAndVersion(
			`n8n-nodes-anyfast.${name}`,
		).description;
		expect(version).toBe(1);
		const paths = properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.map((option) =>
					[...(displayOptions?.show?.resource ?? []), 'value' in option && option.value].join('/'),
				),
			);
		expect(paths.sort()).toEqual(Object.keys(RUNS[name] ?? {}).sort());
	}
});

it.each(OPERATIONS)(
	'$name $path gives what its schema says, no field more or less',
	async ({ name, path, parameters }) => {
		const items = await itemsOf(name, path, parameters);
		expect(items.length).toBeGreaterThan(0);

		const schema = schemaOf(name, path);
		const validate = new Ajv({ strict: false }).compile(schema);
		for (const item of items) {
			expect(validate(item) || validate.errors).toBe(true);
			expect(Object.keys(item).sort()).toEqual(Object.keys(schema.properties ?? {}).sort());
		}
	},
);

it('has AssetUri, so that it can be mapped before the first upload', () => {
	expect(Object.keys(schemaOf('anyfastAsset', 'asset/upload').properties ?? {})).toEqual(
		expect.arrayContaining(['Id', 'AssetUri']),
	);
});

it('is an object with fields, or n8n would refuse it', () => {
	for (const { name, path } of OPERATIONS) {
		const { type, properties } = schemaOf(name, path);
		expect(type).toBe('object');
		expect(Object.keys(properties ?? {})).not.toEqual([]);
	}
});
