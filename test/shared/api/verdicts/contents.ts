import * as fc from 'fast-check';

/** What a body is about, by what it was made of. */
export interface Content {
	/** What stands at the top of a JSON object, or the whole of another body. */
	body: unknown;
	/**
	 * Whether it proves that the call did what it was asked for: by a field (`named`), by standing somewhere in it
	 * (`shown`: an ID that must not be lost, but cannot be taken for sure), or not at all.
	 */
	proof: 'named' | 'shown' | 'none';
	/** What must not be lost: the ID of what was created, or all IDs of a list. */
	ids: string[];
	/** What looks like an error beside it may be its own. */
	mayHaveErrors?: boolean;
}

/** The ID of the thing that is asked for, and of the task. */
export const ASKED = 'asset-20260101-abc12';
export const TASK = 'asyntask_asked-1';

/** IDs in the forms that were seen; numbers only as such. */
const newIds = fc.oneof(
	fc.stringMatching(/^(asset|group|cgt)-\d{14}-[a-z0-9]{5}$/),
	fc.stringMatching(/^asyntask_[A-Za-z0-9]{8,24}$/),
	fc.uuid(),
	fc.integer({ min: 1_000_000, max: Number.MAX_SAFE_INTEGER }),
);

/** Wrappers that gateways put around what is asked for. */
const WRAPPERS: Array<(inner: unknown) => object> = [
	(inner) => ({ code: 'success', message: '', data: inner }),
	(inner) => ({ code: 0, message: 'ok', data: inner }),
	(inner) => ({ data: inner }),
	(inner) => ({ ResponseMetadata: { RequestId: 'r-1' }, Result: inner }),
	(inner) => ({ Result: inner }),
];

/** The same, within none to three wrappers. */
const wrapped = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
	fc
		.tuple(inner, fc.array(fc.constantFrom(...WRAPPERS), { maxLength: 3 }))
		.map(([body, wrappers]) => wrappers.reduce((within, wrap) => wrap(within), body));

const proof = (body: fc.Arbitrary<unknown>, ...ids: string[]): fc.Arbitrary<Content> =>
	wrapped(body).map((whole) => ({ body: whole, proof: 'named', ids }));

const noProof = (...bodies: unknown[]): fc.Arbitrary<Content> =>
	fc.constantFrom(...bodies).map((body) => ({ body, proof: 'none', ids: [] }));

/** Bodies that say nothing of any call. */
const NOTHING_OF_IT: unknown[] = [
	'OK',
	'"OK"',
	'true',
	'[]',
	'event: ping\ndata: {}\n\n',
	{ object: 'thing', created: 1_767_225_600 },
];

/** The same, for calls of which an empty answer proves nothing. */
const EMPTY: unknown[] = [{}, null, '', { data: null }, { data: {} }, { request_id: 'req-7' }];

/** The same, of a thing or a task whose ID is of a wrong type. */
const wrongIds = (names: string[]): unknown[] =>
	names.flatMap((name) =>
		['', '  ', null, true, {}, [], { x: 1 }].map((value) => ({ [name]: value })),
	);

/**
 * @param names what an ID may be called
 * @param more fields that may stand beside it
 * @param others bodies that hold another ID than that of what was created
 */
export function creation(
	names: string[],
	more: object,
	others: object[] = [],
): fc.Arbitrary<Content> {
	const named = fc
		.tuple(newIds, fc.constantFrom(...names), fc.boolean())
		.chain(([id, name, isPlain]) =>
			proof(fc.constant(isPlain ? { [name]: id } : { ...more, [name]: id }), String(id)),
		);
	const texts = newIds.filter((id) => typeof id === 'string').map(String);
	const shown = fc
		.tuple(
			texts,
			fc.constantFrom(
				(id: string) => id,
				(id: string) => JSON.stringify(id),
				(id: string) => JSON.stringify([{ [names[0] ?? '']: id }]),
				(id: string) => `event: message\ndata: ${JSON.stringify({ [names[0] ?? '']: id })}\n\n`,
			),
		)
		.map(([id, body]): Content => ({ body: body(id), proof: 'shown', ids: [id] }));
	const large = fc
		.tuple(fc.stringMatching(/^[1-9]\d{17,19}$/), fc.constantFrom(...names))
		.map(([id, name]): Content => ({ body: `{"${name}":${id}}`, proof: 'named', ids: [id] }));
	const none = [...NOTHING_OF_IT, ...EMPTY, ...others, ...wrongIds(names)];
	return fc.oneof({ weight: 5, arbitrary: named }, shown, large, {
		weight: 3,
		arbitrary: noProof(...none),
	});
}

/** Forms that only tasks have been seen in, and an outer `id` that is only the request's. */
const tasks = newIds.chain((id) =>
	fc.oneof(
		proof(fc.constantFrom({ task_id: id, id: 'req-7' }, { id, task_id: id }), String(id)),
		fc
			.constantFrom<unknown>(
				{ id: 'req-7', data: { task_id: id } },
				{ code: 'success', message: '', data: [{ task_id: id }] },
				{ code: 'success', message: '', data: { data: { task_id: id } } },
				...(typeof id === 'string' ? [{ code: 'success', message: '', data: id }] : []),
			)
			.map((body): Content => ({ body, proof: 'named', ids: [String(id)] })),
	),
);

const times = fc.constantFrom<unknown>(
	0,
	1_764_000_000,
	1_764_000_000_123,
	Number('1764000000123456789'),
	'1764000000',
	'2026-01-01T00:00:00Z',
	'soon',
	null,
	{},
);

export const submits: fc.Arbitrary<Content> = fc.oneof(
	creation(['task_id', 'id', 'taskId'], { object: 'video', status: '', progress: 0 }),
	tasks,
	fc
		.tuple(newIds, times)
		.chain(([id, created_at]) =>
			proof(fc.constant({ id, task_id: id, object: 'video', status: '', created_at }), String(id)),
		),
);

export const deletions = fc.oneof(
	proof(fc.constantFrom({ Id: ASKED, Deleted: true }, { Id: ASKED }, {}), ASKED),
	proof(fc.constant({ Id: ASKED.toUpperCase() }), ASKED),
	fc.constant<Content>({ body: '', proof: 'named', ids: [ASKED] }),
	noProof(
		...NOTHING_OF_IT,
		{ Id: ASKED, Deleted: false },
		{ Deleted: false },
		{ Id: ASKED, Deleted: 'false' },
		{ Id: 'asset-of-another', Deleted: true },
		{ Id: 'asset-of-another' },
		{ data: { Id: 'asset-of-another' } },
		{ data: { Id: ASKED, Deleted: false } },
		{ message: 'it will be deleted' },
	),
);

export const updates = fc.oneof(
	proof(fc.constantFrom({ Id: ASKED }, {}, { Id: ASKED, Name: 'new' }), ASKED),
	fc.constant<Content>({ body: '', proof: 'named', ids: [ASKED] }),
	noProof(...NOTHING_OF_IT, { Id: 'asset-of-another' }, { Result: { Id: 'asset-of-another' } }),
);

/** A thing that is asked for by its ID. */
export const thing = (more: object) => {
	const whole = { Id: ASKED, ...more };
	const other = { Id: 'asset-of-another', ...more };
	return fc.oneof(
		proof(fc.constantFrom(whole, { Id: ASKED }), ASKED),
		fc
			.constantFrom<object>({ AssetItem: whole }, { Result: { AssetItem: whole } })
			.map((body): Content => ({ body, proof: 'named', ids: [ASKED] })),
		noProof(
			...NOTHING_OF_IT,
			...EMPTY,
			other,
			{ Result: other },
			{ AssetItem: other },
			{ Name: 'without an ID', ...more },
			...wrongIds(['Id']),
		),
	);
};

const rows = fc.uniqueArray(fc.stringMatching(/^asset-[a-z0-9]{5}$/), { maxLength: 3 });

export const pages = fc.oneof(
	rows.chain((ids) => {
		const Items = ids.map((Id) => ({ Id, Name: 'x' }));
		const page = { Items, PageNumber: 1, PageSize: 100, TotalCount: ids.length };
		return proof(fc.constant(page), ...ids);
	}),
	proof(
		fc.constantFrom(
			{ PageNumber: 1, PageSize: 100 },
			{ PageNumber: 1, PageSize: 100, TotalCount: 0 },
			{ Items: null, PageNumber: 1, PageSize: 100, TotalCount: 0 },
		),
	),
	noProof(
		...NOTHING_OF_IT,
		...EMPTY,
		{ Items: 'x', PageNumber: 1, PageSize: 100, TotalCount: 3 },
		{ Items: {}, PageNumber: 1, PageSize: 100, TotalCount: 3 },
		{ Items: [{ Name: 'x' }], PageNumber: 1, PageSize: 100, TotalCount: 1 },
		{ Items: [{ Id: 'a' }, null], PageNumber: 1, PageSize: 100, TotalCount: 2 },
		{ Items: [{ Id: 'a' }, { Id: '' }], PageNumber: 1, PageSize: 100, TotalCount: 2 },
		[{ Id: 'a' }],
	),
);

const statuses = fc.constantFrom('QUEUED', 'IN_PROGRESS', 'SUCCESS', 'FAILURE', 'unknown');

export const queries = fc.oneof(
	fc
		.tuple(statuses, times)
		.chain(([status, submit_time]) =>
			fc
				.constantFrom<unknown>(
					{ code: 'success', message: '', data: { task_id: TASK, status, submit_time } },
					{ task_id: TASK, status },
					{ id: TASK, status },
					{ id: 'cgt-1', status },
				)
				.map((body): Content => ({ body, proof: 'named', ids: [], mayHaveErrors: true })),
		),
	noProof(
		...NOTHING_OF_IT,
		...EMPTY,
		{ code: 'success', message: '', data: null },
		{ code: 'success', message: '', data: { task_id: 'asyntask_of_another', status: 'SUCCESS' } },
		{ task_id: 'asyntask_of_another', status: 'FAILURE' },
		{ taskId: 'asyntask_of_another', status: 'FAILURE' },
	),
);

/** An asset that failed: its error is its own. */
export const failedAssets = fc
	.constantFrom<object>(
		{ Error: { Code: 'FaceMismatch', Message: 'not the same person' } },
		{ FailReason: 'too small' },
		{ FailedReason: 'too small' },
	)
	.map((why): Content => {
		const body = { Id: ASKED, Status: 'Failed', URL: '', ...why };
		return { body, proof: 'named', ids: [ASKED], mayHaveErrors: true };
	});

export const models = fc.oneof(
	fc.constant<Content>({
		body: { object: 'list', data: [{ id: 'seedance' }] },
		proof: 'named',
		ids: ['seedance'],
	}),
	noProof(...NOTHING_OF_IT, ...EMPTY),
);

export const SESSION = { H5Link: 'https://x.example/h', BytedToken: 'token-1' };

export const sessions = fc.oneof(
	proof(fc.constant(SESSION)),
	noProof(...NOTHING_OF_IT, ...EMPTY, { H5Link: '' }, { BytedToken: 'token-1' }),
);

export const results = fc.oneof(
	proof(fc.constantFrom({ GroupId: 'group-7' }, { GroupId: '' })),
	noProof('OK', '[]', null, '', 'event: ping\ndata: {}\n\n'),
);
