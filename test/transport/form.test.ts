import { createReadStream } from 'fs';
import { Readable } from 'stream';

import { encodeForm, type FilePart, Form } from '../../nodes/AnyfastAsset/transport/form';

const content = Buffer.from([0, 13, 10, 45, 45, 255, 128, 34]);
const fields = { model: 'volc-asset', Name: 'Ümläut "quoted"\r\n--boundary', GroupId: 'group-1' };
const file = { fileName: 'cat.png', mimeType: 'image/png', length: content.length };

const stored = async () => Readable.from([content.subarray(0, 3), content.subarray(3)]);

/** The form as a server reads it. */
const parse = async (part: FilePart) => {
	const { headers, body } = await encodeForm(new Form(fields, part));
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
	const form = new Form({}, { ...file, content: '' });
	const [one, other] = [await encodeForm(form), await encodeForm(form)];

	expect(one.headers['Content-Type']).not.toBe(other.headers['Content-Type']);
});

it.each([
	['that was not read yet', async () => Readable.from([content])],
	['that cannot be opened', async () => createReadStream('there is no such file')],
])('lets go of a file %s, without an error that nobody catches', async (_what, open) => {
	const { body, close } = await encodeForm(new Form({}, { ...file, content: open }));
	close();
	await new Promise(setImmediate);
	await new Promise<void>((resolve) =>
		createReadStream('package.json')
			.on('close', () => resolve())
			.destroy(),
	);

	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');
	expect(body.destroyed).toBe(true);
});

it('ends with the error of a file that cannot be read', async () => {
	const open = async () => createReadStream('there is no such file');
	const { body } = await encodeForm(new Form({}, { ...file, content: open }));

	if (Buffer.isBuffer(body)) throw new Error('A stored file came as a whole');
	await expect(body.toArray()).rejects.toThrow('ENOENT');
});
