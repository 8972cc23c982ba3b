/** A real PNG picture (W3C PNG, third edition), stored without compression. */
const WIDTH = 64;
const HEIGHT = 48;

const CRC_TABLE = Array.from({ length: 256 }, (_, index) => {
	let crc = index;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc >>> 0;
});

function crc32(bytes: Buffer): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}

function adler32(bytes: Buffer): number {
	let [low, high] = [1, 0];
	for (const byte of bytes) {
		low = (low + byte) % 65_521;
		high = (high + low) % 65_521;
	}
	return ((high << 16) | low) >>> 0;
}

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	return Buffer.concat([u32(data.length), typed, u32(crc32(typed))]);
}

/** As zlib would write it with one block that is stored as it is. */
function stored(data: Buffer): Buffer {
	const header = Buffer.of(0x78, 0x01, 0x01, 0, 0, 0, 0);
	header.writeUInt16LE(data.length, 3);
	header.writeUInt16LE(data.length ^ 0xffff, 5);
	return Buffer.concat([header, data, u32(adler32(data))]);
}

function picture(): Buffer {
	const row = (y: number) =>
		Buffer.from([0, ...Array.from({ length: WIDTH }, (_, x) => (x * 3 + y * 2) % 256)]);
	const rows = Buffer.concat(Array.from({ length: HEIGHT }, (_, y) => row(y)));
	const header = Buffer.concat([u32(WIDTH), u32(HEIGHT), Buffer.of(8, 0, 0, 0, 0)]);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', stored(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** A picture of 64 by 48 greys, about 3 kB. */
export const PNG = picture();
