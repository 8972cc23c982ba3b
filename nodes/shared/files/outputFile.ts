import type { IBinaryData } from 'n8n-workflow';

import { type Download, download, type Downloading } from '../transport/download';

/** What a downloaded file is called, and what it is unless the storage host says it. */
export interface OutputFile {
	/** Without the ending. */
	name: string;
	mimeType: string;
}

/** Endings of the types that the API makes. */
const ENDINGS: Record<string, string> = {
	'video/mp4': 'mp4',
	'video/quicktime': 'mov',
	'image/png': 'png',
	'image/jpeg': 'jpg',
	'image/webp': 'webp',
};

/**
 * Downloads a file into n8n's store piece by piece, so that its size does not matter where n8n keeps files on disk.
 *
 * @throws AnyfastError if it did not come, CanceledError, and what n8n's store throws
 */
export async function downloadToN8n(
	downloading: Downloading,
	url: string,
	file: OutputFile,
): Promise<IBinaryData> {
	const { helpers } = downloading.context;
	return await download(downloading, url, async ({ stream, mimeType }) => {
		const type = typeOf({ mimeType }, url, file);
		const fileName = `${file.name}.${ENDINGS[type] ?? 'mp4'}`;
		return await helpers.prepareBinaryData(stream, fileName, type);
	});
}

/** By what the host says, if it is known; else by the address; else as expected. */
function typeOf({ mimeType }: Pick<Download, 'mimeType'>, url: string, file: OutputFile): string {
	if (mimeType !== undefined && mimeType in ENDINGS) return mimeType;
	const ending = /\.(\w+)$/.exec(new URL(url).pathname.toLowerCase())?.[1];
	return Object.keys(ENDINGS).find((type) => ENDINGS[type] === ending) ?? file.mimeType;
}
