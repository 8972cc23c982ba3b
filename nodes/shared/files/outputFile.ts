import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { AnyfastError } from '../AnyfastError';
import type { AssetType } from '../api/assets';
import { settle } from '../settle';
import {
	download,
	type DownloadContext,
	type DownloadFailure,
	type Receiver,
} from '../transport/download';
import { formatOfBytes } from './formats';

/** Where a file is. */
export interface Link {
	/** A web address. */
	url: string;
	/** When the link ends, in milliseconds; undefined if it is not known. */
	endsAt?: number;
}

/** A file that Anyfast made. */
interface OutputFile {
	type: Exclude<AssetType, 'Audio'>;
	/** Without the ending. */
	name: string;
	link: Link;
	/** Asks Anyfast for the link again; undefined if there is none now. */
	freshLink: () => Promise<Link | undefined>;
}

/**
 * Downloads a file into n8n's store piece by piece, so that its size does not matter if n8n keeps files on disk. What it is
 * is told by its first bytes. If the host denies it, Anyfast is asked for the link again.
 *
 * @throws AnyfastError if it did not come, or n8n could not keep it; of the kind `link expired` only after the link's end;
 *   of another once the run has ended
 */
export async function downloadToN8n(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	context: DownloadContext,
	file: OutputFile,
): Promise<IBinaryData> {
	const { type, name, freshLink } = file;
	let { link } = file;
	const isOver = () => link.endsAt !== undefined && context.clock.now() >= link.endsAt;
	const receiver: Receiver<IBinaryData> = {
		async renew() {
			const fresh = await settle(freshLink());
			if (fresh.ok && fresh.value) link = fresh.value;
			return isOver() ? undefined : link.url;
		},
		problemOf: (head) =>
			formatOfBytes(head)?.type === type ? undefined : `${whatCame(head)} came instead of it`,
		async store(stream, head) {
			const { mime, endings: [ending] = [] } = formatOfBytes(head) ?? {};
			return await helpers.prepareBinaryData(stream, `${name}.${ending}`, mime);
		},
	};
	const result = await download(context, link.url, receiver);
	if (result.ok) return result.value;
	context.checkRunning();
	throw errorOf(result.failure, result.tries, isOver());
}

function whatCame(head: Buffer): string {
	const text = head
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trimStart();
	if (text === '') return head.length === 0 ? 'nothing' : 'an empty text';
	if (/^<(!doctype html|html|head|body)/i.test(text)) return 'a web page';
	if (text.startsWith('<')) return 'XML';
	if (/^[{[]/.test(text)) return 'JSON';
	const known = formatOfBytes(head);
	return known ? `a file of the type ${known.mime}` : 'something else';
}

function errorOf(
	{ reason, what, detail, httpCode }: DownloadFailure,
	tries: number,
	isOver: boolean,
) {
	const tried = tries > 1 ? `, tried ${tries} times` : '';
	if (reason === 'not stored') {
		return new AnyfastError(`The file could not be stored in n8n: ${what}`, {
			description: "Check n8n's storage for the files of executions, and that it has free space.",
		});
	}
	if (reason === 'denied' && isOver) {
		return new AnyfastError('The link to the file has expired', {
			cause: 'api',
			kind: 'link expired',
			httpCode,
			description: `Anyfast gave no newer link; ${what}.`,
		});
	}
	return new AnyfastError(`The file could not be downloaded: ${what}${tried}`, {
		cause: 'api',
		httpCode,
		description: [ADVICE[reason], detail && `${detail}.`].filter(Boolean).join(' '),
	});
}

const ADVICE: Record<Exclude<DownloadFailure['reason'], 'not stored'>, string> = {
	denied:
		'The storage host refuses the link, which has not expired. It may take a while until it gives the file.',
	'not the file':
		'The storage host, or a proxy or firewall between n8n and it, gives something else. It may pass.',
	blocked:
		"n8n's protection against SSRF refuses it. Whoever runs n8n can add the host in the video's link to N8N_SSRF_ALLOWED_HOSTNAMES.",
	'no answer': 'Check the network between n8n and the storage host of Anyfast.',
};
