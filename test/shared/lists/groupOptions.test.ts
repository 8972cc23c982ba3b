import type { INodePropertyOptions } from 'n8n-workflow';

import { TestBed } from '../../engine/TestBed';
import { ANYFAST, workflowWith } from '../../engine/workflow';
import { makeGroups } from '../../stand-in/groups';

let bench: TestBed;

beforeAll(async () => {
	bench = await TestBed.start();
});
beforeEach(() => bench.standIn.reset());
afterAll(async () => await bench.stop());

const choices = async (): Promise<INodePropertyOptions[]> =>
	await bench.engine.loadOptions(workflowWith({}), ANYFAST, 'getGroups');

it('shows groups by name and keeps their IDs', async () => {
	const [first] = bench.standIn.groups;

	expect((await choices())[0]).toEqual({
		name: first?.Name,
		value: first?.Id,
		description: `AIGC · ${first?.Id}`,
	});
});

it('shows the groups of all pages', async () => {
	const groups = makeGroups(230);
	bench.standIn.reset({ groups });

	expect((await choices()).map(({ value }) => value)).toEqual(groups.map(({ Id }) => Id));
	expect(bench.standIn.bodies).toEqual(
		[1, 2, 3].map((PageNumber) => ({
			model: 'volc-asset',
			Filter: {},
			PageNumber,
			PageSize: 100,
		})),
	);
});

it('shows a group without a name or a type by its ID', async () => {
	bench.standIn.reset({ groups: [{ Id: 'group-1' }, { Id: 'group-2', Name: ' ' }] });

	expect(await choices()).toEqual([
		{ name: 'group-1', value: 'group-1', description: 'group-1' },
		{ name: 'group-2', value: 'group-2', description: 'group-2' },
	]);
});

it('says what is wrong', async () => {
	bench.standIn.failNext({ status: 401 });

	await expect(choices()).rejects.toThrow('Anyfast refused the API key');
});
