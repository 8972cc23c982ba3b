import { AnyfastError } from '../AnyfastError';
import { ASSET_TYPES, type AssetType } from '../api/assets';

const MB = 1024 * 1024;

const words = (text: string): string[] => text.trim().split(/\s+/);

/** The types of file that the vendor documents: the names under which n8n, browsers and servers know them, and endings. */
const FORMATS: Record<AssetType, { mimes: string[]; endings: string[] }> = {
	Image: {
		mimes: words(`
			image/jpeg image/jpg image/pjpeg image/png image/x-png image/gif image/webp
			image/bmp image/x-bmp image/x-ms-bmp image/tiff
			image/heic image/heic-sequence image/heif image/heif-sequence
		`),
		endings: words('jpg jpeg png gif webp bmp tif tiff heic heif'),
	},
	Video: {
		mimes: words('video/mp4 application/mp4 video/x-m4v video/quicktime'),
		endings: words('mp4 mov'),
	},
	Audio: {
		mimes: words(`
			audio/mpeg audio/mpeg3 audio/x-mpeg audio/x-mpeg-3 audio/mp3 audio/x-mp3
			audio/wav audio/x-wav audio/wave audio/vnd.wav audio/vnd.wave audio/x-pn-wav
		`),
		endings: words('mp3 wav'),
	},
};

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

const TYPE_OF_MIME = new Map(
	ASSET_TYPES.flatMap((type) => FORMATS[type].mimes.map((mime) => [mime, type])),
);
const TYPE_OF_ENDING = new Map(
	ASSET_TYPES.flatMap((type) => FORMATS[type].endings.map((ending) => [ending, type])),
);

/** What stands for "some file", as no type does; its name may tell more. */
const ANY_FILE = new Set([
	'',
	...words('application/octet-stream binary/octet-stream text/plain'),
	...words('application/force-download application/x-download'),
]);

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
export function typeOfLabel({
	mimeType = '',
	fileName = '',
}: Label): AssetType | 'other' | undefined {
	const mime = mimeType.split(';', 1).join().trim().toLowerCase();
	const ending = /\.(\w+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
	const known = TYPE_OF_MIME.get(mime) ?? TYPE_OF_ENDING.get(ending);
	return known ?? (ANY_FILE.has(mime) ? undefined : 'other');
}

/** The MIME type of a file of that type: its own if it says it, else by its name. */
export function mimeTypeOf({ mimeType = '', fileName = '' }: Label, type: AssetType): string {
	const mime = mimeType.split(';', 1).join().trim().toLowerCase();
	if (TYPE_OF_MIME.get(mime) === type) return mime;
	const named = /\.(\w+)$/.exec(fileName.toLowerCase())?.[1] ?? '';
	const ending = FORMATS[type].endings.includes(named) ? named : FALLBACK_ENDING[type];
	const special: Record<string, string> = {
		jpg: 'jpeg',
		tif: 'tiff',
		mp3: 'mpeg',
		mov: 'quicktime',
	};
	return `${type.toLowerCase()}/${special[ending] ?? ending}`;
}

/** A name for a file that has none, with the ending that fits its type. */
export function fallbackFileName({ mimeType = '' }: Label, type: AssetType): string {
	const subtype = /\/(?:x-)?(\w+)/.exec(mimeType.toLowerCase())?.[1] ?? '';
	const { endings } = FORMATS[type];
	const special: Record<string, string> = { mpeg: 'mp3', quicktime: 'mov', pjpeg: 'jpg' };
	const ending = special[subtype] ?? subtype;
	return `file.${endings.includes(ending) ? ending : FALLBACK_ENDING[type]}`;
}

/** As in "The file is a video". */
const LABEL: Record<AssetType, string> = {
	Image: 'an image',
	Video: 'a video',
	Audio: 'an audio file',
};

const FALLBACK_ENDING: Record<AssetType, string> = { Image: 'png', Video: 'mp4', Audio: 'mp3' };

/** What a label says, in a sentence for an error. */
export function describeFile({ fileName, mimeType, reason }: Label): string {
	if (reason !== undefined) return reason;
	const name = fileName ? `Its name is "${fileName}"` : 'It has no name';
	return `${name}, and its type is ${mimeType ? `"${mimeType}"` : 'not given'}.`;
}
