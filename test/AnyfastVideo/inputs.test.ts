import type { INodeParameters } from 'n8n-workflow';

import { inMemory } from '../engine/files';
import { makeAsset } from '../stand-in/assets';
import { useVideoBed } from './VideoBed';

/*
 * What users give as inputs: by expressions, pasted, or as n8n hands it on.
 */

/** Assets of each type, ready to be used. */
const assets = [1, 2, 3].map((number) => ({ ...makeAsset(number), Status: 'Active' }));
const assetOf = (type: string) => {
	const asset = assets.find(({ AssetType }) => AssetType === type);
	if (!asset) throw new Error(`There is no ${type}`);
	return asset;
};
const [image, video] = [assetOf('Image'), assetOf('Video')];
const uri = `asset://${image.Id}`;
const generate = { operation: 'generate', prompt: 'A cat', waitForCompletion: false };
const png = { content: Buffer.from('PNG'), mimeType: 'image/png', fileName: 'cat.png' };

const bed = useVideoBed(() => ({ assets }));

/** The addresses in the last submit, behind the prompt. */
const sent = () => {
	const submits = bed.standIn.received.filter(({ action }) => action === 'GenerateVideo');
	return [...JSON.stringify(submits.at(-1)?.body).matchAll(/"url":"([^"]*)"/g)].map(
		([, url]) => url,
	);
};

const references = (image: INodeParameters[]) => ({
	...generate,
	mode: 'references',
	references: { image },
});
const list = (value: string) => references([{ source: 'list', list: value }]);

describe('a list may hold', () => {
	const other = 'https://example.com/a,b.png?x=1,2';

	it.each<[string, string]>([
		['items of n8n', '={{ $input.all() }}'],
		['the fields of items', '={{ $input.all().map(item => item.json) }}'],
		['IDs as text with commas', `${image.Id}, ${image.Id}`],
		['URIs and IDs as text with commas', `${uri},\n${image.Id},`],
		[
			'one of each',
			`={{ [$input.first(), "${image.Id}, ASSET://${image.Id}"].slice(0, 1).concat("${uri}") }}`,
		],
	])('%s', async (_what, value) => {
		await bed.items(list(value), { items: [{ ...image }, { ...image }] });

		expect(sent()).toEqual([uri, uri]);
	});

	it('URLs with commas in them, as text with commas', async () => {
		await bed.items(list(`${other}, ${uri}, ${other}`));

		expect(sent()).toEqual([other, uri, other]);
	});

	it('data URIs, as text with commas', async () => {
		await bed.items(list('data:image/png;base64,AAAA, data:image/png;base64,BBBB'));

		expect(sent()).toEqual(['data:image/png;base64,AAAA', 'data:image/png;base64,BBBB']);
	});
});

it.each(['asset', 'Asset', 'ASSET', 'aSsEt'])('takes %s:// everywhere', async (scheme) => {
	const given = `${scheme}://${image.Id}`;
	await bed.items(
		references([
			{ source: 'asset', asset: given },
			{ source: 'url', url: given },
			{ source: 'list', list: given },
		]),
	);

	expect(sent()).toEqual([uri, uri, uri]);
});

describe('an asset that cannot be a frame is refused before anything is sent', () => {
	const frames = { ...generate, mode: 'frames', firstFrame: 'asset' };
	const byExpression = { ...frames, firstFrameAsset: '={{ $json }}' };

	it.each<[string, object, string]>([
		['a video', video, 'The asset for first frame is of the type Video, not Image'],
		['a failed one', { ...image, Status: 'Failed' }, 'The asset for first frame has failed'],
		['a failed one in other letters', { ...image, Status: 'failed' }, 'has failed'],
	])('%s', async (_what, asset, message) => {
		for (const parameters of [
			byExpression,
			{ ...frames, firstFrameAsset: { __rl: true, mode: 'id', value: '={{ $json }}' } },
			list('={{ [$json] }}'),
		]) {
			const error = await bed.error(parameters, { items: [{ ...asset }] });

			expect(error.message).toContain(
				message.replace(
					'first frame',
					parameters === byExpression || 'firstFrameAsset' in parameters
						? 'first frame'
						: 'reference image 1',
				),
			);
		}
		expect(bed.standIn.received).toEqual([]);
	});

	it('but one that is still being processed may become ready', async () => {
		await bed.run(byExpression, { items: [{ ...image, Status: 'Processing' }] });

		expect(sent()).toEqual([uri]);
	});
});

describe('a mode and a source by expression', () => {
	it.each<[string, INodeParameters, string[]]>([
		['text', {}, []],
		[
			'frames',
			{
				...{ firstFrame: '={{ "url" }}', firstFrameUrl: 'https://example.com/a.png' },
				lastFrame: '={{ "none" }}',
			},
			['https://example.com/a.png'],
		],
		[
			'references',
			{ references: { image: [{ source: '={{ "list" }}', list: `={{ ["${uri}"] }}` }] } },
			[uri],
		],
	])('work: %s', async (mode, parameters, addresses) => {
		await bed.items({ ...generate, ...parameters, mode: `={{ "${mode}" }}` });

		expect(sent()).toEqual(addresses);
	});

	it.each<[string, INodeParameters, string]>([
		['text', { prompt: '' }, 'Prompt is empty'],
		['frames', { firstFrame: '={{ "url" }}' }, 'First Frame URL is empty'],
		['frames', { firstFrame: '={{ "asset" }}' }, 'First Frame Asset is empty'],
		[
			'references',
			{ references: { image: [{ source: '={{ "url" }}' }] } },
			'URL of reference image 1 is empty',
		],
		['nothing', {}, 'Mode must be Text (text), First and Last Frame (frames)'],
	])('are checked: %s with %j', async (mode, parameters, message) => {
		const error = await bed.error({ ...generate, ...parameters, mode: `={{ "${mode}" }}` });

		expect(error.message).toContain(message);
		expect(bed.standIn.received).toEqual([]);
	});
});

it.each([
	['image/jpg', 'image', 'image/jpeg'],
	['image/pjpeg', 'image', 'image/jpeg'],
	['image/x-png', 'image', 'image/png'],
	['audio/x-wav', 'audio', 'audio/wav'],
	['audio/wave', 'audio', 'audio/wav'],
	['audio/mp3', 'audio', 'audio/mpeg'],
])('sends a file of the type %s as it is registered', async (mimeType, kind, registered) => {
	const parameters = {
		...{ ...generate, mode: 'references' },
		references: {
			[kind]: [{ source: 'binary', binary: 'data' }],
			video: [{ source: 'asset', asset: video.Id }],
		},
	};
	await bed.items(parameters, { binary: { data: inMemory({ ...png, mimeType, fileName: 'a' }) } });

	expect(sent()).toContainEqual(expect.stringMatching(new RegExp(`^data:${registered};base64,`)));
});

describe('content[n]', () => {
	const refuse = (code: string, message: string) =>
		bed.standIn.reset({ assets, video: { moderates: () => ({ code, message }) } });
	const parameters = references([{ source: 'url', url: 'https://example.com/1.png' }]);

	it.each([
		['InputImageRiskDetection', 'content[1] is bad', 'reference image 1 (https'],
		['InvalidParameter', 'content[1].image_url.url is bad', 'reference image 1 (https'],
		['InvalidParameter', 'content[0].text is bad', 'the prompt.text'],
		['InvalidParameter', 'content[1] is bad', 'reference image 1 (https'],
		['InputImageRiskDetection', 'content[0] is bad', 'content[0] is bad'],
		['InvalidParameter', 'content[0].image_url is bad', 'content[0].image_url'],
		['InvalidParameter', 'content[1].video_url is bad', 'content[1].video_url'],
		['InvalidParameter', 'content[7] is bad', 'content[7] is bad'],
	])('of %s: "%s" is put as "%s"', async (code, message, words) => {
		refuse(code, message);

		expect((await bed.error(parameters)).message).toContain(words);
	});
});

it('says that no file reaches a tool, and what to use instead', async () => {
	const node = { type: 'n8n-nodes-anyfast.anyfastVideoTool' };
	const error = await bed.error(references([{ source: 'binary', binary: 'data' }]), {
		node,
	});

	expect(error.message).toBe('A file cannot reach a tool of an AI Agent');
	expect(error.description).toMatch(/URL.*asset/);
});
