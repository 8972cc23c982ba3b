import { MP4 } from './samples/mp4';
import { PNG } from './samples/png';
import { Storage } from './Storage';

let storage: Storage;

beforeAll(async () => {
	storage = await Storage.start();
});

beforeEach(() => storage.reset());

afterAll(async () => {
	await storage.stop();
});

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const sameBytes = async (response: Response, file: Buffer) =>
	(await bytesOf(response)).equals(file);

/** The boxes at the top of an MP4 file, with their sizes. */
function boxesOf(file: Buffer): Array<[string, number]> {
	const boxes: Array<[string, number]> = [];
	for (let at = 0; at < file.length; at += boxes.at(-1)?.[1] ?? file.length) {
		boxes.push([file.toString('latin1', at + 4, at + 8), file.readUInt32BE(at)]);
	}
	return boxes;
}

it('hands out a film and a picture', async () => {
	const film = await fetch(storage.link('task-1.mp4'));
	const picture = await fetch(storage.link('task-1.png'));

	expect(film.headers.get('content-type')).toBe('video/mp4');
	expect(film.headers.get('content-length')).toBe(String(MP4.length));
	expect(await sameBytes(film, MP4)).toBe(true);
	expect(picture.headers.get('content-type')).toBe('image/png');
	expect(await sameBytes(picture, PNG)).toBe(true);
});

it('pads the film with a box that players pass over', async () => {
	const bytes = 1_000_000;
	storage.reset({ bytes });

	const film = await bytesOf(await fetch(storage.link('task-1.mp4')));

	expect(film).toHaveLength(bytes);
	expect(film.subarray(0, MP4.length).equals(MP4)).toBe(true);
	expect(boxesOf(film)).toEqual([...boxesOf(MP4), ['free', bytes - MP4.length]]);
});

it('leads to a file by redirects', async () => {
	storage.reset({ redirects: 2 });

	const response = await fetch(storage.link('task-1.mp4'));

	expect(await sameBytes(response, MP4)).toBe(true);
	expect(storage.received.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
		'/moved/2/task-1.mp4',
		'/moved/1/task-1.mp4',
		'/files/task-1.mp4',
	]);
});

it.each([
	['a link that has expired', { expired: true }, 'task-1.mp4', 403, 'Request has expired'],
	['a file that is not there', {}, 'task-1', 404, 'NoSuchKey'],
])('refuses %s in XML', async (_what, options, name, status, text) => {
	storage.reset(options);

	const response = await fetch(storage.link(name));

	expect(response.status).toBe(status);
	expect(response.headers.get('content-type')).toBe('application/xml');
	expect(await response.text()).toContain(text);
});

it('refuses and remembers a request that carries a key', async () => {
	await fetch(storage.link('task-1.mp4'));
	expect(storage.sawKey).toBe(false);

	const headers = { authorization: 'Bearer stand-in-key' };
	const response = await fetch(storage.link('task-1.mp4'), { headers });

	expect(response.status).toBe(500);
	expect(storage.sawKey).toBe(true);
});

it('breaks off in the middle of a file', async () => {
	storage.reset({ cutAfter: 5000 });
	const response = await fetch(storage.link('task-1.mp4'));

	await expect(response.arrayBuffer()).rejects.toThrow();
});

it('hides the length of a file', async () => {
	storage.reset({ hidesLength: true });

	const response = await fetch(storage.link('task-1.mp4'));

	expect(response.headers.has('content-length')).toBe(false);
	expect(await sameBytes(response, MP4)).toBe(true);
});

it('sends a file bit by bit', async () => {
	storage.reset({ slow: { bytes: 1000, everyMs: 20 } });

	const response = await fetch(storage.link('task-1.mp4'));
	const reader = response.body?.getReader();
	const first = await reader?.read();
	await reader?.cancel();

	expect(first?.value?.length).toBeLessThan(MP4.length);
});

it('fails as it is told', async () => {
	storage.fail({ matches: ({ path }) => path.includes('.png') }, { status: 503 });

	expect((await fetch(storage.link('task-1.mp4'))).status).toBe(200);
	expect((await fetch(storage.link('task-1.png'))).status).toBe(503);
	expect((await fetch(storage.link('task-1.png'))).status).toBe(200);
});
