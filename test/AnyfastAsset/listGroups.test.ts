import type { IDataObject } from 'n8n-workflow';

import type { AssetGroup, ListAnswer } from '../../nodes/shared/api/assets';
import { jsonOf } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { itemsOf } from '../engine/Engine';
import { AFTER, ANYFAST } from '../engine/workflow';
import { makeGroup, makeGroups } from '../stand-in/groups';
import type { StandIn } from '../stand-in/StandIn';

const bed = useTestBed();

/** Page number and size of each request. */
const pages = () => bed.standIn.bodies.map(({ PageNumber, PageSize }) => [PageNumber, PageSize]);

const idsOf = (rows: IDataObject[]) => rows.map(({ Id }) => Id);

describe('what comes out', () => {
	it('is one item for each group as the API gave it, unknown fields included', async () => {
		const groups = makeGroups(2).map((group, index) => ({ ...group, Cover: { index } }));
		bed.standIn.reset({ groups });

		const run = await bed.run({});

		expect(itemsOf(run, ANYFAST)).toEqual(
			groups.map((json) => ({ json, pairedItem: { item: 0 } })),
		);
		expect(itemsOf(run, AFTER).map(({ json }) => json)).toEqual(groups);
	});

	it('is no item and no error if nothing matches', async () => {
		const run = await bed.run({ filters: { name: 'nobody has this name' } });

		expect(run.status).toBe('success');
		expect(jsonOf(run)).toEqual([]);
	});

	it('comes once for each input item, by the expressions of that item', async () => {
		const run = await bed.run(
			{ limit: '={{ $json.howMany }}', filters: { name: '={{ $json.name }}' } },
			{
				items: [
					{ howMany: 2, name: 'group' },
					{ howMany: 5, name: '0003' },
				],
			},
		);

		const [first, second, third] = bed.standIn.groups;
		expect(itemsOf(run, ANYFAST)).toEqual([
			{ json: first, pairedItem: { item: 0 } },
			{ json: second, pairedItem: { item: 0 } },
			{ json: third, pairedItem: { item: 1 } },
		]);
		expect(bed.standIn.bodies.map(({ Filter }) => Filter)).toEqual([
			{ Name: 'group' },
			{ Name: '0003' },
		]);
	});
});

describe('Limit, Page Number and Page Size', () => {
	it.each([
		['50 groups without a word', {}, 1, 50, [[1, 50]]],
		['7 groups in one request for 7', { limit: 7 }, 1, 7, [[1, 7]]],
		['a limit by expression, as text', { limit: '={{ "7" }}' }, 1, 7, [[1, 7]]],
		[
			'a limit of several pages',
			{ limit: 25, options: { pageSize: 10 } },
			1,
			25,
			[
				[1, 10],
				[2, 10],
				[3, 10],
			],
		],
		[
			'no page behind the limit',
			{ limit: 20, options: { pageSize: 10 } },
			1,
			20,
			[
				[1, 10],
				[2, 10],
			],
		],
		[
			'a page to begin at',
			{ limit: 4, options: { pageSize: 10, pageNumber: 3 } },
			21,
			4,
			[[3, 10]],
		],
		['no page behind the end', { limit: 200, options: { pageNumber: 2 } }, 101, 50, [[2, 100]]],
	])('reads %s', async (_what, parameters, from, howMany, requests) => {
		const groups = makeGroups(150);
		bed.standIn.reset({ groups });

		expect(await bed.items(parameters)).toEqual(groups.slice(from - 1, from - 1 + howMany));
		expect(pages()).toEqual(requests);
	});

	it('gives nothing from a page behind the end', async () => {
		expect(await bed.items({ options: { pageNumber: 9 } })).toEqual([]);
	});

	it('says so if smaller pages of the API would move the page to begin at', async () => {
		bed.standIn.reset({ groups: makeGroups(200), maxPageSize: 50 });

		const error = await bed.error({ options: { pageNumber: 2 } });

		expect(error.message).toBe(
			'The API does not give pages of 100, so Page Number would start at the wrong item',
		);
		expect(error.description).toContain('Set Page Size to 50');
	});
});

describe('Return All', () => {
	it('reads every page, whatever Limit and Page Number say', async () => {
		const groups = makeGroups(250);
		bed.standIn.reset({ groups });

		const parameters = { returnAll: true, limit: 1, options: { pageNumber: 2 } };
		expect(await bed.items(parameters)).toEqual(groups);
		expect(pages()).toEqual([
			[1, 100],
			[3, 100],
			[2, 100],
			// The first and the last once more.
			[1, 100],
			[3, 100],
		]);
	});

	it.each([
		['true', 120],
		['false', 50],
	])('takes the text "%s" of an expression', async (text, howMany) => {
		bed.standIn.reset({ groups: makeGroups(120) });

		expect(await bed.items({ returnAll: `={{ "${text}" }}` })).toHaveLength(howMany);
	});

	it('gives the whole list of a server that cuts pages to 50', async () => {
		const groups = makeGroups(230);
		bed.standIn.reset({ groups, maxPageSize: 50 });

		expect(await bed.items({ returnAll: true })).toEqual(groups);
	});

	it('gives the whole list of a server that cuts pages to 50 and does not say so', async () => {
		const groups = makeGroups(230);
		bed.standIn.reset({ groups, maxPageSize: 50 });
		bed.standIn.tamper = ({ Items, TotalCount }) => ({ Items, TotalCount });

		expect(await bed.items({ returnAll: true })).toEqual(groups);
	});

	it('gives the whole list of a server that names no total', async () => {
		const groups = makeGroups(230);
		bed.standIn.reset({ groups });
		bed.standIn.tamper = ({ Items }) => ({ Items });

		expect(await bed.items({ returnAll: true })).toEqual(groups);
	});

	it('reads again if the list changed meanwhile', async () => {
		bed.standIn.reset({ groups: makeGroups(250) });
		bed.standIn.beforePage = (request) => {
			if (request === 2) bed.standIn.groups = makeGroups(250).slice(1);
		};

		expect(await bed.items({ returnAll: true })).toEqual(makeGroups(250).slice(1));
	});

	it.each<[string, NonNullable<StandIn['tamper']>]>([
		[
			'total went from 250 to',
			(answer, { PageNumber = 1 }) => ({
				...answer,
				TotalCount: 249 + PageNumber,
			}),
		],
		['total went from 250 to nothing', onPage(2, ({ Items }) => ({ Items }))],
		['page 1 came although page 2', onPage(2, (answer) => ({ ...answer, PageNumber: 1 }))],
		[
			'page 2 has the rows of page 1',
			onPage(2, (answer) => ({ ...answer, Items: makeGroups(100) })),
		],
		['page 1 came although page 2', uncounted((answer) => ({ ...answer, PageNumber: 1 }))],
		['total went from nothing to 250', uncounted((answer) => ({ ...answer, TotalCount: 250 }))],
	])('ends with an error, not with a part, if a %s', async (problem, tamper) => {
		bed.standIn.reset({ groups: makeGroups(250) });
		bed.standIn.tamper = tamper;

		const error = await bed.error({ returnAll: true });

		expect(error.message).toBe("Anyfast's pages of the list contradict each other");
		expect(error.description).toContain(problem);
	});

	it.each<[string, NonNullable<StandIn['tamper']>]>([
		[
			'a page lacks a row, wherever it begins',
			onPage(2, ({ Items, ...rest }) => ({ ...rest, Items: Items?.slice(1) })),
		],
		['each page lacks its first row', uncounted(({ Items }) => ({ Items: Items?.slice(1) }))],
	])(
		'ends with an error, because reads with other pages give other rows, if %s',
		async (_what, tamper) => {
			bed.standIn.reset({ groups: makeGroups(250) });
			bed.standIn.tamper = tamper;

			const error = await bed.error({ returnAll: true });

			expect(error.message).toBe(
				'The list kept changing while it was read, so items may be missing',
			);
			expect(error.description).toContain('two reads in a row gave different rows');
		},
	);
});

describe('a list that changes between two pages', () => {
	const groups = makeGroups(250);

	/** When the second page is asked for, one group goes and another comes. */
	const change = (gone: number, isNewFirst: boolean) => {
		bed.standIn.reset({ groups });
		bed.standIn.beforePage = (request) => {
			if (request !== 2) return;
			const others = groups.filter((_group, index) => index !== gone);
			bed.standIn.groups = isNewFirst ? [makeGroup(999), ...others] : [...others, makeGroup(999)];
		};
	};

	it.each([
		['of the first page goes and one comes behind all others', 2, false],
		['of the first page goes and one comes before all others', 2, true],
		['in the middle goes and one comes behind all others', 120, false],
		['at the end goes and one comes before all others', 249, true],
	])('is whole if a row %s', async (_what, gone, isNewFirst) => {
		change(gone, isNewFirst);

		expect(idsOf(await bed.items({ returnAll: true }))).toEqual(idsOf(bed.standIn.groups));
	});

	it('is not read again for a Limit', async () => {
		change(2, false);

		await bed.items({ limit: 200 });
		expect(pages()).toEqual([
			[1, 100],
			[2, 100],
		]);
	});
});

describe('one answer that is wrong', () => {
	it.each([
		[
			'7 of 7',
			({ Items, ...rest }: ListAnswer<AssetGroup>) => ({
				...rest,
				Items: Items?.slice(0, 7),
				TotalCount: 7,
			}),
		],
		['nothing of nothing', () => ({ Items: [], TotalCount: 0 })],
		['no Items', () => ({ PageNumber: 1, PageSize: 100 })],
	])('changes nothing with Verify Completeness, whenever it comes: %s', async (_what, made) => {
		for (const wrong of [1, 2, 3, 4, 5, 6, 7]) {
			bed.standIn.reset({ groups: makeGroups(250) });
			let answers = 0;
			bed.standIn.tamper = (answer) => (++answers === wrong ? made(answer) : answer);

			const items = await bed.items({ returnAll: true, options: { verify: true } });
			expect(items).toHaveLength(250);
		}
	});
});

describe('a service that ignores the page number', () => {
	it.each([
		['says so', {}],
		['does not say so', { PageNumber: undefined }],
	])('is found out by its second answer if it %s', async (_what, said) => {
		bed.standIn.reset({ groups: makeGroups(10_000) });
		bed.standIn.tamper = () => ({
			...{ Items: makeGroups(100), TotalCount: 10_000, PageNumber: 1, PageSize: 100 },
			...said,
		});

		const error = await bed.error({ returnAll: true, options: { maxConcurrentRequests: 4 } });

		expect(error.message).toBe("Anyfast's pages of the list contradict each other");
		expect(bed.standIn.received).toHaveLength(2);
	});
});

describe('an answer', () => {
	it.each([
		['under Result', (answer: object) => ({ ResponseMetadata: {}, Result: answer })],
		['with a total in text', (answer: object) => ({ ...answer, TotalCount: '3' })],
		['with all numbers in text', textNumbers],
		['without numbers', ({ Items }: { Items?: unknown }) => ({ Items })],
		['with a total that is no number', (answer: object) => ({ ...answer, TotalCount: -1 })],
	])('%s is read like the plain one', async (_what, tamper) => {
		bed.standIn.tamper = tamper;

		expect(await bed.items({ returnAll: true })).toEqual(makeGroups(3));
	});

	it.each([
		['with Items null beside a total of 0', { Items: null, TotalCount: 0 }],
		['without Items', { PageNumber: 1, PageSize: 100 }],
		['without Items, with a total of 0 in text', { TotalCount: '0' }],
	])('%s is an empty list', async (_what, answer) => {
		bed.standIn.tamper = () => answer;

		expect(await bed.items({ returnAll: true })).toEqual([]);
	});

	it('without Items under a total above 0 is a page whose rows are hidden, and is read on', async () => {
		bed.standIn.reset({ groups: makeGroups(250) });
		const hidden = new Set(idsOf(makeGroups(100)));
		bed.standIn.tamper = ({ Items = [], ...rest }) => {
			const shown = Items?.filter(({ Id }) => !hidden.has(Id));
			return { ...rest, Items: shown?.length ? shown : undefined };
		};

		expect(await bed.items({ returnAll: true })).toEqual(makeGroups(250).slice(100));
	});

	it('of every page without Items under a total above 0 is an error', async () => {
		bed.standIn.tamper = (answer) => ({ ...answer, Items: undefined });

		const error = await bed.error({ returnAll: true });

		expect(error.message).toBe("Anyfast's pages of the list contradict each other");
		expect(error.description).toContain('no page has a row, though its total is 3');
	});

	it('that is an error beside an empty list is an error', async () => {
		bed.standIn.tamper = () => ({ Items: [], TotalCount: 0, error: { message: 'db down' } });

		expect((await bed.error({ returnAll: true })).message).toContain('db down');
	});
});

describe('Filters', () => {
	const groups = makeGroups(10);
	const ids = [groups[1], groups[3]].map((group) => String(group?.Id));
	const [a, b] = ids;

	beforeEach(() => bed.standIn.reset({ groups }));

	it.each([
		['Name', { name: ' 0007 ' }, { Name: '0007' }, [7]],
		['a Name that is a number', { name: '={{ 10 }}' }, { Name: '10' }, [10]],
		['Group Type', { groupType: 'LivenessFace' }, { GroupType: 'LivenessFace' }, [5, 10]],
		['Group IDs', { groupIds: ids }, { GroupIds: ids }, [2, 4]],
		[
			'all together',
			{ name: '2', groupType: 'AIGC', groupIds: ids },
			{ Name: '2', GroupType: 'AIGC', GroupIds: ids },
			[2],
		],
	])('send %s and select by it', async (_what, filters, sent, numbers) => {
		const expected = numbers.map((number) => groups[number - 1]);

		expect(await bed.items({ filters })).toEqual(expected);
		expect(bed.standIn.bodies.at(-1)?.Filter).toEqual(sent);
	});

	it.each([
		['a list', `={{ ["${a}", "${b}"] }}`],
		['text with commas', `${a},${b}`],
		['text with commas and spaces', ` ${a} , ${b} `],
		['text with spaces', `${a} ${b}`],
		['text with tabs', `${a}\t${b}`],
		['text with new lines', `${a}\n${b}\r\n`],
		['a JSON list', `["${a}", "${b}"]`],
		['a JSON list with space around it', ` [ " ${a}" , "${b} " ]\n`],
		['a list with space and blanks', `={{ [" ${a}", "", "${b} ", " "] }}`],
		['a list with repeats', `={{ ["${a}", "${b}", " ${a} "] }}`],
		['text with repeats and empty places', `${a},,${b},${a},`],
		['groups as List Groups gives them', `={{ [{ Id: "${a}", Name: "x" }, { Id: "${b}" }] }}`],
		['items of groups', `={{ [{ json: { Id: "${a}" } }, { json: { Id: "${b}" } }] }}`],
		['IDs in other letters', `${a?.toUpperCase()},${b}`],
	])('take Group IDs as %s', async (_what, groupIds) => {
		await bed.items({ filters: { groupIds } });

		expect(bed.standIn.bodies.at(-1)?.Filter).toEqual({ GroupIds: ids });
	});
});

function textNumbers(answer: object): object {
	const asText = Object.entries(answer).map(([name, value]) => [
		name,
		typeof value === 'number' ? String(value) : value,
	]);
	return Object.fromEntries(asText);
}

/** Changes the answer to one page only. */
function onPage(
	page: number,
	change: (answer: ListAnswer<AssetGroup>) => object,
): NonNullable<StandIn['tamper']> {
	return (answer, { PageNumber }) => (PageNumber === page ? change(answer) : answer);
}

/** Names no total and no page, and changes the answer to page 2. */
function uncounted(
	change: (answer: ListAnswer<AssetGroup>) => object,
): NonNullable<StandIn['tamper']> {
	return ({ Items }, { PageNumber }) => (PageNumber === 2 ? change({ Items }) : { Items });
}
