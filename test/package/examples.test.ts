import { type INode, NodeHelpers } from 'n8n-workflow';
import ts from 'typescript';

import { Engine, type WorkflowJson } from '../engine/Engine';

/*
 * The examples as files; that they do what their notes say is seen in whole n8ns (npm run e2e).
 */

const NOTE = 'n8n-nodes-base.stickyNote';

/** The height and width of a node on the canvas, in pixels; below it stand its name and what it does. */
const NODE = 96;

/** Wider lines are hard to read. */
const MOST_WIDE = 800;

/** Of a note: the height of a line, the space between paragraphs, and the width of a letter, in pixels. */
const [LINE, BETWEEN, LETTER] = [19, 8, 6.7];

/** What a note's title, its edges and its padding take, in pixels. */
const [TITLE_HEIGHT, END, PADDING] = [48, 12, 24];

const read = (file: string) => ts.sys.readFile(file) ?? '';

const examples = ts.sys
	.readDirectory('examples', ['.json'])
	.map((file): [string, WorkflowJson] => [file, JSON.parse(read(file))]);

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load('.', {});
});

describe.each(examples)('%s', (file, { nodes }) => {
	const notes = nodes.filter(({ type }) => type === NOTE);
	const others = nodes.filter(({ type }) => type !== NOTE);

	it('has one note, which says what it does and what to change', () => {
		expect(notes).toHaveLength(1);
		expect(notes[0]?.parameters.content).toMatch(/^## .+\n[^]+\n\n\*\*To change:\*\*|instead:\*\*/);
	});

	it('has a note that shows all its text, in lines that can be read, and lies on no node', () => {
		for (const { position, parameters } of notes) {
			const { height, width, content } = parameters;
			expect(width).toBeLessThanOrEqual(MOST_WIDE);
			expect(Number(height)).toBeGreaterThanOrEqual(heightOf(String(content), Number(width)));
			const lowest = position[1] + Number(height);
			for (const node of others) expect(node.position[1] - lowest).toBeGreaterThanOrEqual(20);
		}
	});

	it('has nodes that lie on no other', () => {
		for (const one of others) {
			for (const other of others.filter(({ name }) => name !== one.name)) {
				const [dx, dy] = [0, 1].map((axis) =>
					Math.abs((one.position[axis] ?? 0) - (other.position[axis] ?? 0)),
				);
				expect(Math.max(dx ?? 0, dy ?? 0)).toBeGreaterThan(NODE);
			}
		}
	});

	it('sets parameters of our nodes that exist and are shown', () => {
		for (const node of others.filter(({ type }) => type.startsWith('n8n-nodes-anyfast.'))) {
			expect([node.name, unknownIn(node)]).toEqual([node.name, []]);
		}
	});

	it('uses nothing that n8n 3 takes away', () => {
		expect(read(file)).not.toMatch(
			/\$getPairedItem|"mode": "each"|"color"|N8N_DEFAULT_BINARY_DATA_MODE/,
		);
	});
});

/** How high a note has to be, in pixels, by what n8n showed of others. */
function heightOf(content: string, width: number): number {
	const [, ...text] = content.split('\n');
	const paragraphs = text.filter((paragraph) => paragraph !== '');
	const letters = Math.floor((width - PADDING) / LETTER);
	const lines = paragraphs.reduce((sum, paragraph) => sum + linesOf(paragraph, letters), 0);
	return TITLE_HEIGHT + lines * LINE + (paragraphs.length - 1) * BETWEEN + END;
}

/** How many lines a paragraph takes if a line has so many letters. */
function linesOf(paragraph: string, letters: number): number {
	let [lines, used] = [1, 0];
	for (const word of paragraph.replace(/\*\*|[*`]/g, '').split(' ')) {
		if (used > 0 && used + 1 + word.length > letters) [lines, used] = [lines + 1, 0];
		used += (used > 0 ? 1 : 0) + word.length;
	}
	return lines;
}

/** The parameters of a node that its description does not know, or does not show beside the others. */
function unknownIn(node: INode): string[] {
	const type = engine.getByNameAndVersion(node.type, node.typeVersion).description;
	// What n8n adds to a node that is a tool.
	const { descriptionType, toolDescription, ...parameters } = node.parameters;
	expect([typeof descriptionType, typeof toolDescription]).toEqual(
		node.type.endsWith('Tool') ? ['string', 'string'] : ['undefined', 'undefined'],
	);
	const known = NodeHelpers.getNodeParameters(type.properties, parameters, true, false, node, type);
	const missing = Object.keys(parameters).filter((name) => !(name in (known ?? {})));
	const collections = ['options', 'filters'].flatMap((collection) => {
		const names = type.properties
			.filter(({ name, displayOptions }) => {
				const { resource, operation } = displayOptions?.show ?? {};
				return (
					name === collection &&
					(resource?.includes(String(known?.resource)) ?? true) &&
					(operation?.includes(String(parameters.operation)) ?? true)
				);
			})
			.flatMap(({ options = [] }) => options.map(({ name }) => name));
		return Object.keys(Object(parameters[collection])).filter((name) => !names.includes(name));
	});
	return [...missing, ...collections];
}
