import { readableLike, type FileStream } from '../../nodes/shared/transport/body';
import { useTestBed } from '../engine/useTestBed';
import { type File, inMemory, onDisk, withStore } from '../engine/files';
import { makeGroup } from '../stand-in/groups';

/* Files as people have them: from mails, phones, scans, and n8n's store in S3. */

const bed = useTestBed();

const upload = { resource: 'asset', operation: 'upload', groupId: makeGroup(1).Id };

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946000101000001', 'hex');
const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d', 'hex');
const PDF = Buffer.from('%PDF-1.7 and so on');

const creations = () =>
	bed.standIn.received.filter((_one, index) => bed.standIn.actions[index] === 'CreateAsset');

describe('a name of all kinds of characters', () => {
	const fileName = '测试 图片🎬 "a".png';

	it.each([
		['in memory', inMemory],
		['in the store', onDisk],
	] as const)('arrives as it is, %s', async (_where, keep) => {
		const data = await keep({ content: PNG, mimeType: 'image/png', fileName });

		await bed.items(upload, { binary: { data } });

		expect(creations()).toMatchObject([
			{ body: { Name: '测试 图片🎬 "a"' }, file: { name: fileName } },
		]);
	});
});

describe.each([
	['in memory', inMemory],
	['in the store', onDisk],
] as const)('a file whose type and name disagree, %s', (_where, keep) => {
	it.each([
		['application/pdf', 'x.png', PNG, 'Image', 'x.png', 'image/png'],
		['application/pdf', 'x.png', JPEG, 'Image', 'x.png', 'image/jpeg'],
		['video/mp4', 'x.png', PNG, 'Image', 'x.png', 'image/png'],
		['video/mp4', 'x.png', MP4, 'Video', 'x.png.mp4', 'video/mp4'],
	])(
		'is what its first bytes say: %s, %s',
		async (mimeType, fileName, content, AssetType, name, type) => {
			const data = await keep({ content, mimeType, fileName });

			await bed.items(upload, { binary: { data } });

			expect(creations()).toMatchObject([{ body: { AssetType }, file: { name, type } }]);
		},
	);

	it('is refused if these are of no file that Anyfast takes', async () => {
		const data = await keep({ content: PDF, mimeType: 'application/pdf', fileName: 'x.png' });

		const error = await bed.error(upload, { binary: { data } });

		expect(error.message).toBe('Anyfast does not take files of this type');
		expect(error.description).toContain('Its name is "x.png", and its type is "application/pdf".');
		expect(creations()).toEqual([]);
	});
});

it('the first bytes decide nothing if type and name agree', async () => {
	const data = inMemory({ content: JPEG, mimeType: 'image/png', fileName: 'x.png' });

	await bed.items(upload, { binary: { data } });

	expect(creations()).toMatchObject([{ file: { type: 'image/png', name: 'x.png' } }]);
});

describe('a file that comes from the store in pieces, as from S3', () => {
	const content = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
	const file: File = { content, mimeType: 'image/png', fileName: 'cat.png' };

	async function* cut(stored: FileStream, size: number) {
		for await (const piece of stored) {
			for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
		}
	}

	it.each([1, 16 * 1024])('of %d bytes is sent whole, once, with its length', async (size) => {
		const data = await onDisk(file);

		await withStore(
			(stored) => readableLike(stored, cut(stored, size)),
			async () => await bed.items(upload, { binary: { data } }),
		);

		expect(creations()).toMatchObject([{ body: { file: content.toString('latin1') } }]);
		const [{ headers } = { headers: {} }] = creations();
		expect(Number(Object(headers)['content-length'])).toBeGreaterThan(content.length);
		expect(headers).not.toHaveProperty('transfer-encoding');
		expect(bed.standIn.assets).toHaveLength(1);
	});
});
