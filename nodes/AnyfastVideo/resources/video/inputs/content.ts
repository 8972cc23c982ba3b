import type { IDataObject } from 'n8n-workflow';

import { AnyfastError } from '../../../../shared/AnyfastError';
import type { AssetType } from '../../../../shared/api/assets';
import type { Content, Role } from '../../../../shared/api/videos';
import { mimeTypeOf } from '../../../../shared/files/formats';
import { type InputFile, toDataUri } from '../../../../shared/files/inputFile';
import { cut } from '../../../../shared/json';

/*
 * What a video is made from, as the API takes it: the entries of `content`.
 */

/** An image, a video or an audio file that a video is made from. */
export interface Input {
	/** As in "reference image 2 (asset://…)", for errors. */
	what: string;
	type: AssetType;
	role: Role;
	/** An address, or a file to send along. */
	from: string | InputFile;
}

/** The base64 of all files counts against the whole request, which has to be under 64 MB (field report), in bytes. */
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

/** How long inputs are in a request, in bytes: base64 makes four of three. */
export function lengthOf(inputs: Input[]): number {
	return inputs.reduce((sum, { from }) => {
		return sum + (typeof from === 'string' ? from.length : ((from.bytes ?? 0) * 4) / 3);
	}, 0);
}

/** @throws AnyfastError if the files are too large for one request */
export function checkTotal(inputs: Input[]): void {
	const bytes = lengthOf(inputs);
	if (bytes < MAX_REQUEST_BYTES) return;
	throw new AnyfastError('The files are too large for one request', {
		description: `Encoded for the request they take ${Math.ceil(bytes / 1024 / 1024)} MB, and Anyfast takes less than 64 MB. Upload them with Anyfast Asset → Upload Asset, and choose them here as Assets.`,
	});
}

/** The prompt and the inputs as the API takes them. Files are read here. @throws AnyfastError if n8n cannot give one */
export async function contentOf(prompt: string | undefined, inputs: Input[]): Promise<Content[]> {
	const entries = await Promise.all(inputs.map(entryOf));
	return prompt === undefined ? entries : [{ type: 'text', text: prompt }, ...entries];
}

async function entryOf(input: Input): Promise<Content> {
	const { type, role, from } = input;
	const url = typeof from === 'string' ? from : await readFile(input);
	switch (type) {
		case 'Image':
			return { type: 'image_url', image_url: { url }, role };
		case 'Video':
			return { type: 'video_url', video_url: { url }, role };
		default:
			return { type: 'audio_url', audio_url: { url }, role };
	}
}

/** An input as a data URI. @throws AnyfastError if n8n cannot give the file */
export async function readFile({ from, type }: Input): Promise<string> {
	if (typeof from === 'string') return from;
	return await toDataUri(from, mimeTypeOf(from.label, type));
}

/** The same as {@link contentOf} for people to read: files by name and size, and data URIs cut. */
export function contentInShort(prompt: string | undefined, inputs: Input[]): IDataObject[] {
	const entries = inputs.map(({ type, role, from }): IDataObject => {
		const field = `${type.toLowerCase()}_url`;
		const short =
			typeof from === 'string'
				? { url: cut(from, SHOWN) }
				: { fileName: from.label.fileName, bytes: from.bytes };
		return { type: field, [field]: short, role };
	});
	return prompt === undefined ? entries : [{ type: 'text', text: prompt }, ...entries];
}

/** How much of an address is shown, in characters. */
const SHOWN = 500;

/** What an entry of `content` is to the user. */
interface Entry {
	what: string;
	kind: string;
}

/** Fields of entries, and the kind of what is in them. */
const KIND = /^\.(text|image|video|audio)(?:_url)?\b/;

/**
 * Says in a text of the API what it means by `content[1]`, which counts what was sent from 0: the prompt, if there is one,
 * and the inputs. The gateway's family counts otherwise at times, so nothing is said if the kind of the entry is not the
 * one that the API speaks of.
 *
 * @param code of the refusal, which may name a kind as in `InputImageRiskDetection`
 */
export function nameContent(
	text: string,
	code: string | undefined,
	{ prompt, inputs }: { prompt: string | undefined; inputs: Input[] },
): string {
	const entries: Entry[] = inputs.map(({ what, type }) => ({ what, kind: type.toLowerCase() }));
	if (prompt !== undefined) entries.unshift({ what: 'the prompt', kind: 'text' });
	const byCode = /Input(Text|Image|Video|Audio)/.exec(code ?? '')?.[1]?.toLowerCase();
	return text.replace(/content\[(\d+)\]/g, (all: string, index: string, at: number) => {
		const kind = KIND.exec(text.slice(at + all.length))?.[1] ?? byCode;
		const entry = entries[Number(index)];
		return entry && (kind === undefined || kind === entry.kind) ? entry.what : all;
	});
}
