import type { INodeParameters } from 'n8n-workflow';

import { hintsOf, jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { makeGroup } from '../stand-in/groups';

const bed = useTestBed();

const create = { operation: 'create', ifNameExists: 'createAnother' };
const received = () => bed.standIn.received.map(({ body }) => body);

it('gives the ID of the new group and what was sent', async () => {
	expect(await bed.items({ ...create, name: ' Cats ' })).toEqual([
		{ Id: makeGroup(4).Id, model: 'volc-asset', Name: 'Cats' },
	]);
	expect(bed.standIn.groups).toHaveLength(4);
	expect(bed.standIn.actions).toEqual(['CreateAssetGroup']);
	expect(received()).toEqual([{ model: 'volc-asset', Name: 'Cats' }]);
});

it('creates a group for each item, billed to the model that was chosen', async () => {
	const items = [{ name: 'A' }, { name: 'B' }];
	const parameters = { ...create, name: '={{ $json.name }}', options: { model: 'other' } };

	expect(await bed.items(parameters, { items })).toMatchObject([{ Name: 'A' }, { Name: 'B' }]);
	expect(received()).toEqual([
		{ model: 'other', Name: 'A' },
		{ model: 'other', Name: 'B' },
	]);
});

it('keeps what else the API answers', async () => {
	const body = { ResponseMetadata: {}, Result: { Id: 'group-9', Quota: 5 } };
	bed.standIn.failNext({ status: 200, body });

	expect(await bed.items({ ...create, name: 'Cats' })).toEqual([
		{ Id: 'group-9', model: 'volc-asset', Name: 'Cats', Quota: 5 },
	]);
});

it('takes a name of 64 characters, however many bytes they have', async () => {
	await bed.items({ ...create, name: '猫'.repeat(64) });

	expect(bed.standIn.groups.at(-1)?.Name).toBe('猫'.repeat(64));
});

it('cuts a longer name, with an ending that keeps two names two', async () => {
	const run = await bed.run(
		{ ...create, name: '={{ $json.name }}' },
		{
			items: [{ name: `${'x'.repeat(64)} front` }, { name: `${'x'.repeat(64)} back` }],
		},
	);

	const names = jsonOf(run).map(({ Name }) => Name);
	expect(names).toEqual([
		expect.stringMatching(/^x{55}-[0-9a-f]{8}$/),
		expect.stringMatching(/^x{55}-[0-9a-f]{8}$/),
	]);
	expect(new Set(names).size).toBe(2);
	expect(hintsOf(run)).toEqual([
		'Names were cut to 64 characters; the output says what they are now',
	]);
});

it.each<[string, INodeParameters]>([
	['Name is empty', { name: ' ' }],
	['Name is empty', { name: '\u200b' }],
	['Name is empty', { name: '={{ "" }}' }],
	['Name is empty', { name: '={{ $json.nothing }}' }],
	['Name must be text', { name: '={{ ["a"] }}' }],
	['The option Model is empty', { name: 'Cats', options: { model: '' } }],
])('refuses before it asks: %s', async (message, parameters) => {
	expect((await bed.error({ ...create, ...parameters })).message).toBe(message);
	expect(bed.standIn.received).toEqual([]);
});

it('needs a name also if an AI model was to fill it in', async () => {
	const node = { type: 'n8n-nodes-anyfast.anyfastAssetTool' };
	const error = await bed.error(
		{ ...create, name: "={{ $fromAI('name') }}" },
		{ node, items: [{ query: {} }] },
	);

	expect(error.message).toBe('Name is empty');
});
