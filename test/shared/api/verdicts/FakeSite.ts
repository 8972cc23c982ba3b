import type { IExecuteFunctions } from 'n8n-workflow';

import { AnyfastApi } from '../../../../nodes/shared/api/AnyfastApi';

/** An answer as it comes over the wire. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	bytes: Buffer;
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
			const { status, headers, bytes } = this.next();
			return { statusCode: status, headers, body: bodyOf(bytes) };
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
		return await AnyfastApi.open(context as unknown as IExecuteFunctions, undefined, maxRetries);
	}

	private next(): Reply {
		const reply = this.replies[Math.min(this.requests++, this.replies.length - 1)];
		if (!reply) throw new Error('There is no answer');
		return reply;
	}
}

/** A body as n8n gives it, as far as the API reads it. */
const bodyOf = (bytes: Buffer) => ({
	async *[Symbol.asyncIterator]() {
		yield bytes;
	},
	destroy: () => undefined,
});
