import type { IExecuteFunctions } from 'n8n-workflow';

import { AnyfastApi } from '../../../../nodes/shared/api/AnyfastApi';

/** An answer as it comes over the wire. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	bytes: Buffer;
	/** What comes behind the bytes, unless they are all: the connection breaks, or more than anybody reads. */
	then?: 'break' | 'flood';
}

/** The key, which must stand in no error. */
export const PLANTED = 'sk-a/secret+of/the-account';

/** A site of the API that gives answers in turn, the last of them for ever; without a network. */
export class FakeSite {
	/** How many requests came. */
	requests = 0;

	constructor(private readonly replies: Reply[]) {}

	/** Opens the API, as a node does that leads here. @param maxRetries tries after the first */
	async open(maxRetries: number): Promise<AnyfastApi> {
		const answer = async () => {
			const reply = this.next();
			return { statusCode: reply.status, headers: reply.headers, body: bodyOf(reply) };
		};
		const context = {
			getCredentials: async () => ({
				apiKey: PLANTED,
				site: 'other',
				baseUrl: 'https://site.example',
			}),
			getExecutionCancelSignal: () => undefined,
			helpers: { httpRequest: answer, httpRequestWithAuthentication: answer },
		};
		// Of all that n8n gives a node, the API uses no more than this.
		return await AnyfastApi.open(context as unknown as IExecuteFunctions, { maxRetries });
	}

	private next(): Reply {
		const reply = this.replies[Math.min(this.requests++, this.replies.length - 1)];
		if (!reply) throw new Error('There is no answer');
		return reply;
	}
}

/** In UTF-8 and UTF-16, no JSON. */
const MEGABYTE = Buffer.alloc(1024 * 1024, '\nx');

/** A body as n8n gives it, as far as the API reads it. */
const bodyOf = ({ bytes, then }: Reply) => ({
	async *[Symbol.asyncIterator]() {
		yield bytes;
		if (then === 'break') throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		if (then === 'flood') for (;;) yield MEGABYTE;
	},
	destroy: () => undefined,
});
