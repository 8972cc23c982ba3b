import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { gatewayError } from '../stand-in/StandIn';
import { useVideoBed } from './VideoBed';

/*
 * Check Only: all that can be known before a video is paid for.
 */

/** Assets of each type, ready to be used, and one of each that is not. */
const assets = [1, 2, 3].map((number) => ({ ...makeAsset(number), Status: 'Active' }));
const [image, video] = ['Image', 'Video'].map(
	(type) => assets.find(({ AssetType }) => AssetType === type)?.Id ?? '',
);
const processing = { ...makeAsset(6), AssetType: 'Image', Status: 'Processing' };
const failed = { ...makeAsset(9), AssetType: 'Image', Status: 'Failed' };

const check = { operation: 'generate', prompt: 'A cat', options: { checkOnly: true } };
const from = (asset: string) => ({
	...{ ...check, mode: 'references' },
	references: { image: [{ source: 'asset', asset }] },
});

const bed = useVideoBed(() => ({ assets: [...assets, processing, failed] }));

afterEach(() => {
	expect(bed.submits).toEqual([]);
	expect(bed.standIn.submitted).toBe(0);
});

/** What the first item says. */
const checked = async (parameters: INodeParameters, options?: Parameters<typeof bed.items>[1]) => {
	const [item] = await bed.items(parameters, options);
	expect(item?.json).not.toHaveProperty('error');
	return item?.json;
};

it('says that a sound item is ready, and what would be sent', async () => {
	const png = { content: Buffer.from('PNG'), mimeType: 'image/png', fileName: 'cat.png' };
	const parameters = {
		...{ ...check, mode: 'references', duration: 5 },
		references: {
			image: [
				{ source: 'asset', asset: image },
				{ source: 'binary', binary: 'data' },
			],
		},
		options: { checkOnly: true, additionalFields: '{ "priority": 1 }' },
	};

	expect(await checked(parameters, { binary: { data: inMemory(png) } })).toEqual({
		ready: true,
		problems: [],
		request: {
			model: 'seedance-2.0',
			content: [
				{ type: 'text', text: 'A cat' },
				{ type: 'image_url', image_url: { url: `asset://${image}` }, role: 'reference_image' },
				{
					type: 'image_url',
					image_url: { fileName: 'cat.png', bytes: 3 },
					role: 'reference_image',
				},
			],
			duration: 5,
			priority: 1,
		},
	});
});

it.each<[string, INodeParameters, RegExp]>([
	['a prompt that is empty', { ...check, prompt: '={{ $json.no }}' }, /^Prompt is empty/],
	['an expression that fails', { ...check, prompt: '={{ $json.no.thing }}' }, /./],
	['a duration that is none', { ...check, duration: 4.5 }, /^Duration \(Seconds\) must be/],
	['a mode that is none', { ...check, mode: '={{ "song" }}' }, /^Mode must be/],
	[
		'a field that is taken',
		{ ...check, binaryPropertyName: 'lastFrame' },
		/^Put Output File in Field must be another/,
	],
	[
		'a timeout that is none',
		{ ...check, options: { checkOnly: true, timeout: 0 } },
		/^The option Timeout \(Seconds\) must be/,
	],
	[
		'a file that is not there',
		{ ...from(''), references: { image: [{ source: 'binary', binary: 'no' }] } },
		/no/,
	],
	[
		'an asset that is not there',
		from('asset-none'),
		/could not be checked\. There is no asset asset-none/,
	],
	['an asset of another type', from(video ?? ''), /of the type Video, not Image/],
	['an asset that is not ready', from(processing.Id), /is not ready: its status is Processing/],
	['an asset that has failed', from(failed.Id), /has failed/],
	[
		'a model that the key may not use',
		{ ...check, model: { __rl: true, mode: 'id', value: 'seedance-9' } },
		/^The API key may not use the model seedance-9\. .*seedance-2\.0/,
	],
])('lists %s as a problem', async (_what, parameters, problem) => {
	expect(await checked(parameters)).toMatchObject({
		ready: false,
		problems: [expect.stringMatching(problem)],
	});
});

it('lists all problems of an item, not only the first', async () => {
	const given = await checked({ ...from('asset-none'), prompt: '={{ $json.no }}', duration: 0.5 });

	expect(given?.problems).toHaveLength(3);
});

it('says what could not be checked, instead of that it is sound', async () => {
	const refusal = { status: 401, body: gatewayError('Invalid token', 401) };
	bed.standIn.fail({ action: 'ListModels' }, refusal);
	bed.standIn.fail({ action: 'GetAsset' }, refusal);
	const { ready, problems } = (await checked(from(image ?? ''))) ?? {};

	expect(ready).toBe(false);
	expect(problems).toEqual([
		expect.stringMatching(/the model seedance-2\.0 could not be checked\. Anyfast refused/),
		expect.stringMatching(/reference image 1 .* could not be checked\. Anyfast refused/),
	]);
});

it('asks once for what items have in common', async () => {
	const items = await bed.items(from(image ?? ''), { items: [{}, {}, {}] });

	expect(items.map(({ json }) => json.ready)).toEqual([true, true, true]);
	expect([...bed.standIn.actions].sort()).toEqual(['GetAsset', 'ListModels']);
});

it('is decided for each item, and an expression for it that fails leads to no bill', async () => {
	const options = { checkOnly: '={{ $json.no.thing }}' };

	expect(await checked({ ...check, options })).toMatchObject({ ready: false });
});

it('may be retried by n8n', async () => {
	const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

	expect(await checked(check, { node })).toMatchObject({ ready: true });
});
