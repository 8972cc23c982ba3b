import type { INodeProperties } from 'n8n-workflow';

import { createVisualValidateSession, SESSION_MS } from '../../../shared/api/people';
import type { Operation } from '../../../shared/operation';
import { optionsWith } from '../../../shared/parameters/options';

const callbackUrl: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $execution.resumeUrl }}',
	description:
		"Where the person's phone goes after the verification, with <code>bytedToken</code> and <code>resultCode</code> (10000 means passed) in its URL",
	hint: 'The phone opens it, so it must be public: the URL of a Form, a Webhook, or a Wait node',
};

/** Person · Start Verification: the link that the person opens on a phone. */
export const startVerification: Operation = {
	value: 'startVerification',
	name: 'Start Verification',
	action: 'Start verifying a person',
	description: 'Get a link that a person opens on a phone, to allow pictures of them to be used',
	properties: [callbackUrl, optionsWith([])],

	prepare({ parameters }) {
		const CallbackURL = parameters.httpUrl(callbackUrl);
		return async ({ api, hint }) => {
			const expiresAt = new Date(api.clock.now() + SESSION_MS).toISOString();
			const session = await api.call(createVisualValidateSession, { CallbackURL });
			if (isLocal(CallbackURL)) hint(ON_LOCALHOST);
			return [{ ...session, expiresAt }];
		};
	},
};

/** Whether an address leads to the machine that opens it. */
const isLocal = (address: string): boolean =>
	/^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\])$/i.test(new URL(address).hostname);

const ON_LOCALHOST =
	'The Callback URL is on localhost, which a phone cannot open. Set WEBHOOK_URL of n8n to its public address, or use the URL of another server.';
