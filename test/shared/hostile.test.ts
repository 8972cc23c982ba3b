import { EngineCredentials } from '../engine/credentials';
import type { TestBed } from '../engine/TestBed';
import { useTestBed } from '../engine/useTestBed';
import { inMemory } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { gatewayError } from '../stand-in/StandIn';

/*
 * A server that is broken, or means harm, cannot hurt n8n.
 */

const MB = 1024 * 1024;
const get = { resource: 'asset', operation: 'get', assetId: makeAsset(1).Id };

const bed = useTestBed(() => ({ assets: [makeAsset(1)] }));
afterEach(() => jest.restoreAllMocks());

/** All that n8n stores of a run. */
const stored = async (...args: Parameters<TestBed['run']>) => {
	const { data } = await bed.run(...args);
	const { error } = data.resultData;
	return { error, text: JSON.stringify([error, error?.message, error?.description, data]) };
};

describe('a text from outside', () => {
	const manyIds = '(request id: '.repeat(20_000);
	const endless = `[${'A.'.repeat(130_000)}`;
	const sentence = `insufficient ${'specified asset '.repeat(16_000)}`;

	it.each([
		['many beginnings of a request ID', manyIds],
		['a code without an end', endless],
		['many beginnings of sentences that are looked for', sentence],
		['braces that never close', '{'.repeat(260_000)],
		['3 MB', 'x'.repeat(3_000_000)],
		['3 MB that are JSON', JSON.stringify({ error: { message: 'y'.repeat(3_000_000) } })],
	])('is cut before it is looked at: %s', async (_what, message) => {
		bed.standIn.failNext({ status: 400, body: gatewayError(message, 400) });
		const error = await bed.error({});

		expect(error.message).toMatch(/^Anyfast refused the request: .{1000}…$/s);
		expect(error.message.length).toBeLessThan(1100);
		expect(error.description?.length).toBeLessThan(3500);
	});

	it.each([
		['a code', { error: { message: 'x', code: 'y'.repeat(MB) } }],
		['a type', { error: { message: 'x', type: 'y'.repeat(MB) } }],
		['a request ID', { error: { message: 'x' }, request_id: 'y'.repeat(MB) }],
		[
			"upstream's request ID",
			{ ResponseMetadata: { RequestId: 'y'.repeat(MB), Error: { Message: 'x' } } },
		],
	])('is cut also if it is %s', async (_what, body) => {
		bed.standIn.failNext({ status: 400, body });

		const { error, text } = await stored({});

		expect(error?.message).toBe('Anyfast refused the request: x');
		expect(text.length).toBeLessThan(20_000);
	});

	it('is cut also in an item that goes on', async () => {
		bed.standIn.failNext({ status: 400, body: gatewayError('x'.repeat(3_000_000), 400) });

		const { text } = await stored({}, { node: { onError: 'continueRegularOutput' } });

		expect(text.length).toBeLessThan(20_000);
	});

	it('is cut also if it is the status of an asset, or why it failed', async () => {
		const upload = {
			...{
				resource: 'asset',
				operation: 'upload',
				ifNameExists: 'uploadAnyway',
				groupId: bed.standIn.groups[0]?.Id,
			},
			...{ waitUntilActive: true, waitTimeout: 3 },
		};
		const file = { content: Buffer.alloc(9), mimeType: 'image/png', fileName: 'cat.png' };
		const binary = { data: inMemory(file) };
		for (const state of [
			{ Status: 'x'.repeat(MB) },
			{ Status: 'Failed', FailReason: 'x'.repeat(MB) },
			{ Status: 'Failed', Error: { Message: 'x'.repeat(MB) } },
		]) {
			bed.standIn.reset({ statuses: [state] });

			const error = await bed.error(upload, { binary });

			expect(error.message).toMatch(/^(The asset was not active|Anyfast could not make)/);
			expect(`${error.message} ${error.description}`.length).toBeLessThan(2000);
		}
		bed.standIn.failNext(...Array(5).fill({ status: 200, body: { Deleted: 'x'.repeat(MB) } }));
		const remove = { resource: 'asset', operation: 'delete', assetId: makeAsset(1).Id };
		expect((await bed.error(remove)).message.length).toBeLessThan(1200);
	});
});

describe('an answer', () => {
	it('that never ends is given up when its time is up', async () => {
		bed.endWhatHangs();
		bed.standIn.failNext(...Array.from({ length: 5 }, () => ({ drip: { everyMs: 5 } })));

		const error = await bed.error({});

		expect(error.message).toBe('Anyfast did not answer in time, tried 5 times');
		expect(bed.standIn.received).toHaveLength(5);
	});

	it('that never begins is given up when its time is up, also if n8n would wait', async () => {
		bed.endWhatHangs();
		const { authenticate } = EngineCredentials.prototype;
		jest.spyOn(EngineCredentials.prototype, 'authenticate').mockImplementation(async function (
			this: EngineCredentials,
			...request
		) {
			// n8n 1.x does not hand the signal on, and its timeout is one of idleness.
			const { abortSignal, timeout, ...options } = await authenticate.apply(this, request);
			expect(abortSignal?.aborted).toBe(false);
			expect(timeout).toBeGreaterThan(0);
			return options;
		});
		bed.standIn.failNext('hang', 'hang', 'hang', 'hang', 'hang');

		expect((await bed.error({})).message).toBe('Anyfast did not answer in time, tried 5 times');
	});

	it('of an upload that never ends leaves its outcome open, and is not tried again', async () => {
		bed.endWhatHangs();
		bed.standIn.failNext({ drip: { everyMs: 5 } });

		expect(
			(await bed.error({ operation: 'create', ifNameExists: 'createAnother', name: 'Cats' }))
				.message,
		).toBe('Anyfast did not answer in time; the group may have been created anyway');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it.each([200, 502])('of more than 16 MB is not read: %d', async (status) => {
		bed.standIn.failNext({ large: 16 * MB + 1, status });

		const error = await bed.error({});

		expect(error.message).toBe('Anyfast sent an unexpected response: it is far too large');
		expect(error.description).toContain('It has more than 16777216 bytes');
		expect(bed.standIn.received).toHaveLength(1);
	});

	it('of more than 16 MB under a status of refusal is a refusal', async () => {
		bed.standIn.failNext({ large: 16 * MB + 1, status: 401 });

		expect((await bed.error({})).message).toBe('Anyfast refused the API key');
	});

	it('of just 16 MB is read', async () => {
		bed.standIn.failNext({ large: 16 * MB });

		expect(await bed.items({})).toEqual([]);
	});

	it('of more than 16 MB to an upload leaves its outcome open', async () => {
		bed.standIn.failNext({ large: 17 * MB });

		expect(
			(await bed.error({ operation: 'create', ifNameExists: 'createAnother', name: 'Cats' }))
				.message,
		).toBe(
			'Anyfast sent an unexpected response: it is far too large; the group may have been created anyway',
		);
	});

	it('that has a packed body which ends early is tried again', async () => {
		// The beginning of what gzip makes of any text, and no more.
		const body = Buffer.from('H4sIAAAAAAAAA6tW8ixJzS1WslKKVtJR', 'base64');
		bed.standIn.failNext({
			...{ status: 200, headers: { 'content-encoding': 'gzip' } },
			body,
		});

		expect(await bed.items({})).toHaveLength(3);
		expect(bed.standIn.received).toHaveLength(2);
	});
});

describe('the API key', () => {
	const apiKey = 'sk-very-secret';

	it.each([
		[
			'a row of a list',
			{},
			{ Items: [{ Id: 'a', Remark: `of ${apiKey}` }], PageSize: 50, TotalCount: 1 },
		],
		['an asset', get, { ...makeAsset(1), Error: { Message: `${apiKey} is bad` } }],
		['the name of a field', get, { ...makeAsset(1), [apiKey]: 1 }],
	])('is not in %s that quotes it', async (_what, parameters, body) => {
		const secretive = await bed.with({ apiKey });
		bed.standIn.failNext({ status: 200, body });

		const { data } = await secretive.run(parameters);
		const text = JSON.stringify(data.resultData);

		expect(data.resultData.error).toBeUndefined();
		expect(text).toContain('***');
		expect(text).not.toContain(apiKey);
		expect(bed.standIn.received[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
	});

	it('is not in the reason of an asset that failed', async () => {
		const { standIn } = bed;
		standIn.reset({ statuses: [{ Status: 'Failed', FailReason: `${standIn.apiKey} is bad` }] });
		const run = await bed.run({
			...{
				resource: 'asset',
				operation: 'upload',
				ifNameExists: 'uploadAnyway',
				groupId: standIn.groups[0]?.Id,
			},
			...{ source: 'url', url: 'https://example.com/cat.png' },
			waitUntilActive: true,
		});
		const { error } = run.data.resultData;

		expect(error?.description).toContain('The API said: *** is bad');
		expect(JSON.stringify([error, error?.message, error?.description, run.data])).not.toContain(
			standIn.apiKey,
		);
	});
});
