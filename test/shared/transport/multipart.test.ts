import { sleep } from 'n8n-workflow';

import { encodeForm, type FilePart } from '../../../nodes/shared/transport/multipart';
import { streamOf } from '../../engine/files';

const content = Buffer.from([0, 13, 10, 45, 45, 255, 128, 34]);
const fields = { model: 'volc-asset', Name: 'Ümläut "quoted"\r\n--boundary', GroupId: 'group-1' };
const file = { fileName: 'cat.png', mimeType: 'image/png', length: content.length };

const stored = async () => await streamOf(content);

/** The form as a server reads it. */
const parse = async (part: FilePart) => {
	const { headers, data: body } = await encodeForm(fields, part);
	const bytes = Buffer.isBuffer(body) ? body : Buffer.concat(await body.toArray());
	expect(headers['Content-Length']).toBe(bytes.length);
	const type = String(headers['Content-Type']);
	return await new Response(bytes, { headers: { 'content-type': type } }).formData();
};

describe.each([
	['from memory', content.toString('base64')],
	['from a store', stored],
])('a file %s', (_where, source) => {
	it('is read by a server as it was meant', async () => {
		const form = await parse({ ...file, content: source });
		const { file: read, ...others } = Object.fromEntries(form);

		expect(others).toEqual(fields);
		if (!(read instanceof Blob)) throw new Error('The file came as text');
		expect(read).toMatchObject({ name: 'cat.png', type: 'image/png' });
		expect(Buffer.from(await read.arrayBuffer())).toEqual(content);
	});

	it('cannot break out of its header by its name or type', async () => {
		const evil = { fileName: 'a"; x="\r\nEvil: 1\r\n\r\n.png', mimeType: 'image/png\r\nEvil: 2' };
		const form = await parse({ ...file, ...evil, content: source });

		expect([...form.keys()]).toEqual([...Object.keys(fields), 'file']);
		const read = form.get('file');
		if (!(read instanceof Blob)) throw new Error('The file came as text');
		expect(Buffer.from(await read.arrayBuffer())).toEqual(content);
	});
});

it('uses another boundary each time', async () => {
	const part = { ...file, content: content.toString('base64') };
	const [one, other] = [await encodeForm({}, part), await encodeForm({}, part)];

	expect(one.headers['Content-Type']).not.toBe(other.headers['Content-Type']);
});

const destroyed = async (error?: Error) => {
	const stream = await streamOf(content);
	stream.destroy(error);
	return stream;
};

it.each([
	['that was not read yet', async () => await streamOf(content)],
	['that is closed already', async () => await destroyed()],
	['that cannot be read', async () => await destroyed(new Error('EIO'))],
])('lets go of a file %s, without an error that nobody catches', async (_what, open) => {
	const { data: body, close } = await encodeForm({}, { ...file, content: open });
	close();
	// An error that nobody catches would end the process by now.
	await sleep(20);

	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');
	expect(body.destroyed).toBe(true);
});

it('ends with the error of a file that cannot be read', async () => {
	const open = async () => await destroyed(new Error('EIO'));
	const { data: body } = await encodeForm({}, { ...file, content: open });

	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');
	await expect(body.toArray()).rejects.toThrow('EIO');
});

it.each([
	['memory', content.toString('base64')],
	['a store', stored],
])(
	'does not send a file from %s that has another length than it should',
	async (_where, source) => {
		const send = async () => {
			const { data: body, fileError } = await encodeForm(
				{},
				{ ...file, length: content.length + 1, content: source },
			);
			if (Buffer.isBuffer(body)) return;
			await body.toArray().catch(() => {});
			throw fileError();
		};

		await expect(send()).rejects.toThrow('It has 8 bytes instead of 9');
	},
);

it('does not send a stored file that is longer than it should be, not even a part that could be whole', async () => {
	const shorter = { ...file, length: content.length - 1, content: stored };
	const { data: body, fileError } = await encodeForm({}, shorter);
	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');

	const sent: Buffer[] = [];
	body.on('data', (piece: Buffer) => sent.push(piece));
	await new Promise((resolve) => body.on('error', resolve));
	expect(fileError()?.message).toBe('It has 8 bytes instead of 7');
	expect(Buffer.concat(sent).includes('name="file"')).toBe(true);
	expect(Buffer.concat(sent).includes(content.subarray(0, shorter.length))).toBe(false);
});

it('says whether the file was sent to its end', async () => {
	const { data: body, wasSent } = await encodeForm({}, { ...file, content: stored });
	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');

	expect(wasSent()).toBe(false);
	await body.toArray();
	expect(wasSent()).toBe(true);
});

it.each([undefined, ''])('sends a file of the type %j as any file', async (mimeType) => {
	const form = await parse({ ...file, mimeType, content: stored });

	expect(form.get('file')).toMatchObject({ type: 'application/octet-stream' });
});

it('cannot take for a file what is no stream of Node.js', async () => {
	const stream = (await streamOf(content)).destroy();
	const open = async () => Object.create(stream, { constructor: { value: {} } });

	await expect(encodeForm({}, { ...file, content: open })).rejects.toThrow(
		'n8n provided the file in a form that cannot be sent',
	);
});
