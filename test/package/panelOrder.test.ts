import {
	type IExecuteFunctions,
	type INodeParameters,
	type INodeProperties,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

/*
 * Who reads an operation's file sees the parameters as the panel shows them, and then their reading. Both have one order,
 * so that the first error is that of the first wrong field.
 */

const bed = useTestBed(() => ({ groups: makeGroups(2), assets: makeAssets(2) }));

const binary = {
	data: inMemory({ content: Buffer.from('a'), mimeType: 'image/png', fileName: 'a.png' }),
};

/** What the user may set, by the name of the parameter; for the others, their default or their first choice. */
const SAMPLES: Record<string, NodeParameterValueType> = {
	...{ groupId: makeGroup(1).Id, assetId: makeAsset(1).Id, taskId: 'cgt-1', bytedToken: 'token' },
	...{ url: 'https://files.example/a.png', callbackUrl: 'https://n8n.example/webhook/verified' },
	...{
		list: 'asset-1',
		base64: 'data:image/png;base64,AAAA',
		name: 'cat',
		prompt: 'A cat',
		model: 'volc-asset',
	},
};

/** Choices that only show other parameters for each of their values. */
type Choices = Record<string, NodeParameterValueType>;

const isProperty = (value: unknown): value is INodeProperties =>
	typeof value === 'object' && value !== null && 'type' in value;

/** A value for a parameter; for a collection, one for each parameter in it. */
function sampleOf(property: INodeProperties, choices: Choices): NodeParameterValueType {
	const { name, type, options = [], default: usual } = property;
	if (name in choices) return choices[name];
	if (type === 'collection') return samplesOf(options.filter(isProperty), choices);
	if (type === 'fixedCollection') {
		return Object.fromEntries(
			options.flatMap((group) =>
				'values' in group ? [[group.name, [samplesOf(group.values, choices)]]] : [],
			),
		);
	}
	const [first] = options;
	if (name in SAMPLES) return SAMPLES[name];
	if (/url$/i.test(name)) return 'https://files.example/a.png';
	if (type === 'resourceLocator') return { __rl: true, mode: 'id', value: 'asset-1' };
	if (type === 'multiOptions') return [first && 'value' in first ? first.value : 'one'];
	return usual;
}

const samplesOf = (properties: INodeProperties[], choices: Choices): INodeParameters =>
	Object.fromEntries(properties.map((property) => [property.name, sampleOf(property, choices)]));

/** The parameters of a list, and those within them, by their paths in the panel's order. */
function pathsOf(properties: INodeProperties[], before = ''): string[] {
	const paths = properties.flatMap(({ name, options = [] }) => {
		const path = before + name;
		const inside = options.flatMap((option) => {
			if ('values' in option) return pathsOf(option.values, `${path}.`);
			return isProperty(option) ? pathsOf([option], `${path}.`) : [];
		});
		return inside.length > 0 ? inside : [path];
	});
	return [...new Set(paths)];
}

/** A parameter within a collection, or beside it, with the conditions under which the panel shows it. */
const withConditions = (properties: INodeProperties[]) =>
	properties.flatMap((property) => {
		const inside = (property.options ?? []).flatMap((option) =>
			'values' in option ? option.values : isProperty(option) ? [option] : [],
		);
		return [property, ...inside].map((each) => ({
			...each,
			conditions: [property.displayOptions, each.displayOptions].flatMap(
				({ show = {}, hide = {} } = {}) => [show, hide],
			),
		}));
	});

/** Each value of what shows or hides other parameters, with what shows that itself. */
function choicesOf(properties: INodeProperties[]): Choices[] {
	const all = withConditions(properties);
	const names = all.flatMap(({ conditions }) => conditions.flatMap(Object.keys));
	const choices = all
		.filter(({ name }) => names.some((shown) => shown.replace('/', '') === name))
		.flatMap(({ name, type, options = [], displayOptions, conditions }): Choices[] => {
			const shown: Choices = {};
			for (const condition of conditions) {
				if (condition === displayOptions?.hide) continue;
				for (const [other, values] of Object.entries(condition)) {
					const value: unknown = values?.[0];
					if (typeof value === 'string' || typeof value === 'boolean') shown[other] = value;
				}
			}
			const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
			return (type === 'boolean' ? [true, false] : values).map((value) => ({
				...shown,
				[name]: value,
			}));
		});
	return [{}, ...choices];
}

/** Which entry of a collection with several; those of each kind have the same parameters. */
const ENTRY = /\.\w+\[\d+\]/;

/** Read before all others: by the run, or because they decide what is done about the errors of the others. */
const OF_THE_RUN = ['resource', 'operation', 'options.maxConcurrentRequests', 'options.checkOnly'];

/** Runs a node, and tells which parameters it read, in the order of the first time. */
async function readBy(type: string, parameters: INodeParameters): Promise<string[]> {
	const node = bed.engine.getByNameAndVersion(type);
	const { execute } = node;
	const paths = new Set<string>();
	node.execute = async function (this: IExecuteFunctions) {
		const recording = new Proxy(this, {
			get(context, name) {
				const value: unknown = Reflect.get(context, name);
				if (typeof value !== 'function') return value;
				return (...args: unknown[]): unknown => {
					if (name === 'getNodeParameter') paths.add(String(args[0]).replace(ENTRY, ''));
					return Reflect.apply(value, context, args);
				};
			},
		});
		return (await execute?.call(recording)) ?? null;
	};
	try {
		await bed.run(parameters, { binary, node: { type } });
	} finally {
		node.execute = execute;
	}
	return [...paths].filter((path) => !OF_THE_RUN.includes(path));
}

/** Each operation of both nodes, with what the user may set for it. */
const operations = () =>
	['anyfastAsset', 'anyfastVideo'].flatMap((name) => {
		const type = `n8n-nodes-anyfast.${name}`;
		const { properties } = bed.engine.getByNameAndVersion(type).description;
		return properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) =>
				options.flatMap((option) => {
					if (!('value' in option)) return [];
					const [resource] = displayOptions?.show?.resource ?? [undefined];
					const chosen = { ...(resource && { resource }), operation: option.value };
					const own = properties.filter((property) => isOf(property, chosen));
					return [{ type, chosen, own }];
				}),
			);
	});

function isOf({ displayOptions: { show = {} } = {} }: INodeProperties, chosen: Choices): boolean {
	if (!show.operation) return false;
	return Object.entries(chosen).every(([name, value]) =>
		(show[name] ?? [value]).some((shown) => shown === value),
	);
}

it('prepare reads the parameters of every operation in the order of the panel', async () => {
	const misread: Record<string, string[]> = {};
	const neverRead: Record<string, string[]> = {};
	for (const { type, chosen, own } of operations()) {
		const operation = Object.values(chosen).join(' ');
		const panel = pathsOf(own).filter((path) => !OF_THE_RUN.includes(path));
		const unread = new Set(panel);
		for (const choices of choicesOf(own)) {
			const read = await readBy(type, { ...chosen, ...samplesOf(own, choices) });
			const order = read.filter((path) => panel.includes(path));
			for (const path of order) unread.delete(path);
			const inPanel = panel.filter((path) => order.includes(path));
			if (String(order) !== String(inPanel)) misread[operation] ??= order;
		}
		if (unread.size > 0) neverRead[operation] = [...unread];
	}
	expect({ misread, neverRead }).toEqual({ misread: {}, neverRead: {} });
});
