import type { INodeProperties } from 'n8n-workflow';

import { Engine } from '../engine/Engine';

/*
 * Rules of n8n for what users read in a node, some of which its linter does not know yet.
 */

/** What n8n's next linter allows a hint (hint-max-length), in characters. */
const LONGEST_HINT = 120;

/** Of these n8n refuses to load a node if they have a hint for its workflow builder. */
const WITHOUT_BUILDER_HINT = ['resource', 'operation', 'mode'];

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

const NAMES = ['anyfastAsset', 'anyfastAssetTrigger', 'anyfastVideo', 'the credential'];

describe.each(NAMES)('%s', (name) => {
	const properties = (): INodeProperties[] =>
		name === 'the credential'
			? (engine.loader.credentialTypes.anyfastApi?.type.properties ?? [])
			: engine.getByNameAndVersion(`n8n-nodes-anyfast.${name}`).description.properties;

	const all = () => properties().flatMap(withInner);

	it('has parameters', () => {
		expect(all().length).toBeGreaterThan(3);
	});

	it('has hints that are read at a glance', () => {
		const long = all().filter(({ hint = '' }) => hint.length > LONGEST_HINT);
		expect(long.map(({ displayName, hint }) => [displayName, hint])).toEqual([]);
	});

	it('says of each field that takes anything what to put in it', () => {
		const open = all().filter(({ type }) => type === 'json' || type === 'fixedCollection');
		expect(open.filter(({ description = '' }) => description === '')).toEqual([]);
	});

	it('has hints for n8n’s workflow builder only where n8n takes them', () => {
		const hinted = all().filter((property) => 'builderHint' in property);
		for (const property of hinted) {
			expect(WITHOUT_BUILDER_HINT).not.toContain(property.name);
			expect(property).toMatchObject({ builderHint: { propertyHint: expect.any(String) } });
		}
	});

	it('is written in plain letters', () => {
		for (const { displayName, description = '', hint = '', placeholder = '' } of all()) {
			expect([displayName, description, hint, placeholder].join('\n')).toMatch(
				/^[\x20-\x7e\n…→✨’]*$/,
			);
		}
	});
});

/** A parameter, and those in it. */
function withInner(property: INodeProperties): INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values;
		return 'type' in option ? [option] : [];
	});
	return [property, ...inner.flatMap(withInner)];
}
