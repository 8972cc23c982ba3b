import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { useTestBed } from '../engine/useTestBed';
import { ANYFAST, workflowWith } from '../engine/workflow';
import { makeAsset, makeAssets } from '../stand-in/assets';
import { makeGroup, makeGroups } from '../stand-in/groups';

const bed = useTestBed(() => ({ groups: makeGroups(3), assets: makeAssets(3) }));

const search = async (
	method: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> =>
	await bed.engine.searchList(workflowWith({}), ANYFAST, method, filter, paginationToken);

const choices = async (): Promise<INodePropertyOptions[]> =>
	await bed.engine.loadOptions(workflowWith({}), ANYFAST, 'getGroups');

describe('the searchable lists', () => {
	it('shows groups by name and type, and keeps their IDs', async () => {
		const [first] = (await search('searchGroups')).results;

		expect(first).toEqual({
			name: `group 0001 · AIGC · ${makeGroup(1).Id}`,
			value: makeGroup(1).Id,
		});
		expect(bed.standIn.actions).toEqual(['ListAssetGroups']);
	});

	it('shows assets by name, type and status, and keeps their IDs', async () => {
		const [first] = (await search('searchAssets')).results;

		expect(first).toEqual({
			name: `asset 0001 · Video · Active · ${makeAsset(1).Id}`,
			value: makeAsset(1).Id,
		});
		expect(bed.standIn.actions).toEqual(['ListAssets']);
	});

	it.each([
		['searchAssets', makeAsset(2).Id, ['GetAsset']],
		['searchAssets', ` asset://${makeAsset(2).Id} `, ['GetAsset']],
		['searchGroups', makeGroup(2).Id, ['GetAssetGroup']],
	])('%s finds the one whose ID was pasted: %s', async (method, pasted, actions) => {
		const { results } = await search(method, pasted);

		expect(results.map(({ value }) => value)).toEqual([pasted.trim().replace('asset://', '')]);
		expect(bed.standIn.actions).toEqual(actions);
	});

	it('finds a group by its ID in the list if the site cannot get groups', async () => {
		bed.standIn.reset({ groups: makeGroups(3), without: ['GetAssetGroup'] });

		const { results } = await search('searchGroups', makeGroup(2).Id);

		expect(results.map(({ value }) => value)).toEqual([makeGroup(2).Id]);
		expect(bed.standIn.actions).toEqual(['GetAssetGroup', 'ListAssetGroups']);
	});

	it.each(['asset-2020-gone', 'group-2020-gone'])('shows nothing for %s', async (pasted) => {
		const method = pasted.startsWith('asset') ? 'searchAssets' : 'searchGroups';

		expect((await search(method, pasted)).results).toEqual([]);
	});

	it('shows what has no name by its ID', async () => {
		bed.standIn.groups = [{ Id: 'group-1' }];

		expect((await search('searchGroups')).results).toEqual([{ name: 'group-1', value: 'group-1' }]);
	});

	it.each(['searchGroups', 'searchAssets'])(
		'%s: the API searches for what the user typed',
		async (method) => {
			expect((await search(method, ' 0002 ')).results).toHaveLength(1);
			expect((await search(method, ' ')).results).toHaveLength(3);

			expect(bed.standIn.bodies.map(({ Filter }) => Filter)).toEqual([{ Name: '0002' }, {}]);
		},
	);

	it.each(['searchGroups', 'searchAssets'])(
		'%s: a page at a time, until the last',
		async (method) => {
			bed.standIn.reset({ groups: makeGroups(250), assets: makeAssets(250) });

			const sizes = [];
			let token: string | undefined;
			do {
				const page = await search(method, undefined, token);
				sizes.push(page.results.length);
				token = page.paginationToken;
			} while (token !== undefined);

			expect(sizes).toEqual([100, 100, 50]);
			expect(bed.standIn.bodies.map(({ PageNumber }) => PageNumber)).toEqual([1, 2, 3]);
		},
	);

	it.each([
		['says so', {}],
		['says otherwise', { PageSize: 100 }],
		['does not say so', { PageSize: undefined }],
	])('shows everything if the API cuts pages to 20 and %s', async (_what, said) => {
		bed.standIn.reset({ groups: makeGroups(25), maxPageSize: 20 });
		bed.standIn.tamper = (answer) => ({ ...answer, ...said });

		const { results, paginationToken } = await search('searchGroups');

		expect(results).toHaveLength(25);
		expect(paginationToken).toBeUndefined();
	});

	it('shows everything if the total counts the rows of the page', async () => {
		bed.standIn.reset({ groups: makeGroups(250), list: { total: 'page' } });

		const shown = [];
		let token: string | undefined;
		do {
			const page = await search('searchGroups', undefined, token);
			shown.push(...page.results.map(({ value }) => value));
			token = page.paginationToken;
		} while (token !== undefined);

		expect(shown).toEqual(makeGroups(250).map(({ Id }) => Id));
	});

	it('shows everything if the API names no total', async () => {
		bed.standIn.tamper = ({ Items }) => ({ Items });

		const { results, paginationToken } = await search('searchGroups');

		expect(results).toHaveLength(3);
		expect(paginationToken).toBeUndefined();
	});

	it('says what is wrong', async () => {
		bed.standIn.failNext({ status: 401 });

		await expect(search('searchAssets')).rejects.toThrow('Anyfast refused the API key');
	});
});

describe('the drop-down of groups', () => {
	it('shows groups by name and keeps their IDs', async () => {
		const [first] = bed.standIn.groups;

		expect((await choices())[0]).toEqual({
			name: first?.Name,
			value: first?.Id,
			description: `AIGC · ${first?.Id}`,
		});
	});

	it('shows the groups of all pages', async () => {
		const groups = makeGroups(230);
		bed.standIn.reset({ groups });

		expect((await choices()).map(({ value }) => value)).toEqual(groups.map(({ Id }) => Id));
		expect(bed.standIn.bodies).toEqual(
			[1, 2, 3].map((PageNumber) => ({
				model: 'volc-asset',
				Filter: {},
				PageNumber,
				PageSize: 100,
			})),
		);
	});

	it('shows the groups of all pages if the total counts the rows of each page', async () => {
		const groups = makeGroups(250);
		bed.standIn.reset({ groups, list: { total: 'page' } });

		expect((await choices()).map(({ value }) => value)).toEqual(groups.map(({ Id }) => Id));
	});

	it('shows a group without a name or a type by its ID', async () => {
		bed.standIn.reset({ groups: [{ Id: 'group-1' }, { Id: 'group-2', Name: ' ' }] });

		expect(await choices()).toEqual([
			{ name: 'group-1', value: 'group-1', description: 'group-1' },
			{ name: 'group-2', value: 'group-2', description: 'group-2' },
		]);
	});

	it('reads the list once, though it changes meanwhile', async () => {
		const groups = makeGroups(230);
		bed.standIn.reset({ groups });
		bed.standIn.beforePage = (request) => {
			if (request === 2) bed.standIn.groups.pop();
		};

		const shown = (await choices()).map(({ value }) => value);

		expect(shown).toEqual(groups.slice(0, 229).map(({ Id }) => Id));
		const pages = bed.standIn.bodies.map(({ PageNumber }) => PageNumber);
		expect(pages).toEqual([...new Set(pages)]);
	});

	it('says what is wrong', async () => {
		bed.standIn.failNext({ status: 401 });

		await expect(choices()).rejects.toThrow('Anyfast refused the API key');
	});
});

describe('for whoever waits at a drop-down', () => {
	const opened = [
		['the drop-down of groups', async () => (await choices()).length],
		['a searchable list', async () => (await search('searchAssets')).results.length],
	] as const;

	it.each(opened)('a request for %s is tried again once', async (_what, open) => {
		bed.standIn.failNext({ status: 503 });

		expect(await open()).toBe(3);
		expect(bed.standIn.received).toHaveLength(2);
	});

	it.each(opened)('a request for %s is tried no third time', async (_what, open) => {
		bed.standIn.failNext({ status: 503 }, { status: 503 }, { status: 503 });

		await expect(open()).rejects.toThrow('Anyfast is not available right now');
		expect(bed.standIn.received).toHaveLength(2);
	});
});
