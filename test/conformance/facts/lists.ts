import {
	contentOf,
	fieldsOf,
	inShort,
	isRefused,
	missingIn,
	type Row,
	rowsOf,
	textOf,
} from '../answers';
import { type Fact, type Finding, untold } from '../fact';
import type { Answer, Service } from '../Service';
import { readAll } from './readAll';

/** The most rows of a page, upstream; the nodes ask for as many. */
export const PAGE_SIZE = 100;

const model = 'volc-asset';
const GROUPS = 'ListAssetGroups';
const ASSETS = 'ListAssets';
const NOBODY = 'group-20000101000000-none0';

const GROUP_FIELDS = [
	'Id',
	'Name',
	'Title',
	'GroupType',
	'ProjectName',
	'CreateTime',
	'UpdateTime',
] as const;
const ASSET_FIELDS = [
	'Id',
	'Name',
	'URL',
	'AssetType',
	'GroupId',
	'Status',
	'ProjectName',
	'CreateTime',
	'UpdateTime',
] as const;

const list = async (service: Service, action: string, more: object = {}): Promise<Answer> =>
	await service.ask(action, { model, Filter: {}, PageNumber: 1, PageSize: PAGE_SIZE, ...more });

const idsOf = (answer: Answer): string[] => rowsOf(answer).map((row) => textOf(row, 'Id'));

const sizes = (answer: Answer): string => {
	const { PageSize, TotalCount } = contentOf(answer);
	const { length } = rowsOf(answer);
	return `${length} rows, PageSize ${String(PageSize)}, TotalCount ${String(TotalCount)}`;
};

/** What a list as a whole looks like. */
const shape = (action: string): Fact => ({
	title: `${action} answers with Items, PageNumber, PageSize and TotalCount`,
	source: 'vendor’s page',
	async run(service) {
		const content = contentOf(await list(service, action));
		const { Items, PageNumber, PageSize, TotalCount } = content;
		const counts = [PageNumber, PageSize, TotalCount];
		return { did: fieldsOf(content), fits: Array.isArray(Items) && counts.every(Number.isInteger) };
	},
});

const rowFields = (action: string, what: string, fields: readonly string[]): Fact => ({
	title: `Each ${what} in a list has ${fields.join(', ')}`,
	source: 'vendor’s page; it requires none of them',
	async run(service) {
		const rows = rowsOf(await list(service, action));
		if (rows.length === 0) return untold(`the account has no ${what}`);
		const missing = [...new Set(rows.flatMap((row) => missingIn(row, fields)))];
		const did = missing.length ? `missing in some: ${missing.join(', ')}` : fieldsOf(rows[0] ?? {});
		return { did, fits: missing.length === 0 };
	},
});

const requires = (field: 'model' | 'Filter'): Fact => ({
	title: `${GROUPS} is refused without ${field}`,
	source: 'vendor’s page',
	async run(service) {
		const body = { model, Filter: {}, [field]: undefined };
		const answer = await service.ask(GROUPS, body);
		return { did: inShort(answer), fits: isRefused(answer) };
	},
});

const defaultPage: Fact = {
	title: 'Unless told otherwise, a list gives page 1 of 10 rows',
	source: 'vendor’s page',
	async run(service) {
		const answer = await service.ask(GROUPS, { model, Filter: {} });
		const { PageNumber, PageSize } = contentOf(answer);
		const fits = PageNumber === 1 && PageSize === 10 && rowsOf(answer).length <= 10;
		return { did: `page ${String(PageNumber)}, ${sizes(answer)}`, fits };
	},
};

const largestPage: Fact = {
	title: `A page may have ${PAGE_SIZE} rows`,
	source: 'upstream; the vendor’s demo asks for as many',
	async run(service) {
		const answer = await list(service, GROUPS);
		const fits = !isRefused(answer) && contentOf(answer).PageSize === PAGE_SIZE;
		return { did: isRefused(answer) ? inShort(answer) : sizes(answer), fits };
	},
};

const tooLargePage: Fact = {
	title: 'Asked for 101 rows, the service gives as many as the PageSize in its answer says',
	source: 'guess; upstream allows 100',
	async run(service) {
		const answer = await list(service, GROUPS, { PageSize: PAGE_SIZE + 1 });
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		const { PageSize, TotalCount } = contentOf(answer);
		const fits = rowsOf(answer).length <= Number(PageSize);
		const enough = Number(TotalCount) > PAGE_SIZE;
		return { did: `${sizes(answer)}${enough ? '' : ' (too few groups to see more)'}`, fits };
	},
};

const pastTheEnd: Fact = {
	title: 'A page behind the last has Items: []',
	source: 'guess; the service may leave Items out',
	async run(service) {
		const content = contentOf(await list(service, GROUPS, { PageNumber: 100_000 }));
		const { Items } = content;
		return { did: `Items: ${JSON.stringify(Items) ?? 'missing'}`, fits: Array.isArray(Items) };
	},
};

const total = (action: string): Fact => ({
	title: `TotalCount of ${action} is the same on all pages, and as many rows are shown`,
	source: 'guess; the example on the vendor’s page shows fewer',
	async run(service) {
		const { rows, totals, pages, isWhole } = await readAll(service, action);
		const seen = new Set(rows.map((row) => textOf(row, 'Id'))).size;
		const counts = [...new Set(totals)];
		const did = `TotalCount ${counts.join(', then ')}; ${seen} different rows on ${pages} pages`;
		if (!isWhole)
			return { did: `${did}, and there are more`, fits: counts.length === 1 && undefined };
		return { did, fits: counts.length === 1 && counts[0] === seen && rows.length === seen };
	},
});

const order = (action: string): Fact => ({
	title: `${action} is in the order in which things were created`,
	source: 'upstream: the newest first; not documented by the vendor',
	async run(service) {
		const times = rowsOf(await list(service, action)).map((row) => textOf(row, 'CreateTime'));
		if (new Set(times).size < 2) return untold('it takes two things of different times');
		const is = (inOrder: (one: string, other: string) => boolean) =>
			times.slice(1).every((time, index) => inOrder(times[index] ?? '', time));
		if (is((one, other) => one >= other)) return { did: 'the newest first', fits: true };
		if (is((one, other) => one <= other)) return { did: 'the oldest first', fits: true };
		return { did: 'in another order', fits: false };
	},
});

const groupTypes: Fact = {
	title: 'Filter.GroupType AIGC gives the groups of that type',
	source: 'vendor’s page; for some tokens clients get nothing, as their groups have no type',
	async run(service) {
		const [all, aigc, liveness] = [
			await list(service, GROUPS),
			await list(service, GROUPS, { Filter: { GroupType: 'AIGC' } }),
			await list(service, GROUPS, { Filter: { GroupType: 'LivenessFace' } }),
		];
		const count = (answer: Answer) =>
			isRefused(answer) ? inShort(answer) : String(contentOf(answer).TotalCount);
		const did = `without: ${count(all)}, AIGC: ${count(aigc)}, LivenessFace: ${count(liveness)}`;
		if (!isRefused(all) && rowsOf(all).length === 0) return untold('the account has no group');
		const isAigc = (row: Row) => textOf(row, 'GroupType') === 'AIGC';
		const has = rowsOf(aigc).length > 0;
		if (!has && rowsOf(all).every((row) => textOf(row, 'GroupType') === 'LivenessFace')) {
			return untold(`there are groups of verified people alone; ${did}`);
		}
		return { did, fits: !isRefused(all) && has && rowsOf(aigc).every(isAigc) };
	},
};

const knownGroupId: Fact = {
	title: 'Filter.GroupIds gives the group of that ID, and no other',
	source: 'vendor’s page',
	async run(service) {
		const [first] = idsOf(await list(service, GROUPS));
		if (first === undefined) return untold('the account has no group');
		const ids = idsOf(await list(service, GROUPS, { Filter: { GroupIds: [first] } }));
		return { did: `asked for 1, got ${ids.length}`, fits: ids.length === 1 && ids[0] === first };
	},
};

const unknownGroupId = (action: string): Fact => ({
	title: `Filter.GroupIds with an unknown ID gives an empty list of ${action}, no error`,
	source: 'guess',
	async run(service) {
		const answer = await list(service, action, { Filter: { GroupIds: [NOBODY] } });
		const did = isRefused(answer) ? inShort(answer) : sizes(answer);
		return { did, fits: !isRefused(answer) && rowsOf(answer).length === 0 };
	},
});

const namePart: Fact = {
	title: 'Filter.Name gives the groups that have it as a part of their name',
	source: 'vendor’s page; whether letter case counts is open',
	async run(service) {
		const name = textOf(rowsOf(await list(service, GROUPS))[0], 'Name');
		if (name.length < 3) return untold('the account has no group with a name of 3 letters');
		const found = async (part: string) =>
			rowsOf(await list(service, GROUPS, { Filter: { Name: part } })).some(
				(row) => textOf(row, 'Name') === name,
			);
		const yesOrNo = (is: boolean) => (is ? 'found' : 'not found');
		const byPart = await found(name.slice(1, -1));
		const swapped = name.toUpperCase() === name ? name.toLowerCase() : name.toUpperCase();
		const byCase = swapped === name ? 'no letters' : yesOrNo(await found(swapped));
		const whole = yesOrNo(await found(name));
		const did = `by a part: ${yesOrNo(byPart)}, whole: ${whole}, other letter case: ${byCase}`;
		return { did, fits: byPart };
	},
};

const unknownFilter: Fact = {
	title:
		'An unknown field in Filter is refused or ignored, not taken for a filter that nothing fits',
	source: 'field reports: never seen to be refused',
	async run(service) {
		const all = await list(service, GROUPS);
		const answer = await list(service, GROUPS, { Filter: { NoSuchField: 'x' } });
		if (isRefused(answer)) return { did: `refused: ${inShort(answer)}`, fits: true };
		return { did: `ignored: ${sizes(answer)}`, fits: rowsOf(answer).length === rowsOf(all).length };
	},
};

const assetIds: Fact = {
	title: 'ListAssets with Filter.Ids gives the asset of that ID, and no other',
	source: 'vendor’s demo sends it, no page names it; the demo also copes with others in the answer',
	async run(service) {
		const [first] = idsOf(await list(service, ASSETS));
		if (first === undefined) return untold('the account has no asset');
		const answer = await list(service, ASSETS, { Filter: { Ids: [first] } });
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		const ids = idsOf(answer);
		const did = `asked for 1, got ${ids.length}, ${ids.includes(first) ? 'with' : 'without'} it`;
		return { did, fits: ids.length === 1 && ids[0] === first };
	},
};

const statuses: Fact = {
	title: 'ListAssets with Filter.Statuses gives assets of that status alone',
	source: 'upstream; may be ignored',
	async run(service) {
		const all = rowsOf(await list(service, ASSETS)).map((row) => textOf(row, 'Status'));
		const other = ['Failed', 'Active'].find((status) => all.some((known) => known !== status));
		if (other === undefined) return untold('the account has no asset');
		const answer = await list(service, ASSETS, { Filter: { Statuses: [other] } });
		if (isRefused(answer)) return { did: inShort(answer), fits: false };
		const got = [...new Set(rowsOf(answer).map((row) => textOf(row, 'Status')))];
		const did = `asked for ${other}, got ${got.join(', ') || 'none'}`;
		return { did, fits: got.every((status) => status === other) };
	},
};

const sorting: Fact = {
	title: 'ListAssets with SortBy and SortOrder gives the oldest or the newest first',
	source: 'upstream; may be ignored',
	async run(service) {
		const first = async (SortOrder: string): Promise<Finding & { time: string }> => {
			const answer = await list(service, ASSETS, { SortBy: 'CreateTime', SortOrder });
			return { did: inShort(answer), time: textOf(rowsOf(answer)[0], 'CreateTime') };
		};
		const [oldest, newest] = [await first('Asc'), await first('Desc')];
		const did = `Asc begins at ${oldest.time || oldest.did}, Desc at ${newest.time || newest.did}`;
		const times = rowsOf(await list(service, ASSETS)).map((row) => textOf(row, 'CreateTime'));
		if (new Set(times).size < 2) return untold('it takes two assets of different times');
		return { did, fits: oldest.time !== '' && oldest.time < newest.time };
	},
};

/** What we assume of lists; asking is free. */
export const listFacts: Fact[] = [
	shape(GROUPS),
	shape(ASSETS),
	rowFields(GROUPS, 'group', GROUP_FIELDS),
	rowFields(ASSETS, 'asset', ASSET_FIELDS),
	requires('model'),
	requires('Filter'),
	defaultPage,
	largestPage,
	tooLargePage,
	pastTheEnd,
	total(GROUPS),
	total(ASSETS),
	order(GROUPS),
	order(ASSETS),
	groupTypes,
	knownGroupId,
	unknownGroupId(GROUPS),
	unknownGroupId(ASSETS),
	namePart,
	unknownFilter,
	assetIds,
	statuses,
	sorting,
];
