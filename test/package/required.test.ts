import { type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { Engine } from '../engine/Engine';

/*
 * n8n takes a parameter for shown as soon as one that it depends on is an expression, whatever that gives. So what is
 * required only for some of its values must not be required for the editor, which would refuse the node; reading checks it.
 */

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

const isProperty = (value: object): value is INodeProperties => 'type' in value;

/** Parameters that stand beside each other, and those in each collection among them. */
function levelsOf(properties: INodeProperties[]): INodeProperties[][] {
	const inside = properties.flatMap(({ type, options = [] }) => {
		if (type === 'collection') return [options.filter(isProperty)];
		return options.flatMap((option) => ('values' in option ? [option.values] : []));
	});
	return [properties, ...inside.flatMap(levelsOf)];
}

const EXPRESSION = '={{ $json.choice }}';

/** What each parameter that takes no expression must be for the other to be shown. */
const chosenFor = ({ displayOptions: { show = {} } = {} }: INodeProperties) =>
	Object.fromEntries(Object.entries(show).map(([name, values]) => [name, values?.[0] ?? '']));

/** Required parameters, with each parameter by which they are shown or hidden, if it takes an expression. */
function requiredBehind(properties: INodeProperties[]) {
	return levelsOf(properties).flatMap((level) =>
		level
			.filter(({ required }) => required)
			.flatMap((property) => {
				const { show = {}, hide = {} } = property.displayOptions ?? {};
				const others = [...Object.keys(show), ...Object.keys(hide)];
				const among = [...level, ...properties];
				return others
					.map((name) => name.replace(/^\//, ''))
					.filter((name) => among.some((it) => it.name === name && !it.noDataExpression))
					.map((name) => ({ property, name }));
			}),
	);
}

it.each(['anyfastAsset', 'anyfastVideo', 'anyfastAssetTrigger'])(
	'%s requires nothing for the editor that depends on an expression',
	(name) => {
		const type = engine.getByNameAndVersion(`n8n-nodes-anyfast.${name}`);
		const node = { typeVersion: 1 };
		const wrong = requiredBehind(type.description.properties).filter(({ property, name: other }) =>
			NodeHelpers.displayParameter(
				{ ...chosenFor(property), [other]: EXPRESSION },
				property,
				node,
				type.description,
			),
		);

		expect(wrong.map(({ property, name: other }) => `${property.name} by ${other}`)).toEqual([]);
	},
);

it('finds what is required behind an expression', () => {
	const choice: INodeProperties = { displayName: 'A', name: 'a', type: 'options', default: 'x' };
	const shown = { show: { a: ['x'] } };
	const text: INodeProperties = { ...choice, name: 'b', type: 'string', displayOptions: shown };

	expect(requiredBehind([choice, { ...text, required: true }])).toHaveLength(1);
	expect(requiredBehind([choice, text])).toEqual([]);
	expect(
		requiredBehind([
			{ ...choice, noDataExpression: true },
			{ ...text, required: true },
		]),
	).toEqual([]);
});
