import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { useTestBed } from '../engine/useTestBed';
import { makeAsset } from '../stand-in/assets';
import { makeGroup } from '../stand-in/groups';
import { type Fault, gatewayError } from '../stand-in/StandIn';

const WRONG_ADDRESS = 'The Site or Base URL does not lead to the Anyfast API';
const UNKNOWN_FORM = 'Anyfast sent an unexpected response: ';

const bed = useTestBed(() => ({ assets: [makeAsset(1)] }));

const binary = {
	data: inMemory({ content: Buffer.alloc(3 * 1024 * 1024), mimeType: 'image/png', fileName: 'a' }),
};
const groupId = () => bed.standIn.groups[0]?.Id ?? '';
const upload = (): INodeParameters => ({
	...{ resource: 'asset', operation: 'upload', ifNameExists: 'uploadAnyway', groupId: groupId() },
});
const list = (): INodeParameters => ({ resource: 'group', operation: 'list' });
const get = (): INodeParameters => ({
	...{ resource: 'asset', operation: 'get', assetId: makeAsset(1).Id },
});

const upstream = (Code: string, Message: string) => ({
	ResponseMetadata: { RequestId: 'r-1', Error: { Code, Message } },
});

/** An answer that comes at every try. */
const always = (fault: Fault): Fault[] => Array.from({ length: 5 }, () => fault);

const html = { 'content-type': 'text/html; charset=utf-8' };

/** Upstream's refusal, as the gateway passes it on under 502. */
const refusal = (code: string, message: string, status = 502): Fault => ({
	status,
	body: { error: { message: `upstream_error: [${code}] ${message} (request id: r-1)` } },
});

/** The error of a request that meets such an answer. */
interface Case {
	what: string;
	parameters: () => INodeParameters;
	fault: Fault;
	message: string;
	advice: string;
	httpCode: string;
	code?: string;
}

const final: Case[] = [
	{
		...{ what: 'a face that was not recognized', parameters: upload, httpCode: '502' },
		fault: { status: 502, body: { error: 'upstream asset error: Face consistency failed' } },
		message: 'Anyfast did not recognize the verified person: Face consistency failed',
		advice: 'takes only files that show the person who was verified for it',
	},
	{
		...{ what: 'a file that upstream does not take', parameters: upload, httpCode: '502' },
		...{ code: 'InvalidParameter.PixelCountTooSmall' },
		fault: refusal('InvalidParameter.PixelCountTooSmall', 'too few pixels'),
		message: 'Anyfast does not accept this: too few pixels',
		advice:
			"Check the node's parameters, and the file, against what the API said. Nothing was created.",
	},
	{
		...{ what: 'a refusal by the content check', parameters: upload, httpCode: '400' },
		...{ code: 'InputImageSensitiveContentDetected.PrivacyInformation' },
		fault: refusal('InputImageSensitiveContentDetected.PrivacyInformation', 'a person', 400),
		message: "Anyfast's content check refused this: ",
		advice: 'Real people need a group of verified people (Liveness Face).',
	},
	{
		...{
			what: 'spent quota',
			parameters: upload,
			httpCode: '403',
			code: 'insufficient_user_quota',
		},
		fault: {
			status: 403,
			body: { error: { message: 'quota is spent', code: 'insufficient_user_quota' } },
		},
		message: 'The Anyfast account or API key has no credit left',
		advice: 'Add credit, or raise the quota of the key, in the Anyfast console.',
	},
	{
		...{ what: 'a missing channel', parameters: upload, httpCode: '503', code: 'model_not_found' },
		fault: { status: 503, body: { error: { message: 'no channel', code: 'model_not_found' } } },
		message: "The API key's group does not have this model",
		advice: 'choose a group for the key that has the model, or set another Model',
	},
	{
		...{ what: 'a key without verified people', parameters: list, httpCode: '400' },
		fault: { status: 400, body: { error: { message: 'GroupType must be one of [AIGC]' } } },
		message: 'This API key cannot use groups of verified people',
		advice: 'create a key whose group is Byteplus-Direct',
	},
	{
		...{ what: 'a key that may not', parameters: list, httpCode: '403' },
		fault: { status: 403, body: { error: { message: 'This is not for you' } } },
		message: 'Anyfast refused access: This is not for you',
		advice: 'Check in the Anyfast console what this key may use',
	},
	{
		...{ what: 'an asset that is not there', parameters: get, httpCode: '404' },
		...{ code: 'NotFound.asset_id' },
		fault: refusal('NotFound.asset_id', 'no asset', 404),
		message: `There is no asset ${makeAsset(1).Id}`,
		advice: 'An asset that was uploaded a moment ago can take half a minute to appear.',
	},
	{
		...{ what: 'a group in a filter that is not there', parameters: list, httpCode: '404' },
		...{ code: 'NotFound.group_id' },
		fault: refusal('NotFound.group_id', 'no group', 404),
		message: 'There is no such group',
		advice: 'Check the ID, and that the credential is of the account and site',
	},
	{
		...{ what: 'a list of something that is not there', parameters: list, httpCode: '404' },
		fault: { status: 404, body: { error: { message: 'No such project' } } },
		message: 'Anyfast cannot find what was asked for: No such project',
		advice: 'Check the IDs in the parameters',
	},
	{
		...{ what: 'a file that is too large for the gateway', parameters: upload, httpCode: '413' },
		fault: { status: 413, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
		message: "The request is too large for Anyfast's gateway: 3.0 MB",
		advice: 'Make the file smaller, or upload it from a URL.',
	},
	{
		...{ what: 'a request that is too large for the gateway', parameters: list, httpCode: '413' },
		fault: { status: 413, body: { error: { message: 'too large' } } },
		message: "The request is too large for Anyfast's gateway: 0.0 MB",
		advice: 'Make the file smaller',
	},
];

describe.each(final)('$what', ({ parameters, fault, message, advice, httpCode, code }) => {
	it('ends the run in one try, certainly not done, with its own words', async () => {
		bed.standIn.failNext(fault);

		const error = await bed.error(parameters(), { binary });

		expect(bed.standIn.received).toHaveLength(1);
		expect(error.message).toContain(message);
		expect(error.message).not.toContain('anyway');
		expect(error.description).toContain(advice);
		expect(error.name).toBe('NodeApiError');
		expect(error).toHaveProperty('httpCode', httpCode);
		if (code === undefined) expect(error).not.toHaveProperty('code');
		else expect(error).toHaveProperty('code', code);
	});
});

it.each([
	['NotFound.asset_id', 'It is not found', get],
	['InvalidParameter.Name', 'The name is bad', list],
])(
	'an error carries code %s, request ID and status as fields',
	async (code, message, parameters) => {
		bed.standIn.failNext(refusal(code, message));

		const error = await bed.error(parameters());

		expect(error).toMatchObject({ code, requestId: 'r-1', httpCode: '502' });
		expect(error.description).toMatch(/ \[[\w.]+, request ID r-1\]$/);
		expect(error.description).toContain(`[${code}, `);
	},
);

describe('a refused key', () => {
	it.each([401, 403])(
		'%d: names the credential and the site, and is not tried again',
		async (status) => {
			bed.standIn.failNext({ status, body: gatewayError('Invalid token', status) });

			const error = await bed.error({});

			expect(error.message).toBe('Anyfast refused the API key');
			expect(error.description).toContain('Check the API Key in the Anyfast API credential');
			expect(error.description).toContain(`its Site or Base URL: a key works only`);
			expect(error.description).toContain(`${bed.standIn.url} was asked`);
			expect(error.description).toContain('The API said: Invalid token');
			expect(error).toHaveProperty('httpCode', String(status));
			expect(bed.standIn.received).toHaveLength(1);
		},
	);

	it('is said of a web page with 401 too', async () => {
		bed.standIn.failNext({ status: 401, headers: html, body: '<html>Unauthorized</html>' });

		expect((await bed.error({})).message).toBe('Anyfast refused the API key');
	});

	it.each([
		['a web page', { headers: html, body: '<html>Forbidden</html>' }, 'HTTP status 403'],
		['nothing', { body: '' }, 'HTTP status 403'],
		['an error', { body: gatewayError('No access to this', 403) }, 'No access to this'],
	])('is not said of a 403 that does not speak of it: %s', async (_what, answer, said) => {
		bed.standIn.failNext({ status: 403, ...answer });

		const error = await bed.error({});

		expect(error.message).toBe(`Anyfast refused access: ${said}`);
		expect(error.description).toContain('Anyfast did not name the key as the reason.');
		expect(bed.standIn.received).toHaveLength(1);
	});
});

describe('a Base URL that leads elsewhere', () => {
	const location = 'https://elsewhere.example/login';

	it.each([
		['HTTP status 404', { status: 404, body: gatewayError('Invalid URL', 404) }],
		['HTTP status 404', { status: 404, body: 'not found' }],
		['a web page', { status: 404, headers: html, body: '<!DOCTYPE html><p>Not found</p>' }],
		['a web page', { status: 200, headers: html, body: '<!DOCTYPE html><p>Welcome</p>' }],
		['a web page', { status: 200, headers: html, body: 'Welcome' }],
		['a web page', { status: 200, body: '\n<html></html>' }],
		['a redirect (HTTP status 301)', { status: 301, headers: { location }, body: '' }],
		['a redirect (HTTP status 302)', { status: 302, headers: { location }, body: '' }],
		['a redirect (HTTP status 307)', { status: 307, headers: { location }, body: '' }],
		['a redirect (HTTP status 308)', { status: 308, headers: { location }, body: '' }],
	])('answers with %s: %j', async (answer, fault) => {
		bed.standIn.failNext(fault);

		const error = await bed.error({});

		expect(error.message).toBe(WRONG_ADDRESS);
		expect(error.description).toContain(`${bed.standIn.url} answered with ${answer}`);
		expect(error.description).toContain(
			'Choose another Site in the Anyfast API credential, or correct its Base URL',
		);
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('is one that a path leads away from the API', async () => {
		const other = await bed.with({ baseUrl: `${bed.standIn.url}/console` });

		const error = await other.error({});

		expect(error.message).toBe(WRONG_ADDRESS);
		expect(error.description).toContain('Invalid URL (POST /console/volc/asset/ListAssetGroups)');
	});
});

describe('a refused request', () => {
	it.each([
		[
			"the gateway's code and the request ID in its message",
			{
				error: {
					message: 'PageSize is too large (request id: 2026-abc)',
					type: 'invalid_request_error',
					code: 'bad_page',
				},
			},
			'PageSize is too large',
			'[bad_page, invalid_request_error, request ID 2026-abc]',
		],
		[
			'a code that is a number',
			{ error: { message: 'No such model', code: 1004 } },
			'No such model',
			'[code 1004, ',
		],
		[
			"the upstream's code and request ID",
			upstream('OperationDenied', 'Filter is malformed'),
			'Filter is malformed',
			'[OperationDenied, request ID r-1]',
		],
		[
			'an error of one text',
			{ error: 'Out of credit' },
			'Out of credit',
			"Check the node's parameters",
		],
		['a bare message', { message: 'Out of quota' }, 'Out of quota', "Check the node's parameters"],
		['an error without a message', { error: {} }, 'HTTP status 400', "Check the node's parameters"],
		[
			'an upstream error without a message',
			{ ResponseMetadata: { Error: {} } },
			'HTTP status 400',
			"Check the node's parameters",
		],
		[
			'a message in Chinese',
			{ error: { message: '参数错误' } },
			'参数错误',
			"Check the node's parameters",
		],
		['nothing', {}, 'HTTP status 400', "Check the node's parameters"],
		['text', 'no', 'HTTP status 400', "Check the node's parameters"],
	])('shows %s', async (_what, body, message, described) => {
		bed.standIn.failNext({ status: 400, body });

		const error = await bed.error({});

		expect(error.message).toBe(`Anyfast refused the request: ${message}`);
		expect(error.description).toContain(described);
		// What happened is said once, in the message.
		expect(error.description).not.toContain('The API said');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it.each([400, 414, 415, 422])(
		'%d with a web page is not taken for a wrong Base URL',
		async (status) => {
			bed.standIn.failNext({ status, headers: html, body: '<html></html>' });

			expect((await bed.error({})).message).toBe(
				`Anyfast refused the request: HTTP status ${status}`,
			);
			expect(bed.standIn.received).toHaveLength(1);
		},
	);

	it('is not taken for a wrong Base URL if the upstream knows the address', async () => {
		bed.standIn.failNext({ status: 404, body: upstream('NotFound.Group', 'No such group') });

		const error = await bed.error({});

		expect(error.message).toBe('There is no such group');
		expect(error.description).toMatch(/ \[NotFound\.Group, request ID r-1\]$/);
	});
});

describe('an error under HTTP status 200', () => {
	it.each([
		['of the upstream', upstream('AccessDenied', 'No access'), '[AccessDenied, request ID r-1]'],
		['of the gateway', { error: { message: 'No access', code: 'denied' } }, '[denied, '],
		['of one text', { error: 'No access' }, "Check the node's parameters"],
		[
			'beside Items',
			{ ...upstream('X', 'No access'), Items: [], TotalCount: 0 },
			'[X, request ID r-1]',
		],
		[
			'beside a Result',
			{ ...upstream('X', 'No access'), Result: { Items: [] } },
			'[X, request ID r-1]',
		],
	])('%s is an error with its code and message', async (_whose, body, described) => {
		bed.standIn.failNext(...always({ status: 200, body }));

		const error = await bed.error({});

		expect(error.message).toBe('Anyfast answered with an error: No access, tried 5 times');
		expect(error.description).toContain(described);
	});
});

describe('an answer that succeeds and is no list', () => {
	it.each([
		{},
		{ Result: {} },
		{ Result: null },
		{ Items: null },
		{ Items: {}, TotalCount: 0 },
		{ Items: 'none', TotalCount: 0 },
		{ message: 'Under maintenance' },
	])('is an error, never an empty list: %j', async (body) => {
		bed.standIn.failNext(...always({ status: 200, body }));

		const error = await bed.error({ returnAll: true });

		expect(error.message).toBe(`${UNKNOWN_FORM}there is no list of Items in it, tried 5 times`);
		expect(error.description).toContain('Check the Site or Base URL of the Anyfast API credential');
		expect(error.description).toContain('The answer began: {');
	});

	it.each([
		{ TotalCount: 0 },
		{ Items: null, TotalCount: 0 },
		{ items: [], TotalCount: 0 },
		{ Result: { TotalCount: 0 } },
		{ code: 'success', message: '', data: { Items: null, TotalCount: '0' } },
	])('is an empty list if the total says so: %j', async (body) => {
		bed.standIn.failNext({ status: 200, body });

		expect(await bed.items({ returnAll: true })).toEqual([]);
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('shows the message that came instead', async () => {
		bed.standIn.failNext(...always({ status: 200, body: { message: 'Under maintenance' } }));

		expect((await bed.error({})).description).toContain('Under maintenance');
	});

	it.each([[[]], [['group']], ['OK']])('is an error if it is something else: %j', async (body) => {
		bed.standIn.failNext(...always({ status: 200, body }));

		expect((await bed.error({})).message).toBe(
			`${UNKNOWN_FORM}something that is not JSON, tried 5 times`,
		);
	});

	it.each([[{ Name: 'a' }], [{ Id: '' }], [{ Id: 0 }], [null], ['group-1'], [[]]])(
		'is an error if a row has no Id: %j',
		async (row) => {
			const body = { Items: [{ Id: 'group-1' }, row], TotalCount: 2 };
			bed.standIn.failNext(...always({ status: 200, body }));

			const error = await bed.error({});

			expect(error.message).toBe(`${UNKNOWN_FORM}one of the Items has no Id, tried 5 times`);
		},
	);

	it('is an error on a later page too', async () => {
		bed.standIn.tamper = (answer, { PageNumber }) => (PageNumber === 2 ? {} : answer);

		const error = await bed.error({ returnAll: true, options: { pageSize: 2 } });

		expect(error.message).toContain('there is no list of Items in it');
	});
});

describe('the API key', () => {
	const { apiKey } = { apiKey: 'sk-very-secret' };

	it.each([
		['401', 401, gatewayError(`Invalid token ${apiKey}`, 401)],
		['403', 403, gatewayError(`Bearer ${apiKey} is blocked`, 403)],
		['404', 404, gatewayError(`No such page for ${apiKey}`, 404)],
		['400', 400, gatewayError(`${apiKey} and ${apiKey} again`, 400)],
		['400 upstream', 400, upstream(apiKey, `Key ${apiKey}`)],
		['an error under 200', 200, { error: { message: `Key ${apiKey}`, code: apiKey } }],
		['no Items under 200', 200, { message: `Key ${apiKey}` }],
	])('is not in the error of %s, even if the API quotes it', async (_what, status, body) => {
		const { standIn } = bed;
		const secretive = await bed.with({ apiKey });
		standIn.failNext(...always({ status, body }));

		const run = await secretive.run({});

		expect(standIn.received[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
		const { error, runData } = run.data.resultData;
		expect(`${error?.message} ${error?.description}`).toContain('***');
		expect(JSON.stringify([error, runData])).not.toContain(apiKey);
	});
});

it('a thing that failed may say why in a field named error, which no item may have', async () => {
	const body = { ...makeAsset(1), Status: 'Failed', error: { message: 'too short' }, message: 'x' };
	bed.standIn.failNext({ status: 200, body });

	const [item] = await bed.items(get());

	expect(item).toMatchObject({ Status: 'Failed', Error: { message: 'too short' } });
	expect(item).not.toHaveProperty('error');
});

it('a row of a list may have a field named error, which no item may have', async () => {
	const body = { Items: [{ Id: 'group-1', error: 'x' }], TotalCount: 1, PageSize: 50 };
	bed.standIn.failNext({ status: 200, body });

	expect(await bed.items(list())).toEqual([{ Id: 'group-1', Error: 'x' }]);
});

it.each<[string, string, INodeParameters]>([
	['group', 'list', {}],
	['group', 'get', { groupId: makeGroup(1).Id }],
	['group', 'create', { name: 'Cats' }],
	['group', 'update', { groupId: makeGroup(1).Id, name: 'Cats' }],
	['group', 'delete', { groupId: makeGroup(1).Id, deleteAssets: true }],
	['asset', 'list', {}],
	['asset', 'get', { assetId: makeAsset(1).Id }],
	['asset', 'update', { assetId: makeAsset(1).Id, name: 'Cats' }],
	['asset', 'delete', { assetId: makeAsset(1).Id }],
	['person', 'startVerification', { callbackUrl: 'https://example.com' }],
	['person', 'getVerificationResult', { bytedToken: 'token' }],
])('an empty error in an answer is in no item: %s, %s', async (resource, operation, parameters) => {
	const error = { code: '', message: '' };
	bed.standIn.fail(
		{ action: 'GetVisualValidateResult' },
		{ status: 200, body: { GroupId: 'group-1', error } },
	);
	const changed = (answer: unknown) => ({ ...Object(answer), error });
	bed.standIn.fail({ matches: () => true }, ...Array<Fault>(30).fill({ changed }));

	const items = await bed.items({ resource, operation, ...parameters });

	expect(items.length).toBeGreaterThan(0);
	expect(items.flatMap(Object.keys)).not.toContainEqual(expect.stringMatching(/^error$/i));
});

it.each(['Result', 'data'])('what is wrapped in %s is unwrapped', async (wrapper) => {
	bed.standIn.failNext({ status: 200, body: { [wrapper]: makeAsset(1) } });
	expect(await bed.items(get())).toMatchObject([makeAsset(1)]);

	const Items = [{ Id: 'group-1' }];
	bed.standIn.failNext({
		status: 200,
		body: { [wrapper]: { Items, TotalCount: 1, PageSize: 50 } },
	});
	expect(await bed.items(list())).toEqual(Items);
});
