import { useTestBed } from '../engine/useTestBed';
import { type Fault, gatewayError } from '../stand-in/StandIn';

const WRONG_ADDRESS = 'The Site or Base URL does not lead to the Anyfast API';
const UNKNOWN_FORM = 'Anyfast sent an unexpected response: ';

const bed = useTestBed();

const upstream = (Code: string, Message: string) => ({
	ResponseMetadata: { RequestId: 'r-1', Error: { Code, Message } },
});

/** An answer that comes at every try. */
const always = (fault: Fault): Fault[] => Array.from({ length: 5 }, () => fault);

const html = { 'content-type': 'text/html; charset=utf-8' };

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

	it('is not tried again', async () => {
		bed.standIn.failNext({ status: 422 });

		expect((await bed.error({})).message).toContain('refused the request: Scripted failure');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it.each([408, 409, 425, 431, 444, 460, 499])(
		'is something else than status %d',
		async (status) => {
			bed.standIn.failNext({ status, headers: html, body: '<html></html>' });

			expect(await bed.items({})).toHaveLength(3);
			expect(bed.standIn.received).toHaveLength(2);
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
		'is an error where a row has no Id: %j',
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
	])('is not in the error of %s, even where the API quotes it', async (_what, status, body) => {
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
