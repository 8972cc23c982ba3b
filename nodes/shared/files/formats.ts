import { AnyfastError } from '../AnyfastError';
import { ASSET_TYPES, type AssetType } from '../api/assets';

const MB = 1024 * 1024;

const words = (text: string): string[] => text.split(' ').filter(Boolean);

/** A type of file, by the names under which n8n, browsers and servers know it. */
interface Format {
	type: AssetType;
	/** Its registered name, as far as there is one. */
	mime: string;
	/** Other names for it. */
	aliases: string[];
	/** Endings of file names; the first is given to files that have none. */
	endings: string[];
	/** What its files begin with, byte for character. */
	begins: RegExp;
}

const format = (
	type: AssetType,
	mime: string,
	begins: RegExp,
	endings: string,
	aliases = '',
): Format => ({ type, mime, begins, endings: words(endings), aliases: words(aliases) });

/* The container of MP4, QuickTime and HEIF: its first box says which of them it is. */
const QUICKTIME = /^\0.{3}(ftypqt {2}|moov|mdat|wide|free|skip|pnot)/s;
const HEIC = /^\0.{3}ftyp(hei[cxms]|hev[cx])/s;
const HEIF = /^\0.{3}ftyp(mif1|msf1)/s;
const MP4 = /^\0.{3}ftyp(?!qt {2}|avi[fs])/s;

const MP3_NAMES = 'audio/mpeg3 audio/x-mpeg audio/x-mpeg-3 audio/mp3 audio/x-mp3';
const WAV_NAMES = 'audio/x-wav audio/wave audio/vnd.wav audio/vnd.wave audio/x-pn-wav';

/**
 * The types of file that the vendor documents. A file that says nothing of itself counts as the first of its type; of
 * several beginnings that fit, the first counts.
 */
const FORMATS: Format[] = [
	format('Image', 'image/png', /^\x89PNG\r\n/, 'png', 'image/x-png'),
	format('Image', 'image/jpeg', /^\xff\xd8\xff/, 'jpg jpeg', 'image/jpg image/pjpeg'),
	format('Image', 'image/gif', /^GIF8[79]a/, 'gif'),
	format('Image', 'image/webp', /^RIFF.{4}WEBP/s, 'webp'),
	format('Image', 'image/bmp', /^BM.{4}\0{4}/s, 'bmp', 'image/x-bmp image/x-ms-bmp'),
	format('Image', 'image/tiff', /^(II\*\0|MM\0\*)/, 'tiff tif'),
	format('Image', 'image/heic', HEIC, 'heic', 'image/heic-sequence'),
	format('Image', 'image/heif', HEIF, 'heif', 'image/heif-sequence'),
	format('Video', 'video/mp4', MP4, 'mp4', 'application/mp4 video/x-m4v'),
	format('Video', 'video/quicktime', QUICKTIME, 'mov'),
	format('Audio', 'audio/mpeg', /^(ID3|\xff[\xe2-\xff])/, 'mp3', MP3_NAMES),
	format('Audio', 'audio/wav', /^RIFF.{4}WAVE/s, 'wav', WAV_NAMES),
];

/**
 * The largest file that any source says the service takes, and what the vendor publishes. Files have to be *under* that
 * size; which of the two megabytes is meant is not said, so only what is too large by the larger one is refused here. For
 * videos, the vendor's page says 50 MB, clients report 200 MB.
 */
const LIMITS: Record<AssetType, { maxMB: number; takes: string }> = {
	Image: { maxMB: 30, takes: 'images as JPG, PNG, GIF, WebP, BMP, TIFF, HEIC or HEIF under 30 MB' },
	Video: { maxMB: 200, takes: 'videos as MP4 or MOV under 200 MB (for some groups 50 MB)' },
	Audio: { maxMB: 15, takes: 'audio as MP3 or WAV under 15 MB' },
};

const everything = ASSET_TYPES.map((type) => LIMITS[type].takes).join('; ');

const BY_MIME = new Map(
	FORMATS.flatMap((one) => [one.mime, ...one.aliases].map((mime) => [mime, one])),
);
const BY_ENDING = new Map(FORMATS.flatMap((one) => one.endings.map((ending) => [ending, one])));

/** What stands for "some file", as no type does; its name may tell more. */
const ANY_FILE = [
	'',
	'application/force-download',
	'application/octet-stream',
	'application/x-download',
	'binary/octet-stream',
	'text/plain',
];

/** What a file says of itself. */
export interface Label {
	fileName?: string;
	mimeType?: string;
	/** How its type is known, in a sentence; else by name and type. */
	reason?: string;
}

/** A file that the API cannot take, so that it is not even sent. */
export const unsuitableFile = (message: string, description: string) =>
	new AnyfastError(message, { description });

/**
 * The type of an asset: the one that was chosen, or what its label says.
 *
 * @throws AnyfastError if the label names a type that the vendor does not take, or another than the chosen one,
 *   or none was chosen and the label does not tell
 */
export function assetTypeOf(label: Label, chosen: AssetType | undefined): AssetType {
	const labelled = typeOfLabel(label);
	const type = chosen ?? labelled;

	if (labelled === 'other' || type === 'other') {
		throw unsuitableFile(
			'Anyfast does not take files of this type',
			`${describeFile(label)} Anyfast takes ${everything}.`,
		);
	}
	if (type === undefined) {
		throw unsuitableFile(
			'The type of the asset cannot be detected',
			`${describeFile(label)} Choose Image, Video or Audio as Asset Type. Anyfast takes ${everything}.`,
		);
	}
	if (labelled !== undefined && labelled !== type) {
		throw unsuitableFile(
			`The file is ${LABEL[labelled]}, but Asset Type is ${type}`,
			`${describeFile(label)} Choose ${labelled} as Asset Type, or give it a file of the type ${type}: Anyfast takes ${LIMITS[type].takes}.`,
		);
	}
	return type;
}

/** @throws AnyfastError if a file of that many bytes is empty or larger than the vendor takes */
export function checkSize(type: AssetType, bytes: number): void {
	const { maxMB, takes } = LIMITS[type];
	if (bytes === 0) {
		throw unsuitableFile('The file is empty', 'It has 0 bytes. Check where it comes from.');
	}
	if (bytes >= maxMB * MB) {
		throw unsuitableFile(
			`The file is too large for Anyfast: ${(bytes / MB).toFixed(1)} MB`,
			`Anyfast takes ${takes}. Make the file smaller first.`,
		);
	}
}

/** The type that a label says; undefined if it says none. */
export function typeOfLabel(label: Label): AssetType | 'other' | undefined {
	const known = byMime(label) ?? byEnding(label);
	return known?.type ?? (ANY_FILE.includes(mimeIn(label)) ? undefined : 'other');
}

/**
 * What a file says of itself; if its type and its name say different things, what its first bytes say.
 *
 * @param readHead reads these bytes; 16 are enough
 * @throws AnyfastError if they are those of no file that the vendor takes, and what `readHead` throws
 */
export async function checkedLabel(said: Label, readHead: () => Promise<Buffer>): Promise<Label> {
	if (!contradictsItself(said)) return said;
	const found = formatOfBytes(await readHead());
	if (!found) {
		throw unsuitableFile(
			'Anyfast does not take files of this type',
			`${describeFile(said)} These say different things, and its first bytes are those of no file that Anyfast takes: ${everything}.`,
		);
	}
	const isNamedSo = byEnding(said)?.type === found.type;
	const fileName = isNamedSo ? said.fileName : `${said.fileName}.${found.endings[0]}`;
	return { fileName, mimeType: found.mime };
}

/** An image type that is not known is still that of an image. */
function contradictsItself(label: Label): boolean {
	const mime = mimeIn(label);
	const named = byEnding(label)?.type;
	if (named === undefined || ANY_FILE.includes(mime)) return false;
	const said = byMime(label)?.type.toLowerCase() ?? mime.split('/', 1).join();
	return said !== named.toLowerCase();
}

/** The MIME type of a file of that type: its own if it says it, else by its name. */
export const mimeTypeOf = (label: Label, type: AssetType): string => formatOf(label, type).mime;

/** What a file is by its first bytes (16 are enough); undefined if it is none of the known ones. */
export function formatOfBytes(head: Buffer): Pick<Format, 'type' | 'mime' | 'endings'> | undefined {
	const text = head.toString('latin1');
	return FORMATS.find(({ begins }) => begins.test(text));
}

/** A name for a file that has none, with the ending that fits its type. */
export const fallbackFileName = (label: Label, type: AssetType): string =>
	`file.${formatOf(label, type).endings[0]}`;

function formatOf(label: Label, type: AssetType): Format {
	const named = [byMime(label), byEnding(label)].find((known) => known?.type === type);
	return named ?? fallbackOf(type);
}

function fallbackOf(type: AssetType): Format {
	const [first] = FORMATS.filter((one) => one.type === type);
	if (first) return first;
	throw new Error(`There is no format of the type ${type}`);
}

const mimeIn = ({ mimeType = '' }: Label) => mimeType.split(';', 1).join().trim().toLowerCase();

const byMime = (label: Label) => BY_MIME.get(mimeIn(label));

const byEnding = ({ fileName = '' }: Label) =>
	BY_ENDING.get(/\.(\w+)$/.exec(fileName.toLowerCase())?.[1] ?? '');

/** As in "The file is a video". */
const LABEL: Record<AssetType, string> = {
	Image: 'an image',
	Video: 'a video',
	Audio: 'an audio file',
};

/** What a label says, in a sentence for an error. */
export function describeFile({ fileName, mimeType, reason }: Label): string {
	if (reason !== undefined) return reason;
	const name = fileName ? `Its name is "${fileName}"` : 'It has no name';
	return `${name}, and its type is ${mimeType ? `"${mimeType}"` : 'not given'}.`;
}
