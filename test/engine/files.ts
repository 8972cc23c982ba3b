import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

import type { FileStream } from '../../nodes/shared/transport/body';

/** A file as a node before ours would give it. */
export interface File {
	content: Buffer;
	mimeType: string;
	fileName?: string;
}

/** The file in memory, as n8n keeps it where it has no store. */
export function inMemory({ content, ...file }: File): IBinaryData {
	return { ...file, data: content.toString('base64') };
}

/** Lets n8n keep files in memory again, as it does until a test puts one on disk. */
export function forgetStore(): void {
	Object.assign(Container.get(BinaryDataService), { managers: {} });
}

/** The file in n8n's store on disk, in the user folder. */
export async function onDisk({ content, ...file }: File): Promise<IBinaryData> {
	const store = Container.get(BinaryDataService);
	await store.init();
	const location = { type: 'execution', workflowId: 'test', executionId: '1' } as const;
	return await store.store(location, content, { ...file, data: '' });
}

/** A stream of n8n's store on disk. */
export async function streamOf(content: Buffer): Promise<FileStream> {
	const { id = '' } = await onDisk({ content, mimeType: 'image/png' });
	return await Container.get(BinaryDataService).getAsStream(id);
}

/** Lets n8n's store give the stream that `open` makes of its own, as long as `work` takes. */
export async function withStore<T>(
	open: (stored: FileStream) => FileStream,
	work: () => Promise<T>,
): Promise<T> {
	const store = Container.get(BinaryDataService);
	const { getAsStream } = store;
	store.getAsStream = async (...args) => open(await getAsStream.apply(store, args));
	try {
		return await work();
	} finally {
		store.getAsStream = getAsStream;
	}
}
