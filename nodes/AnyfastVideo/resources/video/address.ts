import { AnyfastError } from '../../../shared/AnyfastError';
import { isObject, nonBlank } from '../../../shared/json';
import { assetIdIn } from '../../../shared/parameters/locators';
import type { Input } from './content';

/*
 * Addresses of images, videos and audio files, as users write them.
 */

/** What an input is for. */
export type Purpose = Omit<Input, 'from'>;

/**
 * The address in a text: a web address, a data URI, or `asset://` with an ID, which is written in lower case, because
 * not every gateway takes it otherwise (field report).
 *
 * @returns undefined if there is none
 * @throws AnyfastError for a video as a data URI, which the API does not take
 */
export function addressIn(text: string, purpose: Purpose): string | undefined {
	if (/^asset:\/\//i.test(text)) return assetUri(assetIdIn(text.replace(/^asset:/i, 'asset:')));
	if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : undefined;
	if (!/^data:/i.test(text)) return undefined;
	if (purpose.type === 'Video') throw videoFile(purpose);
	return text;
}

/**
 * The address of an entry of a list: text, or an asset as the asset node gave it.
 *
 * @returns undefined if there is none
 * @throws AnyfastError if it is an asset of another type
 */
export function addressOfEntry(entry: unknown, purpose: Purpose): string | undefined {
	if (!isObject(entry)) {
		const text = nonBlank(entry);
		return text && (addressIn(text, purpose) ?? assetUri(assetIdIn(text)));
	}
	const text = nonBlank(entry.AssetUri) ?? nonBlank(entry.Id);
	if (text === undefined) return undefined;
	const type = nonBlank(entry.AssetType);
	if (type !== undefined && type.toLowerCase() !== purpose.type.toLowerCase()) {
		throw new AnyfastError(
			`The asset for ${purpose.what} is of the type ${type}, not ${purpose.type}`,
			{ description: 'Filter the list by AssetType first.' },
		);
	}
	return addressOfEntry(text, purpose);
}

const assetUri = (id: string | undefined) => (id === undefined ? undefined : `asset://${id}`);

/** The error for a video that is to be sent as a file. */
export const videoFile = ({ what }: Purpose) =>
	new AnyfastError(`The ${what} cannot be sent as a file`, {
		description:
			'Anyfast takes videos only as assets or URLs. Upload the file with Anyfast Asset → Upload Asset first (Wait Until Active on), and choose it here as an Asset.',
	});
