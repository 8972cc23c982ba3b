import { ASSET_TYPES, type AssetType } from '../../transport/wire';

const MB = 1024 * 1024;

/** The types of file that the vendor documents, with the names under which n8n and browsers know them. */
const FORMATS: Record<AssetType, Record<string, string[]>> = {
	Image: {
		'image/jpeg': ['jpg', 'jpeg'],
		'image/jpg': [],
		'image/png': ['png'],
		'image/gif': ['gif'],
		'image/webp': ['webp'],
		'image/bmp': ['bmp'],
		'image/x-ms-bmp': [],
		'image/tiff': ['tif', 'tiff'],
		'image/heic': ['heic'],
		'image/heif': ['heif'],
	},
	Video: {
		'video/mp4': ['mp4'],
		'video/quicktime': ['mov'],
	},
	Audio: {
		'audio/mpeg': ['mp3'],
		'audio/mp3': [],
		'audio/wav': ['wav'],
		'audio/x-wav': [],
		'audio/wave': [],
		'audio/vnd.wave': [],
	},
};

/**
 * What the vendor says of each type. Files have to be *under* that size; which of the two megabytes is meant is not said,
 * so only what is too large by the larger one is refused here.
 */
const LIMITS: Record<AssetType, { maxMB: number; takes: string }> = {
	Image: { maxMB: 30, takes: 'images as JPG, PNG, GIF, WebP, BMP, TIFF, HEIC or HEIF under 30 MB' },
	Video: { maxMB: 50, takes: 'videos as MP4 or MOV under 50 MB' },
	Audio: { maxMB: 15, takes: 'audio as MP3 or WAV under 15 MB' },
};

const everything = ASSET_TYPES.map((type) => LIMITS[type].takes).join('; ');

const formats = ASSET_TYPES.flatMap((type) =>
	Object.entries(FORMATS[type]).map(([mime, extensions]) => ({ type, mime, extensions })),
);
const TYPE_OF_MIME = new Map(formats.map(({ type, mime }) => [mime, type]));
const TYPE_OF_EXTENSION = new Map(
	formats.flatMap(({ type, extensions }) => extensions.map((extension) => [extension, type])),
);

/** What stands for "some file"; its name may tell more. */
const ANY_FILE = new Set([
	'',
	'application/force-download',
	'application/octet-stream',
	'binary/octet-stream',
	'text/plain',
]);

/** What a file says of itself. */
export interface Label {
	fileName?: string;
	mimeType?: string;
	/** How its type is known, in a sentence; else by name and type. */
	reason?: string;
}

/** A file that the API cannot take, so that it is not even sent. */
export class UnsuitableFileError extends Error {
	constructor(
		message: string,
		/** What to do about it. */
		readonly advice: string,
	) {
		super(message);
	}
}

/**
 * The type of an asset: the one that was chosen, or what its label says.
 *
 * @throws UnsuitableFileError where the label names a type that the vendor does not take, or another than the chosen one,
 *   or none was chosen and the label does not tell
 */
export function assetTypeOf(label: Label, chosen: AssetType | undefined): AssetType {
	const labelled = typeByLabel(label);
	const type = chosen ?? labelled;

	if (labelled === 'other' || type === 'other') {
		throw new UnsuitableFileError(
			'Anyfast does not take files of this type',
			`${shown(label)} Anyfast takes ${everything}.`,
		);
	}
	if (type === undefined) {
		throw new UnsuitableFileError(
			'What type of asset this is cannot be told',
			`${shown(label)} Choose Image, Video or Audio as Asset Type. Anyfast takes ${everything}.`,
		);
	}
	if (labelled !== undefined && labelled !== type) {
		throw new UnsuitableFileError(
			`This is ${labelled}, not ${type}`,
			`${shown(label)} Choose ${labelled} as Asset Type, or give it a file of the type ${type}: Anyfast takes ${LIMITS[type].takes}.`,
		);
	}
	return type;
}

/** @throws UnsuitableFileError where a file of that many bytes is empty or larger than the vendor takes */
export function checkSize(type: AssetType, bytes: number): void {
	const { maxMB, takes } = LIMITS[type];
	if (bytes === 0) {
		throw new UnsuitableFileError(
			'The file is empty',
			'It has 0 bytes. Check where it comes from.',
		);
	}
	if (bytes >= maxMB * MB) {
		throw new UnsuitableFileError(
			`The file is too large for Anyfast: ${(bytes / MB).toFixed(1)} MB`,
			`Anyfast takes ${takes}. Make the file smaller first.`,
		);
	}
}

function typeByLabel({ mimeType = '', fileName = '' }: Label): AssetType | 'other' | undefined {
	const mime = mimeType.split(';', 1).join().trim().toLowerCase();
	const byMime = TYPE_OF_MIME.get(mime);
	if (byMime) return byMime;
	if (/^(image|video|audio)\//.test(mime)) return 'other';

	const extension = /\.(\w+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
	return TYPE_OF_EXTENSION.get(extension) ?? (ANY_FILE.has(mime) ? undefined : 'other');
}

function shown({ fileName, mimeType, reason }: Label): string {
	if (reason !== undefined) return reason;
	const name = fileName ? `Its name is "${fileName}"` : 'It has no name';
	return `${name}, its type ${mimeType ? `"${mimeType}"` : 'not given'}.`;
}
