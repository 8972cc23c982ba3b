import { deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** 8 bits a channel, red, green and blue, nothing unusual (PNG specification, IHDR). */
const HEADER_END = [8, 2, 0, 0, 0];

/**
 * A square picture of so many pixels a side: a colour that turns into another one, so that it is no blank.
 *
 * @param {number} side
 * @returns {Buffer}
 */
export function makePng(side) {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	/** @param {number} index */
	const shade = (index) => Math.floor((index / side) * 255);
	const rows = Array.from({ length: side }, (_row, y) => {
		const pixels = Array.from({ length: side }, (_pixel, x) => [shade(x), shade(y), 128]);
		return Buffer.from([0, ...pixels.flat()]);
	});
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', Buffer.concat([header, Buffer.from(HEADER_END)])),
		chunk('IDAT', deflateSync(Buffer.concat(rows))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const checked = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(checked));
	return Buffer.concat([length, checked, sum]);
}

/**
 * The checksum of a chunk; `zlib` has it from Node 22.2 on only.
 *
 * @param {Buffer} data
 */
function crc32(data) {
	let crc = 0xffffffff;
	for (const byte of data) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
