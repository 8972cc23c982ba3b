import { useStandIn } from '../engine/useStandIn';
import { makeAsset, makeAssets } from './assets';
import { CREATION_ANSWERS, DELETION_ANSWERS, type DeletionName } from './answers/changes';
import { FILE_ANSWERS, type FileAnswerName } from './answers/files';
import { GATEWAY_ANSWERS, type GatewayAnswerName } from './answers/gateway';
import { ODD_QUERY_ANSWERS } from './answers/queries';
import { type ReadyAnswer, wordedIn } from './answers/ReadyAnswer';
import { SUBMIT_FORMS, type SubmitForm, type SubmitFormName } from './answers/submits';
import { imageIn } from './Client';
import { makeGroup } from './groups';
import type { StandInOptions } from './StandIn';

const client = useStandIn();

const namesOf = <Name extends string>(table: Record<Name, unknown>) => Object.keys(table) as Name[];

const everything = { model: 'volc-asset', Filter: {}, PageSize: 100 };
const list = async () => await client.post('ListAssets', everything);
const listWith = async (headers: Record<string, string>) =>
	await fetch(`${client.standIn.url}/volc/asset/ListAssets`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${client.standIn.apiKey}`,
			'content-type': 'application/json',
			...headers,
		},
		body: JSON.stringify(everything),
	});

describe('a ready answer of the gateway', () => {
	const shown = ({ body }: ReadyAnswer): string =>
		typeof body === 'string' || body instanceof Buffer ? '' : JSON.stringify(body);

	it.each(namesOf(GATEWAY_ANSWERS))('is given as it is, to one request: %s', async (name) => {
		const ready: ReadyAnswer = GATEWAY_ANSWERS[name];
		client.standIn.failNext(ready);

		const response = await list();

		expect(response.status).toBe(ready.status);
		expect(await response.text()).toContain(shown(ready));
		expect((await list()).status).toBe(200);
	});

	it('may come after the work was done', async () => {
		const afterDoing = CREATION_ANSWERS.ok;
		client.standIn.fail({ action: 'CreateAssetGroup' }, { afterDoing });

		const response = await client.post('CreateAssetGroup', { model: 'volc-asset', Name: 'new' });

		expect(await response.text()).toBe('OK');
		expect(client.standIn.groups.at(-1)?.Name).toBe('new');
	});

	it('is a web page in gzip', async () => {
		client.standIn.failNext(GATEWAY_ANSWERS.consolePage);

		const response = await list();

		expect(response.headers.get('content-type')).toContain('text/html');
		expect(await response.text()).toMatch(/^<!doctype html>/);
	});

	it('may be had in English', async () => {
		client.standIn.failNext(wordedIn('en', GATEWAY_ANSWERS.invalidToken));

		expect(await (await list()).text()).toContain('Invalid token');
	});

	it('is in English among refusals at random, for those who ask for it', async () => {
		client.standIn.reset({ noise: { share: 1, answers: ['invalidToken'] } });

		expect(await (await listWith({ 'accept-language': 'zh-CN' })).text()).toContain('无效的令牌');
		expect(await (await listWith({ 'accept-language': 'en' })).text()).toContain('Invalid token');
	});
});

describe('the language of errors', () => {
	const wrongKey = async (headers: Record<string, string> = {}) =>
		await (await listWith({ ...headers, authorization: 'Bearer wrong' })).text();

	it.each<[string, StandInOptions, Record<string, string>, string]>([
		['English if nothing decides', {}, {}, 'Invalid token'],
		['Chinese in the field', { manner: 'as-in-the-field' }, {}, '无效的令牌'],
		['what was asked for', {}, { 'accept-language': 'zh' }, '无效的令牌'],
		[
			'what the account has set, whatever was asked for',
			{ language: { account: 'zh' } },
			{ 'accept-language': 'en' },
			'无效的令牌',
		],
	])('is %s', async (_what, options, headers, text) => {
		client.standIn.reset(options);

		expect(await wrongKey(headers)).toContain(text);
	});
});

it('every answer carries the ID of its request and the version, also if it is cut', async () => {
	client.standIn.failNext({ cut: 'x', of: 10 }, { status: 500 });

	for (let asked = 0; asked < 3; asked++) {
		const { headers, body } = await list();
		await body?.cancel();
		expect(headers.get('x-oneapi-request-id')).toBe('20260101-stand-in');
		expect(headers.get('x-new-api-version')).toMatch(/^v/);
	}
});

describe('refusals at random', () => {
	const statuses = async (seed: number, answers?: GatewayAnswerName[]) => {
		client.standIn.reset({ noise: { share: 0.5, answers }, seed });
		const seen = [];
		for (let asked = 0; asked < 40; asked++) seen.push((await list()).status);
		return seen;
	};

	it('are the same ones for the same seed', async () => {
		const first = await statuses(7);

		expect(new Set(first)).toEqual(new Set([200, 429]));
		expect(client.standIn.refused).toBe(first.filter((status) => status === 429).length);
		expect(await statuses(7)).toEqual(first);
		expect(await statuses(8)).not.toEqual(first);
	});

	it('are of the kinds that were asked for', async () => {
		const seen = await statuses(1, ['cpuOverloaded', 'databaseFailed']);

		expect(new Set(seen)).toEqual(new Set([200, 401, 503]));
	});

	it('tell their seed if a test fails', async () => {
		client.standIn.reset({ seed: 12 });
		const failing = async () => await Promise.reject(new Error('no luck'));

		await expect(client.standIn.seeded(failing)).rejects.toThrow(
			/no luck[^]*as-documented, seed 12/,
		);
	});
});

it('a window of a minute counts what it refuses, and says how long it is', async () => {
	let now = 0;
	client.standIn.reset({ window: { requests: 2, ms: 60_000 }, now: () => now });
	const times = [0, 1, 2, 60_000, 60_002, 120_002];

	const answers = [];
	for (now of times) answers.push(await list());

	expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429, 200, 200]);
	expect(await answers[2]?.text()).toContain('1分钟内最多请求60次');
});

describe('a submit', () => {
	const PATH = '/v1/video/generations';
	const request = { model: 'seedance-2.0', content: [{ type: 'text', text: 'A cat' }] };
	const submit = async () =>
		await fetch(`${client.standIn.url}${PATH}`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${client.standIn.apiKey}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify(request),
		});

	it.each(namesOf(SUBMIT_FORMS))('may be answered in the form: %s', async (name) => {
		const form: SubmitForm = SUBMIT_FORMS[name];
		client.standIn.reset({ video: { shape: { submit: name } } });

		const text = await (await submit()).text();

		const id = client.standIn.videoTasks[0]?.id ?? '';
		expect(text.includes(id)).toBe(form.idIs !== 'missing');
		expect((await client.at(`${PATH}/${id}`)).status).toBe(200);
	});

	it('may name a time that JavaScript has no number for', async () => {
		client.standIn.reset({
			video: { shape: [{ submit: 'created-absurd' }, { submit: 'created-in-ns' }] },
		});

		expect(await (await submit()).text()).toContain('"created_at":1e400');
		expect(await (await submit()).text()).toContain('"created_at":1764000000123456789');
	});

	it.each<[SubmitFormName, number]>([
		['both', 200],
		['status-500', 500],
	])('in the form %s has the status %d', async (name, status) => {
		client.standIn.reset({ video: { shape: { submit: name } } });

		expect((await submit()).status).toBe(status);
	});

	it('gets each odd answer once, after a proper one, and then goes on', async () => {
		client.standIn.reset({ video: { oddAnswers: 'each', outcomes: ['never'] } });
		await submit();
		const query = async () =>
			await fetch(`${client.standIn.url}${PATH}/asyntask_000001`, {
				headers: { authorization: `Bearer ${client.standIn.apiKey}` },
				redirect: 'manual',
			}).then(
				async (response) => `${response.status} ${await response.text().catch(() => 'cut')}`,
				() => 'no answer',
			);

		const proper = await query();
		const odd: string[] = [];
		while (odd.length < namesOf(ODD_QUERY_ANSWERS).length) odd.push(await query());

		expect(odd).toEqual(expect.arrayContaining(['no answer', '200 cut', '200 OK', '200 ', '302 ']));
		expect(odd.join('\n')).toMatch(/asyntask_of_another/);
		expect(new Set(odd).size).toBe(odd.length);
		expect(odd).not.toContain(proper);
		expect(await query()).toBe(proper);
	});
});

describe('a deletion', () => {
	it.each(namesOf(DELETION_ANSWERS))('may be answered so: %s', async (name: DeletionName) => {
		client.standIn.reset({ assets: makeAssets(2), deletions: [name] });
		const { Id } = makeAsset(1);
		const { status, body, isDone } = DELETION_ANSWERS[name](Id);

		const response = await client.post('DeleteAsset', { Id });

		expect(response.status).toBe(status);
		expect(await response.text()).toBe(typeof body === 'string' ? body : JSON.stringify(body));
		expect(client.standIn.assets).toHaveLength(isDone ? 1 : 2);
	});

	it('takes its answers in turn, also those of groups', async () => {
		client.standIn.reset({ deletions: ['unsuccessful', 'noContent'] });
		const { Id } = makeGroup(1);

		const statuses = [];
		for (let asked = 0; asked < 2; asked++) {
			statuses.push((await client.post('DeleteAssetGroup', { Id })).status);
		}

		expect(statuses).toEqual([200, 204]);
		expect(client.standIn.groups).toHaveLength(2);
	});
});

describe('one answer', () => {
	it('may be about something else', async () => {
		client.standIn.reset({ assets: makeAssets(2) });
		client.standIn.fail({ action: 'GetAsset' }, { changed: () => makeAsset(2) });
		const { Id } = makeAsset(1);

		expect((await client.ask('GetAsset', { Id })).body.Id).toBe(makeAsset(2).Id);
		expect((await client.ask('GetAsset', { Id })).body.Id).toBe(Id);
	});

	it('may hold more than it should', async () => {
		const error = { message: 'db down' };
		client.standIn.fail(
			{ action: 'ListAssets' },
			{ changed: (answer) => ({ ...Object(answer), error }) },
		);

		expect((await client.ask('ListAssets', everything)).body).toMatchObject({ error, Items: [] });
	});
});

describe('a file', () => {
	const fetched = async (name = 'task-1.mp4') =>
		await fetch(client.standIn.storage.link(name)).then(
			async (response) => {
				const bytes = await response.arrayBuffer().catch(() => undefined);
				return [response.status, bytes?.byteLength];
			},
			() => [0, undefined],
		);

	it.each(namesOf(FILE_ANSWERS))('may be answered so: %s', async (instead: FileAnswerName) => {
		const whole = await fetched();
		client.standIn.reset({ storage: { instead } });

		expect(await fetched()).not.toEqual(whole);
	});

	it('may be refused at first, by the number of questions or by the time', async () => {
		const notYet = { answer: 'forbidden', times: 2 } as const;
		client.standIn.reset({ storage: { atFirst: notYet } });
		const statuses = [];
		for (let asked = 0; asked < 3; asked++) statuses.push((await fetched())[0]);
		expect(statuses).toEqual([403, 403, 200]);

		let now = 0;
		client.standIn.reset({
			now: () => now,
			storage: { atFirst: { answer: 'notFound', ms: 1000 } },
		});
		expect((await fetched())[0]).toBe(404);
		now = 1000;
		expect((await fetched())[0]).toBe(200);
	});

	it.each(['tos', 'amz', 'expires'] as const)('says when its link ends: %s', async (signature) => {
		let now = Date.UTC(2026, 0, 1);
		client.standIn.reset({ now: () => now, storage: { signature, validSeconds: 60 } });
		const link = client.standIn.storage.link('task-1.mp4');

		now += 60_000;
		expect((await fetch(link)).status).toBe(200);
		now += 1;
		expect((await fetch(link)).status).toBe(403);
		expect(link).toMatch(/Date=20260101T000000Z&X-\w+-Expires=60|Expires=1767225660/);
	});

	it.each(['sends', 'redirects'] as const)(
		'may be on the gateway’s own host, for those with the key alone: %s',
		async (ownHost) => {
			client.standIn.reset({ storage: { ownHost } });
			const url = `${client.standIn.url}/v1/videos/asyntask_000001/content`;
			const headers = { authorization: `Bearer ${client.standIn.apiKey}` };

			expect((await fetch(url)).status).toBe(401);
			const response = await fetch(url, { headers });

			expect(response.headers.get('content-type')).toBe('video/mp4');
			expect(client.standIn.storage.received).toHaveLength(ownHost === 'sends' ? 0 : 1);
			expect(client.standIn.storage.sawKey).toBe(false);
		},
	);
});

describe('an asset', () => {
	it('may be answered within AssetItem', async () => {
		client.standIn.reset({ assets: makeAssets(1), assetItem: 'everywhere' });
		const { Id } = makeAsset(1);

		expect((await client.ask('GetAsset', { Id })).body).toEqual({ AssetItem: makeAsset(1) });
		expect((await client.ask('ListAssets', everything)).body.Items).toEqual([
			{ AssetItem: makeAsset(1) },
		]);
	});

	it('may be one that was there already', async () => {
		client.standIn.reset({ dedupes: true });
		const asset = imageIn(makeGroup(1).Id);

		const first = (await client.ask('CreateAsset', asset)).body.Id;

		expect((await client.ask('CreateAsset', asset)).body.Id).toBe(first);
		expect(client.standIn.assets).toHaveLength(1);
	});
});
