import { useTestBed } from '../../engine/useTestBed';

const TOOL = { type: 'n8n-nodes-anyfast.anyfastAssetTool' };

const bed = useTestBed();

const sentFilters = () => bed.standIn.bodies.map(({ Filter }) => Filter);

describe('a filter that is there but empty', () => {
	it.each([
		['Group Names or IDs', 'groupIds', []],
		['Group Names or IDs', 'groupIds', '={{ [] }}'],
		['Group Names or IDs', 'groupIds', '={{ [""] }}'],
		['Group Names or IDs', 'groupIds', '={{ [" ", null] }}'],
		['Group Names or IDs', 'groupIds', ''],
		['Group Names or IDs', 'groupIds', ' , \n,'],
		['Group Names or IDs', 'groupIds', '[]'],
		['Group Names or IDs', 'groupIds', '={{ $json.nothing }}'],
		['Name Contains', 'name', ''],
		['Name Contains', 'name', ' \n'],
		['Name Contains', 'name', '={{ null }}'],
		['Name Contains', 'name', '={{ $json.nothing }}'],
		['Name Contains', 'name', '={{ $json.nothing }} '],
		['Group Type', 'groupType', ''],
		['Group Type', 'groupType', '={{ $json.nothing }}'],
	])('%s: %s is %j', async (displayName, name, value) => {
		const error = await bed.error({ filters: { [name]: value } });

		expect(error.message).toBe(`The filter ${displayName} is empty`);
		expect(error.description).toContain('Give it a value, or remove it from the node.');
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('a value that a parameter does not take', () => {
	const limit = 'Limit must be a whole number of at least 1';
	const pageNumber = 'The option Page Number must be a whole number of at least 1';
	const pageSize = 'The option Page Size must be a whole number from 1 to 100';
	const groupType = 'The filter Group Type must be AIGC or Liveness Face (LivenessFace)';
	const ids = 'The filter Group Names or IDs must be a list, or text with commas in between';

	it.each([
		[limit, { limit: 0 }],
		[limit, { limit: -1 }],
		[limit, { limit: 1.5 }],
		[limit, { limit: '={{ "1.5" }}' }],
		[limit, { limit: '={{ "many" }}' }],
		[limit, { limit: '={{ true }}' }],
		[pageNumber, { options: { pageNumber: 0 } }],
		[pageNumber, { options: { pageNumber: 2.5 } }],
		[pageNumber, { options: { pageNumber: '={{ "two" }}' } }],
		[pageSize, { options: { pageSize: 0 } }],
		[pageSize, { options: { pageSize: 101 } }],
		[pageSize, { options: { pageSize: 0.5 } }],
		[pageSize, { options: { pageSize: '={{ "all" }}' } }],
		[pageSize, { returnAll: true, options: { pageSize: 101 } }],
		[groupType, { filters: { groupType: '={{ "Other" }}' } }],
		[groupType, { filters: { groupType: '={{ "aigc" }}' } }],
		[groupType, { filters: { groupType: '={{ ["AIGC"] }}' } }],
		[ids, { filters: { groupIds: '={{ true }}' } }],
		[ids, { filters: { groupIds: '={{ ["a", null] }}' } }],
		[ids, { filters: { groupIds: '={{ { id: "a" } }}' } }],
		[ids, { filters: { groupIds: '["a", "b"' } }],
		['The filter Name Contains must be text', { filters: { name: '={{ { a: 1 } }}' } }],
		['The option Model must be text', { options: { model: '={{ ["volc-asset"] }}' } }],
		['Return All must be true or false', { returnAll: '={{ "yes" }}' }],
	])('%s: %j', async (message, parameters) => {
		const error = await bed.error(parameters);

		expect(error.message).toBe(message);
		expect(error.description).toMatch(/^It is .+\.$/);
		expect(bed.standIn.received).toEqual([]);
	});

	it.each([
		['Limit', { limit: '={{ $json.nothing }}' }],
		['The option Page Size', { options: { pageSize: '={{ $json.nothing }}' } }],
		['The option Page Number', { options: { pageNumber: '={{ "" }}' } }],
		['The option Model', { options: { model: '' } }],
		['Return All', { returnAll: '={{ $json.nothing }}' }],
	])('%s is empty: %j', async (displayName, parameters) => {
		expect((await bed.error(parameters)).message).toBe(`${displayName} is empty`);
		expect(bed.standIn.received).toEqual([]);
	});

	it('is an expression that fails', async () => {
		const error = await bed.error({ filters: { name: "={{ $('Nobody').item.json.name }}" } });

		expect(error.message).toBe("Referenced node doesn't exist");
		expect(error).toHaveProperty('context.itemIndex', 0);
		expect(bed.standIn.received).toEqual([]);
	});

	it('is shown, shortened if it is long', async () => {
		const error = await bed.error({ limit: `={{ "${'x'.repeat(500)}" }}` });

		expect(error.description).toBe(`It is "${'x'.repeat(99)}….`);
	});

	it('is an operation that does not exist', async () => {
		const error = await bed.error({ operation: 'explode' });

		expect(error.message).toBe('There is no operation "explode" of "group"');
		expect(bed.standIn.received).toEqual([]);
	});
});

describe('as the tool of an AI agent', () => {
	const left = "={{ $fromAI('value', 'What to look for', 'string') }}";

	it.each([
		['left out', {}],
		['left empty', { value: '' }],
		['left blank', { value: '  ' }],
		['given as null', { value: null }],
	])('a filter that the model was to fill in and was %s is not sent', async (_what, query) => {
		const filters = { name: left, groupIds: left, groupType: left };

		expect(await bed.items({ filters }, { node: TOOL, items: [{ query }] })).toHaveLength(3);
		expect(sentFilters()).toEqual([{}]);
	});

	it('what else the model left blank is as usual', async () => {
		const options = { pageSize: left, pageNumber: left, model: left };
		const parameters = { returnAll: left, limit: left, options };
		await bed.items(parameters, { node: TOOL, items: [{ query: { value: '' } }] });

		expect(bed.standIn.bodies).toEqual([
			{ model: 'volc-asset', Filter: {}, PageNumber: 1, PageSize: 50 },
		]);
	});

	it.each(['$fromAI', '$fromAi', '$fromai'])(
		'what the model filled in by %s is sent',
		async (f) => {
			const filters = { name: `={{ ${f}('value') }}` };
			await bed.items({ filters }, { node: TOOL, items: [{ query: { value: '0002' } }] });

			expect(sentFilters()).toEqual([{ Name: '0002' }]);
		},
	);

	it.each(['', '={{ $json.nothing }}', '={{ $json.query.value }}'])(
		'a filter that is empty by the workflow itself is an error: %j',
		async (name) => {
			const options = { node: TOOL, items: [{ query: { value: '' } }] };

			expect((await bed.error({ filters: { name } }, options)).message).toBe(
				'The filter Name Contains is empty',
			);
			expect(bed.standIn.received).toEqual([]);
		},
	);

	it('a value that the model made up is an error', async () => {
		const options = { node: TOOL, items: [{ query: { value: 'Animals' } }] };
		const error = await bed.error({ filters: { groupType: left } }, options);

		expect(error.message).toBe(
			'The filter Group Type must be AIGC or Liveness Face (LivenessFace)',
		);
	});

	it('a blank of the model is an error if the node is not called as a tool', async () => {
		const error = await bed.error({ filters: { name: left } }, { items: [{ query: {} }] });

		expect(error.message).toBe('The filter Name Contains is empty');
		expect(bed.standIn.received).toEqual([]);
	});
});
