/**
 * A real MP4 film, made here so that no file of unknown origin lies about: H.264 baseline (ITU-T H.264, 7.3), each frame one
 * colour, its samples stored as they are (I_PCM), in the boxes of ISO 14496-12.
 */
const WIDTH = 64;
const HEIGHT = 48;
const MACROBLOCKS = (WIDTH / 16) * (HEIGHT / 16);
const MS_PER_FRAME = 500;
/** Luma and both chromas of each frame. None may be zero: three bytes in a row of it and little else are no sample. */
const COLOURS: Array<[number, number, number]> = [
	[90, 200, 60],
	[160, 60, 180],
];

/** Sequence parameters: baseline, level 1, 4 by 3 macroblocks, no cropping. */
const SPS = nal(0x67, bytesOf('01000010 00000000 00001010', '1 1 1 1 1 0 00100 011 1 0 0 0 1'));
/** Picture parameters: CAVLC, one slice group, no deblocking control. */
const PPS = nal(0x68, bytesOf('1 1 0 0 1 1 1 0 00 1 1 1 0 0 0 1'));

function bytesOf(...bits: string[]): Buffer {
	const all = bits.join('').replaceAll(' ', '');
	const padded = all.padEnd(Math.ceil(all.length / 8) * 8, '0');
	return Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

function nal(type: number, payload: Buffer): Buffer {
	return Buffer.concat([Buffer.of(type), payload]);
}

/** An IDR slice of I_PCM macroblocks; `idrPicId` differs from that of the frame before. */
function frame([y, u, v]: [number, number, number], index: number): Buffer {
	const samples = Buffer.concat([Buffer.alloc(256, y), Buffer.alloc(64, u), Buffer.alloc(64, v)]);
	const I_PCM = '000011010';
	const idrPicId = index % 2 === 0 ? '1' : '010';
	const header = bytesOf('1 0001000 1 0000', idrPicId, '0000 0 0 1', I_PCM);
	const rest = Array.from({ length: MACROBLOCKS - 1 }, () => [bytesOf(I_PCM), samples]);
	return nal(0x65, Buffer.concat([header, samples, ...rest.flat(), Buffer.of(0x80)]));
}

function u16(...values: number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 2);
	values.forEach((value, index) => bytes.writeUInt16BE(value, index * 2));
	return bytes;
}

function u32(...values: number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
	return bytes;
}

function box(type: string, ...parts: Buffer[]): Buffer {
	const payload = Buffer.concat(parts);
	return Buffer.concat([u32(8 + payload.length), Buffer.from(type, 'latin1'), payload]);
}

/** A box with a version and flags. */
const fullBox = (type: string, flags: number, ...parts: Buffer[]): Buffer =>
	box(type, u32(flags), ...parts);

const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const DURATION = COLOURS.length * MS_PER_FRAME;

function sampleEntry(): Buffer {
	const avcC = box(
		'avcC',
		Buffer.of(1, 66, 0, 10, 0xff, 0xe1),
		u16(SPS.length),
		SPS,
		Buffer.of(1),
		u16(PPS.length),
		PPS,
	);
	return box(
		'avc1',
		Buffer.alloc(6),
		u16(1),
		Buffer.alloc(16),
		u16(WIDTH, HEIGHT),
		u32(0x480000, 0x480000, 0),
		u16(1),
		Buffer.alloc(32),
		u16(24, 0xffff),
		avcC,
	);
}

function sampleTable(sizes: number[], offset: number): Buffer {
	return box(
		'stbl',
		fullBox('stsd', 0, u32(1), sampleEntry()),
		fullBox('stts', 0, u32(1, sizes.length, MS_PER_FRAME)),
		fullBox('stsc', 0, u32(1, 1, sizes.length, 1)),
		fullBox('stsz', 0, u32(0, sizes.length, ...sizes)),
		fullBox('stco', 0, u32(1, offset)),
	);
}

function movie(sizes: number[], offset: number): Buffer {
	const dinf = box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1)));
	const minf = box('minf', fullBox('vmhd', 1, u16(0, 0, 0, 0)), dinf, sampleTable(sizes, offset));
	const handler = Buffer.concat([
		u32(0),
		Buffer.from('vide'),
		u32(0, 0, 0),
		Buffer.from('video\0'),
	]);
	const mdia = box(
		'mdia',
		fullBox('mdhd', 0, u32(0, 0, 1000, DURATION), u16(0x55c4, 0)),
		fullBox('hdlr', 0, handler),
		minf,
	);
	const tkhd = fullBox(
		'tkhd',
		3,
		u32(0, 0, 1, 0, DURATION, 0, 0),
		u16(0, 0, 0, 0),
		MATRIX,
		u32(WIDTH << 16, HEIGHT << 16),
	);
	const mvhd = fullBox(
		'mvhd',
		0,
		u32(0, 0, 1000, DURATION, 0x10000),
		u16(0x100, 0),
		u32(0, 0),
		MATRIX,
		Buffer.alloc(24),
		u32(2),
	);
	return box('moov', mvhd, box('trak', tkhd, mdia));
}

function film(): Buffer {
	const frames = COLOURS.map(frame).map((slice) => Buffer.concat([u32(slice.length), slice]));
	const sizes = frames.map(({ length }) => length);
	const ftyp = box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomiso2avc1mp41'));
	const offset = ftyp.length + movie(sizes, 0).length + 8;
	return Buffer.concat([ftyp, movie(sizes, offset), box('mdat', ...frames)]);
}

/** A film of one second, about 10 kB. */
export const MP4 = film();

/** The bytes that begin a box of padding of so many bytes in all; a film may end with one. */
export const paddingHeader = (bytes: number): Buffer =>
	Buffer.concat([u32(bytes), Buffer.from('free')]);
