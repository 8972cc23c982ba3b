import type { IDataObject } from 'n8n-workflow';

import { AnyfastError } from '../../../../shared/AnyfastError';
import { isFailed, isWord, uriOf } from '../../../../shared/api/assets';
import { isObject, nonBlank } from '../../../../shared/json';
import { assetIdIn } from '../../../../shared/parameters/locators';
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
	if (/^asset:\/\//i.test(text)) return assetUri(assetIdIn(text));
	if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : undefined;
	if (!/^data:/i.test(text)) return undefined;
	if (purpose.type === 'Video') throw videoFile(purpose);
	return text;
}

/** The entries of a list as users give it: items of n8n stand for their fields, and a text may hold several entries. */
export function entriesIn(list: unknown[]): unknown[] {
	return list.flatMap((entry) => {
		const fields = isObject(entry) && isObject(entry.json) ? entry.json : entry;
		return typeof fields === 'string' ? entriesInText(fields) : [fields];
	});
}

/** A comma may be part of an address; it ends an entry if another one begins behind it. */
function entriesInText(text: string): string[] {
	const parts = text.split(/[\n\r]+|,(?=\s*(?:(?:https?|asset):\/\/|data:)|\s+asset-)/i);
	return parts
		.flatMap((part) =>
			/^\s*(https?:|data:)/i.test(part) ? part.replace(/,\s*$/, '') : part.split(','),
		)
		.filter((part) => part.trim() !== '');
}

/**
 * The address of an entry of a list: text, or an asset as the asset node gave it.
 *
 * @returns undefined if there is none
 * @throws AnyfastError if it is an asset that cannot be used for this
 */
export function addressOfEntry(entry: unknown, purpose: Purpose): string | undefined {
	if (!isObject(entry)) {
		const text = nonBlank(entry);
		return text && (addressIn(text, purpose) ?? assetUri(assetIdIn(text)));
	}
	checkAsset(entry, purpose);
	const texts = [entry.AssetUri, entry.Id, entry.url, entry.URL];
	const text = texts.flatMap((value) => nonBlank(value) ?? [])[0];
	return text && addressOfEntry(text, purpose);
}

/** @throws AnyfastError if an asset is of another type than is needed, or has failed; fields that are not there say nothing */
export function checkAsset(asset: IDataObject, { type, what }: Purpose): void {
	const own = nonBlank(asset.AssetType);
	if (own !== undefined && !isWord(own, type)) {
		throw new AnyfastError(`The asset for ${what} is of the type ${own}, not ${type}`, {
			description: `Choose another asset; filter a list by AssetType first.`,
		});
	}
	if (isFailed({ ...asset, Id: String(asset.Id) })) {
		throw new AnyfastError(`The asset for ${what} has failed, so no video can be made from it`, {
			description: 'Choose another asset, or upload its file again; filter a list by Status first.',
		});
	}
}

const assetUri = (id: string | undefined) => (id === undefined ? undefined : uriOf(id));

/** The error for a video that is to be sent as a file. */
const videoFile = ({ what }: Purpose) =>
	new AnyfastError(`The ${what} cannot be sent as a file`, {
		description:
			'Anyfast takes videos only as assets or URLs. Upload the file with Anyfast Asset → Upload Asset first (Wait Until Active on), and choose it here as an Asset.',
	});
